using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.PayablesBooks;

public enum PayablesState { Open, Closed }

/// <param name="Order">null while only its end is known</param>
/// <param name="Touched">the latest day on which anything about it was heard</param>
public sealed record BookedOrder(PurchaseOrder? Order, ImmutableArray<string> By, bool Ended, DateOnly Touched);

/// <param name="Promised">its place among those that keep what they bill; null while it may still lose it</param>
/// <param name="Distinct">a person has said that it repeats no other one</param>
/// <param name="Done">posted and paid: it hears no more</param>
/// <param name="ToldRound">0 while it was told nothing</param>
/// <param name="ToldPrint">what it was told last, so that it is told only what is new</param>
public sealed record BookedInvoice(
    CaseId Case, SupplierInvoice Invoice, string? Account, int? Promised = null, bool Distinct = false, bool Done = false,
    int ToldRound = 0, string ToldPrint = "");

/// <param name="Place">of two the lower is taken off first</param>
/// <param name="Left">what is still to be taken off; 0 until its case has heard that it is over</param>
public sealed record BookedCredit(CaseId Case, string Number, string Currency, decimal Amount, decimal Left, int Place);

/// <summary>What is remembered of an invoice that has left the book: enough to know it again.</summary>
public sealed record PastInvoice(
    string Id, string Number, DateOnly Date, string Currency, BillingKind Kind, decimal Net, decimal? Tax)
{
    public static PastInvoice Of(SupplierInvoice invoice) =>
        new(invoice.Id, invoice.Number, invoice.Date, invoice.Currency, invoice.Kind, invoice.Net, invoice.Tax);
}

/// <summary>
/// What a supplier was ordered, delivered and billed. One book decides one after the other, so no piece is paid on two invoices.
/// </summary>
public sealed record PayablesBook : IScoped
{
    public static readonly PayablesBook Empty = new();

    public string Supplier { get; init; } = "";

    public ImmutableSortedDictionary<string, BookedOrder> Orders { get; init; } = Sorted<BookedOrder>();

    public ImmutableSortedDictionary<string, GoodsReceipt> Receipts { get; init; } = Sorted<GoodsReceipt>();

    public ImmutableSortedDictionary<string, BookedInvoice> Invoices { get; init; } = Sorted<BookedInvoice>();

    public ImmutableArray<PastInvoice> Past { get; init; } = [];

    /// <summary>Accounts, with who has made sure of each.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<string>> Accounts { get; init; } = Sorted<ImmutableArray<string>>();

    /// <summary>The latest that were withdrawn, so that a word that comes late brings none of them back.</summary>
    public ImmutableArray<string> Withdrawn { get; init; } = [];

    /// <summary>Credit notes that are in the ERP and not yet taken off in full, by case.</summary>
    public ImmutableSortedDictionary<string, BookedCredit> Credits { get; init; } = Sorted<BookedCredit>();

    /// <summary>What was taken off each invoice that is not settled yet.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<CreditShare>> SetOff { get; init; } = Sorted<ImmutableArray<CreditShare>>();

    /// <summary>Made of the others: what hangs together.</summary>
    internal BookIndex Index { get; init; } = BookIndex.Empty;

    public int CreditsHeard { get; init; }

    public int Round { get; init; }

    public int Promises { get; init; }

    public Scope? Scope => Supplier.Length > 0 ? new Scope(Supplier: Supplier) : null;

    private static ImmutableSortedDictionary<string, T> Sorted<T>() => ImmutableSortedDictionary.Create<string, T>(StringComparer.Ordinal);
}

public sealed record PayablesBookBegun(string Supplier) : Fact;

/// <summary>The book knows what it was told.</summary>
public sealed record PayablesNewsTaken(DateOnly On) : Fact;

public sealed record InvoicePromised(string Invoice, int Place) : Fact;

public sealed record InvoiceTold(string Invoice, int Round, string Print) : Fact;

/// <param name="Invoice">what is paid with so much less</param>
public sealed record CreditsTaken(string Invoice, ImmutableArray<CreditShare> Credits) : Fact;

/// <summary>What is billed, paid and closed has left the book.</summary>
/// <param name="PastBefore">invoices of before that day are not known again</param>
public sealed record PayablesForgotten(
    ImmutableArray<string> Orders, ImmutableArray<string> Receipts, ImmutableArray<string> Invoices, DateOnly PastBefore) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PayablesBookBegun)), JsonSerializable(typeof(PayablesNewsTaken)), JsonSerializable(typeof(InvoicePromised))]
[JsonSerializable(typeof(InvoiceTold)), JsonSerializable(typeof(PayablesForgotten)), JsonSerializable(typeof(CreditsTaken))]
public sealed partial class PayablesFactsJson : JsonSerializerContext;

