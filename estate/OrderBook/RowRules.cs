using System.Collections.Frozen;
using Crossdock.Contracts;

namespace Crossdock.Estate.OrderBook;

/// <summary>What becomes of a row. Every row has exactly one fate; the counts of all fates add up to the rows read.</summary>
public enum RowFate
{
    OrderLine,
    /// <summary>An amount that is no goods, on an order.</summary>
    Charge,
    ReturnLine,
    /// <summary>An amount that is no goods, on a cancellation.</summary>
    ReturnedCharge,
    StockCorrection,
    /// <summary>Sent through the front door on its own, to get its answer without spoiling the rest of its invoice.</summary>
    Odd,
}

/// <summary>
/// The rules, first match decides:
/// an invoice number of C and digits is a cancellation: its goods are returned, its other codes are charges given back;
/// a code that is no goods is a charge; goods with a negative quantity and no price are a correction of the stock;
/// goods with a quantity from 1 to a million, a price from 0 to ten million and a code that can be a SKU are an order line; all else is
/// odd.
/// </summary>
public static class RowRules
{
    // Beyond these it is a slip of the keyboard, and would have the whole order refused.
    private const int MostPieces = 1_000_000;
    private const decimal MostPrice = 10_000_000m;

    private static readonly FrozenSet<string> ChargeCodes = new[]
    {
        "POST", "DOT", "M", "D", "C2", "C3", "S", "B", "CRUK", "PADS", "AMAZONFEE", "BANK CHARGES", "ADJUST", "ADJUST2",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool IsCancellation(string invoice) =>
        invoice.Length > 1 && invoice[0] is 'C' or 'c' && invoice.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0 && invoice.Length > 1;

    /// <summary>Named codes, vouchers, and anything of at most four letters without a digit.</summary>
    public static bool IsCharge(string sku) =>
        ChargeCodes.Contains(sku)
        || sku.StartsWith("gift_", StringComparison.OrdinalIgnoreCase)
        || (sku.Length <= 4 && sku.All(char.IsAsciiLetter));

    public static RowFate FateOf(RetailRow row)
    {
        if (IsCancellation(row.Invoice))
        {
            return row.Quantity >= 0 || row.UnitPrice < 0 || !CaseId.IsKey(row.Invoice) ? RowFate.Odd
                : IsCharge(row.Sku) ? RowFate.ReturnedCharge
                : CaseId.IsKey(row.Sku) ? RowFate.ReturnLine : RowFate.Odd;
        }

        if (IsCharge(row.Sku))
        {
            return RowFate.Charge;
        }

        return !CaseId.IsKey(row.Sku) ? RowFate.Odd
            : row is { Quantity: < 0, UnitPrice: 0 } ? RowFate.StockCorrection
            : row is { Quantity: > 0 and <= MostPieces, UnitPrice: >= 0 and <= MostPrice } ? RowFate.OrderLine : RowFate.Odd;
    }

    /// <summary>Why a readable row is odd, in words.</summary>
    public static string WhyOdd(RetailRow row) =>
        !CaseId.IsKey(row.Sku) ? $"'{row.Sku}' cannot be a stock code"
        : row.UnitPrice < 0 ? $"the price {row.UnitPrice} is below 0"
        : $"a quantity of {row.Quantity} at a price of {row.UnitPrice} on {(IsCancellation(row.Invoice) ? "a cancellation" : "an order")}";
}
