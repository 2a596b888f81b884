using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What UBL would let stand several times, and the standard does not (CEN/TS 16931-3-2, UBL-SR).</summary>
internal static class SyntaxRules
{
    private const string Seller = "cac:AccountingSupplierParty/cac:Party/";
    private const string Buyer = "cac:AccountingCustomerParty/cac:Party/";
    private const string Payee = "cac:PayeeParty";
    private const string Name = "cac:PartyName/cbc:Name";

    public static readonly IReadOnlyList<Rule> All =
    [
        Once("UBL-SR-01", "cac:ContractDocumentReference/cbc:ID", "The contract (BT-12)"),
        Once("UBL-SR-02", "cac:ReceiptDocumentReference/cbc:ID", "The receiving advice (BT-15)"),
        Once("UBL-SR-03", "cac:DespatchDocumentReference/cbc:ID", "The despatch advice (BT-16)"),
        new("UBL-SR-04", "/", "cac:AdditionalDocumentReference", root => InvoicedObjects(root) <= 1,
            root => $"The invoiced object (BT-18) may be given once, but stands {InvoicedObjects(root)} times."),
        Once("UBL-SR-05", "cac:PaymentTerms/cbc:Note", "The payment terms (BT-20)"),
        Rule.AtMostOnce("UBL-SR-06", "cac:BillingReference", "cac:InvoiceDocumentReference", "The preceding invoice (BG-3)"),
        Rule.Exists("UBL-SR-07", "cac:BillingReference", "cac:InvoiceDocumentReference/cbc:ID",
            "The number of a preceding invoice (BT-25)"),
        Once("UBL-SR-08", "cac:InvoicePeriod", "The invoicing period (BG-14)"),
        Once("UBL-SR-09", Seller + "cac:PartyLegalEntity/cbc:RegistrationName", "The seller's name (BT-27)"),
        Once("UBL-SR-10", Seller + Name, "The seller's trading name (BT-28)"),
        Once("UBL-SR-11", Seller + "cac:PartyLegalEntity/cbc:CompanyID", "The seller's legal registration (BT-30)"),
        Tax("UBL-SR-12", Seller, isVat: true, "The seller's VAT identifier (BT-31)"),
        Tax("UBL-SR-13", Seller, isVat: false, "The seller's tax registration (BT-32)"),
        Once("UBL-SR-14", Seller + "cac:PartyLegalEntity/cbc:CompanyLegalForm", "The seller's further legal information (BT-33)"),
        Once("UBL-SR-15", Buyer + "cac:PartyLegalEntity/cbc:RegistrationName", "The buyer's name (BT-44)"),
        Once("UBL-SR-16", Buyer + "cac:PartyIdentification/cbc:ID", "The buyer's identifier (BT-46)"),
        Once("UBL-SR-17", Buyer + "cac:PartyLegalEntity/cbc:CompanyID", "The buyer's legal registration (BT-47)"),
        Tax("UBL-SR-18", Buyer, isVat: true, "The buyer's VAT identifier (BT-48)"),
        Other("UBL-SR-19", payee => payee.Count(Name), Name, "name (BT-59)"),
        Other("UBL-SR-20", payee => payee.At("cac:PartyIdentification/cbc:ID").Count(id => id.Attribute("schemeID") is { } s && !IsSepa(s)),
            "cac:PartyIdentification/cbc:ID", "identifier (BT-60)"),
        Other("UBL-SR-21", payee => payee.Count("cac:PartyLegalEntity/cbc:CompanyID"), "cac:PartyLegalEntity/cbc:CompanyID",
            "legal registration (BT-61)"),
        Rule.AtMostOnce("UBL-SR-22", "cac:TaxRepresentativeParty", Name, "The tax representative's name (BT-62)"),
        Rule.AtMostOnce("UBL-SR-23", "cac:TaxRepresentativeParty", "cac:PartyTaxScheme/cbc:CompanyID",
            "The tax representative's VAT identifier (BT-63)"),
        Once("UBL-SR-24", "cac:Delivery", "The delivery (BG-13)"),
        Rule.AtMostOnce("UBL-SR-25", "cac:Delivery", "cac:DeliveryParty/" + Name, "The name of the party delivered to (BT-70)"),
        Rule.AtMostOnce("UBL-SR-26", "cac:PaymentMeans", "cbc:PaymentID", "The remittance information (BT-83)"),
        Rule.AtMostOnce("UBL-SR-27", "cac:PaymentMeans", "cbc:PaymentMeansCode", "The code of the payment means (BT-81)"),
        Rule.AtMostOnce("UBL-SR-28", "cac:PaymentMeans", "cac:PaymentMandate/cbc:ID", "The mandate (BT-89)"),
        Rule.AtMostOnce("UBL-SR-30", "cac:AllowanceCharge", "cbc:AllowanceChargeReason", "The reason of an allowance (BT-97)")
            with { Where = node => node.IsAllowance() },
        Rule.AtMostOnce("UBL-SR-31", "cac:AllowanceCharge", "cbc:AllowanceChargeReason", "The reason of a charge (BT-104)")
            with { Where = node => node.IsCharge() },
        Rule.AtMostOnce("UBL-SR-32", "cac:TaxSubtotal", "cac:TaxCategory/cbc:TaxExemptionReason", "The exemption reason (BT-120)"),
        Rule.AtMostOnce("UBL-SR-33", "cac:AdditionalDocumentReference", "cbc:DocumentDescription",
            "The description of a document (BT-123)"),
        Rule.AtMostOnce("UBL-SR-34", "line", "cbc:Note", "The note of a line (BT-127)"),
        Rule.AtMostOnce("UBL-SR-35", "line", "cac:OrderLineReference/cbc:LineID", "The order line (BT-132)"),
        Rule.AtMostOnce("UBL-SR-36", "line", "cac:InvoicePeriod", "The period of a line (BG-26)"),
        Rule.AtMostOnce("UBL-SR-37", "line", "cac:Price/cac:AllowanceCharge/cbc:Amount", "The discount on the price (BT-147)"),
        Once("UBL-SR-39", "cac:ProjectReference/cbc:ID", "The project (BT-11)"),
        Once("UBL-SR-40", Buyer + Name, "The buyer's trading name (BT-45)"),
        new("UBL-SR-42", Seller[..^1], "cac:PartyTaxScheme", party => party.Count("cac:PartyTaxScheme") <= 2,
            party => $"The seller may be registered for tax twice (BT-31, BT-32), but is {party.Count("cac:PartyTaxScheme")} times."),
        new("UBL-SR-43", "cac:AdditionalDocumentReference", "cbc:DocumentTypeCode", HasSchemeForObjectOnly, _ =>
            "A document reference has a type code or scheme as only the invoiced object (BT-18) may have: the code must be 130, or 50 in "
            + "a credit note."),
        Once("UBL-SR-45", "cac:PaymentMeans/cbc:PaymentDueDate", "The due date (BT-9)"),
        new("UBL-SR-46", "/", "cac:PaymentMeans/cbc:PaymentMeansCode",
            root => root.At("cac:PaymentMeans/cbc:PaymentMeansCode").Count(code => code.Attribute("name") is not null) <= 1,
            _ => "The text of the payment means (BT-82) may be given once: keep one name on cbc:PaymentMeansCode."),
        new("UBL-SR-48", "line", "cac:Item/cac:ClassifiedTaxCategory", line => line.Count("cac:Item/cac:ClassifiedTaxCategory") == 1,
            line => $"A line has exactly one VAT category (BT-151), this one has {line.Count("cac:Item/cac:ClassifiedTaxCategory")}."),
        Once("UBL-SR-49", "cac:InvoicePeriod/cbc:DescriptionCode", "The code of the VAT point (BT-8)"),
        Rule.AtMostOnce("UBL-SR-50", "line", "cac:Item/cbc:Description", "The description of an item (BT-154)"),
        Rule.AtMostOnce("UBL-SR-51", "cac:PostalAddress", "cac:AddressLine", "The third line of an address"),
        Rule.AtMostOnce("UBL-SR-51", "cac:Address", "cac:AddressLine", "The third line of an address"),
        Rule.AtMostOnce("UBL-SR-52", "line", "cac:DocumentReference", "The invoiced object of a line (BT-128)"),
        new("UBL-SR-53", "cac:PartyTaxScheme", "cbc:CompanyID", tax => tax.Has("cac:TaxScheme/cbc:ID") && tax.Has("cbc:CompanyID"),
            _ => "A tax registration needs its scheme and its identifier: give cac:TaxScheme/cbc:ID and cbc:CompanyID."),
    ];

