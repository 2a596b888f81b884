using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.PayablesBooks;

/// <summary>Matches what hangs together in a book and says how each open invoice of it reads.</summary>
internal static class BookReading
{
    /// <summary>So many sentences are read; an invoice of a thousand wrong lines is wrong in one way.</summary>
    private const int Sentences = 12;

    public static ImmutableSortedDictionary<string, InvoiceReading> Of(PayablesBook book, Together together, Context context)
    {
        var open = together.Invoices.Select(key => book.Invoices[key]).Where(invoice => !invoice.Done).ToList();
        if (open.Count == 0)
        {
            return ImmutableSortedDictionary<string, InvoiceReading>.Empty;
        }

        var match = Matched(book, together, context);
        return open.ToImmutableSortedDictionary(
            invoice => invoice.Case.Key, invoice => Read(book, invoice, match.Of(invoice.Invoice.Id)!), StringComparer.Ordinal);
    }

    /// <summary>What an invoice is told when the book is closed: a person has to look, each time it asks.</summary>
    public static InvoiceReading Closed(PayablesBook book) => new(
        InvoiceStanding.Discrepant, ExceptionCategory.NotOrdered, $"The book of {book.Supplier} is closed.",
        $"closed-{book.Round + 1}", 0m, [], Likeness.None, null, [], AccountStanding.Known, Promised: false);

    /// <summary>All of a reading, in short: whoever was told this knows all of it.</summary>
    public static string PrintOf(InvoiceReading reading) =>
        $"{reading.Print}/{reading.Account}/{reading.Promised}/{string.Join(',', reading.OrderedBy)}";

    private static MatchBook Matched(PayablesBook book, Together together, Context context)
    {
        var tolerances = MatchTolerances.Read(context.Policy);
        var match = new MatchBook(_ => tolerances);
        foreach (var order in together.Orders.Select(order => book.Orders.GetValueOrDefault(order)?.Order).OfType<PurchaseOrder>())
        {
            match.Tell(order);
        }

        foreach (var receipt in together.Receipts)
        {
            match.Tell(book.Receipts[receipt]);
        }

        foreach (var past in together.Past)
        {
            // Without lines: what it billed has left the book with its orders, and only a repetition has to be seen.
            match.Tell(
                new SupplierInvoice(past.Id, past.Number, book.Supplier, past.Date, past.Currency, [], past.Kind, past.Net, past.Tax),
                promised: 0);
        }

        foreach (var invoice in together.Invoices.Select(key => book.Invoices[key]))
        {
            match.Tell(invoice.Invoice, invoice.Promised, invoice.Distinct);
        }

        return match;
    }

