using Crossdock.Contracts;
using Crossdock.Processes.Running;
using Crossdock.Rehearsal.Simulation.Hosts;
using Crossdock.Rehearsal.Simulation.Laws;
using Crossdock.Rehearsal.Simulation.Retail;
using Crossdock.Rehearsal.Simulation.Running;
using Crossdock.Rehearsal.Simulation.Stores;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>What is to be tried.</summary>
/// <param name="Orders">how many orders the seed places</param>
/// <param name="MostSteps">a run that takes more is one in which somebody is busy for ever</param>
/// <param name="OnlyOrders">the numbers of the orders that are placed; null for all</param>
/// <param name="OnlyFaults">the faults that may strike; null for all that the seed gives</param>
internal sealed record Scenario(
    ulong Seed, int Orders, long MostSteps, IReadOnlySet<int>? OnlyOrders = null, IReadOnlySet<Fault>? OnlyFaults = null)
{
    public const int UsualOrders = 4;
    public const long UsualSteps = 400_000;

    public static Scenario Of(ulong seed) => new(seed, UsualOrders, UsualSteps);
}

/// <summary>One life of the retailer, from the opening stock until all is done or something is wrong.</summary>
internal sealed class Trial
{
    private static readonly TimeSpan Storm = TimeSpan.FromDays(4);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>When nothing is under way, for somebody to notice it.</summary>
    private static readonly long QuietTicks = TimeSpan.FromMilliseconds(30).Ticks;

    /// <summary>Longer than a sweep takes to take up what was lost.</summary>
    private static readonly long LingeringTicks = TimeSpan.FromSeconds(12).Ticks;

    /// <summary>Who has not moved by then has nobody to move it.</summary>
    private static readonly long GivenUpTicks = TimeSpan.FromSeconds(90).Ticks;

    private static readonly ProcessCatalogue Processes = ProcessCatalogue.Retail;
    private static readonly JournalJson Json = Processes.Json();
    private static readonly Rulebook Rules = Rulebook.Of(Town.Network);

    private readonly Scenario _scenario;
    private readonly SimTime _time = new();
    private readonly MemoryStore _store = new();
    private readonly Steps _steps;
    private readonly Faults _faults;
    private readonly Chronicle _chronicle;
    private readonly HostParts _parts;
    private readonly Cluster _cluster;
    private readonly Messenger _messenger;
    private readonly IReadOnlyList<PlannedOrder> _orders;
    private long _looked;

    private Trial(Scenario scenario)
    {
        _scenario = scenario;
        var dice = new Dice(scenario.Seed);
        _steps = new Steps(dice.Of("steps")) { Reach = dice.Of("reach").Below(3) switch { 0 => 1, 1 => 3, _ => 16 } };
        _faults = new Faults(dice.Of("faults"), scenario.OnlyFaults)
        {
            // A quarter of all lives is quiet but for the interleaving; a quarter is twice as rough.
            Roughness = dice.Of("rough").Below(4) switch { 0 => 10, 1 => 200, _ => 70 },
        };
        _chronicle = new Chronicle(_time, Json);
        _faults.Happened += fault => _chronicle.Note($"fault: {fault}");
        _store.Written += _chronicle.Write;
        var outside = new Outside(_store, _time, _faults, dice, _chronicle);
        _parts = new HostParts(Processes, Rules, Json, _store, _time, _steps, _faults, dice, outside, _chronicle);
        _cluster = new Cluster(_parts, size: dice.Of("hosts").Below(3) == 0 ? 1 : 2);
        var world = new Worker(_steps);
        _messenger = new Messenger(world, new HostClock(_time, world), _cluster, _parts);
        var planned = Town.Orders(dice, scenario.Orders, _time.Now);
        _orders = [.. planned.Where(order => scenario.OnlyOrders?.Contains(order.Number) ?? true)];
    }

    public static TrialResult Run(Scenario scenario)
    {
        var trial = new Trial(scenario);
        trial.Live();
        return new Verdicts(trial._parts, trial._cluster, trial._messenger, trial._orders).Result(scenario, trial._faults.Struck);
    }

    private void Live()
    {
        var calamities = new Calamities(_parts, _cluster);
        new People(_parts, _messenger, _orders).Begin();
        calamities.Begin();
        _cluster.Start();
        while (_steps.Taken < _scenario.MostSteps)
        {
            if (_steps.Any)
            {
                _steps.Take();
            }
            else if (!_time.Meet() && (IsOver() || !(Leaps() || _time.Ring())))
            {
                return;
            }
        }

        _chronicle.Harmed(Law.Stuck, null, $"Somebody is still busy after {_scenario.MostSteps} steps.");
    }

    /// <summary>Skips the time in which nothing happens.</summary>
    private bool Leaps()
    {
        var quiet = _time.Ticks - _chronicle.LastActivity;
        var listed = _store.ReadCheckpoint(Runtime.Recovery.Projector.Reader).Number == _store.Feed.Count;
        var nothingUnderWay = listed && _chronicle.Open <= _chronicle.Late && _messenger.Trying == 0 && !_store.IsDue(_time.Now);
        if (quiet < (nothingUnderWay ? QuietTicks : LingeringTicks))
        {
            return false;
        }

        // A deadline that is due and not told waits for a host whose clock is behind.
        var next = Earlier(_time.NextOnAgenda, _store.NextDue(_time.Now))
            ?? (_store.IsDue(_time.Now) ? _time.Now + TimeSpan.FromHours(1) : null);
        if (next is not { } instant || instant <= _time.Now)
        {
            return false;
        }

        _time.LeapTo(instant);
        _chronicle.LastActivity = _time.Ticks;
        if (!_faults.Calm && _time.Passed > Storm)
        {
            _faults.Calm = true;
            _cluster.ComeRight();
            _chronicle.Note("nothing goes wrong any more");
        }

        return true;
    }

    /// <summary>Looked at now and then: everything has ended, and the lists have it, or too much time has passed.</summary>
    private bool IsOver()
    {
        if (_time.Ticks - _looked < QuietTicks || !(_faults.Calm || _time.NextOnAgenda is null))
        {
            return false;
        }

        _looked = _time.Ticks;
        var quiet = _time.Ticks - _chronicle.LastActivity;
        var nothingComes = _time.NextOnAgenda is null && _store.NextDue(DateTimeOffset.MinValue) is null;
        return _time.Passed > Longest || (nothingComes && quiet > GivenUpTicks)
            || (_time.NextOnAgenda is null && _chronicle.Open == 0 && _messenger.Trying == 0
                && quiet > QuietTicks
                && _store.ReadCheckpoint(Runtime.Recovery.Projector.Reader).Number == _store.Feed.Count
                && _chronicle.ByCase.All(one => one.Key.Kind == "stock" || one.Value[^1].Final));
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
