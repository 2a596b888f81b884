using Crossdock.Intelligence.Overview;

namespace Crossdock.Host.Dashboard.Reading;

/// <param name="Lag">how far the lists were behind the journal when this was read</param>
/// <param name="Days">the days against each other; null until they were read</param>
public sealed record Glance(NowFigures Figures, Ticker Ticker, TimeSpan Lag, DayTrend? Days);

/// <summary>What the overview shows, read at most once a second for each slice however many people look.</summary>
public sealed class NowReader(OverviewReader overview, FeedTail tail, LagReader lag, DayTrendLook days, TimeProvider wall)
{
    private readonly Kept<(Place, string? Kind, string Figure), Glance> _kept = new(wall);

    public Task<Glance> Read(Slice slice, string figure) => _kept.Get((slice.Place, slice.Kind, figure), async cancel =>
    {
        var figures = await overview.Read(slice.Place, slice.Kind, figure, cancel);
        return new Glance(figures, await tail.Read(figures.At, cancel), await lag.Read(figures.At, cancel), days.Last(slice.Place));
    });
}
