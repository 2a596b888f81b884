using System.Globalization;
using System.Text;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Estate.Wire;

/// <param name="Pieces">0 on a credit note that takes back money only</param>
public sealed record BillLine(string Sku, int Pieces, decimal UnitPrice, decimal Amount, AgreedTax Tax)
{
    public static BillLine Of(string sku, int pieces, decimal price, AgreedTax tax) =>
        new(sku, pieces, price, decimal.Round(pieces * price, 2), tax);
}

/// <summary>An invoice, or a credit note that takes back a part of one, as its supplier writes it.</summary>
/// <param name="Freight">for bringing the goods, as a charge of the whole document (BG-21); it bears the standard rate</param>
/// <param name="Credits">the number of the invoice that it takes back; null for an invoice</param>
/// <param name="TaxOff">by so much its tax is wrong</param>
public sealed record Bill(
    string Number, string Supplier, string Order, DateOnly Date, string Currency, string Account, IReadOnlyList<BillLine> Lines,
    decimal Freight = 0, string? Credits = null, decimal TaxOff = 0)
{
    public static readonly AgreedTax OnFreight = new("S", 20m);

    public decimal Sum => Lines.Sum(line => line.Amount);

    public decimal Net => Sum + Freight;

    /// <summary>The VAT breakdown (BG-23): a category and rate each, with what it is reckoned on.</summary>
    public IReadOnlyList<(AgreedTax Of, decimal Taxable, decimal Tax)> Breakdown =>
    [
        .. Lines.Select(line => (line.Tax, line.Amount)).Concat(Freight == 0 ? [] : [(OnFreight, Freight)])
            .GroupBy(part => part.Item1, part => part.Item2)
            .Select(part => (part.Key, part.Sum(), decimal.Round(part.Sum() * part.Key.Rate / 100, 2, MidpointRounding.AwayFromZero))),
    ];

    public decimal Tax => Breakdown.Sum(part => part.Tax) + TaxOff;
}

/// <summary>Bills as UBL 2.1, due at once.</summary>
public static class UblDocuments
{
    private const string Names = "urn:oasis:names:specification:ubl:schema:xsd:";

    public static string Write(Bill bill)
    {
        var (root, line, quantity) = bill.Credits is null
            ? ("Invoice", "InvoiceLine", "InvoicedQuantity") : ("CreditNote", "CreditNoteLine", "CreditedQuantity");
        var date = bill.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var text = new StringBuilder($"""
            <{root} xmlns="{Names}{root}-2" xmlns:cac="{Names}CommonAggregateComponents-2" xmlns:cbc="{Names}CommonBasicComponents-2">
            <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{bill.Number}</cbc:ID>
            <cbc:IssueDate>{date}</cbc:IssueDate>
            {(bill.Credits is null ? $"<cbc:DueDate>{date}</cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>"
                : "<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>")}
            <cbc:DocumentCurrencyCode>{bill.Currency}</cbc:DocumentCurrencyCode>
            <cac:OrderReference><cbc:ID>{bill.Order}</cbc:ID></cac:OrderReference>
            """);
        text.Append(bill.Credits is null ? ""
            : $"<cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>{bill.Credits}</cbc:ID></cac:InvoiceDocumentReference>"
                + "</cac:BillingReference>");
        text.Append($"""
            <cac:AccountingSupplierParty>{Party(bill.Supplier, "GB123456789")}</cac:AccountingSupplierParty>
            <cac:AccountingCustomerParty>{Party("The retailer", null)}</cac:AccountingCustomerParty>
            <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>{bill.Number}</cbc:PaymentID>
            <cac:PayeeFinancialAccount><cbc:ID>{bill.Account}</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
            {Freight(bill)}<cac:TaxTotal>{Money(bill, "TaxAmount", bill.Tax)}{Breakdown(bill)}</cac:TaxTotal>
            <cac:LegalMonetaryTotal>{Money(bill, "LineExtensionAmount", bill.Sum)}{Money(bill, "TaxExclusiveAmount", bill.Net)}
            {Money(bill, "TaxInclusiveAmount", bill.Net + bill.Tax)}
            {(bill.Freight == 0 ? "" : Money(bill, "ChargeTotalAmount", bill.Freight))}
            {Money(bill, "PayableAmount", bill.Net + bill.Tax)}</cac:LegalMonetaryTotal>
            """);
        foreach (var (item, n) in bill.Lines.Select((item, n) => (item, n + 1)))
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                <cac:{line}><cbc:ID>{n}</cbc:ID><cbc:{quantity} unitCode="C62">{item.Pieces}</cbc:{quantity}>
                {Money(bill, "LineExtensionAmount", item.Amount)}
                <cac:Item><cbc:Name>{item.Sku}</cbc:Name>
                <cac:BuyersItemIdentification><cbc:ID>{item.Sku}</cbc:ID></cac:BuyersItemIdentification>
                <cac:ClassifiedTaxCategory>{Category(item.Tax)}</cac:ClassifiedTaxCategory></cac:Item>
                <cac:Price>{Money(bill, "PriceAmount", item.UnitPrice)}</cac:Price></cac:{line}>
                """);
        }

        return text.Append($"</{root}>").ToString();
    }

    /// <summary>FC of UNCL 7161 is freight.</summary>
    private static string Freight(Bill bill) => bill.Freight == 0 ? ""
        : "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
            + "<cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>"
            + $"<cbc:AllowanceChargeReason>Freight</cbc:AllowanceChargeReason>{Money(bill, "Amount", bill.Freight)}"
            + $"<cac:TaxCategory>{Category(Bill.OnFreight)}</cac:TaxCategory></cac:AllowanceCharge>";

    /// <summary>Where the document's tax is wrong, the first part of the breakdown is.</summary>
    private static string Breakdown(Bill bill) => string.Concat(bill.Breakdown.Select((part, n) =>
        $"<cac:TaxSubtotal>{Money(bill, "TaxableAmount", part.Taxable)}{Money(bill, "TaxAmount", part.Tax + (n == 0 ? bill.TaxOff : 0))}"
        + $"<cac:TaxCategory>{Category(part.Of)}</cac:TaxCategory></cac:TaxSubtotal>"));

    private static string Category(AgreedTax tax) => string.Create(
        CultureInfo.InvariantCulture,
        $"<cbc:ID>{tax.Category}</cbc:ID><cbc:Percent>{tax.Rate:0.##}</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>");

    private static string Money(Bill bill, string name, decimal amount) => string.Create(
        CultureInfo.InvariantCulture, $"<cbc:{name} currencyID=\"{bill.Currency}\">{amount:0.00}</cbc:{name}>");

    private static string Party(string name, string? vat) =>
        "<cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>GB</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        + (vat is null ? "" : $"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
            + "</cac:PartyTaxScheme>")
        + $"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>";
}
