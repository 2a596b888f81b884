using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>A known invoice or credit note with what it claims.</summary>
internal sealed class BilledDocument
{
    public BilledDocument(SupplierInvoice invoice, MatchTolerances tolerances)
    {
        (Invoice, Tolerances) = (invoice, tolerances);
        Claims = [.. invoice.Lines.Select((line, place) => new Claim(this, line, place))];
    }

    public SupplierInvoice Invoice { get; }

    public MatchTolerances Tolerances { get; }

    public IReadOnlyList<Claim> Claims { get; }

    public List<FreightShare> Freight { get; } = [];

    /// <summary>The earlier document that this one repeats, with the reason; null for an original.</summary>
    public (BilledDocument Original, string Reason)? Repeats { get; set; }

    /// <summary>Its place among those whose money is promised; null for the others, which come after them.</summary>
    public int? Promised { get; init; }

    /// <summary>A person has said that it repeats no other one; others may still repeat it.</summary>
    public bool Distinct { get; init; }

    public bool IsCredit => Invoice.Kind == BillingKind.CreditNote;

    /// <summary>
    /// Who is served first, whoever came first: what is promised, then the earlier date, then the number, then our id.
    /// </summary>
    public static int Compare(BilledDocument a, BilledDocument b)
    {
        var byPromise = (a.Promised ?? int.MaxValue).CompareTo(b.Promised ?? int.MaxValue);
        if (byPromise != 0)
        {
            return byPromise;
        }

        var byDate = a.Invoice.Date.CompareTo(b.Invoice.Date);
        var byNumber = byDate != 0 ? byDate : string.CompareOrdinal(a.Invoice.Number, b.Invoice.Number);
        return byNumber != 0 ? byNumber : string.CompareOrdinal(a.Invoice.Id, b.Invoice.Id);
    }
}

/// <summary>A billed line and how it stands. A line of an invoice with a negative quantity is a credit of the positive one.</summary>
internal sealed class Claim(BilledDocument document, SupplierInvoiceLine line, int place)
{
    public BilledDocument Document { get; } = document;

    public SupplierInvoiceLine Line { get; } = line;

    public int Place { get; } = place;

    private bool IsNegative => !Document.IsCredit && (Line.Quantity < 0m || (Line.Quantity == 0m && Line.Amount < 0m));

    public bool IsCredit => Document.IsCredit || IsNegative;

    public decimal Quantity => IsNegative ? -Line.Quantity : Line.Quantity;

    public decimal Amount => IsNegative ? -Line.Amount : Line.Amount;

    /// <summary>The order line it was found to bill; null while the order is unknown or has no such line.</summary>
    public OrderLineAccount? Account { get; set; }

    /// <summary>How it stood when its order line was settled last.</summary>
    public LineMatch? Result { get; set; }

    public static int Compare(Claim a, Claim b)
    {
        var byDocument = BilledDocument.Compare(a.Document, b.Document);
        return byDocument != 0 ? byDocument : a.Place.CompareTo(b.Place);
    }

    public LineMatch End(MatchedMoney money, MatchedPieces pieces, List<Variance> variances, AwaitedDocument? waitsFor) => new(
        Line.Line, Line.Order, Account?.Agreed.Line, Line.Sku,
        variances.Count == 0 ? MatchOutcome.Matched : variances.Max(found => found.Outcome), waitsFor, Amount, money, pieces, variances);

    /// <summary>Nothing of it may be paid, and a person has to look.</summary>
    public LineMatch Refuse(DiscrepancyKind kind, string reason) => End(
        new MatchedMoney(0m, 0m, Amount, 0m), new MatchedPieces(0m, 0m, 0m, Quantity, 0m),
        [new Variance(kind, MatchOutcome.Discrepant, Quantity, Amount, reason)], null);

    /// <summary>All of it waits for a document that has not come.</summary>
    public LineMatch Wait(DiscrepancyKind kind, AwaitedDocument document, string reason) => End(
        new MatchedMoney(0m, Amount, 0m, 0m), new MatchedPieces(0m, 0m, Quantity, 0m, 0m),
        [new Variance(kind, MatchOutcome.Waiting, Quantity, Amount, reason)], document);
}
