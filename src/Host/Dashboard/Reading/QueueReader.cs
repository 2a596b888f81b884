using Crossdock.Contracts;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>The work list, read at most once a second for each place however many people look.</summary>
public sealed class QueueReader(WorkReader work, LagReader lag, BusinessClock clock, TimeProvider wall)
{
    private readonly Kept<Place, (WorkQueue Queue, TimeSpan Lag)> _kept = new(wall);

    public Task<(WorkQueue Queue, TimeSpan Lag)> Read(Place place) => _kept.Get(
        place, async cancel => (await work.Read(place, cancel), await lag.Read(clock.GetUtcNow(), cancel)));
}
