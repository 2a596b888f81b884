using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Runtime.Replenishment;

/// <summary>A rule as it would be.</summary>
public sealed record RuleAsked(string Rule, decimal Value);

/// <param name="Skus">what is to be reviewed; the stock in it is read here and not believed</param>
/// <param name="Faults">what of it could not be read at all: it is listed with the rest</param>
/// <param name="Changed">rules as they would be; only a dry run may have any</param>
/// <param name="Most">orders and transfers that one review proposes at most; the rest waits for the next</param>
public sealed record ReviewAsked(
    ImmutableArray<SkuSituation> Skus,
    ImmutableArray<ReviewFault> Faults,
    ImmutableArray<RuleAsked> Changed,
    bool DryRun,
    int Most,
    Actor By,
    string? Trace);

/// <param name="Need">pieces from where it stands to its level; what is ordered is whole packs, and the minimum at least</param>
/// <param name="Position">available, on order and on its way, less what customers wait for</param>
/// <param name="Level">what has to be there or coming after the order</param>
/// <param name="DailyDemand">as it was forecast, pieces a day</param>
public sealed record ReviewedLine(string Sku, int Pieces, long Need, long Position, long Level, double DailyDemand);

/// <param name="Number">of the purchase; null in a dry run, which has none</param>
/// <param name="Outcome">
/// proposed; known, when it was proposed before; waiting, when it is left for the next review; shown, in a dry run
/// </param>
/// <param name="State">where the purchase stands; null where there is none</param>
/// <param name="Serves">customers' orders that wait for it</param>
public sealed record ReviewedPurchase(
    string? Number, string Outcome, string? State, string Supplier, string Node, string? Category, Money Total, int Serves,
    ImmutableArray<ReviewedLine> Lines);

/// <summary>As of a purchase, with the node that gives.</summary>
public sealed record ReviewedTransfer(
    string? Number, string Outcome, string? State, string From, string To, int Serves, ImmutableArray<ReviewedLine> Lines);

/// <summary>A need that waits for the day on which its supplier takes an order.</summary>
public sealed record ReviewedWait(string Sku, string Node, string Supplier, int Pieces, DateOnly Until);

/// <summary>What could not be planned, and what to mend. It stopped nothing but itself.</summary>
/// <param name="Node">null where it concerns the SKU everywhere</param>
public sealed record ReviewFault(string Sku, string? Node, string What);

/// <summary>What a changed rule would order otherwise for one SKU at one node.</summary>
public sealed record ReviewDifference(
    string Sku, string Node, int BoughtBefore, int BoughtAfter, int MovedBefore, int MovedAfter, decimal MoneyMore, string Currency);

/// <param name="Reviewed">SKUs at nodes that were looked at</param>
/// <param name="Covered">of these, how many need nothing</param>
/// <param name="SpendsMore">what the changed rules would spend more, by currency; less is below 0</param>
public sealed record Review(
    bool DryRun,
    DateOnly Day,
    int Reviewed,
    int Covered,
    ImmutableArray<ReviewedPurchase> Purchases,
    ImmutableArray<ReviewedTransfer> Transfers,
    ImmutableArray<ReviewedWait> Waits,
    ImmutableArray<ReviewFault> Faults,
    ImmutableArray<ReviewDifference> Differences,
    ImmutableArray<Money> SpendsMore);
