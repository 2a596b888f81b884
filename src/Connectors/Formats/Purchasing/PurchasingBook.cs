using Crossdock.Contracts.Purchasing;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>Something in a row that cannot be read: where it stands, and what to mend.</summary>
/// <param name="Column">the name and the place, from 1; null for the row as a whole</param>
public sealed record RowFault(string File, int Line, string? Column, string What)
{
    public override string ToString() => $"{File}, line {Line}{(Column is null ? "" : $", column {Column}")}: {What}";
}

public enum FindingKind
{
    StockedDiffers,
    LineTotalDiffers,
    SubTotalDiffers,
    TaxDiffers,
    FreightDiffers,
    TotalDiffers,
    OverDelivery,
    NothingBilled,
    QuantityBelowZero,
    OrderWithoutLines,
    LineWithoutOrder,
    RepeatedRow,
    NumberUsedTwice,
}

/// <summary>A row that can be read and says something odd. It is no overcharge.</summary>
/// <param name="Line">the order line; null for the order as a whole</param>
/// <param name="Row">the line of the file</param>
public sealed record PurchasingFinding(FindingKind Kind, string Order, string? Line, string File, int Row, string What);

/// <summary>The head of an order as its row says it; a figure that is missing or cannot be read is null.</summary>
public sealed record OrderRow(
    int Row, string Number, string Vendor, DateOnly? Date, decimal? SubTotal, decimal? Tax, decimal? Freight, decimal? Total);

/// <summary>A line of an order with what was counted.</summary>
/// <param name="Line">the line's number; made unique within its order where the file uses it twice</param>
/// <param name="Stocked">what was kept</param>
public sealed record OrderLineRow(
    int Row, string Order, string Line, string Product, decimal Ordered, decimal UnitPrice, decimal? LineTotal, decimal Received,
    decimal Rejected, decimal Stocked);

/// <summary>What a purchasing folder says: orders and receipts, with all that could not be read or looks odd.</summary>
/// <param name="Orders">in the order of the files; lines that have no order stand under one without a vendor</param>
/// <param name="Lines">by order number</param>
/// <param name="Heads">rows of orders that were read</param>
/// <param name="Faults">the first of them, as many as are kept</param>
/// <param name="FaultCount">all of them</param>
/// <param name="Notes">what was assumed or left out, in sentences</param>
public sealed record PurchasingBook(
    IReadOnlyList<PurchaseOrder> Orders, IReadOnlyList<GoodsReceipt> Receipts, IReadOnlyDictionary<string, OrderRow> Heads,
    IReadOnlyDictionary<string, IReadOnlyList<OrderLineRow>> Lines, IReadOnlyDictionary<string, string> VendorNames,
    IReadOnlyDictionary<string, string> ProductNames, IReadOnlyList<RowFault> Faults, int FaultCount,
    IReadOnlyList<PurchasingFinding> Findings, IReadOnlyList<string> Notes);
