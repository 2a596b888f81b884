using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Delivery;

/// <summary>An effect on its way, and how it fares. One task at a time works on it; screens read it meanwhile.</summary>
internal sealed class Errand(OutboundEffect effect, Route route, DateTimeOffset since)
{
    private volatile Trouble? _latest;

    public OutboundEffect Effect { get; } = effect;

    public Route Route { get; } = route;

    /// <summary>Business time at which it was asked for.</summary>
    public DateTimeOffset Since { get; } = since;

    /// <summary>Attempts that were really made.</summary>
    public int Attempts { get; set; }

    /// <summary>Answers in a row that were not understood.</summary>
    public int Garbled { get; set; }

    /// <summary>The wall's timestamp of the first failure; null while there was none.</summary>
    public long? FailingSince { get; set; }

    /// <summary>Why it is not done yet; null while nothing went wrong.</summary>
    public Trouble? Latest
    {
        get => _latest;
        set => _latest = value;
    }
}

internal sealed record Trouble(string Reason, DateTimeOffset At);
