using System.Globalization;
using Crossdock.Contracts;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>What the bank's movements are looked up by: words of an invoice's card, written the same on both sides.</summary>
public static class PayableTerms
{
    /// <summary>The reference that the ERP gave its payment.</summary>
    public static string Payment(string reference) => $"payment:{reference}";

    /// <summary>The number of a document, of whoever has that account: numbers are a supplier's own.</summary>
    public static string Remitted(string account, string number) => $"remitted:{account}/{number.Trim()}";

    /// <summary>So much is still to be paid of it.</summary>
    public static string ToPay(Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"to-pay:{money.Currency}/{money.Amount:0.00###}");

    /// <summary>Null where nothing is to be paid.</summary>
    public static Money? ToPayOf(IEnumerable<string> terms) =>
        terms.FirstOrDefault(term => term.StartsWith("to-pay:", StringComparison.Ordinal))?["to-pay:".Length..].Split('/') is
            [var currency, var text] && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? new Money(amount, currency) : null;

    /// <summary>So much of that currency is owed to that account.</summary>
    public static string Owed(string account, Money money) =>
        string.Create(CultureInfo.InvariantCulture, $"owed:{account}/{money.Currency}/{money.Amount:0.00###}");
}