    public static void Check(InvoiceTree tree, Findings found)
    {
        foreach (var rule in All)
        {
            rule.Check(tree, found);
        }

        Same("UBL-SR-44", tree.Named("cbc:PaymentID"), "The remittance information (BT-83)", found);
        Same("UBL-SR-47", tree.Named("cbc:PaymentMeansCode"), "The code of the payment means (BT-81)", found);
        var sepa = tree.Match("cac:PartyIdentification/cbc:ID").Where(id => IsSepa(id.Attribute("schemeID"))).ToList();
        if (sepa.Count > 1)
        {
            found.Error("UBL-SR-29", sepa[1], $"The bank's creditor identifier (BT-90, scheme SEPA) may be given once, but stands "
                + $"{sepa.Count} times.");
        }
    }

    private static Rule Once(string id, string path, string what) => Rule.AtMostOnce(id, "/", path, what);

    private static Rule Tax(string id, string party, bool isVat, string what)
    {
        int Registrations(InvoiceNode root) => root.At(party + "cac:PartyTaxScheme")
            .Where(tax => tax.Has("cac:TaxScheme/cbc:ID") && tax.IsVat() == isVat).Sum(tax => tax.Count("cbc:CompanyID"));
        return new Rule(id, "/", party + "cac:PartyTaxScheme/cbc:CompanyID", root => Registrations(root) <= 1,
            root => $"{what} may be given once, but stands {Registrations(root)} times: keep one.");
    }

