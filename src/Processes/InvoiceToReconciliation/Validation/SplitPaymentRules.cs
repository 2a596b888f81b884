namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Italian split payment, VAT category B (BR-B-01 and BR-B-02).</summary>
internal static class SplitPaymentRules
{
    public static void Check(InvoiceTree tree, Findings found)
    {
        var categories = tree.Named("cac:TaxCategory").Concat(tree.Named("cac:ClassifiedTaxCategory")).ToList();
        var split = categories.Find(tax => tax.Value("cbc:ID") == "B");
        if (split is null)
        {
            return;
        }

        if (tree.Named("cbc:IdentificationCode").FirstOrDefault(code => code.Value() != "IT") is { } abroad)
        {
            found.Error("BR-B-01", abroad, $"VAT category B (split payment) is for invoices within Italy, but the country {abroad.Value()} "
                + "stands here.");
        }

        if (categories.Find(tax => tax.Value("cbc:ID") == "S" && tax.Parent?.Name != "cac:TaxSubtotal") is { } standard)
        {
            found.Error("BR-B-02", standard, "VAT category B (split payment) and S (standard rated) stand in one invoice: write two.");
        }
    }
}
