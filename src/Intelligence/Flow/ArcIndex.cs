namespace Crossdock.Intelligence.Flow;

/// <summary>Numbers the pairs of activities that are met. A square of numbers while there are few activities, else a dictionary.</summary>
internal sealed class ArcIndex
{
    private const int FewActivities = 512;

    private readonly int _activities;
    private readonly int[]? _square;
    private readonly Dictionary<long, int>? _pairs;
    private int[] _counts = new int[64];
    private int[] _timed = new int[64];

    public ArcIndex(int activities)
    {
        _activities = activities;
        if (activities <= FewActivities)
        {
            _square = new int[activities * activities];
            Array.Fill(_square, -1);
        }
        else
        {
            _pairs = [];
        }
    }

    /// <summary>The pairs by number, as from times the count of activities plus to.</summary>
    public List<long> Pairs { get; } = [];

    public int CountOf(int arc) => _counts[arc];

    /// <summary>How often both events had a time.</summary>
    public int TimedOf(int arc) => _timed[arc];

    public int NumberOf(int from, int to)
    {
        var pair = ((long)from * _activities) + to;
        if (_square is not null)
        {
            ref var place = ref _square[pair];
            return place >= 0 ? place : place = New(pair);
        }

        return _pairs!.TryGetValue(pair, out var number) ? number : _pairs[pair] = New(pair);
    }

    public void Add(int arc, int count, int timed)
    {
        _counts[arc] += count;
        _timed[arc] += timed;
    }

    private int New(long pair)
    {
        Pairs.Add(pair);
        if (Pairs.Count > _counts.Length)
        {
            Array.Resize(ref _counts, _counts.Length * 2);
            Array.Resize(ref _timed, _timed.Length * 2);
        }

        return Pairs.Count - 1;
    }
}
