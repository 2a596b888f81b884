using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>All that is known about one order number, also before the order itself is.</summary>
internal sealed class OrderAccount
{
    private readonly Dictionary<string, OrderLineAccount> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<OrderLineAccount>> _bySku = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, SkuCount> _countedBySku = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Claim> _claims = [];
    private readonly List<GoodsReceiptLine> _receipts = [];
    private readonly HashSet<BilledDocument> _touched;

    /// <param name="touched">where the documents are noted whose match may change</param>
    public OrderAccount(string number, HashSet<BilledDocument> touched)
    {
        (Number, _touched, Freight) = (number, touched, new FreightAccount(this));
    }

    public string Number { get; }

    public PurchaseOrder? Order { get; private set; }

    public FreightAccount Freight { get; }

    /// <summary>A first order or a later revision: all that waited or was matched finds its line anew.</summary>
    public void Take(PurchaseOrder order)
    {
        Order = order;
        _lines.Clear();
        _bySku.Clear();
        _countedBySku.Clear();
        foreach (var line in order.Lines)
        {
            var account = new OrderLineAccount(this, line, _lines.Count);
            _lines.Add(line.Line.Trim(), account);
            (_bySku.TryGetValue(line.Sku.Trim(), out var alike) ? alike : _bySku[line.Sku.Trim()] = []).Add(account);
        }

        _receipts.ForEach(Place);
        _claims.ForEach(Place);
        _claims.ForEach(claim => _touched.Add(claim.Document));
        Touch(Freight);
    }

    public void Add(GoodsReceiptLine receipt)
    {
        _receipts.Add(receipt);
        if (Order is not null)
        {
            Place(receipt);
        }
    }

    public void Add(Claim claim)
    {
        _claims.Add(claim);
        if (Order is not null)
        {
            Place(claim);
        }
    }

    public void Add(FreightShare share)
    {
        Touch(Freight);
        Freight.Add(share);
    }

    public void Touch(OrderLineAccount account)
    {
        if (account.Unsettle())
        {
            foreach (var claim in account.Claims)
            {
                _touched.Add(claim.Document);
            }
        }
    }

    public void Touch(FreightAccount freight)
    {
        if (freight.Unsettle())
        {
            foreach (var share in freight.Shares)
            {
                _touched.Add(share.Document);
            }
        }
    }

    /// <summary>Why a claim has no order line although its order is known.</summary>
    public string WhyNotOrdered(Claim claim)
    {
        var line = claim.Line;
        return line.OrderLine is { } named && _lines.TryGetValue(named.Trim(), out var account)
            ? $"bills {line.Sku} on line {named} of order {Number}, which is for {account.Agreed.Sku}"
            : $"order {Number} has no line for {(line.Sku.Length > 0 ? line.Sku : $"'{line.OrderLine}'")}";
    }

    /// <summary>
    /// An order line's share of what was counted in by SKU alone: lines of one SKU are filled in the order's sequence, each up to what it
    /// ordered, and the last takes what is over.
    /// </summary>
    public SkuCount? CountedBySku(OrderLineAccount account)
    {
        if (!_countedBySku.TryGetValue(account.Agreed.Sku.Trim(), out var counted))
        {
            return null;
        }

        var alike = _bySku[account.Agreed.Sku.Trim()];
        var before = alike.TakeWhile(other => other != account).Sum(other => Math.Max(0m, other.Agreed.Quantity));
        decimal Share(decimal total) =>
            account == alike[^1] ? Math.Max(0m, total - before) : Math.Clamp(total - before, 0m, Math.Max(0m, account.Agreed.Quantity));
        var (received, kept) = (Share(counted.Received), Share(counted.Kept));
        return new SkuCount(received, Math.Min(counted.Rejected, Math.Max(0m, received - kept)), kept, counted.Completes);
    }

    private void Place(Claim claim)
    {
        claim.Account = Find(claim.Line.OrderLine, claim.Line.Sku, claim.Line.UnitPrice);
        if (claim.Account is { } account)
        {
            Touch(account);
            account.Add(claim);
        }
    }

    private void Place(GoodsReceiptLine receipt)
    {
        if (receipt.OrderLine is not null && Find(receipt.OrderLine, receipt.Sku, null) is { } account)
        {
            Touch(account);
            account.Add(receipt);
            return;
        }

        var sku = receipt.Sku.Trim();
        var before = _countedBySku.GetValueOrDefault(sku) ?? new SkuCount(0m, 0m, 0m, false);
        _countedBySku[sku] = new SkuCount(
            before.Received + receipt.Received, before.Rejected + receipt.Rejected, before.Kept + receipt.Kept,
            before.Completes || receipt.Completes);
        foreach (var alike in _bySku.GetValueOrDefault(sku) ?? [])
        {
            Touch(alike);
        }
    }

    // Suppliers number lines in their own way: a named line counts when its SKU agrees, else the SKU finds the line.
    private OrderLineAccount? Find(string? line, string sku, decimal? price)
    {
        sku = sku.Trim();
        var named = line is null ? null : _lines.GetValueOrDefault(line.Trim());
        if (named is not null && (sku.Length == 0 || string.Equals(named.Agreed.Sku.Trim(), sku, StringComparison.OrdinalIgnoreCase)))
        {
            return named;
        }

        var alike = _bySku.GetValueOrDefault(sku);
        return alike?.Find(account => account.Agreed.UnitPrice == price) ?? alike?[0];
    }
}

/// <summary>What was counted in of one SKU of an order.</summary>
internal sealed record SkuCount(decimal Received, decimal Rejected, decimal Kept, bool Completes);
