using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.ReturnToRefund;

public enum ReturnState
{
    Unmatched, Checking, Deciding, Awaited, Inspecting, Restocking, Refunding, Posting, Settling, Disputed, GivingBack, Closed,
    Refused, Expired,
}

/// <summary>Goods that come back, until stock, money and books agree.</summary>
public sealed record CustomerReturn
{
    public static readonly CustomerReturn Empty = new();

    public ReturnAsked? Asked { get; init; }

    public CaseId? Order { get; init; }

    /// <summary>What the order says may come back; empty before it has answered.</summary>
    public ImmutableArray<ReturnRight> Rights { get; init; } = [];

    /// <summary>Who bought; unknown while there is no order.</summary>
    public Customer? Customer { get; init; }

    /// <summary>What the order was paid in; null before it has answered.</summary>
    public string? PaidIn { get; init; }

    /// <summary>In which money goes back: that of the order, and what the return names only where there is no order.</summary>
    public string Currency => PaidIn ?? Needs.Currency;

    /// <summary>The pieces that are taken back, where that is less than what was asked.</summary>
    public ImmutableArray<ReturnLine> Taken { get; init; } = [];

    /// <summary>Where the goods are; null while the customer has them.</summary>
    public string? At { get; init; }

    /// <summary>Of the parcel they come in.</summary>
    public string? Tracking { get; init; }

    public bool Reminded { get; init; }

    /// <summary>Of goods that were not taken and lie there.</summary>
    public bool RemindedToFetch { get; init; }

    public bool Inspected { get; init; }

    public ImmutableArray<ReturnLine> Sellable { get; init; } = [];

    /// <summary>What becomes of each piece that was looked at, or looked for, and is not to be sold as new.</summary>
    public ImmutableArray<DisposedPieces> Disposed { get; init; } = [];

    public decimal Refunded { get; init; }

    /// <summary>What went back of a refund that did not go back whole.</summary>
    public decimal PartlyRefunded { get; init; }

    /// <summary>What is to go back in all, where not all of it did.</summary>
    public decimal Owed { get; init; }

    /// <summary>What of it went back as stored value, which no provider settles.</summary>
    public decimal Stored { get; init; }

    /// <summary>What of it became a credit, where not all of it went back.</summary>
    public ImmutableArray<PaymentTender> Credits { get; init; } = [];

    /// <summary>What of it a person paid, which no provider settles either.</summary>
    public decimal ByHand { get; init; }

    /// <summary>What the provider has to settle.</summary>
    public decimal ToSettle => Refunded - Stored - ByHand;

    /// <summary>Money went back, be it not all of it.</summary>
    public bool MoneyMoved => Refunded > 0 || PartlyRefunded > 0;

    /// <summary>The order has said what goes back, be it nothing.</summary>
    public bool RefundKnown { get; init; }

    /// <summary>What of it went over each means of payment, where there were several.</summary>
    public ImmutableArray<decimal> Shares { get; init; } = [];

    /// <summary>What the provider's own word shows, one by one.</summary>
    public ImmutableArray<decimal> Shown { get; init; } = [];

    /// <summary>What payouts have on their lines, each of which the order found to be its own and settled once.</summary>
    public decimal PaidOut { get; init; }

    /// <summary>In all, by the provider's word; null before it says anything.</summary>
    public decimal? Settled => Shown.IsEmpty ? null : Shown.Sum();

    /// <summary>The order by which the customer gets something else.</summary>
    public CaseId? ExchangedFor { get; init; }

    public bool Restocked { get; init; }

    public bool StockByHand { get; init; }

    /// <summary>How often its inspection was late.</summary>
    public int Late { get; init; }

    public string? CreditNote { get; init; }

    public int Tasks { get; init; }

    public CaseId? Task { get; init; }

    public ReturnAsked Needs => Asked ?? throw new InvalidOperationException("The return has not begun.");

    public ImmutableArray<ReturnLine> Lines => Taken.IsEmpty ? Needs.Lines : Taken;

    /// <summary>What was asked to come back and is not taken: where it came along, it is the customer's.</summary>
    public IEnumerable<(string Sku, int Pieces)> NotTaken => Needs.Lines.GroupBy(line => line.Sku, (sku, asked) => (
            Sku: sku,
            Pieces: asked.Sum(line => line.Quantity) - Lines.Where(line => line.Sku == sku).Sum(line => line.Quantity)))
        .Where(line => line.Pieces > 0);

    public decimal Worth => Lines.Sum(line => PriceOf(line) * line.Quantity);

    /// <summary>Nothing is left to do with the stock. Before rights were asked for, it was settled before the books were told.</summary>
    public bool StockDone => Restocked || StockByHand || Sellable.IsEmpty || (RefundKnown && Rights.IsEmpty);

    public bool MoneyDone => ToSettle <= 0 || Settled == ToSettle || PaidOut == ToSettle;

    /// <summary>The provider shows more than it has to settle.</summary>
    public bool IsShownTooMuch => RefundKnown && (Settled > ToSettle || PaidOut > ToSettle);

    /// <summary>So far the statement shows shares of the refund as they went, and not yet all of them.</summary>
    public bool MoreToBeShown
    {
        get
        {
            var open = Shares.ToList();
            return Shown.All(open.Remove) && open.Count > 0;
        }
    }

    /// <summary>Pieces that are here and not as new.</summary>
    public IEnumerable<DisposedPieces> Worn => Disposed.Where(pieces => pieces.To != Disposition.Missing);

    /// <summary>Pieces that were asked to come back and were not there.</summary>
    public int MissingPieces => Disposed.Where(pieces => pieces.To == Disposition.Missing).Sum(pieces => pieces.Quantity);

    /// <summary>All that was there when it was looked at, as new or not.</summary>
    public ImmutableArray<ReturnLine> Found =>
        [.. Sellable, .. Worn.GroupBy(pieces => pieces.Sku)
            .Select(worn => new ReturnLine(worn.Key, DescriptionOf(worn.Key), worn.Sum(pieces => pieces.Quantity), 0))];

    /// <summary>What the order charged; what the customer says was paid counts only where there is no order.</summary>
    public decimal PriceOf(ReturnLine line) => Rights.FirstOrDefault(right => right.Sku == line.Sku)?.UnitPrice ?? line.UnitPrice;

    public decimal PriceOf(string sku) => Lines.FirstOrDefault(line => line.Sku == sku) is { } line ? PriceOf(line) : 0;

    public CustomerReturn LookedAt(ReturnInspected inspected) => this with
    {
        Inspected = true, Late = 0, Sellable = inspected.Sellable,
        Disposed = inspected.Sorted(Lines.Select(line => (line.Sku, line.Quantity))),
    };

    private string DescriptionOf(string sku) => Lines.FirstOrDefault(line => line.Sku == sku)?.Description ?? "";
}
