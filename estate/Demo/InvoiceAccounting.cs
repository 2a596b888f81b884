using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Demo;

/// <summary>How suppliers' invoices and credit notes stand at the end.</summary>
/// <param name="Settled">paid as the bank shows it, set off, refused, or known for a duplicate</param>
/// <param name="Exceptions">open invoices that are an exception, and open tasks about one or about a movement on the account</param>
/// <param name="TakenByPeople">money above what was agreed and received that one person took and another approved</param>
/// <param name="TakenOff">credit notes that payments were less</param>
/// <param name="Bundled">payments that left for several invoices in one sum</param>
/// <param name="OtherTaxes">invoices with another tax than the order agreed, which a person was told of with the reason</param>
/// <param name="OtherFreights">the same of freight</param>
/// <param name="Differences">where the bank's, the ERP's or a supplier's book says other than the journal, or more was paid than received,
/// and no exception is open for it</param>
public sealed record InvoiceTally(
    int Started, int Settled, int Exceptions, int WaitingOnPerson, int Stuck, decimal Paid, decimal TakenByPeople,
    decimal TakenOff, int Bundled, int OtherTaxes, int OtherFreights, int Differences, IReadOnlyList<string> Findings)
{
    public bool Agrees => Differences == 0 && Stuck == 0;
}

/// <summary>What is held against the journal.</summary>
/// <param name="Open">open invoices, movements and tasks</param>
/// <param name="Entries">the case of each movement that a statement showed</param>
public sealed record InvoiceBooks(
    IReadOnlyCollection<InvoiceWhole> Invoices, IReadOnlyCollection<PurchaseWhole> Purchases, IReadOnlyCollection<CaseItem> Open,
    Books Erp, IReadOnlyList<BankMovement> Bank, IReadOnlyDictionary<string, string> Entries, IReadOnlyCollection<SentBill> Sent);

/// <summary>Holds what was paid for goods against what was received of them, and against the books of bank, ERP and suppliers.</summary>
public static class InvoiceAccounting
{
    private const string CreditNote = "credit-note";

    // From here on the ERP has it.
    private static readonly HashSet<string> Posted =
        new(
            ["Netting", "AwaitingSetOff", "Scheduling", "Unscheduled", "AwaitingPayment", "Unreconciled", "Closed"],
            StringComparer.Ordinal);

    public static InvoiceTally Tally(InvoiceBooks books)
    {
        var excused = Excused(books.Open);
        // A movement that is still looked for, or that a person is asked about, is on no invoice yet.
        var undecided = books.Open.Select(item => item.Case).ToHashSet(StringComparer.Ordinal);
        var bank = books.Bank.Where(one => !undecided.Contains(books.Entries.GetValueOrDefault(one.Number) ?? "")).ToList();
        List<string> differences =
        [
            .. books.Invoices.Where(one => one.Exception is null && !excused.Contains(one.Case))
                .SelectMany(one => Erp(one, books.Erp).Concat(Bank(one, bank))),
            .. Strangers(books, excused),
            .. Suppliers(books),
            .. Received(books, excused),
            .. Unseen(books),
            .. Credits(books, excused),
        ];
        var of = books.Open.Where(item => IsOf(item.Case, "invoice") || IsOf(item.Case, "bank-entry")).ToList();
        var tasks = books.Open.Count(item => item.Exception is not null && IsOf(item.Case, "task") && item.Parent is { } about
            && (IsOf(about, "invoice") || IsOf(about, "bank-entry")));
        var stuck = of.Where(Inspection.IsStuck).Select(item => $"{item.Case} in {item.State} waits for nothing").ToList();
        return new InvoiceTally(
            books.Invoices.Count, books.Invoices.Count(one => one.Final), of.Count(item => item.Exception is not null) + tasks,
            of.Count(item => item.Waits == Words.OnPerson), stuck.Count,
            books.Invoices.Sum(one => one.Payments?.Sum(payment => payment.Amount) ?? 0), Paid(books).Sum(line => line.Disputed),
            books.Invoices.SelectMany(one => one.SetOff ?? []).Sum(share => share.Amount),
            books.Bank.Count(movement => movement is { Bundle: not null, Returned: null }),
            Of(books, BillingFault.OtherRate).Count(one => SaysTax(one.Invoice)),
            Of(books, BillingFault.UnagreedFreight).Count(one => SaysFreight(one.Invoice)), differences.Count, [.. differences, .. stuck]);
    }

