using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Whether the parties are known to the tax office as a VAT category asks for it.</summary>
internal static class VatPartyCheck
{
    private const string SellerTax = "cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme";
    private const string BuyerTax = "cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme";
    private const string RepresentativeTax = "cac:TaxRepresentativeParty/cac:PartyTaxScheme";

    /// <summary>A sentence on what is missing or too much; null where nothing is.</summary>
    public static string? Missing(InvoiceTree tree, VatParties wanted)
    {
        var sellerVat = HasVat(tree, SellerTax) || HasVat(tree, RepresentativeTax);
        var seller = sellerVat || tree.Match(SellerTax).Any(tax => tax.Has("cbc:CompanyID"));
        var buyerVat = HasVat(tree, BuyerTax);
        var buyer = buyerVat || tree.Match("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity").Any(e => e.Has("cbc:CompanyID"));
        const string giveSeller = "give the seller's VAT identifier (BT-31) or tax registration (BT-32), or the representative's (BT-63)";
        const string giveSellerVat = "give the VAT identifier of the seller (BT-31) or of the tax representative (BT-63)";
        return wanted switch
        {
            VatParties.Seller => seller ? null : giveSeller + ".",
            VatParties.SellerVat => sellerVat ? null : giveSellerVat + ".",
            VatParties.SellerAndBuyer => seller && buyer ? null
                : giveSeller + ", and the buyer's VAT identifier (BT-48) or legal registration (BT-47).",
            VatParties.SellerVatAndBuyerVat => sellerVat && buyerVat ? null
                : giveSellerVat + ", and of the buyer (BT-48).",
            VatParties.Nobody => !sellerVat && !buyerVat ? null
                : "leave out the VAT identifiers of seller (BT-31), tax representative (BT-63) and buyer (BT-48).",
            _ => throw new InvalidOperationException($"no rule for parties {wanted}"),
        };
    }

    private static bool HasVat(InvoiceTree tree, string path) => tree.Match(path).Any(tax => tax.IsVat() && tax.Has("cbc:CompanyID"));
}
