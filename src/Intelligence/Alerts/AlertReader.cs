using Crossdock.Contracts.Network;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.Alerts;

/// <summary>Reads what the thresholds are held against, in business time.</summary>
public sealed class AlertReader(FigureReader figures, BusinessClock clock, RetailNetwork network)
{
    /// <summary>By whose clock an hour of the week is the same: the retailer's main place, as on the desk's screens.</summary>
    private readonly TimeZoneInfo _zone =
        (network.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Dc) ?? network.Nodes.FirstOrDefault()) is { } place
        && TimeZoneInfo.TryFindSystemTimeZoneById(place.TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <param name="least">of how many that has to be which a figure is held against</param>
    public async Task<IReadOnlyList<AlertReading>> Read(int least, CancellationToken cancel)
    {
        var (now, readings) = (clock.GetUtcNow(), new List<AlertReading>());
        foreach (var rule in AlertRules.All)
        {
            var from = now - rule.Over;
            var rows = await Rows(rule, new FigureSlice(From: from), cancel);
            readings.AddRange(rule.Kind switch
            {
                AlertKind.AgainstPast => Compared(
                    rule, rows, rows.Count > 0 ? await Rows(rule, new FigureSlice(From: from - AlertRules.Past, To: from), cancel) : [],
                    least),
                AlertKind.AgainstSameHours => await SameHours(rule, rows, now, least, cancel),
                AlertKind.AgainstOthers => Others(rule, rows, least),
                _ => rows.Select(row => Reading(rule, row, null)),
            });
        }

        return readings;
    }

    /// <summary>
    /// Each against the middle of the others of its process that have enough: a warehouse that picks more than forty stores together is
    /// one place among them.
    /// </summary>
    internal static IEnumerable<AlertReading> Others(AlertRule rule, IReadOnlyList<FigureRow> rows, int least)
    {
        var enough = rows.Where(row => row.Base >= least).ToLookup(row => row.Process);
        foreach (var row in rows)
        {
            double[] others = [.. enough[row.Process].Where(one => one != row).Select(one => one.Value!.Value).Order()];
            var (below, above) = ((others.Length - 1) / 2, others.Length / 2);
            yield return Reading(rule, row, others.Length >= AlertRules.FewestOthers ? (others[below] + others[above]) / 2 : null);
        }
    }

    /// <summary>
    /// What came in the same hours before and does not now is 0 now. A week in which too few came then, a holiday or one before there was
    /// anybody, is no measure, and neither is one week alone.
    /// </summary>
    internal static IEnumerable<AlertReading> Least(
        AlertRule rule, IReadOnlyList<FigureRow> rows, IReadOnlyList<IReadOnlyList<FigureRow>> weeks, int least)
    {
        var before = weeks.SelectMany(week => week).Where(row => row.Base >= least).GroupBy(row => (row.Process, row.Of))
            .Where(group => group.Count() >= AlertRules.FewestWeeks)
            .ToDictionary(group => group.Key, group => group.MinBy(row => row.Value)!);
        var silent = before.Keys.Except(rows.Select(row => (row.Process, row.Of)))
            .Select(key => before[key] with { Value = 0, Base = 0 });
        return rows.Concat(silent).Select(row => Reading(rule, row, before.GetValueOrDefault((row.Process, row.Of))?.Value));
    }

    private static IEnumerable<AlertReading> Compared(AlertRule rule, List<FigureRow> rows, List<FigureRow> past, int least) =>
        rows.Select(row => Reading(
            rule, row, past.Find(one => (one.Process, one.Of) == (row.Process, row.Of) && one.Base >= least)?.Value));

    private static AlertReading Reading(AlertRule rule, FigureRow row, double? past) =>
        new(rule, row.Process, row.Of, row.Unit, row.Value!.Value, past, row.Base);

    private async Task<IEnumerable<AlertReading>> SameHours(
        AlertRule rule, List<FigureRow> rows, DateTimeOffset now, int least, CancellationToken cancel)
    {
        var weeks = new List<List<FigureRow>>();
        foreach (var ago in AlertRules.SameHours)
        {
            // Customers go by the clock on the wall: over a change of it the same hour is another by the sun.
            var then = now - ago + (_zone.GetUtcOffset(now) - _zone.GetUtcOffset(now - ago));
            weeks.Add(await Rows(rule, new FigureSlice(From: then - rule.Over, To: then), cancel));
        }

        return Least(rule, rows, weeks, least);
    }

    private async Task<List<FigureRow>> Rows(AlertRule rule, FigureSlice slice, CancellationToken cancel) =>
        [.. (await figures.Read(rule.Of, slice, cancel)).Rows.Where(rule.Takes)];
}
