using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Delivery;

/// <summary>An effect on its way, and how it fares. One task at a time works on it; screens read it meanwhile.</summary>
internal sealed class Errand(OutboundEffect effect, Route route, DateTimeOffset since)
{
    private readonly Lock _lock = new();
    private volatile Trouble? _latest;
    private volatile bool _dropped;
    private CancellationTokenSource? _waits;

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

    /// <summary>What a person has to look at; null while retries may cure it.</summary>
    public string? GivenUpFor { get; set; }

    /// <summary>The cause under which its case was told last that it is given up for now.</summary>
    public string? ToldCause { get; set; }

    /// <summary>Whether its answer was stated by hand: no further attempt is begun.</summary>
    public bool Dropped => _dropped;

    /// <summary>Why it is not done yet; null while nothing went wrong.</summary>
    public Trouble? Latest
    {
        get => _latest;
        set => _latest = value;
    }

    /// <summary>Where its attempts wait, so that an operator can end the wait; null when they do not.</summary>
    public void WaitOn(CancellationTokenSource? waits)
    {
        lock (_lock)
        {
            _waits = waits;
        }
    }

    /// <summary>Ends the wait before the next attempt. What was told of it before is told anew when that fails, too.</summary>
    public void Hurry()
    {
        lock (_lock)
        {
            ToldCause = null;
            _waits?.Cancel();
        }
    }

    public void Drop()
    {
        _dropped = true;
        Hurry();
    }
}

internal sealed record Trouble(string Reason, DateTimeOffset At);
