using System.Text.Json.Serialization;
using Crossdock.Connectors.Formats.Purchasing;

namespace Crossdock.Host.Commands;

/// <summary>A line that is billed for more than was kept.</summary>
/// <param name="Kept">what was stocked</param>
/// <param name="Amount">exact: overcharged pieces times unit price, not rounded</param>
/// <param name="Row">the line of PurchaseOrderDetail</param>
internal sealed record Overcharge(
    string Order, string Line, string Product, string? ProductName, string Vendor, string? VendorName, decimal Ordered, decimal Received,
    decimal Rejected, decimal Kept, decimal Billed, decimal OverchargedQuantity, decimal UnitPrice, decimal Amount, int Row, string Reason);

/// <summary>A line that does not match for another reason than pieces that were not kept.</summary>
internal sealed record OtherDiscrepancy(string Order, string Line, string Kind, string Reason);

internal sealed record ReportedFinding(string Kind, string Order, string? Line, string File, int Row, string What);

internal sealed record UnreadRow(string File, int Line, string? Column, string What);

/// <summary>What the match of a folder found. Counts are whole even where a list is cut.</summary>
internal sealed record MatchReport(
    int Orders, int Lines, int Invoices, string Currency, decimal BilledAmount, int Matched, int NotBilled, int Overcharged,
    decimal OverchargedQuantity, decimal OverchargedAmount, decimal OverchargedAmountExact, string Rounding,
    IReadOnlyList<Overcharge> Overcharges, IReadOnlyList<OtherDiscrepancy> OtherDiscrepancies,
    IReadOnlyDictionary<string, int> FindingCounts, IReadOnlyList<ReportedFinding> Findings, int UnreadCount,
    IReadOnlyList<UnreadRow> Unread, IReadOnlyList<string> Notes)
{
    public const int FindingsListed = 10_000;

    public static MatchReport Of(
        PurchasingBook read, string currency, int invoices, decimal billed, int matched, IReadOnlyList<Overcharge> overcharges,
        IReadOnlyList<OtherDiscrepancy> others)
    {
        var lines = read.Lines.Values.Sum(order => order.Count);
        var exact = overcharges.Sum(line => line.Amount);
        return new MatchReport(
            read.Heads.Count, lines, invoices, currency, Cents(billed), matched, lines - matched - overcharges.Count - others.Count,
            overcharges.Count, overcharges.Sum(line => line.OverchargedQuantity), Cents(exact), Plain.Of(exact),
            "amounts of lines are exact; their sum is rounded once, to cents, half away from zero", overcharges, others,
            new SortedDictionary<string, int>(
                read.Findings.CountBy(found => NameOf(found.Kind)).ToDictionary(), StringComparer.Ordinal),
            [
                .. read.Findings.Take(FindingsListed)
                    .Select(found => new ReportedFinding(NameOf(found.Kind), found.Order, found.Line, found.File, found.Row, found.What)),
            ],
            read.FaultCount, [.. read.Faults.Select(fault => new UnreadRow(fault.File, fault.Line, fault.Column, fault.What))],
            read.Notes);
    }

    private static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    private static string NameOf(FindingKind kind) => kind switch
    {
        FindingKind.StockedDiffers => "stocked-differs",
        FindingKind.LineTotalDiffers => "line-total-differs",
        FindingKind.SubTotalDiffers => "subtotal-differs",
        FindingKind.TaxDiffers => "tax-differs",
        FindingKind.FreightDiffers => "freight-differs",
        FindingKind.TotalDiffers => "total-differs",
        FindingKind.OverDelivery => "over-delivery",
        FindingKind.NothingBilled => "nothing-billed",
        FindingKind.QuantityBelowZero => "quantity-below-zero",
        FindingKind.OrderWithoutLines => "order-without-lines",
        FindingKind.LineWithoutOrder => "line-without-order",
        FindingKind.RepeatedRow => "repeated-row",
        FindingKind.NumberUsedTwice => "number-used-twice",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "is no finding"),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(MatchReport))]
internal sealed partial class MatchJson : JsonSerializerContext;