    // As published: a payee that is named like the seller breaks the rule, and so does one without a name.
    private static Rule Other(string id, Func<InvoiceNode, int> count, string at, string what) => new(id, Payee, at,
        payee => count(payee) <= 1 && IsNamedApart(payee),
        payee => count(payee) > 1
            ? $"The payee's {what} may be given once, but stands {count(payee)} times."
            : $"The payee's {what} may stand only where the payee has a name (BT-59) other than the seller's (BT-27).");

    private static bool IsNamedApart(InvoiceNode payee)
    {
        var seller = payee.Parent?.At(Seller + "cac:PartyLegalEntity/cbc:RegistrationName").Select(node => node.Text).ToList() ?? [];
        return payee.At(Name).Any(name => seller.Exists(other => other != name.Text));
    }

    private static void Same(string rule, IReadOnlyList<InvoiceNode> nodes, string what, Findings found)
    {
        if (nodes.FirstOrDefault(node => node.Text != nodes[0].Text) is { } other)
        {
            found.Error(rule, other, $"{what} must be the same wherever it stands, but is '{nodes[0].Value()}' and '{other.Value()}'.");
        }
    }

    private static int InvoicedObjects(InvoiceNode root) => root.Named("cac:AdditionalDocumentReference")
        .Where(node => node.Value("cbc:DocumentTypeCode") == "130").Sum(node => node.Count("cbc:ID"));

    private static bool HasSchemeForObjectOnly(InvoiceNode node) => node.Value("cbc:DocumentTypeCode") switch
    {
        "130" => true,
        "50" => Root(node).Name == "CreditNote",
        null => node.Named("cbc:ID").All(id => id.Attribute("schemeID") is null),
        _ => false,
    };

    private static InvoiceNode Root(InvoiceNode node)
    {
        while (node.Parent is { } parent)
        {
            node = parent;
        }

        return node;
    }

    private static bool IsSepa(string? scheme) => string.Equals(scheme, "SEPA", StringComparison.OrdinalIgnoreCase);
}
