using System.Globalization;

namespace Crossdock.Processes.InvoiceToReconciliation.Matching;

/// <summary>Figures as people read them. Only here is money rounded: to cents, half away from zero.</summary>
internal static class Words
{
    /// <summary>Half a cent: what printing an amount may hide.</summary>
    public const decimal HalfCent = 0.005m;

    public static decimal Cents(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero);

    public static string Money(decimal amount, string currency) =>
        $"{Cents(amount).ToString("#,##0.00", CultureInfo.InvariantCulture)} {currency}".TrimEnd();

    public static string Price(decimal price) => price.ToString("#,##0.00######", CultureInfo.InvariantCulture);

    public static string Count(decimal pieces) => pieces.ToString("#,##0.######", CultureInfo.InvariantCulture);

    public static string Pieces(decimal pieces) => $"{Count(pieces)} {(pieces == 1m ? "piece" : "pieces")}";

    public static string Percent(decimal rate) => rate.ToString("0.####", CultureInfo.InvariantCulture) + " %";
}
