using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.Alerts;

/// <summary>Reads what the thresholds are held against, in business time.</summary>
public sealed class AlertReader(FigureReader figures, BusinessClock clock)
{
    /// <param name="least">of how many its past has to be, so that a figure is held against it</param>
    public async Task<IReadOnlyList<AlertReading>> Read(int least, CancellationToken cancel)
    {
        var (now, readings) = (clock.GetUtcNow(), new List<AlertReading>());
        foreach (var rule in AlertRules.All)
        {
            var from = now - rule.Over;
            var rows = await Rows(rule, new FigureSlice(From: from), cancel);
            var past = rule.Kind == AlertKind.AgainstPast && rows.Count > 0
                ? await Rows(rule, new FigureSlice(From: from - AlertRules.Past, To: from), cancel)
                : [];
            readings.AddRange(rows.Select(row => new AlertReading(
                rule, row.Process, row.Of, row.Unit, row.Value!.Value,
                past.Find(one => (one.Process, one.Of) == (row.Process, row.Of) && one.Base >= least)?.Value, row.Base)));
        }

        return readings;
    }

    private async Task<List<FigureRow>> Rows(AlertRule rule, FigureSlice slice, CancellationToken cancel) =>
        [.. (await figures.Read(rule.Of, slice, cancel)).Rows.Where(rule.Takes)];
}
