namespace Crossdock.Bench.Measuring;

/// <summary>Durations of one measurement; exact, for a bench has memory to spare.</summary>
public sealed class Latencies
{
    private readonly Lock _lock = new();
    private readonly List<float> _milliseconds = new(1 << 16);

    public void Add(TimeSpan took)
    {
        lock (_lock)
        {
            _milliseconds.Add((float)took.TotalMilliseconds);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _milliseconds.Clear();
        }
    }

    /// <summary>Milliseconds below which the given share lies; 0 when there is none.</summary>
    public double At(double share)
    {
        lock (_lock)
        {
            if (_milliseconds.Count == 0)
            {
                return 0;
            }

            _milliseconds.Sort();
            return Math.Round(_milliseconds[Math.Min(_milliseconds.Count - 1, (int)(share * _milliseconds.Count))], 3);
        }
    }
}
