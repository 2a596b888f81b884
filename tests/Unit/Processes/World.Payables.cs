using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.BankEntries;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.PayablesBooks;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Suppliers who bill, and people who approve and pay.</summary>
public sealed partial class World
{
    public static readonly Actor Payables = new("Pat", "payables");
    public static readonly Actor Controller = new("Finn", "finance");

    private static readonly CaseId TheBook = new("payables", "SUP-A");

    public PayableInvoice InvoiceOf(string id) => (PayableInvoice)_cases[Bills.Id(id)].State;

    public InvoiceState InvoiceAt(string id) => Enum.Parse<InvoiceState>(StateOf(Bills.Id(id)));

    public PayablesBook Book => (PayablesBook)_cases[TheBook].State;

    public World Bill(params IEnumerable<InvoiceDocument> documents)
    {
        foreach (var document in documents)
        {
            Tell(Bills.Id(document.Billed.Id), new InvoiceReceived(document));
        }

        return this;
    }

    public World TellBook(PayablesNews news)
    {
        Tell(TheBook, new PayablesTold("SUP-A", news));
        return this;
    }

    public void SendBook(PayablesNews news) => Send(TheBook, new PayablesTold("SUP-A", news));

    /// <summary>Ordered by Nia and approved by Bo.</summary>
    public World Ordered(string number = "P-1", int pieces = 10, decimal price = 10m) =>
        TellBook(Bills.Order(number, pieces, price));

    public World Kept(string receipt, int pieces, string order = "P-1", int rejected = 0) =>
        TellBook(Bills.Receipt(receipt, order, pieces, rejected));

    /// <summary>Ten pieces at 10.00 were ordered and kept, and the account is known.</summary>
    public World Supplied(int pieces = 10, decimal price = 10m) =>
        TellBook(new AccountCleared(Bills.Account, "Cleo")).Ordered(pieces: pieces, price: price).Kept("R-1", pieces);

    /// <summary>The bank shows a payment of an invoice under its reference; below 0 it came back.</summary>
    public void Pays(string id, decimal amount, string payment = "BANK-1", string currency = "GBP") => Shows(
        $"{id}-{payment}", amount, $"PAY-{id}", currency: currency);

    /// <summary>A statement shows a movement; the same name is the same movement.</summary>
    public CaseId Shows(
        string name, decimal amount, string? reference, string? account = null, string currency = "GBP", int days = 0,
        string? returned = null, params RemittedDocument[] documents)
    {
        var entry = Bills.Entry(name, amount, reference, Now, account, currency, days, returned);
        Tell(Entry(name), new BankEntryBooked(documents.Length == 0 ? entry : entry with { Documents = [.. documents] }));
        return Entry(name);
    }

    public void ErpPaid(string id, decimal amount, string payment = "RUN-1") =>
        Tell(Bills.Id(id), new PayablePaid(payment, amount, "GBP", DateOnly.FromDateTime(Now.UtcDateTime)));

    public MovementState EntryAt(string name) => Enum.Parse<MovementState>(StateOf(Entry(name)));

    public static CaseId Entry(string name) => new("bank-entry", name);

    private Message Find(FindPayments find)
    {
        List<(CaseId Invoice, string? Document)> With(string? term, bool open, string? document = null) => term is null ? [] :
        [
            .. _latest.Values.Where(row => row.Case.Kind is "invoice" or "payout")
                .Where(row => _cards[row.Case].Terms.Contains(term) && !(open && row.Final))
                .Select(row => row.Case).OrderBy(id => id.Key, StringComparer.Ordinal).Select(id => (id, document)),
        ];
        PaymentsFound Found(List<(CaseId Invoice, string? Document)> found, PaymentTie by) => new(
            [.. found.Select(one => one.Invoice).Distinct()], by,
            [
                .. found.Select(one => PayableTerms.ToPayOf(_cards[one.Invoice].Terms) is { } money
                    ? new OpenPayment(one.Invoice, money.Amount, money.Currency, one.Document)
                    : new OpenPayment(one.Invoice, 0m, "GBP", one.Document)),
            ]);
        var (named, owed) = (With(find.Payment, open: false), With(find.Owed, open: true));
        var remitted = (find.Documents ?? ImmutableSortedDictionary<string, string>.Empty)
            .SelectMany(one => With(one.Value, open: false, one.Key)).ToList();
        return named.Count > 0 ? Found(named, PaymentTie.Reference)
            : remitted.Count > 0 ? Found(remitted, PaymentTie.Remittance)
            : owed.Count > 0 ? Found(owed, PaymentTie.Amount)
            : new PaymentsNotFound("No invoice has it.");
    }
}

/// <summary>What one supplier was ordered, delivers and bills.</summary>
public static class Bills
{
    public const string Account = "GB33BUKB20201555555555";

    public static readonly DateOnly Day = new(2026, 11, 20);

    public static CaseId Id(string id) => new("invoice", id);

    /// <summary>Of A, on line 1 of P-1, dated four days before today.</summary>
    public static InvoiceDocument Of(
        string id, int pieces = 10, decimal price = 10m, string? number = null, string order = "P-1", string? account = Account,
        BillingKind kind = BillingKind.Invoice, string? credits = null, int days = 0) => new(
        new SupplierInvoice(
            id, number ?? id, "SUP-A", Day.AddDays(days), "GBP",
            [new SupplierInvoiceLine("1", order, "1", "A", pieces, "EA", price, pieces * price)], kind, Credits: credits),
        pieces * price, null, account, null, null, [], "json");

    public static InvoiceDocument Credit(string id, int pieces, string? credits, decimal price = 10m) =>
        Of(id, pieces, price, kind: BillingKind.CreditNote, credits: credits);

    /// <summary>Below 0 it came in.</summary>
    public static BankEntry Entry(
        string name, decimal amount, string? reference, DateTimeOffset now, string? account = null, string currency = "GBP", int days = 0,
        string? returned = null) => new(
        "GB11OURS", "S-1", name, DateOnly.FromDateTime(now.UtcDateTime).AddDays(days), amount < 0m ? BankSide.Credit : BankSide.Debit,
        Math.Abs(amount), currency, null, null, reference, account, "Supplier A", null, returned);

    public static OrderPlaced Order(string number, int pieces, decimal price, int revision = 1) => new(
        new PurchaseOrder(
            number, "SUP-A", "GBP",
            [new PurchaseOrderLine("1", "A", pieces, "C62", price, Packs: new Dictionary<string, decimal> { ["EA"] = 1m })],
            Revision: revision),
        ["Nia", "Bo"]);

    public static GoodsKept Receipt(string receipt, string order, int pieces, int rejected = 0) => new(new GoodsReceipt(
        receipt, [new GoodsReceiptLine(order, "1", "A", pieces + rejected, rejected, pieces)]));

    public static OrderEnded End(string order) => new(order, new GoodsReceipt(
        $"{order}:end", [new GoodsReceiptLine(order, "1", "A", 0m, 0m, 0m, Completes: true)]));
}
