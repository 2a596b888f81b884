using Crossdock.Contracts.Invoices;
using Crossdock.Processes.InvoiceToReconciliation.Validation.CodeLists;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Who sells, buys, is paid, stands for the seller before the tax office, and where the goods went.</summary>
internal static class PartyRules
{
    private const string Seller = "cac:AccountingSupplierParty/cac:Party/";
    private const string Buyer = "cac:AccountingCustomerParty/cac:Party/";
    private const string Representative = "cac:TaxRepresentativeParty";
    private const string Country = "cac:Country/cbc:IdentificationCode";
    private const string Name = "cac:PartyName/cbc:Name";
    private const string Identifier = "cac:PartyIdentification/cbc:ID";

    public static readonly IReadOnlyList<Rule> All =
    [
        Rule.Filled("BR-06", "/", Seller + "cac:PartyLegalEntity/cbc:RegistrationName", "The name of the seller (BT-27)"),
        Rule.Filled("BR-07", "/", Buyer + "cac:PartyLegalEntity/cbc:RegistrationName", "The name of the buyer (BT-44)"),
        Rule.Exists("BR-08", "/", Seller + "cac:PostalAddress", "The postal address of the seller (BG-5)"),
        Rule.Filled("BR-09", Seller + "cac:PostalAddress", Country, "The country of the seller's address (BT-40)"),
        Rule.Exists("BR-10", "/", Buyer + "cac:PostalAddress", "The postal address of the buyer (BG-8)"),
        Rule.Filled("BR-11", Buyer + "cac:PostalAddress", Country, "The country of the buyer's address (BT-55)"),
        new("BR-17", "cac:PayeeParty", Name, IsNamedAndNotSeller, _ =>
            "A payee (BG-10) is given without a name (BT-59), or is the seller again: give the name of whoever else is paid, "
            + "or leave cac:PayeeParty out."),
        Rule.Filled("BR-18", Representative, Name, "The name of the seller's tax representative (BT-62)"),
        Rule.Exists("BR-19", Representative, "cac:PostalAddress", "The postal address of the seller's tax representative (BG-12)"),
        Rule.Filled("BR-20", Representative + "/cac:PostalAddress", Country, "The country of the tax representative's address (BT-69)"),
        new("BR-56", Representative, "cac:PartyTaxScheme/cbc:CompanyID",
            node => node.Named("cac:PartyTaxScheme").Any(tax => tax.IsVat() && tax.Has("cbc:CompanyID")),
            _ => "The VAT identifier of the seller's tax representative (BT-63) is missing: give cac:PartyTaxScheme/cbc:CompanyID "
                + "with the tax scheme VAT."),
        Rule.Exists("BR-57", "cac:Delivery/cac:DeliveryLocation/cac:Address", Country, "The country of the delivery address (BT-80)"),
        Scheme("BR-62", Seller + "cbc:EndpointID", "@schemeID", "The seller's electronic address (BT-34)"),
        Scheme("BR-63", Buyer + "cbc:EndpointID", "@schemeID", "The buyer's electronic address (BT-49)"),
        new("BR-CO-09", "cac:PartyTaxScheme", "cbc:CompanyID", HasCountryPrefix, node =>
            $"The VAT identifier '{node.Value("cbc:CompanyID")}' does not begin with the code of a country: "
            + "put the two letters of ISO 3166-1 before it (EL for Greece).")
        {
            Where = node => node.IsVat(),
        },
        new("BR-CO-26", "cac:AccountingSupplierParty", "", IsIdentified, _ =>
            "Nothing identifies the seller: give an identifier (BT-29), the legal registration (BT-30) or the VAT identifier (BT-31)."),
    ];

    /// <summary>An identifier says nothing without the scheme that it belongs to.</summary>
    public static Rule Scheme(string id, string context, string attribute, string what) =>
        new(id, context, attribute, node => node.Attribute(attribute[1..]) is not null,
            node => $"{what}, '{node.Value()}', does not say which scheme it belongs to: add {attribute[1..]}.");

    private static bool IsNamedAndNotSeller(InvoiceNode payee)
    {
        var seller = payee.Parent?.At(Seller[..^1]).ToList() ?? [];
        return payee.Has(Name) && !Shares(payee, seller, Name) && !Shares(payee, seller, Identifier);
    }

    private static bool Shares(InvoiceNode payee, List<InvoiceNode> sellers, string path)
    {
        var own = payee.At(path).Select(node => node.Text).ToHashSet();
        return sellers.SelectMany(seller => seller.At(path)).Any(node => own.Contains(node.Text));
    }

    private static bool HasCountryPrefix(InvoiceNode tax) =>
        tax.Value("cbc:CompanyID") is not { Length: > 0 } id
        || (id.Length >= 2 && (id.StartsWith("EL", StringComparison.Ordinal) || CodeList.Countries.Has(id[..2])));

    private static bool IsIdentified(InvoiceNode seller) =>
        seller.Has("cac:Party/" + Identifier) || seller.Has("cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
        || seller.At("cac:Party/cac:PartyTaxScheme").Any(tax => tax.IsVat() && tax.Has("cbc:CompanyID"));
}
