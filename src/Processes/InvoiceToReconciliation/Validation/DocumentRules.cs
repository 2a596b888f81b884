using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What every invoice must say of itself, its period and the documents that it names (EN 16931-1, 6.4.1 and 6.4.2).</summary>
internal static class DocumentRules
{
    public static readonly IReadOnlyList<Rule> All =
    [
        Rule.Filled("BR-01", "/", "cbc:CustomizationID", "The specification that the invoice follows (BT-24)"),
        Rule.Filled("BR-02", "/", "cbc:ID", "The invoice number (BT-1)"),
        Rule.Filled("BR-03", "/", "cbc:IssueDate", "The issue date (BT-2)"),
        new("BR-04", "/", "cbc:InvoiceTypeCode", root => root.Filled("cbc:InvoiceTypeCode") || root.Filled("cbc:CreditNoteTypeCode"),
            root => "The type code (BT-3) is missing: fill in "
                + $"{(root.Name == "CreditNote" ? "cbc:CreditNoteTypeCode" : "cbc:InvoiceTypeCode")}."),
        Rule.Filled("BR-05", "/", "cbc:DocumentCurrencyCode", "The currency of the invoice (BT-5)"),
        new("BR-16", "/", "", root => root.Has("cac:InvoiceLine") || root.Has("cac:CreditNoteLine"),
            _ => "The invoice has no line (BG-25): give at least one."),
        new("BR-53", "/", "cbc:TaxCurrencyCode", HasTaxInAccountingCurrency, root =>
            $"VAT is accounted for in {root.Value("cbc:TaxCurrencyCode")} (BT-6), but no VAT total is given in it (BT-111): "
            + "add a cac:TaxTotal whose cbc:TaxAmount has that currencyID."),
        new("BR-66", "/", "cac:PaymentMeans/cac:CardAccount", root => root.Count("cac:PaymentMeans/cac:CardAccount") <= 1,
            _ => "The invoice names more than one payment card (BG-18): keep one cac:CardAccount."),
        new("BR-67", "/", "cac:PaymentMeans/cac:PaymentMandate", root => root.Count("cac:PaymentMeans/cac:PaymentMandate") <= 1,
            _ => "The invoice names more than one direct debit mandate (BG-19): keep one cac:PaymentMandate."),
        new("BR-CO-03", "/", "cbc:TaxPointDate",
            root => !root.Has("cbc:TaxPointDate") || !root.Has("cac:InvoicePeriod/cbc:DescriptionCode"),
            root => $"The VAT point is given as a date, {root.Value("cbc:TaxPointDate")} (BT-7), and as a code, "
                + $"{root.Value("cac:InvoicePeriod/cbc:DescriptionCode")} (BT-8): keep one of the two."),
        new("BR-CO-18", "/", "", root => root.Has("cac:TaxTotal/cac:TaxSubtotal"),
            _ => "The invoice has no VAT breakdown (BG-23): add cac:TaxTotal/cac:TaxSubtotal for each VAT category and rate."),
        Rule.Exists("BR-55", "cac:BillingReference", "cac:InvoiceDocumentReference/cbc:ID", "The number of the preceding invoice (BT-25)"),
        Rule.Filled("BR-52", "cac:AdditionalDocumentReference", "cbc:ID", "The reference of a supporting document (BT-122)"),
        Period("BR-29", "cac:InvoicePeriod", "BT-73", "BT-74") with { Where = node => node.Parent?.IsLine() != true },
        new("BR-CO-19", "cac:InvoicePeriod", "",
            node => node.Has("cbc:StartDate") || node.Has("cbc:EndDate") || node.Has("cbc:DescriptionCode"),
            _ => "The invoicing period (BG-14) has neither a start (BT-73) nor an end (BT-74): give one, or leave the period out.")
        {
            Where = node => node.Parent?.IsLine() != true,
        },
    ];

    /// <summary>A period must not end before it starts. Dates that are none are told apart by <see cref="ValueRules"/>.</summary>
    public static Rule Period(string id, string context, string start, string end) => new(id, context, "cbc:EndDate",
        node => Dates.Read(node.Value("cbc:StartDate")) is not { } from || Dates.Read(node.Value("cbc:EndDate")) is not { } to
            || to >= from,
        node => $"The period ends on {node.Value("cbc:EndDate")} ({end}), before it starts on {node.Value("cbc:StartDate")} ({start}): "
            + "exchange or mend the dates.");

    private static bool HasTaxInAccountingCurrency(InvoiceNode root)
    {
        var given = root.At("cac:TaxTotal/cbc:TaxAmount").Select(amount => amount.Attribute("currencyID")).ToHashSet();
        return root.Named("cbc:TaxCurrencyCode").All(currency => given.Contains(currency.Text) || given.Contains(currency.Value()));
    }
}
