using System.Collections.Immutable;

namespace Crossdock.Contracts.Purchasing;

/// <summary>What is known of one SKU at all nodes that keep it, on the day of a review.</summary>
/// <param name="Category">of the assortment: service levels and approvals can differ by it</param>
public sealed record SkuSituation(string Sku, string Description, string? Category, ImmutableArray<NodeSituation> Nodes);

/// <summary>What is known of a SKU at one node.</summary>
/// <param name="Sold">what left the node on each day up to yesterday, oldest first: sales, and at a DC what it sent to stores</param>
/// <param name="Suppliers">in the retailer's order of preference; the first is asked</param>
/// <param name="AlikeDaily">mean daily demand here of what is like it, for a SKU that is too new to be judged by its own sales</param>
public sealed record NodeSituation(
    string Node,
    ImmutableArray<SoldDay> Sold,
    StockThere Stock,
    ImmutableArray<SupplyTerms> Suppliers,
    double? AlikeDaily = null);

/// <summary>A day's sales.</summary>
/// <param name="OutOfStock">the shelf was empty for a part of the day: demand was at least this, and nobody knows how much more</param>
public readonly record struct SoldDay(int Pieces, bool OutOfStock = false);

/// <summary>Pieces of a SKU that a node has or will have.</summary>
/// <param name="Available">on hand and promised to nobody; below 0 where a till sold more than the books knew</param>
/// <param name="OnOrder">asked of suppliers and not received, approved or still to be approved</param>
/// <param name="InTransit">on the way from other nodes, or asked of them</param>
/// <param name="BackOrdered">sold to customers who wait for it</param>
public sealed record StockThere(int Available, int OnOrder = 0, int InTransit = 0, int BackOrdered = 0)
{
    /// <summary>What is there or coming, less what is owed: the figure that decides whether anything is ordered.</summary>
    public long Position => (long)Available + OnOrder + InTransit - BackOrdered;
}

/// <summary>On what terms a supplier delivers a SKU to a node.</summary>
/// <param name="Pack">only whole packs can be bought</param>
/// <param name="MinimumPieces">fewer are not delivered</param>
/// <param name="LeadDays">from order to receipt, of past deliveries</param>
/// <param name="OrderCycleDays">days between two orders that the supplier takes; 1 for every day</param>
/// <param name="NextOrder">the next day on which he takes one; null for any day</param>
/// <param name="Tax">what the SKU bears when he sells it; null where master data does not say</param>
/// <param name="Freight">for an order to that node; null where he brings it for nothing</param>
public sealed record SupplyTerms(
    string Supplier,
    decimal UnitPrice,
    string Currency,
    int Pack,
    int MinimumPieces,
    int AgreedLeadDays,
    ImmutableArray<int> LeadDays,
    int OrderCycleDays = 1,
    DateOnly? NextOrder = null,
    AgreedTax? Tax = null,
    FreightTerms? Freight = null)
{
    /// <summary>Whole packs that cover a need, and no fewer than the supplier's minimum.</summary>
    public long PiecesFor(long need)
    {
        var least = Math.Max(need, MinimumPieces);
        return (least + Pack - 1) / Pack * Pack;
    }
}
