using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>
/// Elements and attributes that UBL knows and EN 16931 does not use (CEN/TS 16931-3-2, UBL-CR), as far as they look like something
/// that is used. They do no harm, so most are only warned of. The long list of elements that nothing reads is not kept here.
/// </summary>
internal static class UnusedElementRules
{
    public static void Check(InvoiceTree tree, Findings found)
    {
        var said = new Dictionary<string, (InvoiceNode First, string What, int Times)>();
        foreach (var node in tree.All)
        {
            foreach (var (rule, what) in Anywhere(node))
            {
                Say(said, rule, node, what);
            }
        }

        if (tree.Root.First("cbc:UBLVersionID") is { } version && version.Text != "2.1")
        {
            Say(said, "UBL-CR-002", version, "cbc:UBLVersionID other than 2.1");
        }

        if (!tree.IsCreditNote && tree.Root.First("cac:PaymentMeans/cbc:PaymentDueDate") is { } due)
        {
            Say(said, "UBL-CR-412", due, "cac:PaymentMeans/cbc:PaymentDueDate in an invoice");
        }

        foreach (var (rule, (first, what, times)) in said.OrderBy(row => row.Key, StringComparer.Ordinal))
        {
            var often = times > 1 ? $" It stands {times} times." : "";
            found.Add(rule, rule is "UBL-CR-666" or "UBL-CR-673" ? Severity.Error : Severity.Warning, first.Location(),
                $"{what} is not used by EN 16931 and says nothing to the receiver: leave it out.{often}");
        }
    }

    private static void Say(
        Dictionary<string, (InvoiceNode First, string What, int Times)> said, string rule, InvoiceNode node, string what) =>
        said[rule] = said.TryGetValue(rule, out var before) ? before with { Times = before.Times + 1 } : (node, what, 1);

    /// <summary>The rules that look for something wherever it stands.</summary>
    private static IEnumerable<(string Rule, string What)> Anywhere(InvoiceNode node)
    {
        var parent = node.Parent?.Name;
        var (hasScheme, hasList) = (node.Attribute("schemeID") is not null, node.Attribute("listID") is not null);
        return (parent, node.Name) switch
        {
            ("cac:PartyTaxScheme", "cbc:CompanyID") when hasScheme => [("UBL-CR-652", "schemeID of a VAT identifier")],
            ("cac:Country", "cbc:IdentificationCode") when hasList => [("UBL-CR-660", "listID of a country")],
            (_, "cbc:AllowanceChargeReasonCode") when hasList => [("UBL-CR-662", "listID of a reason")],
            (_, "cac:FinancialInstitution") => [("UBL-CR-664", "cac:FinancialInstitution")],
            ("cac:AdditionalDocumentReference", "cbc:ID") when hasScheme && !IsObject(node) =>
                [("UBL-CR-665", "schemeID of a document that is not the invoiced object (type code 130)")],
            ("cac:AdditionalDocumentReference", "cac:Attachment") when IsObject(node) =>
                [("UBL-CR-666", "The attachment of an invoiced object")],
            ("cac:AdditionalDocumentReference", "cbc:DocumentDescription") when IsObject(node) =>
                [("UBL-CR-673", "The description of an invoiced object")],
            ("cac:BuyersItemIdentification", "cbc:ID") when hasScheme => [("UBL-CR-667", "schemeID of the buyer's item identifier")],
            ("cac:SellersItemIdentification", "cbc:ID") when hasScheme => [("UBL-CR-668", "schemeID of the seller's item identifier")],
            ("cac:CardAccount", "cbc:NetworkID") when hasScheme => [("UBL-CR-675", "schemeID of a card network")],
            (_, "cbc:PrimaryAccountNumber") when hasScheme => [("UBL-CR-674", "schemeID of a card number")],
            ("cac:PaymentMandate", "cbc:ID") when hasScheme => [("UBL-CR-676", "schemeID of a mandate")],
            ("cac:PayerFinancialAccount", "cbc:ID") when hasScheme && node.Parent!.Parent?.Name == "cac:PaymentMandate" =>
                [("UBL-CR-677", "schemeID of the account that is debited")],
            ("cac:TaxCategory", "cbc:ID") when hasScheme => [("UBL-CR-678", "schemeID of a VAT category")],
            ("cac:ClassifiedTaxCategory", "cbc:ID") when hasScheme => [("UBL-CR-679", "schemeID of a line's VAT category")],
            ("cac:PaymentMeans", "cac:PayerFinancialAccount") => [("UBL-CR-680", "cac:PayerFinancialAccount")],
            ("cac:AllowanceCharge", _) when node.Parent!.Parent?.Name == "cac:Price" => OfPriceAllowance(node.Name),
            _ => [],
        };
    }

    private static IEnumerable<(string Rule, string What)> OfPriceAllowance(string name) => name switch
    {
        "cbc:AllowanceChargeReasonCode" => [("UBL-CR-669", "The reason code of a price discount")],
        "cbc:AllowanceChargeReason" => [("UBL-CR-670", "The reason of a price discount")],
        "cbc:MultiplierFactorNumeric" => [("UBL-CR-671", "The factor of a price discount")],
        _ => [],
    };

    private static bool IsObject(InvoiceNode node) => node.Parent!.Value("cbc:DocumentTypeCode") == "130";
}
