using System.Globalization;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Exact decimals, and the rounding of EN 16931: to two decimals, half upwards.</summary>
internal static class Amounts
{
    /// <summary>Beyond this, sums and products of many amounts might no longer be exact in 28 digits.</summary>
    public const decimal Largest = 1_000_000_000_000_000m;

    private const NumberStyles Decimal = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    /// <summary>As the XML schema writes a decimal: no exponent, no thousands, a point.</summary>
    public static bool TryRead(string text, out decimal number) =>
        decimal.TryParse(NodePaths.Normal(text), Decimal, CultureInfo.InvariantCulture, out number) && Math.Abs(number) < Largest;

    /// <summary>2.345 becomes 2.35 and -2.345 becomes -2.34: towards the greater of two numbers equally near.</summary>
    public static decimal Round2(decimal number) => Math.Floor((number * 100m) + 0.5m) / 100m;

    public static decimal Round0(decimal number) => Math.Floor(number + 0.5m);

    /// <summary>What VAT at a rate comes to, without its sign. The published rules take the amounts, not the rate, without signs.</summary>
    public static decimal Tax(decimal taxable, decimal percent) => Round2(Math.Abs(taxable) * (percent / 100m));

    /// <summary>The published rules bear a difference of less than one unit of the currency where rates of lines were rounded.</summary>
    public static bool IsNear(decimal found, decimal expected) => Math.Abs(found - expected) < 1m;

    public static int Decimals(string text)
    {
        var value = NodePaths.Normal(text);
        var point = value.IndexOf('.', StringComparison.Ordinal);
        return point < 0 ? 0 : value.Length - point - 1;
    }

    /// <summary>For a message; without zeros that only show how a sum was made.</summary>
    public static string Said(decimal number) => number.ToString("0.00##########", CultureInfo.InvariantCulture);
}
