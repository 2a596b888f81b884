using System.Collections.Immutable;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;

namespace Crossdock.Processes.PayablesBooks;

/// <summary>
/// Which documents of a book may change how each other reads: those that bill one order, and those of one number, however it is spelt. A
/// word costs what hangs together with it, and not the book.
/// </summary>
internal sealed record BookIndex
{
    public static readonly BookIndex Empty = new();

    private ImmutableDictionary<string, ImmutableSortedSet<string>> ByOrder { get; init; } = Keyed<string>();

    private ImmutableDictionary<(BillingKind, string), ImmutableSortedSet<string>> ByNumber { get; init; } = Keyed<(BillingKind, string)>();

    private ImmutableDictionary<string, ImmutableSortedSet<string>> Receipts { get; init; } = Keyed<string>();

    private ImmutableDictionary<(BillingKind, string), ImmutableArray<PastInvoice>> Past { get; init; } =
        ImmutableDictionary<(BillingKind, string), ImmutableArray<PastInvoice>>.Empty;

    public static IEnumerable<string> OrdersOf(SupplierInvoice invoice) =>
        invoice.Lines.Select(line => line.Order?.Trim()).OfType<string>().Distinct();

    public BookIndex With(BookedInvoice invoice) => this with
    {
        ByOrder = OrdersOf(invoice.Invoice).Aggregate(ByOrder, (all, order) => With(all, order, invoice.Case.Key)),
        ByNumber = With(ByNumber, NumberOf(invoice.Invoice), invoice.Case.Key),
    };

    public BookIndex Without(BookedInvoice invoice) => this with
    {
        ByOrder = OrdersOf(invoice.Invoice).Aggregate(ByOrder, (all, order) => Without(all, order, invoice.Case.Key)),
        ByNumber = Without(ByNumber, NumberOf(invoice.Invoice), invoice.Case.Key),
    };

    public BookIndex With(GoodsReceipt receipt) => this with
    {
        Receipts = OrdersOf(receipt).Aggregate(Receipts, (all, order) => With(all, order, receipt.Id)),
    };

    public BookIndex Without(GoodsReceipt receipt) => this with
    {
        Receipts = OrdersOf(receipt).Aggregate(Receipts, (all, order) => Without(all, order, receipt.Id)),
    };

    public BookIndex Remembering(IEnumerable<PastInvoice> past) => this with
    {
        Past = past.GroupBy(one => (one.Kind, Duplicates.KeyOf(one.Number)))
            .ToImmutableDictionary(one => one.Key, one => one.ToImmutableArray()),
    };

    /// <summary>All that hangs together with these orders and invoices.</summary>
    public Together Around(PayablesBook book, IEnumerable<string> orders, IEnumerable<SupplierInvoice> invoices)
    {
        var together = new Together();
        var (nextOrders, nextInvoices) = (new Queue<string>(orders), new Queue<SupplierInvoice>(invoices));
        while (true)
        {
            if (nextOrders.TryDequeue(out var order))
            {
                if (together.Orders.Add(order))
                {
                    together.Receipts.UnionWith(Receipts.GetValueOrDefault(order) ?? []);
                    Hear(ByOrder.GetValueOrDefault(order));
                }
            }
            else if (nextInvoices.TryDequeue(out var invoice))
            {
                foreach (var one in OrdersOf(invoice))
                {
                    nextOrders.Enqueue(one);
                }

                var number = NumberOf(invoice);
                if (together.Numbers.Add(number))
                {
                    together.Past.AddRange(Past.GetValueOrDefault(number, []));
                    Hear(ByNumber.GetValueOrDefault(number));
                }
            }
            else
            {
                return together;
            }
        }

        void Hear(ImmutableSortedSet<string>? keys)
        {
            foreach (var key in keys ?? [])
            {
                if (together.Invoices.Add(key))
                {
                    nextInvoices.Enqueue(book.Invoices[key].Invoice);
                }
            }
        }
    }

    private static IEnumerable<string> OrdersOf(GoodsReceipt receipt) => receipt.Lines.Select(line => line.Order.Trim()).Distinct();

    private static (BillingKind Kind, string Number) NumberOf(SupplierInvoice invoice) => (invoice.Kind, Duplicates.KeyOf(invoice.Number));

    private static ImmutableDictionary<T, ImmutableSortedSet<string>> Keyed<T>()
        where T : notnull => ImmutableDictionary<T, ImmutableSortedSet<string>>.Empty;

    private static ImmutableDictionary<T, ImmutableSortedSet<string>> With<T>(
        ImmutableDictionary<T, ImmutableSortedSet<string>> all, T key, string one)
        where T : notnull =>
        all.SetItem(key, (all.GetValueOrDefault(key) ?? ImmutableSortedSet.Create<string>(StringComparer.Ordinal)).Add(one));

    private static ImmutableDictionary<T, ImmutableSortedSet<string>> Without<T>(
        ImmutableDictionary<T, ImmutableSortedSet<string>> all, T key, string one)
        where T : notnull => !all.TryGetValue(key, out var these) ? all
        : these.Remove(one) is { Count: > 0 } left ? all.SetItem(key, left) : all.Remove(key);
}

/// <summary>Documents of a book that hang together: how they read depends on no other one.</summary>
internal sealed class Together
{
    public HashSet<string> Orders { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Receipts { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Invoices { get; } = new(StringComparer.Ordinal);

    public List<PastInvoice> Past { get; } = [];

    internal HashSet<(BillingKind Kind, string Number)> Numbers { get; } = [];

    public static Together All(PayablesBook book)
    {
        var all = new Together();
        all.Orders.UnionWith(book.Orders.Keys);
        all.Receipts.UnionWith(book.Receipts.Keys);
        all.Invoices.UnionWith(book.Invoices.Keys);
        all.Past.AddRange(book.Past);
        return all;
    }

    /// <summary>What a word may change; an invoice that it takes out of the book is looked for as it was before.</summary>
    public static Together Of(PayablesNews news, PayablesBook before, PayablesBook after) => news switch
    {
        OrderPlaced { Order: var order } => after.Index.Around(after, [order.Number.Trim()], []),
        GoodsKept { Receipt: var receipt } => after.Index.Around(after, receipt.Lines.Select(line => line.Order.Trim()), []),
        OrderEnded ended => after.Index.Around(
            after, [ended.Order.Trim(), .. ended.Last.Lines.Select(line => line.Order.Trim())], []),
        InvoiceBilled { Case: var one } => Of(one.Key, after),
        InvoiceIsDistinct { Case: var one } => Of(one.Key, after),
        PromiseAsked { Case: var one } => Of(one.Key, after),
        InvoiceDone { Case: var one } => Of(one.Key, after),
        InvoiceWithdrawn { Case: var one } when before.Invoices.TryGetValue(one.Key, out var gone) =>
            after.Index.Around(after, [], [gone.Invoice]),
        InvoiceWithdrawn => new Together(),
        // What is left: an account, which any invoice may have, and credit notes, of which no reading speaks.
        _ => All(after),
    };

    private static Together Of(string invoice, PayablesBook book) =>
        book.Invoices.TryGetValue(invoice, out var booked) ? book.Index.Around(book, [], [booked.Invoice]) : new Together();
}
