using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>How and until when the invoice is to be paid (EN 16931-1, BG-16 to BG-19).</summary>
internal static class PaymentRules
{
    private const int MostDigits = 10;

    public static readonly IReadOnlyList<Rule> All =
    [
        Rule.Exists("BR-49", "cac:PaymentMeans", "cbc:PaymentMeansCode", "The code of the payment means (BT-81)"),
        Rule.Filled("BR-50", "cac:PaymentMeans/cac:PayeeFinancialAccount", "cbc:ID", "The account to pay to (BT-84)") with
        {
            Where = node => node.Parent?.Value("cbc:PaymentMeansCode") is "30" or "58",
        },
        new("BR-51", "cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID", "", card => card.Value().Length <= MostDigits,
            card => $"A card number of {card.Value().Length} digits (BT-87) must not travel in an invoice: keep the first six and the last "
                + "four digits at most.")
        {
            Severity = Severity.Warning,
        },
        new("BR-61", "cac:PaymentMeans", "cac:PayeeFinancialAccount/cbc:ID",
            node => node.Value("cbc:PaymentMeansCode") is not ("30" or "58") || node.Has("cac:PayeeFinancialAccount/cbc:ID"),
            node => $"Payment means {node.Value("cbc:PaymentMeansCode")} is a credit transfer, but no account is named (BT-84): "
                + "give cac:PayeeFinancialAccount/cbc:ID."),
        new("BR-CO-25", "/cac:LegalMonetaryTotal/cbc:PayableAmount", "", IsDueSometime, amount =>
            $"{amount.Value()} is to be paid (BT-115), but nothing says until when: give the due date (BT-9) or payment terms (BT-20).")
        {
            // The published rule looks at invoices alone: money of a credit note flows the other way.
            Where = amount => amount.Parent?.Parent?.Name == "Invoice",
        },
    ];

    private static bool IsDueSometime(InvoiceNode amount) =>
        !Amounts.TryRead(amount.Text, out var due) || due <= 0
        || amount.Parent?.Parent is not { } root || root.Has("cbc:DueDate") || root.Has("cac:PaymentTerms/cbc:Note");
}
