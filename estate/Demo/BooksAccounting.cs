using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How the ledger stands beside a system's own books of stock, and what was found and done meanwhile.</summary>
/// <param name="Places">SKUs at places that were compared</param>
/// <param name="WentWrong">places at which its books went wrong</param>
/// <param name="Found">differences that Crossdock found and believed</param>
/// <param name="LeftToKeeper">of these, those that the comparison with the warehouse system settled</param>
/// <param name="Differences">places that differ and no open case explains</param>
/// <param name="Explained">places that differ and an open case names</param>
public sealed record BooksTally(
    int Places, int WentWrong, int Found, int Healed, int Counted, int LeftToKeeper, int Open, int Differences, int Explained,
    IReadOnlyList<string> Findings, IReadOnlyList<string> Explanations)
{
    /// <summary>Whether the books of any system went wrong, so that what follows from it may be found here as well.</summary>
    public bool MayFind { get; init; }

    /// <summary>Nothing differs, and where nothing went wrong nothing was found.</summary>
    public bool Agrees => Differences == 0 && (MayFind || Found == 0);
}

/// <param name="System">as its comparison is named</param>
/// <param name="Named">as people name it</param>
/// <param name="PiecesOf">which of a place's pieces in the ledger it means</param>
public sealed record KeptBooks(string System, string Named, StockBook Book, Func<PositionItem, long> PiecesOf)
{
    /// <summary>Goods on their way are still the sender's.</summary>
    public static KeptBooks OfErp(StockBook book) => new("erp", "the ERP's", book, at => at.OnHand + (long)at.InTransit);

    /// <summary>What lies there.</summary>
    public static KeptBooks OfWarehouse(StockBook book) => new("wms", "the WMS's", book, at => at.OnHand);
}

/// <summary>Holds each SKU at each place that a system keeps against the ledger.</summary>
public static class BooksAccounting
{
    /// <param name="all">the cases of all differences that were believed, with whatever system</param>
    /// <param name="open">by SKU, the cases that are open and have something to do with it</param>
    /// <param name="othersWrong">whether the books of another system went wrong</param>
    public static BooksTally Tally(
        IReadOnlyCollection<PositionItem> ledger, KeptBooks kept, IReadOnlyCollection<CaseItem> all, ILookup<string, string> open,
        bool othersWrong = false)
    {
        var found = all.Where(one => one.Case.StartsWith($"discrepancy/{kept.System}:", StringComparison.Ordinal)).ToList();
        var ours = ledger.Where(at => !kept.Book.NotKept.Contains(at.Node)).ToDictionary(at => (at.Sku, at.Node), kept.PiecesOf);
        var theirs = kept.Book.At.ToDictionary(at => at.Key, at => at.Value.Pieces);
        var places = ours.Keys.Union(theirs.Keys).ToList();
        var differing = places.Where(at => ours.GetValueOrDefault(at) != theirs.GetValueOrDefault(at))
            .OrderBy(at => at.Node, StringComparer.Ordinal).ThenBy(at => at.Sku, StringComparer.Ordinal)
            .Select(at => (Place: at, What: $"{at.Sku} at {at.Node}: {kept.Named} books have {theirs.GetValueOrDefault(at)}, "
                + $"the ledger {ours.GetValueOrDefault(at)}")).ToList();
        var seeingTo = all.Where(one => !one.Final).Select(one => one.Case).ToList();
        IReadOnlyList<string> Explaining((string Sku, string Node) at) =>
            [.. seeingTo.Where(one => one.Contains($":{at.Node}:{at.Sku}:", StringComparison.Ordinal)), .. open[at.Sku]];
        var explained = differing.Where(one => Explaining(one.Place).Count > 0).ToList();
        var wrong = kept.Book.Wrong.Count;
        var mayFind = wrong > 0 || othersWrong;
        List<string> findings = [.. differing.Except(explained).Select(one => one.What)];
        if (!mayFind)
        {
            findings.AddRange(found.Select(one => $"{one.Case}: a difference was believed where no books went wrong"));
        }

        int In(string state) => found.Count(one => one.State == state);
        return new BooksTally(
            places.Count, wrong, found.Count, In("Healed"), In("Counted"), In("LeftToKeeper"), found.Count(one => !one.Final),
            differing.Count - explained.Count, explained.Count, findings,
            [.. explained.Select(one => $"{one.What}: {string.Join(", ", Explaining(one.Place).Distinct().Take(3))}")])
        {
            MayFind = mayFind,
        };
    }
}