    private static InvoiceReading Read(PayablesBook book, BookedInvoice invoice, InvoiceMatch match)
    {
        ImmutableArray<LineReading> lines =
        [
            .. match.Lines.Select(line => new LineReading(
                line.Line, line.Order, line.OrderLine, line.Sku, Standing(line.Outcome), line.Amount, line.Money.Payable,
                line.Money.Waiting, line.Money.Disputed, line.Money.Credited, line.Reason)),
            .. match.Charges.Select(charge => new LineReading(
                charge.Kind == ChargeKind.Freight ? "freight" : "tax", charge.Order, null, "", Standing(charge.Outcome), charge.Amount,
                charge.Money.Payable, charge.Money.Waiting, charge.Money.Disputed, charge.Money.Credited,
                string.Join("; ", charge.Variances.Select(found => found.Reason)))),
        ];
        var orderedBy = OrderedBy(book, invoice.Invoice);
        var likeness = match.DuplicateOf is { } original ? LikenessOf(book, invoice, original) : Likeness.None;
        var text = new StringBuilder($"{match.Outcome}|{likeness}|{match.DuplicateOf}");
        foreach (var line in lines)
        {
            text.Append(CultureInfo.InvariantCulture, $"|{line.Line}|{line.Order}|{line.OrderLine}|{line.Sku}|{line.Standing}")
                .Append(CultureInfo.InvariantCulture, $"|{line.Payable:0.######}|{line.Waiting:0.######}|{line.Disputed:0.######}")
                .Append(CultureInfo.InvariantCulture, $"|{line.Credited:0.######}|{line.Reason}");
        }

        return new InvoiceReading(
            Standing(match.Outcome), CategoryOf(match, likeness), Why(lines),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 10)),
            Variance(match), lines, likeness, match.DuplicateOf, orderedBy, AccountOf(book, invoice.Account, orderedBy),
            invoice.Promised is not null);
    }

    private static InvoiceStanding Standing(MatchOutcome outcome) => outcome switch
    {
        MatchOutcome.Matched => InvoiceStanding.Matched,
        MatchOutcome.MatchedInTolerance => InvoiceStanding.InTolerance,
        MatchOutcome.Waiting => InvoiceStanding.Waiting,
        MatchOutcome.Discrepant => InvoiceStanding.Discrepant,
        _ => throw new InvalidOperationException($"No standing for {outcome}."),
    };

    private static string Why(ImmutableArray<LineReading> lines)
    {
        var said = lines.Where(line => line.Standing != InvoiceStanding.Matched).OrderByDescending(line => line.Standing)
            .Select(line => line.Sku.Length > 0 ? $"Line {line.Line}, {line.Sku}: {line.Reason}." : $"{line.Line}: {line.Reason}.")
            .ToList();
        return said.Count == 0 ? "All lines are as ordered and received."
            : said.Count <= Sentences ? string.Join(" ", said)
            : $"{string.Join(" ", said.Take(Sentences))} And {said.Count - Sentences} more lines.";
    }

    private static decimal Variance(InvoiceMatch match) =>
        match.Lines.SelectMany(line => line.Variances).Concat(match.Charges.SelectMany(charge => charge.Variances))
            .Sum(found => Math.Abs(found.Money));

    private static ExceptionCategory? CategoryOf(InvoiceMatch match, Likeness likeness)
    {
        if (match.Outcome is MatchOutcome.Matched or MatchOutcome.MatchedInTolerance)
        {
            return null;
        }

        var kinds = match.Lines.SelectMany(line => line.Variances).Concat(match.Charges.SelectMany(charge => charge.Variances))
            .Where(found => found.Outcome == match.Outcome).Select(found => found.Kind).ToList();
        return likeness != Likeness.None ? ExceptionCategory.Duplicate
            : kinds.Count == 0 ? ExceptionCategory.DataInvalid
            : kinds.Min() switch
            {
                DiscrepancyKind.Duplicate => ExceptionCategory.Duplicate,
                DiscrepancyKind.NotOrdered => ExceptionCategory.NotOrdered,
                DiscrepancyKind.UnitOfMeasure or DiscrepancyKind.OverBilled or DiscrepancyKind.QuantityShort =>
                    ExceptionCategory.QuantityMismatch,
                DiscrepancyKind.Currency or DiscrepancyKind.CreditUnfounded => ExceptionCategory.DataInvalid,
                DiscrepancyKind.PriceOutdated or DiscrepancyKind.Freight or DiscrepancyKind.Rounding => ExceptionCategory.PriceMismatch,
                DiscrepancyKind.TaxCode => ExceptionCategory.TaxMismatch,
                DiscrepancyKind.Early => ExceptionCategory.NotReceived,
                var other => throw new InvalidOperationException($"No category for {other}."),
            };
    }

    /// <summary>
    /// The same in every figure that counts. One that wants to be paid to another account is not the same: which of the two is genuine a
    /// person has to say, or a forged copy would end the supplier's own.
    /// </summary>
    private static Likeness LikenessOf(PayablesBook book, BookedInvoice copy, string original)
    {
        var (invoice, open) = (copy.Invoice, book.Invoices.Values.FirstOrDefault(one => one.Invoice.Id == original));
        var before = open is not null ? PastInvoice.Of(open.Invoice) : book.Past.First(past => past.Id == original);
        return before.Number.Trim() == invoice.Number.Trim() && before.Currency == invoice.Currency && before.Net == invoice.Net
            && before.Tax == invoice.Tax && before.Date == invoice.Date && (open is null || open.Done || open.Account == copy.Account)
            ? Likeness.Same : Likeness.Alike;
    }

    private static ImmutableArray<string> OrderedBy(PayablesBook book, SupplierInvoice invoice) =>
    [
        .. invoice.Lines.Select(line => line.Order?.Trim()).OfType<string>().Distinct()
            .SelectMany(order => book.Orders.GetValueOrDefault(order)?.By ?? []).Distinct().Order(StringComparer.Ordinal),
    ];

    /// <summary>Whoever ordered it may have made sure of the account before the order was known here: that does not count.</summary>
    private static AccountStanding AccountOf(PayablesBook book, string? account, ImmutableArray<string> orderedBy) =>
        account is null || (book.Accounts.TryGetValue(account, out var by) && by.Any(one => !orderedBy.Contains(one)))
            ? AccountStanding.Known
        : book.Accounts.IsEmpty ? AccountStanding.First : AccountStanding.Changed;
}
