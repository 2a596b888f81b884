using Crossdock.Estate.Channels;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Wms;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How the ledger stands beside the books of the ERP, the tills and the warehouse at the end.</summary>
/// <param name="Places">SKUs at nodes that were compared</param>
/// <param name="Corrected">pieces by which counts and short picks corrected the ledger, as the ERP was told</param>
/// <param name="Differences">where another's book says otherwise, and no open case explains it</param>
/// <param name="Explained">where it says otherwise and a case that is open names the SKU</param>
/// <param name="Explanations">these, with the case that explains each</param>
public sealed record StockTally(
    int Places, long Corrected, int Differences, int Explained, IReadOnlyList<string> Findings, IReadOnlyList<string> Explanations);

/// <summary>What is held against the ledger, each as its owner wrote it down from the messages it got or sent itself.</summary>
/// <param name="Told">deliveries that the ERP booked itself, and sales at tills</param>
/// <param name="Returns">what came back; the ERP's credit notes say what, and not where</param>
/// <param name="Suppliers">places whose stock is not the retailer's: the ERP has no books of it</param>
/// <param name="Wrong">places at which the ERP's own books went wrong: what corrected them, or the ledger, is no document</param>
/// <param name="Open">by SKU, the cases that are open and have something to do with it</param>
public sealed record StockSides(
    IReadOnlyCollection<PositionItem> Ledger,
    StockRecord Told,
    ErpBooks Erp,
    PurchasingBooks Purchasing,
    WmsBooks Warehouse,
    IReadOnlyCollection<ReturnWhole> Returns,
    IReadOnlySet<string> Suppliers,
    IReadOnlySet<(string Sku, string Node)> Wrong,
    ILookup<string, string> Open);

/// <summary>
/// Holds each SKU at each node in the ledger against the others' books: what came in against deliveries, goods receipts and transfers,
/// what customers got against goods issues and tills, what was corrected against adjustments and losses on the way, and what left a
/// warehouse against what it picked.
/// </summary>
public static class StockAccounting
{
    public static StockTally Tally(StockSides sides)
    {
        var came = Came(sides);
        var gone = Gone(sides);
        var adjusted = Adjusted(sides);
        var ledger = sides.Ledger.ToDictionary(position => (position.Sku, position.Node));
        var places = ledger.Keys.Union(came.Keys).Union(gone.Keys).Union(adjusted.Keys).ToList();
        var differences = places.SelectMany(place => Differences(place, ledger.GetValueOrDefault(place), came, gone))
            .Concat(places.Where(place => !sides.Suppliers.Contains(place.Node) && !sides.Wrong.Contains(place))
                .SelectMany(place => Corrections(place, ledger.GetValueOrDefault(place)?.Adjusted ?? 0, adjusted.GetValueOrDefault(place))))
            .Concat(Picked(sides)).ToList();
        var explained = differences.Where(one => sides.Open.Contains(one.Sku)).ToList();
        List<string> findings = [.. differences.Except(explained).Select(one => one.What)];
        return new StockTally(
            places.Count,
            sides.Purchasing.AdjustedAt.Values.Sum(Math.Abs),
            findings.Count, explained.Count, findings,
            [.. explained.Select(one => $"{one.What}: {string.Join(", ", sides.Open[one.Sku].Distinct().Take(3))}")]);
    }

    private static Dictionary<(string Sku, string Node), long> Came(StockSides sides)
    {
        var came = new Dictionary<(string, string), long>();
        foreach (var (place, told) in sides.Told.At)
        {
            Add(came, place, told.Received);
        }

        foreach (var (place, pieces) in sides.Purchasing.ReceivedAt)
        {
            Add(came, place, pieces);
        }

        foreach (var transfer in sides.Purchasing.Transfers.Values)
        {
            foreach (var (sku, pieces) in transfer.Arrived)
            {
                Add(came, (sku, transfer.To), pieces);
                Add(came, (sku, transfer.From), -pieces);
            }
        }

        return came;
    }

    private static Dictionary<(string Sku, string Node), long> Gone(StockSides sides)
    {
        var gone = new Dictionary<(string, string), long>();
        foreach (var (place, pieces) in sides.Erp.IssuedAt)
        {
            Add(gone, place, pieces);
        }

        foreach (var (place, told) in sides.Told.At)
        {
            Add(gone, place, told.SoldAtTill);
        }

        foreach (var back in sides.Returns.Where(back => back is { CreditNote: not null, At: not null }))
        {
            foreach (var line in back.Lines ?? [])
            {
                Add(gone, (line.Sku, back.At!), -(line.Sellable ?? 0));
            }
        }

        return gone;
    }

    /// <summary>What the ERP corrected itself, what it was told of counts and picks, and what transfers lost on the way.</summary>
    private static Dictionary<(string Sku, string Node), long> Adjusted(StockSides sides)
    {
        var adjusted = new Dictionary<(string, string), long>();
        foreach (var (place, told) in sides.Told.At)
        {
            Add(adjusted, place, told.Adjusted);
        }

        foreach (var (place, pieces) in sides.Purchasing.AdjustedAt)
        {
            Add(adjusted, place, pieces);
        }

        foreach (var transfer in sides.Purchasing.Transfers.Values)
        {
            foreach (var (sku, left) in transfer.Left)
            {
                Add(adjusted, (sku, transfer.From), transfer.Arrived.GetValueOrDefault(sku) - left);
            }
        }

        return adjusted;
    }

    private static IEnumerable<(string Sku, string What)> Corrections((string Sku, string Node) place, long ledger, long told) =>
        ledger == told ? []
            : [(place.Sku, $"erp: {place.Sku} was corrected by {told} at {place.Node}, in the ledger by {ledger}")];

    private static IEnumerable<(string Sku, string What)> Differences(
        (string Sku, string Node) place, PositionItem? ledger, Dictionary<(string Sku, string Node), long> came,
        Dictionary<(string Sku, string Node), long> gone)
    {
        var (received, sold) = (ledger?.Received ?? 0, ledger?.Sold ?? 0);
        if (received != came.GetValueOrDefault(place))
        {
            yield return (
                place.Sku, $"erp: {came.GetValueOrDefault(place)} of {place.Sku} came to {place.Node}, the ledger has {received}");
        }

        if (sold != gone.GetValueOrDefault(place))
        {
            yield return (
                place.Sku,
                $"erp and tills: {gone.GetValueOrDefault(place)} of {place.Sku} went from {place.Node}, the ledger has {sold}");
        }
    }

    /// <summary>What the ERP issued of a part is what the warehouse picked for it.</summary>
    private static IEnumerable<(string Sku, string What)> Picked(StockSides sides) =>
        from delivery in sides.Erp.Deliveries
        where sides.Warehouse.PickedOf.ContainsKey(delivery.Key)
        let picked = sides.Warehouse.PickedOf[delivery.Key]
        from sku in picked.Keys.Union(delivery.Value.Keys)
        where picked.GetValueOrDefault(sku) != delivery.Value.GetValueOrDefault(sku)
        select (sku, $"wms: {picked.GetValueOrDefault(sku)} of {sku} picked for {delivery.Key}, the ERP issued "
            + $"{delivery.Value.GetValueOrDefault(sku)}");

    private static void Add(Dictionary<(string, string), long> sums, (string, string) place, long pieces) =>
        sums[place] = sums.GetValueOrDefault(place) + pieces;
}
