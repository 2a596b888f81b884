using System.Runtime.InteropServices;

namespace Crossdock.Intelligence.Flow;

/// <summary>Takes events as they come, of many cases at once and in any order of time, and makes the columns of a log.</summary>
/// <param name="attributes">what is kept of the events besides case, activity and time</param>
public sealed class EventLogBuilder(IReadOnlyList<string> attributes)
{
    /// <summary>Columns are counted by int, and 50 million events are a gigabyte of them.</summary>
    public const int MostEvents = 50_000_000;

    private readonly Dictionary<string, int> _cases = new(StringComparer.Ordinal);
    private readonly Names _activities = new();
    private readonly Names[] _values = [.. attributes.Select(_ => new Names())];
    private readonly List<int>[] _codes = [.. attributes.Select(_ => new List<int>())];
    private readonly List<int> _case = [];
    private readonly List<int> _activity = [];
    private readonly List<long> _ticks = [];
    private int _caseCount;

    public int Events => _case.Count;

    public int CaseOf(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_cases, name, out var known);
        if (!known)
        {
            number = _caseCount++;
        }

        return number;
    }

    /// <summary>A case of its own, which no name leads to.</summary>
    public int NamelessCase() => _caseCount++;

    public int ActivityOf(string name) => _activities.NumberOf(name);

    public int ValueOf(int attribute, string value) => _values[attribute].NumberOf(value);

    /// <param name="codes">one for each attribute, -1 for none</param>
    public void Add(int @case, int activity, long ticks, ReadOnlySpan<int> codes)
    {
        if (_case.Count == MostEvents)
        {
            throw new InvalidDataException($"The log has more than {MostEvents:N0} events; read it in parts, by period.");
        }

        _case.Add(@case);
        _activity.Add(activity);
        _ticks.Add(ticks);
        for (var i = 0; i < codes.Length; i++)
        {
            _codes[i].Add(codes[i]);
        }
    }

    /// <summary>Once: what was gathered is let go of column by column, so that a log is never held twice.</summary>
    public EventLog Build()
    {
        var cases = CollectionsMarshal.AsSpan(_case);
        var start = Starts(cases, out var numbers);
        var to = new int[cases.Length];
        var next = (int[])start.Clone();
        for (var i = 0; i < cases.Length; i++)
        {
            to[i] = next[numbers[cases[i]]]++;
        }

        LetGo(_case);
        var columns = _codes.Select(codes => Placed(codes, to)).ToArray();
        var log = new EventLog(
            start, Placed(_activity, to), Placed(_ticks, to), _activities.All,
            attributes.Select((name, i) => (name, new AttributeColumn(_values[i].All, columns[i]))).ToDictionary());
        for (var c = 0; c < log.Cases; c++)
        {
            Sort(log, c, columns);
        }

        return log;
    }

    /// <summary>A case that has a name and no event is none.</summary>
    private int[] Starts(ReadOnlySpan<int> cases, out int[] numbers)
    {
        var count = new int[_caseCount];
        foreach (var c in cases)
        {
            count[c]++;
        }

        numbers = new int[_caseCount];
        var start = new List<int>();
        var at = 0;
        for (var c = 0; c < count.Length; c++)
        {
            if (count[c] > 0)
            {
                numbers[c] = start.Count;
                start.Add(at);
                at += count[c];
            }
        }

        start.Add(at);
        return [.. start];
    }

    private static T[] Placed<T>(List<T> gathered, int[] to)
    {
        var placed = new T[to.Length];
        for (var i = 0; i < to.Length; i++)
        {
            placed[to[i]] = gathered[i];
        }

        LetGo(gathered);
        return placed;
    }

    private static void LetGo<T>(List<T> gathered)
    {
        gathered.Clear();
        gathered.TrimExcess();
    }

    private static void Sort(EventLog log, int c, int[][] columns)
    {
        var (first, length) = (log.Start[c], log.Start[c + 1] - log.Start[c]);
        var ticks = log.Ticks.AsSpan(first, length);
        if (IsInOrder(ticks))
        {
            return;
        }

        var (keys, order) = (new (long Ticks, int Place)[length], new int[length]);
        var last = EventLog.NoTime;
        for (var i = 0; i < length; i++)
        {
            last = ticks[i] == EventLog.NoTime ? last : ticks[i];
            keys[i] = (last, i);
            order[i] = i;
        }

        Array.Sort(keys, order);
        Reorder(ticks, order);
        Reorder(log.Activity.AsSpan(first, length), order);
        foreach (var column in columns)
        {
            Reorder(column.AsSpan(first, length), order);
        }
    }

    private static bool IsInOrder(ReadOnlySpan<long> ticks)
    {
        var last = EventLog.NoTime;
        foreach (var time in ticks)
        {
            if (time == EventLog.NoTime)
            {
                continue;
            }

            if (time < last)
            {
                return false;
            }

            last = time;
        }

        return true;
    }

    private static void Reorder<T>(Span<T> column, int[] order)
    {
        var was = column.ToArray();
        for (var i = 0; i < order.Length; i++)
        {
            column[i] = was[order[i]];
        }
    }

    private sealed class Names
    {
        private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
        private readonly List<string> _all = [];

        public IReadOnlyList<string> All => _all;

        public int NumberOf(string name)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, name, out var known);
            if (!known)
            {
                number = _all.Count;
                _all.Add(name);
            }

            return number;
        }
    }
}
