using System.Collections.Concurrent;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// What was read of a slice, shared for a second by all who look at it: every open screen asks anew every two seconds.
/// </summary>
/// <param name="rest">how many times as long as it took a reading is shared; with ten, one is under way a tenth of the time at most</param>
public sealed class Kept<TSlice, TRead>(TimeProvider wall, int rest = 0)
    where TSlice : notnull
{
    private const int MostSlices = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TSlice, (long Stamp, Lazy<Task<TRead>> Read, Pace Pace)> _kept = new();

    /// <param name="read">shared by all who ask in this second, so that one of them going away must not cancel it for the others</param>
    public Task<TRead> Get(TSlice slice, Func<CancellationToken, Task<TRead>> read)
    {
        if (_kept.TryGetValue(slice, out var kept) && wall.GetElapsedTime(kept.Stamp) < kept.Pace.Fresh
            && !kept.Read.Value.IsFaulted)
        {
            return kept.Read.Value;
        }

        if (_kept.Count > MostSlices)
        {
            _kept.Clear();
        }

        var (stamp, pace) = (wall.GetTimestamp(), new Pace());
        var reading = new Lazy<Task<TRead>>(async () =>
        {
            var value = await read(CancellationToken.None);
            var spell = wall.GetElapsedTime(stamp) * rest;
            pace.Fresh = spell > Fresh ? spell : Fresh;
            return value;
        });
        _kept[slice] = (stamp, reading, pace);
        return reading.Value;
    }

    private sealed class Pace
    {
        public TimeSpan Fresh { get; set; } = Kept<TSlice, TRead>.Fresh;
    }
}