    /// <summary>A credit note that is closed was taken off in full, by the ERP's book and by the journal, and none twice.</summary>
    private static IEnumerable<string> Credits(InvoiceBooks books, HashSet<string> excused)
    {
        var erp = books.Erp.Entries.Where(entry => entry.Kind == "set-off")
            .ToLookup(entry => entry.Identity.Split('|')[1], entry => entry.Amount);
        var journal = books.Invoices.SelectMany(one => one.SetOff ?? []).ToLookup(share => share.Case, share => share.Amount);
        return books.Invoices.Where(one => one.Kind == CreditNote && Posted.Contains(one.State ?? "") && !excused.Contains(one.Case))
            .Select(one => (one.Case, one.State, one.Gross, Erp: erp[one.Case].Sum(), Journal: journal[one.Case].Sum()))
            .Where(one => one.Erp != one.Journal || one.Erp > one.Gross || (one.State == "Closed" && one.Erp != one.Gross))
            .Select(one => $"erp: {one.Case} over {one.Gross} is {one.State}; {one.Erp} are taken off, and {one.Journal} on the journal");
    }

    /// <summary>What a supplier billed of tax or freight without having agreed it, and the ERP has although nobody was told.</summary>
    private static IEnumerable<string> Unseen(InvoiceBooks books)
    {
        IEnumerable<string> Told(BillingFault fault, string what, Func<InvoiceWhole, bool> says) =>
            Of(books, fault).Where(one => Posted.Contains(one.Invoice.State ?? "") && !says(one.Invoice)).Select(one => one.Sent.Bill)
                .Select(bill => $"{bill.Supplier}: {bill.Number} has {what} {bill.Order}, and nobody was told");
        return Told(BillingFault.OtherRate, "another tax than", SaysTax)
            .Concat(Told(BillingFault.UnagreedFreight, "more freight than", SaysFreight));
    }

    private static IEnumerable<(SentBill Sent, InvoiceWhole Invoice)> Of(InvoiceBooks books, BillingFault fault) =>
        from sent in books.Sent
        join invoice in books.Invoices on sent.Case equals invoice.Case
        where sent.Fault == fault && invoice.Kind != CreditNote && invoice.Standing is not null
        select (sent, invoice);

    private static bool SaysTax(InvoiceWhole one) =>
        (one.Lines ?? []).Any(line => line.Reason?.Contains("taxed", StringComparison.Ordinal) ?? false);

    /// <summary>It is let through by a person, or credited: then nothing of it is wrong any more.</summary>
    private static bool SaysFreight(InvoiceWhole one) =>
        (one.Lines ?? []).Any(line => line.Line == "freight" && (line.Standing != "matched" || line.Credited > 0));

    /// <summary>Cases with an open exception, and those that an open task is about.</summary>
    private static HashSet<string> Excused(IEnumerable<CaseItem> open) =>
        open.SelectMany(item => new[] { item.Exception is null ? null : item.Case, item.Exception is null ? null : item.Parent })
            .OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static IEnumerable<string> Erp(InvoiceWhole one, Books erp)
    {
        var (payable, payment) = (Entry(erp, "payable", one.Case), Entry(erp, "payment", one.Case));
        var posted = Posted.Contains(one.State ?? "");
        if ((payable is not null) != posted && one.Waits != Words.OnSystem)
        {
            yield return $"erp: {one.Case} is {one.State} and {(payable is null ? "not " : "")}on its books";
        }
        else if (payable is not null && payable.Amount != one.Gross)
        {
            yield return $"erp: {one.Case} is over {one.Gross}, and {payable.Amount} on its books";
        }

        if (payment is not null && payment.Amount != one.PayAmount)
        {
            yield return $"erp: {one.Case} is paid with {payment.Amount}, and was to be with {one.PayAmount}";
        }
    }

