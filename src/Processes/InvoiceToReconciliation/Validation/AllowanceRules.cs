using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What allowances and charges on the whole document must say (EN 16931-1, BG-20 and BG-21).</summary>
internal static class AllowanceRules
{
    private const string Context = "/cac:AllowanceCharge";
    private const string Reason = "cbc:AllowanceChargeReason";
    private const string ReasonCode = "cbc:AllowanceChargeReasonCode";

    public static readonly IReadOnlyList<Rule> All =
    [
        .. On("allowance", node => node.IsAllowance(), ("BT-92", "BT-95", "BT-97 or BT-98"), "BR-31", "BR-32", "BR-33", "BR-CO-21"),
        .. On("charge", node => node.IsCharge(), ("BT-99", "BT-102", "BT-104 or BT-105"), "BR-36", "BR-37", "BR-38", "BR-CO-22"),
    ];

    private static IEnumerable<Rule> On(
        string what, Func<InvoiceNode, bool> isIt, (string Amount, string Category, string Reasons) terms,
        string amount, string category, string reason, string again) =>
    [
        Rule.Exists(amount, Context, "cbc:Amount", $"The amount of a document {what} ({terms.Amount})") with { Where = isIt },
        new(category, Context, "cac:TaxCategory/cbc:ID",
            node => node.Named("cac:TaxCategory").Any(tax => tax.IsVat() && tax.Has("cbc:ID")),
            _ => $"The VAT category of a document {what} ({terms.Category}) is missing: give cac:TaxCategory with a code "
                + "and the scheme VAT.")
        {
            Where = isIt,
        },
        Rule.Either(reason, Context, Reason, ReasonCode, $"The reason of a document {what} ({terms.Reasons})") with { Where = isIt },
        Rule.Either(again, Context, Reason, ReasonCode, $"The reason of a document {what}, as text, code or both,") with { Where = isIt },
    ];
}
