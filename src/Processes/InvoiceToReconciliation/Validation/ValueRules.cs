using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>
/// Values that the schema of UBL would not let through. The standard's own rules suppose that a document passed its schema; here a
/// number that is none, or a day that is none, is said, and the sums over it are not judged. The names of these rules are ours.
/// </summary>
internal static class ValueRules
{
    public static void Check(InvoiceTree tree, Findings found)
    {
        foreach (var node in tree.All)
        {
            if (node.Children.Count > 0)
            {
                continue;
            }

            if (IsNumber(node.Name) && !Amounts.TryRead(node.Text, out _))
            {
                found.Error("SCHEMA-DECIMAL", node, $"'{Short(node.Value())}' is no number that can be calculated with: write it like "
                    + "1234.56, with a point, without thousands, currency or exponent, and below 1,000,000,000,000,000.");
            }
            else if (IsDay(node.Name) && Dates.Read(node.Value()) is null)
            {
                found.Error("SCHEMA-DATE", node, $"'{Short(node.Value())}' is no day: write it like 2026-11-26.");
            }
            else if (node.Name == "cbc:ChargeIndicator" && !node.IsTrueOrFalse())
            {
                found.Error("SCHEMA-BOOLEAN", node, $"'{Short(node.Value())}' does not say allowance or charge: write false for an "
                    + "allowance, true for a charge.");
            }
        }
    }

    private static bool IsTrueOrFalse(this InvoiceNode node) => node.Value() is "true" or "false" or "1" or "0";

    private static bool IsNumber(string name) =>
        name.StartsWith("cbc:", StringComparison.Ordinal)
        && (name.EndsWith("Amount", StringComparison.Ordinal) || name.EndsWith("Quantity", StringComparison.Ordinal)
            || name.EndsWith("Percent", StringComparison.Ordinal) || name == "cbc:MultiplierFactorNumeric");

    private static bool IsDay(string name) =>
        name.StartsWith("cbc:", StringComparison.Ordinal) && name.EndsWith("Date", StringComparison.Ordinal);

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
