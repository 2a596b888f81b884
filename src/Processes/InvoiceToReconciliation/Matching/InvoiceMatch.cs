using Crossdock.Contracts.Purchasing;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>How a line ends; the further down, the worse.</summary>
public enum MatchOutcome
{
    Matched,
    MatchedInTolerance,
    Waiting,
    Discrepant,
}

/// <summary>What is wrong with a line. Of several the first in this list names it.</summary>
public enum DiscrepancyKind
{
    Duplicate,
    NotOrdered,
    Currency,
    UnitOfMeasure,

    /// <summary>More was billed than ordered.</summary>
    OverBilled,

    /// <summary>More was billed than received and kept.</summary>
    QuantityShort,

    /// <summary>A credit note takes back what was not billed.</summary>
    CreditUnfounded,
    PriceOutdated,
    TaxCode,
    Freight,

    /// <summary>The amount is not quantity times price.</summary>
    Rounding,

    /// <summary>Billed before the goods came.</summary>
    Early,
}

public enum AwaitedDocument
{
    Order,
    Receipt,
    Invoice,
}

/// <summary>One thing that differs from what was agreed and received, with its reason in words.</summary>
/// <param name="Pieces">in the order line's unit; 0 where only money differs</param>
/// <param name="Money">exact, in the document's currency; words round it to cents, half away from zero</param>
public sealed record Variance(DiscrepancyKind Kind, MatchOutcome Outcome, decimal Pieces, decimal Money, string Reason);

/// <summary>Where a line's money goes. The four parts add up to the line's amount, to the last decimal.</summary>
/// <param name="Credited">on an invoice, what credit notes took back; on a credit note, what it took</param>
public readonly record struct MatchedMoney(decimal Payable, decimal Waiting, decimal Disputed, decimal Credited)
{
    public decimal Sum => Payable + Waiting + Disputed + Credited;

    public static MatchedMoney operator +(MatchedMoney a, MatchedMoney b) =>
        new(a.Payable + b.Payable, a.Waiting + b.Waiting, a.Disputed + b.Disputed, a.Credited + b.Credited);

    public static MatchedMoney Add(MatchedMoney left, MatchedMoney right) => left + right;
}

/// <summary>Where a line's pieces go, in the order line's unit. Tolerated ones are payable.</summary>
public readonly record struct MatchedPieces(decimal Payable, decimal Tolerated, decimal Waiting, decimal TooMany, decimal Credited);

/// <summary>How one line of an invoice or credit note stands against everything that is known.</summary>
/// <param name="OrderLine">the order line that it was found to bill; null where there is none</param>
/// <param name="Amount">as billed; positive on a credit note too</param>
public sealed record LineMatch(
    string Line, string? Order, string? OrderLine, string Sku, MatchOutcome Outcome, AwaitedDocument? WaitsFor, decimal Amount,
    MatchedMoney Money, MatchedPieces Pieces, IReadOnlyList<Variance> Variances)
{
    /// <summary>What the line is called by; null when nothing is wrong with it.</summary>
    public DiscrepancyKind? Kind => Variances.Where(found => found.Outcome == Outcome).Select(found => (DiscrepancyKind?)found.Kind).Min();

    public string Reason => string.Join("; ", Variances.Select(found => found.Reason));
}

public enum ChargeKind
{
    Freight,
    Tax,
}

/// <summary>How a charge that stands beside the lines compares with what was agreed.</summary>
public sealed record ChargeMatch(
    ChargeKind Kind, string? Order, MatchOutcome Outcome, decimal Amount, MatchedMoney Money, IReadOnlyList<Variance> Variances);

/// <summary>How a document stands. A value: it says the same for the same documents, in whatever order they came.</summary>
public sealed record InvoiceMatch(
    string Id, string Number, string Supplier, BillingKind Kind, string Currency, MatchOutcome Outcome, string? DuplicateOf,
    IReadOnlyList<LineMatch> Lines, IReadOnlyList<ChargeMatch> Charges)
{
    /// <summary>Net of tax: lines and freight.</summary>
    public MatchedMoney Money =>
        Lines.Select(line => line.Money).Concat(Charges.Where(charge => charge.Kind == ChargeKind.Freight).Select(charge => charge.Money))
            .Aggregate(default(MatchedMoney), (sum, money) => sum + money);
}
