using System.Runtime.InteropServices;

namespace Crossdock.Intelligence.Flow;

/// <summary>Takes events as they come, of many cases at once and in any order of time, and makes the columns of a log.</summary>
/// <param name="attributes">what is kept of the events besides case, activity and time, whatever values it has</param>
/// <param name="mostFoundCodes">of what was found on the way, so that a long log with many attributes is not several times as long</param>
public sealed class EventLogBuilder(IReadOnlyList<string> attributes, long mostFoundCodes = EventLogBuilder.UsualFoundCodes)
{
    /// <summary>Columns are counted by int, and 50 million events are a gigabyte of them.</summary>
    public const int MostEvents = 50_000_000;

    /// <summary>Attributes that were not asked for and are found on the way; those that come later are left out.</summary>
    public const int MostFound = 60;

    /// <summary>An attribute that was found and has more values tells events apart and not parts of a log; it is let go.</summary>
    public const int MostFoundValues = 500;

    /// <summary>A quarter of a gigabyte. Beyond it the attributes found last are let go.</summary>
    public const long UsualFoundCodes = 64L * 1024 * 1024;

    private readonly Dictionary<string, int> _cases = new(StringComparer.Ordinal);
    private readonly Names _activities = new();
    private readonly List<string> _caseNames = [];
    private readonly List<Column> _columns = [.. attributes.Select(name => new Column(name, Found: false))];
    private readonly List<int> _case = [];
    private readonly List<int> _activity = [];
    private readonly List<long> _ticks = [];
    private int _found;

    public int Events => _case.Count;

    public int CaseOf(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_cases, name, out var known);
        if (!known)
        {
            number = _caseNames.Count;
            _caseNames.Add(name);
        }

        return number;
    }

    /// <summary>A case of its own: no event is added to it by its name.</summary>
    public int NewCase(string name = "")
    {
        _caseNames.Add(name);
        return _caseNames.Count - 1;
    }

    public int ActivityOf(string name) => _activities.NumberOf(name);

    /// <summary>The place of an attribute that is met for the first time, -1 where there is no room for more.</summary>
    public int Find(string attribute)
    {
        if (_columns.Count == attributes.Count + MostFound)
        {
            return -1;
        }

        var column = new Column(attribute, Found: true);
        CollectionsMarshal.SetCount(column.Codes, Events);
        CollectionsMarshal.AsSpan(column.Codes).Fill(-1);
        _columns.Add(column);
        _found++;
        return _columns.Count - 1;
    }

    /// <summary>False for an attribute that was let go.</summary>
    public bool Keeps(int attribute) => !_columns[attribute].IsLetGo;

    /// <returns>-1 for a value of an attribute that was let go</returns>
    public int ValueOf(int attribute, string value)
    {
        var column = _columns[attribute];
        if (column.IsLetGo)
        {
            return -1;
        }

        var number = column.Values.NumberOf(value);
        if (column.Found && number >= MostFoundValues)
        {
            LetGo(column);
            return -1;
        }

        return number;
    }

    /// <param name="codes">one for each attribute, -1 for none; those of attributes behind the last one are none</param>
    public void Add(int @case, int activity, long ticks, ReadOnlySpan<int> codes)
    {
        if (_case.Count == MostEvents)
        {
            throw new InvalidDataException($"The log has more than {MostEvents:N0} events; read it in parts, by period.");
        }

        _case.Add(@case);
        _activity.Add(activity);
        _ticks.Add(ticks);
        for (var i = 0; i < _columns.Count; i++)
        {
            if (!_columns[i].IsLetGo)
            {
                _columns[i].Codes.Add(i < codes.Length ? codes[i] : -1);
            }
        }

        if ((long)_found * _case.Count > mostFoundCodes)
        {
            LetGo(_columns.FindLast(column => column is { Found: true, IsLetGo: false })!);
        }
    }

    /// <summary>Once: what was gathered is let go of column by column, so that a log is never held twice.</summary>
    public EventLog Build()
    {
        var cases = CollectionsMarshal.AsSpan(_case);
        var start = Starts(cases, out var numbers, out var names);
        var to = new int[cases.Length];
        var next = (int[])start.Clone();
        for (var i = 0; i < cases.Length; i++)
        {
            to[i] = next[numbers[cases[i]]]++;
        }

        LetGo(_case);
        var kept = _columns.Where(column => !column.IsLetGo).ToList();
        var columns = kept.Select(column => Placed(column.Codes, to)).ToArray();
        var log = new EventLog(
            start, Placed(_activity, to), Placed(_ticks, to), _activities.All,
            kept.Select((column, i) => (column.Name, new AttributeColumn(column.Values.All, columns[i]))).ToDictionary(), names);
        for (var c = 0; c < log.Cases; c++)
        {
            Sort(log, c, columns);
        }

        return log;
    }

    /// <summary>A case that has a name and no event is none.</summary>
    private int[] Starts(ReadOnlySpan<int> cases, out int[] numbers, out string[] names)
    {
        var count = new int[_caseNames.Count];
        foreach (var c in cases)
        {
            count[c]++;
        }

        numbers = new int[count.Length];
        names = new string[count.Count(events => events > 0)];
        var start = new List<int>();
        var at = 0;
        for (var c = 0; c < count.Length; c++)
        {
            if (count[c] > 0)
            {
                numbers[c] = start.Count;
                names[start.Count] = _caseNames[c];
                start.Add(at);
                at += count[c];
            }
        }

        start.Add(at);
        return [.. start];
    }

    private void LetGo(Column column)
    {
        column.LetGo();
        _found--;
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

    private sealed record Column(string Name, bool Found)
    {
        public Names Values { get; private set; } = new();

        public List<int> Codes { get; private set; } = [];

        public bool IsLetGo { get; private set; }

        public void LetGo() => (Values, Codes, IsLetGo) = (new Names(), [], true);
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
