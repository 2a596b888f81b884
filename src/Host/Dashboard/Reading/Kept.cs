using System.Collections.Concurrent;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// What was read of a slice, shared by all who look at it while it is read and for a second after: every open screen asks anew every two
/// seconds.
/// </summary>
/// <param name="rest">
/// how many times as long as it took it is shared at least; with ten, one is under way a tenth of the time at most
/// </param>
public sealed class Kept<TSlice, TRead>(TimeProvider wall, int rest = 1)
    where TSlice : notnull
{
    private const int MostSlices = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TSlice, (long Stamp, Lazy<Task<TRead>> Read, Pace Pace)> _kept = new();

    /// <param name="read">shared by all who ask meanwhile, so that one of them going away must not cancel it for the others</param>
    public Task<TRead> Get(TSlice slice, Func<CancellationToken, Task<TRead>> read)
    {
        // One that is under way is shared however long it takes, or each screen would begin another with every renewal.
        if (_kept.TryGetValue(slice, out var kept) && kept.Read.Value is { IsFaulted: false } known
            && (!known.IsCompleted || wall.GetElapsedTime(kept.Stamp) < kept.Pace.Fresh))
        {
            return known;
        }

        if (_kept.Count > MostSlices)
        {
            _kept.Clear();
        }

        var (stamp, pace) = (wall.GetTimestamp(), new Pace());
        var reading = new Lazy<Task<TRead>>(async () =>
        {
            var value = await read(CancellationToken.None);
            var took = wall.GetElapsedTime(stamp);
            pace.Fresh = took + (took * rest > Fresh ? took * rest : Fresh);
            return value;
        });
        _kept[slice] = (stamp, reading, pace);
        return reading.Value;
    }

    private sealed class Pace
    {
        public TimeSpan Fresh { get; set; }
    }
}
