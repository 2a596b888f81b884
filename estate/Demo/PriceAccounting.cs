using Crossdock.Estate.Systems.Prices;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How promotions and price changes stand at the end.</summary>
/// <param name="Settled">ended, withdrawn or refused</param>
/// <param name="Exceptions">open cases, of promotions and of their targets, that are an exception</param>
/// <param name="Differences">places where a channel's own book says other than the journal, and no exception is open for it</param>
public sealed record PriceTally(
    int Started, int Settled, int Exceptions, int WaitingOnPerson, int Stuck, int Differences, IReadOnlyList<string> Findings);

/// <summary>Holds the price books of the channels against what Crossdock says of each target.</summary>
public static class PriceAccounting
{
    public static PriceTally Tally(
        IReadOnlyCollection<PriceWhole> journal, IReadOnlyCollection<CaseItem> open, IReadOnlyDictionary<string, PriceShelves> shelves)
    {
        var differences = Differences(journal, shelves);
        var stuck = open.Where(Inspection.IsStuck).Select(item => $"{item.Case} in {item.State} waits for nothing").ToList();
        return new PriceTally(
            journal.Count, journal.Count(price => price.Final), open.Count(item => item.Exception is not null),
            open.Count(item => item.Waits == Words.OnPerson), stuck.Count, differences.Count, [.. differences, .. stuck]);
    }

    /// <summary>Each target that says it waits, sells or is cleared does so; and nothing is held anywhere that nobody knows of.</summary>
    public static List<string> Differences(IReadOnlyCollection<PriceWhole> journal, IReadOnlyDictionary<string, PriceShelves> shelves)
    {
        var findings = journal.SelectMany(price => (price.Targets ?? []).Where(target => target.Trouble is null)
            .SelectMany(target => (price.Lines ?? []).Select(line => Difference(price, target, line, shelves)))).OfType<string>().ToList();
        var holders = journal.SelectMany(price => (price.Targets ?? []).Where(target => target.Standing != "cleared")
            .Select(target => (target.Target, price.Number))).ToHashSet();
        findings.AddRange(shelves.SelectMany(system => system.Value.Held.Where(held => !holders.Contains((held.Target, held.Number)))
            .Select(held => $"{system.Key}: {held.Target} has {held.Sku} of {held.Number}, of which nothing should be there")));
        return findings;
    }

    private static string? Difference(
        PriceWhole price, PriceTargetItem target, PriceLineDocument line, IReadOnlyDictionary<string, PriceShelves> shelves)
    {
        if (!shelves.TryGetValue(target.System, out var books))
        {
            return $"{target.Target} is of {target.System}, which keeps no prices";
        }

        var held = books.At(target.Target, line.Sku);
        return target.Standing switch
        {
            "ready" when held.PlannedFor != price.Number || held.Planned != line.Price =>
                $"{target.System}: {target.Target} should wait with {line.Sku} at {line.Price} for {price.Number}, and has {held}",
            "live" when held.Promotion != price.Number || held.Price != line.Price =>
                $"{target.System}: {target.Target} should sell {line.Sku} at {line.Price} for {price.Number}, and has {held}",
            _ => null,
        };
    }
}
