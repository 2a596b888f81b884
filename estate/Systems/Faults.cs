using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems;

/// <summary>How badly a system behaves: shares of its requests (0 to 1), and its down periods in wall time.</summary>
/// <param name="DoneThenSilent">it does the work and never answers: the caller runs into a time-out</param>
/// <param name="DownEverySeconds">0 for never</param>
public sealed record FaultSettings(
    double Slow = 0,
    double Error500 = 0,
    double Throttled = 0,
    double DoneThenSilent = 0,
    double Garbage = 0,
    double DuplicateCallback = 0,
    double LateCallback = 0,
    double DownEverySeconds = 0,
    double DownForSeconds = 0)
{
    public static readonly FaultSettings None = new();

    public static readonly FaultSettings Some = new(
        Slow: 0.02, Error500: 0.01, Throttled: 0.01, DoneThenSilent: 0.005, Garbage: 0.003, DuplicateCallback: 0.02, LateCallback: 0.01);

    public static readonly FaultSettings All = new(
        Slow: 0.05, Error500: 0.04, Throttled: 0.04, DoneThenSilent: 0.02, Garbage: 0.01, DuplicateCallback: 0.08, LateCallback: 0.05,
        DownEverySeconds: 45, DownForSeconds: 6);

    /// <exception cref="ArgumentException">it is none of none, some and all</exception>
    public static FaultSettings Named(string name) => name switch
    {
        "none" => None,
        "some" => Some,
        "all" => All,
        _ => throw new ArgumentException($"'{name}' is not a level of faults: none, some or all.", nameof(name)),
    };
}

/// <summary>What goes wrong with one request.</summary>
public enum Fault { None, Slow, Error500, Throttled, DoneThenSilent, Garbage, Down }

/// <summary>Decides faults by seed, system, key and attempt: the same request meets the same fault in every run.</summary>
public sealed class Faults(string system, int seed, TimeProvider wall)
{
    private readonly Seeded _chance = new(seed);
    private readonly DateTimeOffset _since = wall.GetUtcNow();
    private volatile FaultSettings _settings = FaultSettings.None;
    private long _met;

    public FaultSettings Settings
    {
        get => _settings;
        set => _settings = value;
    }

    /// <summary>How many faults requests have met so far.</summary>
    public long Met => Interlocked.Read(ref _met);

    public Fault Next(string key, int attempt)
    {
        var fault = Decide(key, attempt);
        if (fault != Fault.None)
        {
            Interlocked.Increment(ref _met);
        }

        return fault;
    }

    public bool DoublesCallback(string id) => _chance.Chance(_settings.DuplicateCallback, $"{system}-double", id);

    /// <summary>Whether this callback is overtaken by the one behind it.</summary>
    public bool DelaysCallback(string id) => _chance.Chance(_settings.LateCallback, $"{system}-late", id);

    private Fault Decide(string key, int attempt)
    {
        var settings = _settings;
        if (IsDown(settings))
        {
            return Fault.Down;
        }

        var left = _chance.Unit($"{system}-fault", $"{key}/{attempt}");
        return Falls(settings.Slow) ? Fault.Slow
            : Falls(settings.Error500) ? Fault.Error500
            : Falls(settings.Throttled) ? Fault.Throttled
            : Falls(settings.DoneThenSilent) ? Fault.DoneThenSilent
            : Falls(settings.Garbage) ? Fault.Garbage : Fault.None;

        bool Falls(double share)
        {
            left -= share;
            return left < 0;
        }
    }

    // Each system has its own phase, so that they are not all down at once.
    private bool IsDown(FaultSettings settings)
    {
        if (settings.DownEverySeconds <= 0)
        {
            return false;
        }

        var phase = _chance.Unit("down-phase", system) * settings.DownEverySeconds;
        var at = ((wall.GetUtcNow() - _since).TotalSeconds + phase) % settings.DownEverySeconds;
        return at > settings.DownEverySeconds - settings.DownForSeconds;
    }
}
