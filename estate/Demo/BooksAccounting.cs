using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How the ledger stands beside the ERP's own books of stock, and what was found and done meanwhile.</summary>
/// <param name="Places">SKUs at places that were compared</param>
/// <param name="WentWrong">places at which the ERP's books went wrong</param>
/// <param name="Found">differences that Crossdock found and believed</param>
/// <param name="Differences">places that differ and no open case explains</param>
/// <param name="Explained">places that differ and an open case names</param>
public sealed record BooksTally(
    int Places, int WentWrong, int Found, int Healed, int Counted, int Open, int Differences, int Explained,
    IReadOnlyList<string> Findings, IReadOnlyList<string> Explanations)
{
    /// <summary>Nothing differs, and where nothing went wrong nothing was found.</summary>
    public bool Agrees => Differences == 0 && (WentWrong > 0 || Found == 0);
}

/// <summary>Holds each SKU at each place in the ledger against the ERP's own figure; goods on their way are still the sender's.</summary>
public static class BooksAccounting
{
    /// <param name="found">the cases of all differences that were believed</param>
    /// <param name="open">by SKU, the cases that are open and have something to do with it</param>
    public static BooksTally Tally(
        IReadOnlyCollection<PositionItem> ledger, StockBook erp, IReadOnlyCollection<CaseItem> found, ILookup<string, string> open)
    {
        var ours = ledger.Where(at => !erp.NotKept.Contains(at.Node))
            .ToDictionary(at => (at.Sku, at.Node), at => (long)at.OnHand + at.InTransit);
        var theirs = erp.At.ToDictionary(at => at.Key, at => at.Value.Pieces);
        var places = ours.Keys.Union(theirs.Keys).ToList();
        var differing = places.Where(at => ours.GetValueOrDefault(at) != theirs.GetValueOrDefault(at))
            .OrderBy(at => at.Node, StringComparer.Ordinal).ThenBy(at => at.Sku, StringComparer.Ordinal)
            .Select(at => (Place: at, What: $"{at.Sku} at {at.Node}: the ERP's books have {theirs.GetValueOrDefault(at)}, "
                + $"the ledger {ours.GetValueOrDefault(at)}")).ToList();
        var seeingTo = found.Where(one => !one.Final).Select(one => one.Case).ToList();
        IReadOnlyList<string> Explaining((string Sku, string Node) at) =>
            [.. seeingTo.Where(one => one.Contains($":{at.Node}:{at.Sku}:", StringComparison.Ordinal)), .. open[at.Sku]];
        var explained = differing.Where(one => Explaining(one.Place).Count > 0).ToList();
        var wrong = erp.Wrong.Count;
        List<string> findings = [.. differing.Except(explained).Select(one => one.What)];
        if (wrong == 0)
        {
            findings.AddRange(found.Select(one => $"{one.Case}: a difference was believed where no books went wrong"));
        }

        return new BooksTally(
            places.Count, wrong, found.Count, found.Count(one => one.State == "Healed"), found.Count(one => one.State == "Counted"),
            seeingTo.Count, differing.Count - explained.Count, explained.Count, findings,
            [.. explained.Select(one => $"{one.What}: {string.Join(", ", Explaining(one.Place).Distinct().Take(3))}")]);
    }
}
