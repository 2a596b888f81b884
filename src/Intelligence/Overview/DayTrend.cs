using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.Overview;

/// <summary>A measure of the last 24 hours, of the 24 before, and of the same a week ago; null where nothing was measured.</summary>
public readonly record struct DayValue(double? Now, double? Yesterday, double? LastWeek);

/// <param name="Kept">the share of deadlines that were kept of what moved on, in percent: what stands late was in no day before</param>
/// <param name="Median">from a case's first row to the one that closed it, in seconds</param>
/// <param name="Troubled">the share of closed cases that were an exception at least once, in percent</param>
public sealed record ProcessDay(string Process, DayValue Closed, DayValue Kept, DayValue Median, DayValue Troubled);

/// <summary>How each process does against yesterday and last week, by the figures' own definitions.</summary>
public sealed record DayTrend(ImmutableArray<ProcessDay> Processes, DateTimeOffset At)
{
    private static readonly (string Figure, string Measure)[] Told =
        [("throughput", "closed"), ("sla-adherence", "kept"), ("cycle-time", "p50"), ("exception-rate", "share")];

    internal static readonly ImmutableArray<Figure> Figures = [.. Told.Select(told => FigureCatalogue.Find(told.Figure)!)];

    /// <param name="days">the last 24 hours, the 24 before, and those of a week ago, each with every figure</param>
    internal static DayTrend Of(IReadOnlyList<ImmutableArray<FigureAnswer>> days, IEnumerable<string> processes, DateTimeOffset at)
    {
        var values = days.Select(day => day.SelectMany(answer => answer.Rows
                .Where(row => row.Of is null && row.Process is not null && Told.Contains((answer.Figure.Name, row.Measure)))
                .Select(row => (Key: (row.Process!, answer.Figure.Name), row.Value)))
            .ToDictionary(one => one.Key, one => one.Value)).ToList();
        DayValue Value(string process, int told)
        {
            var of = values.Select(day => day.GetValueOrDefault((process, Told[told].Figure))).ToList();
            return new DayValue(of[0], of[1], of[2]);
        }

        return new DayTrend(
            [
                .. processes.Where(process => values.Any(day => day.ContainsKey((process, Told[0].Figure))))
                    .Select(process => new ProcessDay(process, Value(process, 0), Value(process, 1), Value(process, 2), Value(process, 3))),
            ],
            at);
    }
}

/// <summary>Reads three days of figures: it takes as long as their cases are many, so that a screen does not wait for it.</summary>
public sealed class DayTrendReader(FigureReader figures, IMaps maps, BusinessClock clock)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public async Task<DayTrend> Read(Place place, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var days = new List<ImmutableArray<FigureAnswer>>();
        foreach (var ago in new[] { 0, 1, 7 })
        {
            var end = now - (Day * ago);
            days.Add(await figures.Read(
                DayTrend.Figures,
                new FigureSlice(Region: place.Region, Channel: place.Channel, Node: place.Node, From: end - Day, To: end),
                cancel));
        }

        return DayTrend.Of(days, maps.All.Where(map => !Books.Is(map)).Select(map => map.Process), now);
    }
}
