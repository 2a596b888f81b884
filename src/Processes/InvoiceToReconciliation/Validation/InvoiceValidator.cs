using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Checks an invoice by the rules of the European standard EN 16931-1:2017 in its binding to UBL 2.1.</summary>
public static class InvoiceValidator
{
    private static readonly IReadOnlyList<Rule> Rules =
    [
        .. DocumentRules.All, .. PartyRules.All, .. AllowanceRules.All, .. LineRules.All, .. VatBreakdownRules.All, .. PaymentRules.All,
        .. DecimalRules.All,
    ];

    public static InvoiceVerdict Validate(InvoiceNode root)
    {
        var (tree, found) = (new InvoiceTree(root), new Findings());
        foreach (var rule in Rules)
        {
            rule.Check(tree, found);
        }

        TotalsRules.Check(tree, found);
        VatCategoryRules.Check(tree, found);
        SplitPaymentRules.Check(tree, found);
        CodeListRules.Check(tree, found);
        SyntaxRules.Check(tree, found);
        DataTypeRules.Check(tree, found);
        UnusedElementRules.Check(tree, found);
        ValueRules.Check(tree, found);
        return found.Verdict();
    }
}
