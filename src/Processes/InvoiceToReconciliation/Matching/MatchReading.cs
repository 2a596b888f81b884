namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>Puts together how a document stands, settling only the order lines that it touches.</summary>
internal static class MatchReading
{
    public static InvoiceMatch Of(BilledDocument document, Func<string, OrderAccount?> order, DateOnly? asOf)
    {
        var invoice = document.Invoice;
        var late = asOf is { } day && day.DayNumber - invoice.Date.DayNumber > document.Tolerances.PatienceDays;
        var lines = document.Claims.Select(claim => Line(claim, order)).Select(line => late ? Impatient(line) : line).ToList();
        var charges = document.Freight.Select(Freight).Select(charge => late ? Impatient(charge) : charge).Concat(Tax(document)).ToList();
        return new InvoiceMatch(
            invoice.Id, invoice.Number, invoice.Supplier, invoice.Kind, invoice.Currency,
            lines.Select(line => line.Outcome).Concat(charges.Select(charge => charge.Outcome)).DefaultIfEmpty(MatchOutcome.Discrepant)
                .Max(),
            document.Repeats?.Original.Invoice.Id, lines, charges);
    }

    private static LineMatch Line(Claim claim, Func<string, OrderAccount?> order)
    {
        if (claim.Document.Repeats is { } repeats)
        {
            return claim.Refuse(DiscrepancyKind.Duplicate, repeats.Reason);
        }

        if (claim.Account is { } account)
        {
            account.Settle();
            return claim.Result!;
        }

        return claim.Line.Order is not { } number ? claim.Refuse(DiscrepancyKind.NotOrdered, "names no order")
            : order(number) is { Order: not null } known ? claim.Refuse(DiscrepancyKind.NotOrdered, known.WhyNotOrdered(claim))
            : claim.Wait(DiscrepancyKind.NotOrdered, AwaitedDocument.Order, $"order {number.Trim()} is not known yet");
    }

    private static ChargeMatch Freight(FreightShare share)
    {
        if (share.Order is null)
        {
            return share.Document.Repeats is { } repeats
                ? share.Refuse(DiscrepancyKind.Duplicate, repeats.Reason)
                : share.Refuse(DiscrepancyKind.Freight, "freight is billed, and no line names an order");
        }

        share.Order.Freight.Settle();
        return share.Result!;
    }

    // A document's tax is compared where it can be: every line says its rate. Freight is ancillary to the goods and bears what they bear;
    // of goods at several rates, anything between the lowest and the highest.
    private static IEnumerable<ChargeMatch> Tax(BilledDocument document)
    {
        var invoice = document.Invoice;
        if (invoice.Tax is not { } billed || invoice.Lines.Count == 0 || invoice.Lines.Any(line => line.TaxRate is null))
        {
            yield break;
        }

        var made = invoice.Lines.Sum(line => line.Amount * line.TaxRate!.Value / 100m);
        var (lowest, highest) = (invoice.Lines.Min(line => line.TaxRate!.Value), invoice.Lines.Max(line => line.TaxRate!.Value));
        var (least, most) = (invoice.Freight * lowest / 100m, invoice.Freight * highest / 100m);
        var nearest = made + Math.Clamp(billed - made, Math.Min(least, most), Math.Max(least, most));
        var (off, tolerance) = (billed - nearest, document.Tolerances.Tax);
        var said = $"{Words.Money(billed, invoice.Currency)} of tax billed, the lines' rates make {Words.Money(made, invoice.Currency)}"
            + (invoice.Freight == 0m ? ""
                : $" and {Words.Money(invoice.Freight, invoice.Currency)} of freight at most {Words.Money(most, invoice.Currency)}");
        var outcome = Math.Abs(off) <= Words.HalfCent ? MatchOutcome.Matched
            : Math.Abs(off) <= tolerance.Of(nearest) ? MatchOutcome.MatchedInTolerance
            : MatchOutcome.Discrepant;
        IReadOnlyList<Variance> variances = outcome == MatchOutcome.Matched ? [] :
        [
            new(DiscrepancyKind.TaxCode, outcome, 0m, off,
                outcome == MatchOutcome.Discrepant ? said : $"{said}, within the tolerance of {tolerance}"),
        ];
        yield return new ChargeMatch(
            ChargeKind.Tax, null, outcome, billed,
            outcome == MatchOutcome.Discrepant ? new MatchedMoney(billed - off, 0m, off, 0m) : new MatchedMoney(billed, 0m, 0m, 0m),
            variances);
    }

    private static LineMatch Impatient(LineMatch line) => line.Outcome != MatchOutcome.Waiting && line.Pieces.Waiting == 0m
        ? line
        : line with
        {
            Outcome = MatchOutcome.Discrepant, WaitsFor = null, Variances = Impatient(line.Variances),
            Money = line.Money with { Waiting = 0m, Disputed = line.Money.Disputed + line.Money.Waiting },
            Pieces = line.Pieces with { Waiting = 0m, TooMany = line.Pieces.TooMany + line.Pieces.Waiting },
        };

    private static ChargeMatch Impatient(ChargeMatch charge) => charge.Outcome != MatchOutcome.Waiting
        ? charge
        : charge with
        {
            Outcome = MatchOutcome.Discrepant, Variances = Impatient(charge.Variances),
            Money = charge.Money with { Waiting = 0m, Disputed = charge.Money.Disputed + charge.Money.Waiting },
        };

    private static List<Variance> Impatient(IReadOnlyList<Variance> variances) =>
    [
        .. variances.Select(found => found.Outcome != MatchOutcome.Waiting
            ? found
            : found with { Outcome = MatchOutcome.Discrepant, Reason = $"{found.Reason}; waited in vain" }),
    ];
}
