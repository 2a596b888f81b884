using System.Runtime.CompilerServices;

namespace Crossdock.Intelligence.Flow;

/// <summary>The counts over some cases of a log. A command makes them once, so its loops have to be fast at their first run.</summary>
internal sealed class FlowPart
{
    private readonly EventLog _log;
    private readonly int _first;
    private readonly int _end;
    private readonly int[] _events;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private readonly int[] _rework;
    private int[] _next = [];

    public FlowPart(EventLog log, int first, int end)
    {
        (_log, _first, _end) = (log, first, end);
        var many = log.Activities.Count;
        (_events, _starts, _ends, _rework) = (new int[many], new int[many], new int[many], new int[many]);
        (Arcs, Variants) = (new ArcIndex(many), new VariantTable(log));
    }

    public ArcIndex Arcs { get; }

    public VariantTable Variants { get; }

    /// <summary>Of each case that has a time, in ticks.</summary>
    public List<long> Durations { get; } = [];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Count(Wanted wanted)
    {
        var (arcs, variants, durations) =
            (wanted.HasFlag(Wanted.Arcs), wanted.HasFlag(Wanted.Variants), wanted.HasFlag(Wanted.CaseDurations));
        // The number of the case, plus one, in which an activity was last seen, and last seen again.
        var (seen, again) = (new int[_events.Length], new int[_events.Length]);
        for (var c = _first; c < _end; c++)
        {
            if (arcs)
            {
                CountSteps(c, seen, again);
            }

            if (variants)
            {
                Variants.Add(c);
            }

            if (durations && _log.Began(c) is var began && began != EventLog.NoTime)
            {
                Durations.Add(_log.Ended(c) - began);
            }
        }
    }

    public void Add(FlowPart other)
    {
        for (var a = 0; a < _events.Length; a++)
        {
            _events[a] += other._events[a];
            _starts[a] += other._starts[a];
            _ends[a] += other._ends[a];
            _rework[a] += other._rework[a];
        }

        for (var arc = 0; arc < other.Arcs.Pairs.Count; arc++)
        {
            var pair = other.Arcs.Pairs[arc];
            var number = Arcs.NumberOf((int)(pair / _events.Length), (int)(pair % _events.Length));
            Arcs.Add(number, other.Arcs.CountOf(arc), other.Arcs.TimedOf(arc));
        }

        Variants.Add(other.Variants);
    }

    /// <summary>Takes the places for this part's durations of each arc, so that parts can lay theirs at the same time.</summary>
    public void Reserve(ArcIndex whole, int[] next)
    {
        _next = new int[Arcs.Pairs.Count];
        for (var arc = 0; arc < _next.Length; arc++)
        {
            var pair = Arcs.Pairs[arc];
            var number = whole.NumberOf((int)(pair / _events.Length), (int)(pair % _events.Length));
            _next[arc] = next[number];
            next[number] += Arcs.TimedOf(arc);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lay(long[] ticks)
    {
        for (var c = _first; c < _end; c++)
        {
            for (var i = _log.Start[c] + 1; i < _log.Start[c + 1]; i++)
            {
                if (IsTimed(i))
                {
                    ticks[_next[Arcs.NumberOf(_log.Activity[i - 1], _log.Activity[i])]++] = _log.Ticks[i] - _log.Ticks[i - 1];
                }
            }
        }
    }

    public List<ActivityFigures> Activities() =>
    [
        .. _events.Select((events, a) => new ActivityFigures(_log.Activities[a], events, _starts[a], _ends[a], _rework[a]))
            .Where(activity => activity.Events > 0).OrderBy(activity => activity.Name, StringComparer.Ordinal),
    ];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CountSteps(int c, int[] seen, int[] again)
    {
        var (from, to) = (_log.Start[c], _log.Start[c + 1]);
        _starts[_log.Activity[from]]++;
        _ends[_log.Activity[to - 1]]++;
        for (var i = from; i < to; i++)
        {
            var activity = _log.Activity[i];
            _events[activity]++;
            if (seen[activity] == c + 1 && again[activity] != c + 1)
            {
                again[activity] = c + 1;
                _rework[activity]++;
            }

            seen[activity] = c + 1;
            if (i > from)
            {
                Arcs.Add(Arcs.NumberOf(_log.Activity[i - 1], activity), 1, IsTimed(i) ? 1 : 0);
            }
        }
    }

    private bool IsTimed(int i) => _log.Ticks[i] != EventLog.NoTime && _log.Ticks[i - 1] != EventLog.NoTime;
}
