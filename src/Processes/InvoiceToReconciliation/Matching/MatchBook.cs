using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>What became of a document that the book was told.</summary>
public enum Told
{
    New,

    /// <summary>Known, and the same: nothing changes.</summary>
    Again,

    /// <summary>Known under this id with other contents: the book keeps the first, and a person has to look.</summary>
    Contradicts,

    /// <summary>An order of an earlier revision than the one that is known.</summary>
    Superseded,
}

/// <summary>
/// Matches orders, receipts, invoices and credit notes line by line, many to many. What it says is a function of the documents it was
/// told, not of their order; a new document costs its own lines and the order lines they touch. One thread at a time.
/// </summary>
public sealed class MatchBook(Func<string, MatchTolerances>? tolerancesOfSupplier = null)
{
    private readonly Dictionary<string, OrderAccount> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, GoodsReceipt> _receipts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, BilledDocument> _documents = new(StringComparer.Ordinal);
    private readonly Duplicates _duplicates = new();
    private readonly HashSet<BilledDocument> _touched = [];

    /// <exception cref="ArgumentException">two lines of the order have one number</exception>
    public Told Tell(PurchaseOrder order)
    {
        if (order.Lines.CountBy(line => line.Line.Trim()).FirstOrDefault(line => line.Value > 1) is { Key: { } twice })
        {
            throw new ArgumentException($"Order {order.Number} has two lines with the number {twice}.", nameof(order));
        }

        var account = Account(order.Number);
        if (account.Order is { } known && known.Revision >= order.Revision)
        {
            return known.Revision > order.Revision ? Told.Superseded : SameDocument.Is(known, order) ? Told.Again : Told.Contradicts;
        }

        account.Take(order);
        return Told.New;
    }

    public Told Tell(GoodsReceipt receipt)
    {
        if (!_receipts.TryAdd(receipt.Id, receipt))
        {
            return SameDocument.Is(_receipts[receipt.Id], receipt) ? Told.Again : Told.Contradicts;
        }

        foreach (var line in receipt.Lines)
        {
            Account(line.Order).Add(line);
        }

        return Told.New;
    }

    /// <param name="promised">its place among the documents whose money is promised already: they are served before all others, so
    /// that what was paid is nobody else's, whichever date a later document carries</param>
    /// <param name="distinct">a person has said that it repeats no other one</param>
    public Told Tell(SupplierInvoice invoice, int? promised = null, bool distinct = false)
    {
        if (_documents.TryGetValue(invoice.Id, out var known))
        {
            return SameDocument.Is(known.Invoice, invoice) ? Told.Again : Told.Contradicts;
        }

        var document = new BilledDocument(invoice, tolerancesOfSupplier?.Invoke(invoice.Supplier) ?? MatchTolerances.Defaults)
        {
            Promised = promised, Distinct = distinct,
        };
        _documents.Add(invoice.Id, document);
        _touched.Add(document);
        foreach (var changed in _duplicates.Add(document))
        {
            Touch(changed);
        }

        foreach (var claim in document.Claims.Where(claim => claim.Line.Order is not null))
        {
            Account(claim.Line.Order!).Add(claim);
        }

        document.Freight.AddRange(FreightShare.Spread(document, Account));
        foreach (var share in document.Freight)
        {
            share.Order?.Add(share);
        }

        return Told.New;
    }

    /// <summary>How a document stands; null when it is not known.</summary>
    /// <param name="asOf">a document that has waited longer than patience allows by that day is discrepant; null: nobody looks at
    /// the calendar</param>
    public InvoiceMatch? Of(string id, DateOnly? asOf = null) =>
        _documents.TryGetValue(id, out var document) ? MatchReading.Of(document, OrderKnown, asOf) : null;

    /// <summary>How every document stands, by id.</summary>
    public IEnumerable<InvoiceMatch> All(DateOnly? asOf = null) =>
        _documents.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => MatchReading.Of(pair.Value, OrderKnown, asOf));

    /// <summary>The documents whose match may have changed since this was asked last, by id.</summary>
    public IReadOnlyList<InvoiceMatch> Changed(DateOnly? asOf = null)
    {
        var changed = _touched.OrderBy(document => document.Invoice.Id, StringComparer.Ordinal).ToList();
        _touched.Clear();
        return [.. changed.Select(document => MatchReading.Of(document, OrderKnown, asOf))];
    }

    private OrderAccount? OrderKnown(string number) => _orders.GetValueOrDefault(number.Trim());

    private OrderAccount Account(string number)
    {
        var key = number.Trim();
        return _orders.TryGetValue(key, out var account) ? account : _orders[key] = new OrderAccount(key, _touched);
    }

    private void Touch(BilledDocument document)
    {
        _touched.Add(document);
        foreach (var account in document.Claims.Select(claim => claim.Account).OfType<OrderLineAccount>())
        {
            account.Order.Touch(account);
        }

        foreach (var order in document.Freight.Select(share => share.Order).OfType<OrderAccount>())
        {
            order.Touch(order.Freight);
        }
    }
}

/// <summary>Whether a document told twice says the same: lists are compared by what is in them.</summary>
internal static class SameDocument
{
    public static bool Is(SupplierInvoice a, SupplierInvoice b) => a with { Lines = b.Lines } == b && a.Lines.SequenceEqual(b.Lines);

    public static bool Is(GoodsReceipt a, GoodsReceipt b) => a.Lines.SequenceEqual(b.Lines);

    public static bool Is(PurchaseOrder a, PurchaseOrder b) =>
        a with { Lines = b.Lines } == b
        && a.Lines.Count == b.Lines.Count
        && a.Lines.Zip(b.Lines).All(pair => pair.First with { Packs = pair.Second.Packs } == pair.Second
            && Packs(pair.First).SequenceEqual(Packs(pair.Second)));

    private static IEnumerable<KeyValuePair<string, decimal>> Packs(PurchaseOrderLine line) =>
        (line.Packs ?? new Dictionary<string, decimal>()).OrderBy(pack => pack.Key, StringComparer.Ordinal);
}
