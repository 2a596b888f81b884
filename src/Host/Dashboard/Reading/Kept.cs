using System.Collections.Concurrent;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// What was read of a slice, shared for a second by all who look at it: every open screen asks anew every two seconds.
/// </summary>
public sealed class Kept<TSlice, TRead>(TimeProvider wall)
    where TSlice : notnull
{
    private const int MostSlices = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<TSlice, (long Stamp, Lazy<Task<TRead>> Read)> _kept = new();

    /// <param name="read">shared by all who ask in this second, so that one of them going away must not cancel it for the others</param>
    public Task<TRead> Get(TSlice slice, Func<CancellationToken, Task<TRead>> read)
    {
        if (_kept.TryGetValue(slice, out var kept) && wall.GetElapsedTime(kept.Stamp) < Fresh && !kept.Read.Value.IsFaulted)
        {
            return kept.Read.Value;
        }

        if (_kept.Count > MostSlices)
        {
            _kept.Clear();
        }

        var reading = new Lazy<Task<TRead>>(() => read(CancellationToken.None));
        _kept[slice] = (wall.GetTimestamp(), reading);
        return reading.Value;
    }
}
