using System.Globalization;
using Crossdock.Contracts;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>What the bank's movements are looked up by: words of an invoice's card, written the same on both sides.</summary>
public static class PayableTerms
{
    /// <summary>The reference that the ERP gave its payment.</summary>
    public static string Payment(string reference) => $"payment:{reference}";

    /// <summary>So much of that currency is owed to that account.</summary>
    public static string Owed(string account, Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"owed:{account}/{money.Currency}/{money.Amount:0.00###}");
}
