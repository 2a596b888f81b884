using System.Globalization;
using System.Text;
using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Invoices;
using Crossdock.Processes.InvoiceToReconciliation.Validation;
using Shouldly;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>Invoices of our own making, and what the rules say of them.</summary>
internal static class SampleInvoice
{
    /// <summary>An invoice that breaks no rule and has something of almost everything. Changed by text, it breaks one.</summary>
    public const string Rich = """
        <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
            xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
            xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
          <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>
          <cbc:ID>R-1001</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate><cbc:DueDate>2026-12-02</cbc:DueDate>
          <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:Note>#AAI#Thank you</cbc:Note>
          <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode><cbc:TaxCurrencyCode>SEK</cbc:TaxCurrencyCode>
          <cac:InvoicePeriod><cbc:StartDate>2026-10-01</cbc:StartDate><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod>
          <cac:BillingReference><cac:InvoiceDocumentReference><cbc:ID>R-900</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>
          <cac:AdditionalDocumentReference><cbc:ID>D-1</cbc:ID><cac:Attachment>
            <cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv" filename="a.csv">YQ==</cbc:EmbeddedDocumentBinaryObject>
          </cac:Attachment></cac:AdditionalDocumentReference>
          <cac:AdditionalDocumentReference><cbc:ID schemeID="AAA">OBJ</cbc:ID><cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>
          </cac:AdditionalDocumentReference>
          <cac:AccountingSupplierParty><cac:Party>
            <cbc:EndpointID schemeID="0088">7300010000001</cbc:EndpointID>
            <cac:PartyIdentification><cbc:ID schemeID="0088">7300010000001</cbc:ID></cac:PartyIdentification>
            <cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyTaxScheme><cbc:CompanyID>DE123456789</cbc:CompanyID>
              <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
            <cac:PartyLegalEntity><cbc:RegistrationName>Seller AG</cbc:RegistrationName>
              <cbc:CompanyID schemeID="0002">HRB 1</cbc:CompanyID></cac:PartyLegalEntity>
          </cac:Party></cac:AccountingSupplierParty>
          <cac:AccountingCustomerParty><cac:Party>
            <cbc:EndpointID schemeID="0192">987654325</cbc:EndpointID>
            <cac:PostalAddress><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyLegalEntity><cbc:RegistrationName>Buyer AB</cbc:RegistrationName></cac:PartyLegalEntity>
          </cac:Party></cac:AccountingCustomerParty>
          <cac:PayeeParty><cac:PartyName><cbc:Name>Factor Ltd</cbc:Name></cac:PartyName></cac:PayeeParty>
          <cac:TaxRepresentativeParty><cac:PartyName><cbc:Name>Rep SA</cbc:Name></cac:PartyName>
            <cac:PostalAddress><cac:Country><cbc:IdentificationCode>FR</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
            <cac:PartyTaxScheme><cbc:CompanyID>FR12345678901</cbc:CompanyID>
              <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
          </cac:TaxRepresentativeParty>
          <cac:Delivery><cac:DeliveryLocation><cbc:ID schemeID="0088">7300010000002</cbc:ID><cac:Address><cac:Country>
            <cbc:IdentificationCode>NO</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>
          <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>R-1001</cbc:PaymentID>
            <cac:CardAccount><cbc:PrimaryAccountNumberID>1234</cbc:PrimaryAccountNumberID></cac:CardAccount>
            <cac:PayeeFinancialAccount><cbc:ID>DE02</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>
          <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
            <cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode><cbc:Amount currencyID="EUR">10.00</cbc:Amount>
            <cbc:BaseAmount currencyID="EUR">100.00</cbc:BaseAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>
              <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>
          <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
            <cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode><cbc:Amount currencyID="EUR">5.00</cbc:Amount>
            <cbc:BaseAmount currencyID="EUR">50.00</cbc:BaseAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25.0</cbc:Percent>
              <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:AllowanceCharge>
          <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">23.75</cbc:TaxAmount><cac:TaxSubtotal>
            <cbc:TaxableAmount currencyID="EUR">95.00</cbc:TaxableAmount><cbc:TaxAmount currencyID="EUR">23.75</cbc:TaxAmount>
            <cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25.00</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
            </cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
          <cac:TaxTotal><cbc:TaxAmount currencyID="SEK">262.11</cbc:TaxAmount></cac:TaxTotal>
          <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
            <cbc:TaxExclusiveAmount currencyID="EUR">95.00</cbc:TaxExclusiveAmount>
            <cbc:TaxInclusiveAmount currencyID="EUR">118.75</cbc:TaxInclusiveAmount>
            <cbc:AllowanceTotalAmount currencyID="EUR">10.00</cbc:AllowanceTotalAmount>
            <cbc:ChargeTotalAmount currencyID="EUR">5.00</cbc:ChargeTotalAmount>
            <cbc:PrepaidAmount currencyID="EUR">18.00</cbc:PrepaidAmount>
            <cbc:PayableRoundingAmount currencyID="EUR">0.25</cbc:PayableRoundingAmount>
            <cbc:PayableAmount currencyID="EUR">101.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
          <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="H87">10</cbc:InvoicedQuantity>
            <cbc:LineExtensionAmount currencyID="EUR">100.00</cbc:LineExtensionAmount>
            <cac:InvoicePeriod><cbc:StartDate>2026-10-02</cbc:StartDate><cbc:EndDate>2026-10-30</cbc:EndDate></cac:InvoicePeriod>
            <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>
              <cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">4.00</cbc:Amount>
              <cbc:BaseAmount currencyID="EUR">40.00</cbc:BaseAmount></cac:AllowanceCharge>
            <cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>
              <cbc:AllowanceChargeReason>Packing</cbc:AllowanceChargeReason><cbc:Amount currencyID="EUR">3.00</cbc:Amount>
              <cbc:BaseAmount currencyID="EUR">30.00</cbc:BaseAmount></cac:AllowanceCharge>
            <cac:Item><cbc:Name>Bolt</cbc:Name>
              <cac:StandardItemIdentification><cbc:ID schemeID="0160">7300010000003</cbc:ID></cac:StandardItemIdentification>
              <cac:OriginCountry><cbc:IdentificationCode>CN</cbc:IdentificationCode></cac:OriginCountry>
              <cac:CommodityClassification>
                <cbc:ItemClassificationCode listID="SRV">1</cbc:ItemClassificationCode></cac:CommodityClassification>
              <cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>25</cbc:Percent>
                <cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory>
              <cac:AdditionalItemProperty><cbc:Name>Colour</cbc:Name><cbc:Value>grey</cbc:Value></cac:AdditionalItemProperty></cac:Item>
            <cac:Price><cbc:PriceAmount currencyID="EUR">10.1234</cbc:PriceAmount><cbc:BaseQuantity unitCode="H87">1</cbc:BaseQuantity>
              <cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator><cbc:Amount currencyID="EUR">1.123</cbc:Amount>
                <cbc:BaseAmount currencyID="EUR">11.2464</cbc:BaseAmount></cac:AllowanceCharge></cac:Price>
          </cac:InvoiceLine>
        </Invoice>
        """;

    public static InvoiceVerdict Check(string text) => Check(Encoding.UTF8.GetBytes(text));

    public static InvoiceVerdict Check(byte[] bytes) =>
        InvoiceValidator.Validate(InvoiceReader.Read(bytes).ShouldBeOfType<InvoiceFile.Invoice>().Root);

    public static string[] Errors(this InvoiceVerdict verdict) =>
        [.. verdict.Broken.Where(rule => rule.Severity == Severity.Error).Select(rule => rule.Rule).Distinct()];

    public static string Changed(string text, string from, string to)
    {
        text.ShouldContain(from);
        var at = text.IndexOf(from, StringComparison.Ordinal);
        return string.Concat(text.AsSpan(0, at), to, text.AsSpan(at + from.Length));
    }

    public static string Said(decimal number) => number.ToString("0.00", CultureInfo.InvariantCulture);
}