    /// <summary>Whatever the account shows of an invoice is on its case, and it is closed when that is what was owed.</summary>
    private static IEnumerable<string> Bank(InvoiceWhole one, IReadOnlyList<BankMovement> bank)
    {
        var moved = -bank.Sum(movement => movement.PartOf(ErpPayables.ReferenceOf(one.Case)));
        var journal = one.Payments?.Sum(payment => payment.Amount) ?? 0;
        if (moved != journal)
        {
            yield return $"bank: {moved} has left for {one.Case}, and {journal} is on the journal";
        }

        if (one is { State: "Closed", Kind: not CreditNote, Gross: > 0 } && journal != one.PayAmount)
        {
            yield return $"bank: {one.Case} is closed with {journal}, and {one.PayAmount} was owed";
        }
    }

    /// <summary>Payments and payables that belong to no invoice.</summary>
    private static IEnumerable<string> Strangers(InvoiceBooks books, HashSet<string> excused)
    {
        var known = books.Invoices.Select(one => one.Case).ToHashSet(StringComparer.Ordinal);
        return books.Erp.Entries.Where(entry => entry.Kind is "payable" or "payment" && !known.Contains(entry.Identity))
            .Select(entry => $"erp: a {entry.Kind} of {entry.Identity}, which is no invoice")
            .Concat(books.Bank
                .SelectMany(movement => movement.Orders.Select(order => (movement, order)))
                .Where(one => !known.Contains($"invoice/{one.order["PAY-".Length..]}"))
                .Select(one => $"bank: {one.movement.Number} of {one.movement.Amount} under {one.order}, which no invoice has"))
            .Where(said => !excused.Any(one => said.Contains(one, StringComparison.Ordinal)));
    }

    /// <summary>What a supplier was told is taken is known.</summary>
    private static IEnumerable<string> Suppliers(InvoiceBooks books)
    {
        var known = books.Invoices.Select(one => one.Case).ToHashSet(StringComparer.Ordinal);
        return books.Sent.Where(sent => sent.Case is { } id && !known.Contains(id))
            .Select(sent => $"{sent.Bill.Supplier}: {sent.Bill.Number} was acknowledged as {sent.Case} and is not known");
    }

    /// <summary>For each line of an order, no more is paid than its price for what was kept, but for what people have taken.</summary>
    private static IEnumerable<string> Received(InvoiceBooks books, HashSet<string> excused)
    {
        var due = books.Purchases.SelectMany(purchase => (purchase.Lines ?? []).Select(line => (
                Key: (purchase.Number, line.Sku), Due: line.Stocked * line.UnitPrice)))
            .GroupBy(line => line.Key).ToDictionary(line => line.Key, line => line.Sum(one => one.Due));
        // Tax and freight stand beside the lines, and name no goods.
        return Paid(books, excused).Where(line => line.Sku is { Length: > 0 }).GroupBy(line => (line.Order ?? "", line.Sku ?? ""))
            .Select(line => (line.Key, Paid: line.Sum(one => one.Payable), Due: due.GetValueOrDefault(line.Key)))
            // A tolerance of the match lets through what is not worth a person's time.
            .Where(line => line.Paid > line.Due + Math.Max(1m, line.Due * 0.02m))
            .Select(line => $"received: {line.Paid} is paid for {line.Key.Item2} of {line.Key.Item1}, and {line.Due} is due for it");
    }

    private static IEnumerable<InvoiceLineItem> Paid(InvoiceBooks books, HashSet<string>? excused = null) => books.Invoices
        .Where(one => one.Kind != CreditNote && Posted.Contains(one.State ?? "") && !(excused?.Contains(one.Case) ?? false))
        .SelectMany(one => one.Lines ?? []);

    private static BookEntry? Entry(Books books, string kind, string identity) =>
        books.Entries.FirstOrDefault(entry => entry.Kind == kind && entry.Identity == identity);

    private static bool IsOf(string id, string kind) => id.StartsWith($"{kind}/", StringComparison.Ordinal);
}
