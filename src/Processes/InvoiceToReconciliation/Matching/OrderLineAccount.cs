using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>
/// One order line with all that was received and billed on it. Claims stand on a line of pieces, the earliest first: what lies within
/// the kept pieces is payable, what can still arrive waits, and the rest is too many. So each piece is paid once, by whomever it is
/// billed and in whatever order the documents came.
/// </summary>
internal sealed class OrderLineAccount(OrderAccount order, PurchaseOrderLine agreed, int place)
{
    private readonly List<Claim> _claims = [];
    private (decimal Received, decimal Rejected, decimal Kept, bool Completes, bool Any) _counted;
    private bool _settled;

    public PurchaseOrderLine Agreed { get; } = agreed;

    public int Place { get; } = place;

    public OrderAccount Order { get; } = order;

    public IReadOnlyList<Claim> Claims => _claims;

    /// <summary>Something changed: the claims are settled anew when somebody asks. True when that was not known yet.</summary>
    public bool Unsettle()
    {
        (var was, _settled) = (_settled, false);
        return was;
    }

    public void Add(Claim claim)
    {
        claim.Account = this;
        _claims.Add(claim);
        _settled = false;
    }

    public void Add(GoodsReceiptLine line)
    {
        _counted = (_counted.Received + line.Received, _counted.Rejected + line.Rejected, _counted.Kept + line.Kept,
            _counted.Completes || line.Completes, true);
        _settled = false;
    }

    public void Settle()
    {
        if (_settled)
        {
            return;
        }

        _claims.Sort(Claim.Compare);
        var open = new List<NetClaim>(_claims.Count);
        foreach (var claim in _claims)
        {
            claim.Result = Refusal(claim, out var factor);
            if (claim.Result is null)
            {
                open.Add(new NetClaim(claim, factor));
            }
        }

        var billed = open.Where(net => !net.Claim.IsCredit).ToList();
        Credits.Apply(open.Where(net => net.Claim.IsCredit), billed);
        var stand = Stand();
        var prior = 0m;
        foreach (var net in billed)
        {
            net.Claim.Result = LineJudgement.Of(net, stand, prior);
            prior += net.Quantity;
        }

        _settled = true;
    }

    private LineMatch? Refusal(Claim claim, out decimal factor)
    {
        factor = 1m;
        var (invoice, line, order) = (claim.Document.Invoice, claim.Line, Order.Order!);
        if (claim.Document.Repeats is { } repeats)
        {
            return claim.Refuse(DiscrepancyKind.Duplicate, repeats.Reason);
        }

        if (invoice.Supplier != order.Supplier)
        {
            return claim.Refuse(
                DiscrepancyKind.NotOrdered, $"order {order.Number} is with supplier {order.Supplier}, not with {invoice.Supplier}");
        }

        if (invoice.Currency != order.Currency)
        {
            return claim.Refuse(DiscrepancyKind.Currency, $"billed in {invoice.Currency}, ordered in {order.Currency}");
        }

        if (Units.Same(line.Unit, Agreed.Unit))
        {
            return null;
        }

        if (Units.Held(Agreed, line.Unit) is { } held)
        {
            factor = held;
            return null;
        }

        return claim.Refuse(
            DiscrepancyKind.UnitOfMeasure,
            $"billed in {line.Unit.Trim()}, ordered in {Agreed.Unit.Trim()}, and the order does not say how many {Agreed.Unit.Trim()} "
            + $"one {line.Unit.Trim()} holds");
    }

    private LineStand Stand()
    {
        var (received, rejected, kept, completes, any) = _counted;
        if (Order.CountedBySku(this) is { } share)
        {
            (received, rejected, kept) = (received + share.Received, rejected + share.Rejected, kept + share.Kept);
            (completes, any) = (completes || share.Completes, true);
        }

        var ordered = Math.Max(0m, Agreed.Quantity);
        if (!Agreed.ReceiptNeeded)
        {
            return new LineStand(Agreed, Order.Order!, ordered, received, rejected, kept, ordered, 0m, true);
        }

        var good = Math.Clamp(kept, 0m, ordered);
        var toCome = completes ? 0m : Math.Min(ordered - good, Math.Max(0m, ordered - received));
        return new LineStand(Agreed, Order.Order!, ordered, received, rejected, kept, good, toCome, any);
    }
}

/// <summary>How an order line stands when its claims are judged.</summary>
/// <param name="Good">pieces that are to be paid when billed: kept and ordered; with two-way match the ordered ones</param>
/// <param name="ToCome">pieces that may still arrive</param>
/// <param name="Counted">whether anything was counted in at all</param>
internal sealed record LineStand(
    PurchaseOrderLine Agreed, PurchaseOrder Order, decimal Ordered, decimal Received, decimal Rejected, decimal Kept, decimal Good,
    decimal ToCome, bool Counted);

/// <summary>Units of measure as the two sides write them.</summary>
internal static class Units
{
    public static bool Same(string a, string b) => string.Equals(a.Trim(), b.Trim(), StringComparison.OrdinalIgnoreCase);

    /// <summary>How many of the order's unit one of the billed unit holds; null when that was not agreed.</summary>
    public static decimal? Held(PurchaseOrderLine agreed, string unit)
    {
        foreach (var (name, held) in agreed.Packs ?? new Dictionary<string, decimal>())
        {
            if (Same(name, unit) && held > 0m)
            {
                return held;
            }
        }

        return null;
    }
}
