using System.Collections.Immutable;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.ProcureToReplenish.Planning;

/// <summary>The figures behind a need, so that whoever approves it can follow.</summary>
/// <param name="Supplier">whose lead time and order cycle were reckoned with</param>
/// <param name="Level">what has to be there or coming after the order</param>
public sealed record Reckoning(
    DemandForecast Demand, LeadTime Lead, int CycleDays, double ServiceLevel, long Level, long Position, string Supplier)
{
    public long Need => Math.Max(0, Level - Position);
}

/// <summary>Pieces to buy from a supplier for a node.</summary>
/// <param name="Expected">the day on which they should be there</param>
/// <param name="Freight">on which terms he brings an order to that node</param>
public sealed record PlannedBuy(
    string Sku, string Description, string? Category, string Node, string Supplier, int Pieces, decimal UnitPrice, string Currency,
    DateOnly Expected, Reckoning Reckoned, AgreedTax? Tax = null, FreightTerms? Freight = null)
{
    public decimal Money => Pieces * UnitPrice;
}

/// <summary>Pieces to move from a node that can spare them.</summary>
public sealed record PlannedMove(string Sku, string Description, string From, string To, int Pieces, Reckoning Reckoned);

/// <summary>A need that has to wait for the day on which its supplier takes an order.</summary>
public sealed record PlannedWait(string Sku, string Node, string Supplier, int Pieces, DateOnly Until);

/// <summary>What could not be planned, and why. It stops nothing but itself.</summary>
/// <param name="Node">null where it concerns the SKU everywhere</param>
public sealed record PlanFault(string Sku, string? Node, string What);

/// <summary>What a review proposes.</summary>
/// <param name="Reviewed">SKUs at nodes that were looked at, those with a fault included</param>
/// <param name="Covered">of these, how many need nothing</param>
public sealed record ReplenishmentPlan(
    DateOnly Day,
    ImmutableArray<PlannedBuy> Buys,
    ImmutableArray<PlannedMove> Moves,
    ImmutableArray<PlannedWait> Waits,
    ImmutableArray<PlanFault> Faults,
    int Reviewed,
    int Covered);
