using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>The work list, read at most once a second for each place however many people look.</summary>
public sealed class QueueReader(WorkReader work, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private const int PlacesKept = 100;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Place, (long Stamp, Lazy<Task<(WorkQueue Queue, TimeSpan Lag)>> Read)> _kept = new();

    public Task<(WorkQueue Queue, TimeSpan Lag)> Read(Place place)
    {
        if (_kept.TryGetValue(place, out var kept) && wall.GetElapsedTime(kept.Stamp) < Fresh && !kept.Read.Value.IsFaulted)
        {
            return kept.Read.Value;
        }

        if (_kept.Count > PlacesKept)
        {
            _kept.Clear();
        }

        // Shared by all who ask in this second, so that one of them going away must not cancel it for the others.
        var reading = new Lazy<Task<(WorkQueue, TimeSpan)>>(() => ReadNow(place));
        _kept[place] = (wall.GetTimestamp(), reading);
        return reading.Value;
    }

    private async Task<(WorkQueue, TimeSpan)> ReadNow(Place place)
    {
        var queue = await work.Read(place, CancellationToken.None);
        return (queue, await lag.Read(clock.GetUtcNow(), CancellationToken.None));
    }
}