public static class PayablesFacts
{
    /// <summary>Far more than are withdrawn before the last late word has come.</summary>
    private const int WithdrawnKept = 256;

    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PayablesBookBegun), "payables-book.begun"), new(typeof(PayablesNewsTaken), "payables-book.news-taken"),
        new(typeof(InvoicePromised), "payables-book.promised"), new(typeof(InvoiceTold), "payables-book.invoice-told"),
        new(typeof(PayablesForgotten), "payables-book.forgotten"), new(typeof(CreditsTaken), "payables-book.credits-taken"),
    ];

    public static PayablesBook Fold(PayablesBook book, Fact fact, Message message) => fact switch
    {
        PayablesBookBegun begun => book with { Supplier = begun.Supplier },
        PayablesNewsTaken taken => Take(book, ((PayablesTold)message).News, taken.On),
        InvoicePromised promised => book with
        {
            Promises = promised.Place,
            Invoices = Change(book, promised.Invoice, invoice => invoice with { Promised = promised.Place }),
        },
        InvoiceTold told => book with
        {
            Round = told.Round,
            Invoices = Change(book, told.Invoice, invoice => invoice with { ToldRound = told.Round, ToldPrint = told.Print }),
        },
        CreditsTaken taken => book with
        {
            SetOff = book.SetOff.SetItem(taken.Invoice, taken.Credits),
            Credits = taken.Credits.Aggregate(book.Credits, (credits, share) => credits.SetItem(
                share.Case.Key, credits[share.Case.Key] with { Left = credits[share.Case.Key].Left - share.Amount })),
        },
        PayablesForgotten forgotten => Forget(book, forgotten),
        _ => throw new InvalidOperationException($"A payables book knows no fact {fact.GetType().Name}."),
    };

    private static PayablesBook Forget(PayablesBook book, PayablesForgotten forgotten)
    {
        ImmutableArray<PastInvoice> past =
        [
            .. book.Past.Where(past => past.Date >= forgotten.PastBefore),
            .. forgotten.Invoices.Select(id => PastInvoice.Of(book.Invoices[id].Invoice)).Where(past => past.Date >= forgotten.PastBefore),
        ];
        var index = forgotten.Invoices.Aggregate(book.Index, (all, id) => all.Without(book.Invoices[id]));
        return book with
        {
            Orders = book.Orders.RemoveRange(forgotten.Orders),
            Receipts = book.Receipts.RemoveRange(forgotten.Receipts),
            Invoices = book.Invoices.RemoveRange(forgotten.Invoices),
            Past = past,
            Index = forgotten.Receipts.Aggregate(index, (all, id) => all.Without(book.Receipts[id])).Remembering(past),
        };
    }

    private static PayablesBook Take(PayablesBook book, PayablesNews news, DateOnly on) => news switch
    {
        OrderPlaced placed => WithOrder(book, placed.Order.Number, on, known => known with { Order = placed.Order, By = placed.By }),
        GoodsKept kept => kept.Receipt.Lines.Select(line => line.Order.Trim()).Distinct().Aggregate(
            WithReceipt(book, kept.Receipt),
            (all, order) => WithOrder(all, order, on, known => known)),
        OrderEnded ended => WithOrder(
            WithReceipt(book, ended.Last), ended.Order, on,
            known => known with { Ended = true }),
        InvoiceBilled billed => billed.Invoice.Lines.Select(line => line.Order?.Trim()).OfType<string>().Distinct()
            .Where(order => book.Orders.ContainsKey(order)).Aggregate(
                book.Invoices.ContainsKey(billed.Case.Key) ? book
                    : WithInvoice(book, new BookedInvoice(billed.Case, billed.Invoice, billed.Account)),
                (all, order) => WithOrder(all, order, on, known => known)),
        InvoiceIsDistinct distinct => book with
        {
            Invoices = Change(book, distinct.Case.Key, invoice => invoice with { Distinct = true }),
        },
        AccountCleared cleared => book with
        {
            Accounts = book.Accounts.SetItem(
                cleared.Account,
                [.. book.Accounts.GetValueOrDefault(cleared.Account, []).Where(one => one != cleared.By), cleared.By]),
        },
        PromiseAsked or SetOffAsked => book,
        CreditOpened opened => book with
        {
            CreditsHeard = book.CreditsHeard + 1,
            Credits = book.Credits.Add(opened.Case.Key, new BookedCredit(
                opened.Case, opened.Number, opened.Currency, opened.Amount, opened.Amount, book.CreditsHeard + 1)),
        },
        CreditEnded ended => book with { Credits = book.Credits.Remove(ended.Case.Key) },
        InvoiceDone done => book with
        {
            Invoices = Change(book, done.Case.Key, invoice => invoice with { Done = true }),
            Credits = book.Credits.Remove(done.Case.Key), SetOff = book.SetOff.Remove(done.Case.Key),
        },
        InvoiceWithdrawn gone => book with
        {
            Invoices = book.Invoices.Remove(gone.Case.Key),
            Index = book.Invoices.TryGetValue(gone.Case.Key, out var withdrawn) ? book.Index.Without(withdrawn) : book.Index,
            Withdrawn = [.. book.Withdrawn.Where(id => id != gone.Case.Key).TakeLast(WithdrawnKept - 1), gone.Case.Key],
        },
        _ => throw new InvalidOperationException($"A payables book takes no {news.GetType().Name}."),
    };

    private static PayablesBook WithInvoice(PayablesBook book, BookedInvoice invoice) => book with
    {
        Invoices = book.Invoices.Add(invoice.Case.Key, invoice), Index = book.Index.With(invoice),
    };

    private static PayablesBook WithReceipt(PayablesBook book, GoodsReceipt receipt)
    {
        var index = book.Receipts.TryGetValue(receipt.Id, out var known) ? book.Index.Without(known) : book.Index;
        return book with { Receipts = book.Receipts.SetItem(receipt.Id, receipt), Index = index.With(receipt) };
    }

    private static PayablesBook WithOrder(PayablesBook book, string number, DateOnly on, Func<BookedOrder, BookedOrder> change)
    {
        var key = number.Trim();
        var known = book.Orders.GetValueOrDefault(key) ?? new BookedOrder(null, [], Ended: false, on);
        return book with { Orders = book.Orders.SetItem(key, change(known) with { Touched = on }) };
    }

    private static ImmutableSortedDictionary<string, BookedInvoice> Change(
        PayablesBook book, string id, Func<BookedInvoice, BookedInvoice> change) =>
        book.Invoices.TryGetValue(id, out var invoice) ? book.Invoices.SetItem(id, change(invoice)) : book.Invoices;
}
