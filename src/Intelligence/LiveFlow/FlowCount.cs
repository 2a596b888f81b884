using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>
/// Counts walks, one after the other, in a single pass. Durations are kept, eight bytes a step, for a percentile cannot be made of
/// parts; of the walks themselves only those that differ are.
/// </summary>
/// <param name="ways">the map that the walks are held against</param>
internal sealed class FlowCount(MapWays ways)
{
    private const int Begin = -1;

    private readonly StateNames _names = new();
    private readonly List<StateCount> _states = [];
    private readonly Dictionary<(int From, int To), StepCount> _steps = [];
    private readonly Dictionary<int[], VariantCount> _variants = new(PathComparer.Same);
    private readonly Dictionary<(string? From, string End), (long Cases, List<long> After)> _dropped = [];
    private readonly Dictionary<(Deviation, int From, int To), long> _deviations = [];
    private readonly List<long> _lengths = [];
    private long _cases, _closed, _again, _off;
    private Heard _heard;

    public StateNames Names => _names;

    public void Take(Walk walk)
    {
        if (walk.Length == 0)
        {
            return;
        }

        _cases++;
        _heard = new Heard(
            _heard.Messages + walk.Heard.Messages, _heard.Duplicates + walk.Heard.Duplicates, _heard.Overtaken + walk.Heard.Overtaken,
            _heard.Unexpected + walk.Heard.Unexpected);
        Step(walk);
        if (walk.IsClosed)
        {
            _closed++;
            _lengths.Add(walk.Ticks);
            Vary(walk);
            DropOut(walk);
        }
        else
        {
            State(walk.States[^1]).Standing++;
        }
    }

    /// <param name="place">of each state in the order they are told in; others follow by name</param>
    /// <param name="top">so many variants at most</param>
    public ProcessFlow Flow(IReadOnlyDictionary<string, int> place, int top) => new(
        _cases, _closed, Times.Of(_lengths), _again,
        [
            .. _states.Select((count, state) => new StateFlow(
                    _names[state], count.Came, count.Again, count.Standing, Times.Of(count.Stays)))
                .OrderBy(state => place.GetValueOrDefault(state.State, int.MaxValue))
                .ThenBy(state => state.State, StringComparer.Ordinal),
        ],
        [
            .. _steps.Select(step => new StepFlow(
                    Name(step.Key.From), _names[step.Key.To], step.Value.Count, Times.Of(step.Value.Ticks), step.Value.OnMap))
                .OrderByDescending(step => step.Count)
                .ThenBy(step => step.From, StringComparer.Ordinal).ThenBy(step => step.To, StringComparer.Ordinal),
        ],
        Variants(top),
        [
            .. _dropped.Select(one => new DropOut(one.Key.From, one.Key.End, one.Value.Cases, Times.Of(one.Value.After)!))
                .OrderByDescending(one => one.Cases)
                .ThenBy(one => one.From, StringComparer.Ordinal).ThenBy(one => one.End, StringComparer.Ordinal),
        ],
        new Conformance(
            _heard, _steps.Values.Sum(step => step.Count), _steps.Values.Where(step => step.OnMap).Sum(step => step.Count), _off,
            [
                .. _deviations.Select(one => new DeviationFlow(one.Key.Item1, Name(one.Key.From), _names[one.Key.To], one.Value))
                    .OrderByDescending(one => one.Steps).ThenBy(one => one.Deviation)
                    .ThenBy(one => one.From, StringComparer.Ordinal).ThenBy(one => one.To, StringComparer.Ordinal),
            ]));

    private void Step(Walk walk)
    {
        var states = walk.States;
        var (again, off, from) = (false, false, Begin);
        for (var i = 0; i < states.Length; i++)
        {
            var (to, count) = (states[i], State(states[i]));
            var before = count.SeenBy == _cases;
            count.Came++;
            if (before && count.AgainBy != _cases)
            {
                (count.AgainBy, again) = (_cases, true);
                count.Again++;
            }

            count.SeenBy = _cases;
            ref var step = ref CollectionsMarshal.GetValueRefOrAddDefault(_steps, (from, to), out _);
            step ??= new StepCount(ways.Of(Name(from), _names[to], before: false) is null);
            step.Count++;
            if (i > 0)
            {
                var ticks = walk.Entered(i) - walk.Entered(i - 1);
                step.Ticks.Add(ticks);
                State(from).Stays.Add(ticks);
            }

            if (!step.OnMap && ways.Of(Name(from), _names[to], before) is { } deviation)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(_deviations, (deviation, from, to), out _)++;
                off = true;
            }

            from = to;
        }

        _again += again ? 1 : 0;
        _off += off ? 1 : 0;
    }

    private void Vary(Walk walk)
    {
        var ofPath = _variants.GetAlternateLookup<ReadOnlySpan<int>>();
        if (!ofPath.TryGetValue(walk.States, out var variant))
        {
            ofPath[walk.States] = variant = new VariantCount(walk.Length);
        }

        variant.Lengths.Add(walk.Ticks);
        for (var i = 0; i + 1 < walk.Length; i++)
        {
            variant.Spent[i] += walk.Entered(i + 1) - walk.Entered(i);
        }
    }

    private void DropOut(Walk walk)
    {
        if (WalkEnds.DroppedOut(walk, _names, ways) is not { } dropped)
        {
            return;
        }

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(
            _dropped, (dropped.Place < 0 ? null : _names[walk.States[dropped.Place]], dropped.End), out _);
        count = (count.Cases + 1, count.After ?? []);
        count.After.Add(walk.Entered(dropped.Place + 1) - walk.Entered(0));
    }

    private Variants Variants(int top)
    {
        var first = _variants.Select(one => (Path: one.Key, Count: one.Value))
            .OrderByDescending(one => one.Count.Lengths.Count)
            .ThenBy(one => string.Join(' ', one.Path.Select(state => _names[state])), StringComparer.Ordinal).Take(top).ToList();
        return new Variants(
            _variants.Count,
            [
                .. first.Select(one => new VariantFlow(
                    _names.KeyOf(one.Path), [.. one.Path.Select(state => _names[state])], one.Count.Lengths.Count,
                    Times.Of(one.Count.Lengths)!,
                    [.. one.Count.Spent.Select(ticks => (double)ticks / TimeSpan.TicksPerSecond / one.Count.Lengths.Count)])),
            ],
            _closed - first.Sum(one => one.Count.Lengths.Count));
    }

    private string? Name(int state) => state == Begin ? null : _names[state];

    private StateCount State(int state)
    {
        while (_states.Count <= state)
        {
            _states.Add(new StateCount());
        }

        return _states[state];
    }

    private sealed class StateCount
    {
        /// <summary>The number of the last case that came here, and of the last that came again.</summary>
        public long SeenBy { get; set; }

        public long AgainBy { get; set; }

        public long Came { get; set; }

        public long Again { get; set; }

        public long Standing { get; set; }

        public List<long> Stays { get; } = [];
    }

    private sealed class StepCount(bool onMap)
    {
        public bool OnMap { get; } = onMap;

        public long Count { get; set; }

        public List<long> Ticks { get; } = [];
    }

    private sealed class VariantCount(int length)
    {
        public List<long> Lengths { get; } = [];

        public long[] Spent { get; } = new long[length - 1];
    }
}
