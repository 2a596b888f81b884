using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Rehearsal.Simulation.Laws;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>Tells a harm so that a reader can follow how it came about.</summary>
internal static class Story
{
    private const int Tail = 45;

    public static IEnumerable<string> Of(TrialResult told)
    {
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"seed {told.Scenario.Seed}: {told.Harms.Count} harms, {told.Orders.Count} orders and {told.Struck.Count} faults needed");
        foreach (var harm in told.Harms.Take(5))
        {
            yield return $"  harm    {harm}";
        }

        foreach (var order in told.Orders)
        {
            yield return $"  order   {order}";
        }

        foreach (var fault in told.Struck)
        {
            yield return $"  fault   {fault}";
        }

        var harmed = told.Harms.Select(harm => harm.Case).OfType<CaseId>().ToHashSet();
        foreach (var line in Timeline(told, harmed).TakeLast(Tail))
        {
            yield return line;
        }

        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"  replay  ./crossdock rehearse simulate --seed {told.Scenario.Seed} --seeds 1 --orders {told.Scenario.Orders}");
    }

    /// <summary>What happened to the harmed cases, and to what the first asked and was asked by; and to the hosts.</summary>
    private static IEnumerable<string> Timeline(TrialResult told, HashSet<CaseId> harmed)
    {
        var rows = new Dictionary<CaseId, int>();
        foreach (var moment in told.Chronicle.Moments)
        {
            if (moment.Case is not { } id)
            {
                yield return $"  {moment.At:dd HH:mm:ss.fff} {moment.What}";
                continue;
            }

            var isRow = moment.What.Length == 0;
            var seq = rows.GetValueOrDefault(id) + (isRow ? 1 : 0);
            rows[id] = seq;
            if (harmed.Count > 0 && !harmed.Contains(id) && !Concerns(id, harmed.First()))
            {
                continue;
            }

            yield return isRow
                ? $"  {moment.At:dd HH:mm:ss.fff} {Row(told.Chronicle.RowsOf(id)[seq - 1])}"
                : $"  {moment.At:dd HH:mm:ss.fff} {id} {moment.What}";
        }
    }

    private static bool Concerns(CaseId id, CaseId harmed) =>
        id.Kind != "stock" && harmed.Kind != "stock" && OrderIn(id) is { } order && order == OrderIn(harmed);

    private static string? OrderIn(CaseId id)
    {
        var at = id.Key.IndexOf("W-", StringComparison.Ordinal);
        return at < 0 ? null : new string([.. id.Key.Skip(at + 2).TakeWhile(char.IsAsciiDigit)]);
    }

    private static string Row(Transition row)
    {
        var effects = row.Effects.Length == 0 ? "" : $" [{string.Join(", ", row.Effects.Select(effect => effect.Effect.GetType().Name))}]";
        var outcome = row.Outcome == Outcome.Applied ? "" : $" {row.Outcome}";
        return $"{row.Case} #{row.Seq} {row.Message.Data.GetType().Name}{outcome}: {row.From} -> {row.To}. {row.Because}{effects}";
    }
}
