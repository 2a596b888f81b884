using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>How far the lists are behind the journal: the age of the oldest row that the projection has not read, in wall time.</summary>
public sealed class LagReader(IHeads heads, IJournal journal, DashboardSettings settings, BusinessClock clock)
{
    public async Task<TimeSpan> Read(DateTimeOffset now, CancellationToken cancel) =>
        await Read(await heads.ReadCheckpoint(settings.HeadsReader, cancel), now, cancel);

    /// <summary>How far the figures are behind it, which are kept in a file of their own.</summary>
    public Task<TimeSpan> ReadOf(FigureReader figures, DateTimeOffset now, CancellationToken cancel) => Read(figures.Reached, now, cancel);

    /// <param name="reached">the place up to which a reader has read</param>
    public async Task<TimeSpan> Read(FeedPosition reached, DateTimeOffset now, CancellationToken cancel)
    {
        var unread = await journal.ReadFeed(reached, 1, cancel);
        return unread is [var oldest, ..] && oldest.Row.At < now ? clock.ToWall(now - oldest.Row.At) : TimeSpan.Zero;
    }
}
