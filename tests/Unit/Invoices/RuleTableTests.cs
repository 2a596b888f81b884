using Crossdock.Processes.InvoiceToReconciliation.Validation;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>A row a rule: the rich invoice keeps it, and the change breaks it.</summary>
public sealed class RuleTableTests
{
    private const string Vat = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

    private const string Address = "<cac:PostalAddress><cac:Country><cbc:IdentificationCode>";
    private const string AddressEnd = "</cbc:IdentificationCode></cac:Country></cac:PostalAddress>";

    [Fact]
    public void the_rich_invoice_breaks_nothing() => SampleInvoice.Check(SampleInvoice.Rich).Broken.ShouldBeEmpty();

    [Theory]
    [InlineData("BR-01", "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>", "")]
    [InlineData("BR-02", "<cbc:ID>R-1001</cbc:ID>", "<cbc:ID> </cbc:ID>")]
    [InlineData("BR-03", "<cbc:IssueDate>2026-11-02</cbc:IssueDate>", "")]
    [InlineData("BR-04", "<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>", "")]
    [InlineData("BR-05", "<cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>", "")]
    [InlineData("BR-06", "<cbc:RegistrationName>Seller AG</cbc:RegistrationName>", "")]
    [InlineData("BR-08", Address + "DE" + AddressEnd, "")]
    [InlineData("BR-09", "<cbc:IdentificationCode>DE</cbc:IdentificationCode>", "")]
    [InlineData("BR-10", Address + "SE" + AddressEnd, "")]
    [InlineData("BR-11", "<cbc:IdentificationCode>SE</cbc:IdentificationCode>", "")]
    [InlineData("BR-17", "<cac:PartyName><cbc:Name>Factor Ltd</cbc:Name></cac:PartyName>", "")]
    [InlineData("BR-18", "<cbc:Name>Rep SA</cbc:Name>", "")]
    [InlineData("BR-20", "<cbc:IdentificationCode>FR</cbc:IdentificationCode>", "")]
    [InlineData("BR-21", "<cac:InvoiceLine><cbc:ID>1</cbc:ID>", "<cac:InvoiceLine>")]
    [InlineData("BR-22", "<cbc:InvoicedQuantity unitCode=\"H87\">10</cbc:InvoicedQuantity>", "")]
    [InlineData("BR-23", "<cbc:InvoicedQuantity unitCode=\"H87\">", "<cbc:InvoicedQuantity>")]
    [InlineData("BR-25", "<cbc:Name>Bolt</cbc:Name>", "<cbc:Name/>")]
    [InlineData("BR-26", "<cbc:PriceAmount currencyID=\"EUR\">10.1234</cbc:PriceAmount>", "")]
    [InlineData("BR-27", "10.1234", "-10.1234")]
    [InlineData("BR-28", "11.2464", "-11.2464")]
    [InlineData("BR-29", "2026-10-31", "2026-09-30")]
    [InlineData("BR-30", "2026-10-30", "2026-10-01")]
    [InlineData("BR-33", "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>", "")]
    [InlineData("BR-CO-21", "<cbc:AllowanceChargeReasonCode>95</cbc:AllowanceChargeReasonCode>", "")]
    [InlineData("BR-38", "<cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>", "")]
    [InlineData("BR-CO-22", "<cbc:AllowanceChargeReasonCode>FC</cbc:AllowanceChargeReasonCode>", "")]
    [InlineData("BR-31", "<cbc:Amount currencyID=\"EUR\">10.00</cbc:Amount>", "")]
    [InlineData("BR-36", "<cbc:Amount currencyID=\"EUR\">5.00</cbc:Amount>", "")]
    [InlineData("BR-41", "<cbc:Amount currencyID=\"EUR\">4.00</cbc:Amount>", "")]
    [InlineData("BR-43", "<cbc:Amount currencyID=\"EUR\">3.00</cbc:Amount>", "")]
    [InlineData("BR-42", "<cbc:AllowanceChargeReason>Discount</cbc:AllowanceChargeReason>", "")]
    [InlineData("BR-44", "<cbc:AllowanceChargeReason>Packing</cbc:AllowanceChargeReason>", "")]
    [InlineData("BR-CO-24", "<cbc:AllowanceChargeReason>Packing</cbc:AllowanceChargeReason>", "")]
    [InlineData("BR-46", "<cbc:TaxAmount currencyID=\"EUR\">23.75</cbc:TaxAmount>\n    <cac:TaxCategory>", "<cac:TaxCategory>")]
    [InlineData("BR-48", "<cbc:Percent>25.00</cbc:Percent>", "")]
    [InlineData("BR-50", "<cbc:ID>DE02</cbc:ID>", "<cbc:ID/>")]
    [InlineData("BR-52", "<cbc:ID>D-1</cbc:ID>", "")]
    [InlineData("BR-53", "<cbc:TaxAmount currencyID=\"SEK\">", "<cbc:TaxAmount currencyID=\"NOK\">")]
    [InlineData("BR-54", "<cbc:Value>grey</cbc:Value>", "")]
    [InlineData("BR-56", "<cbc:CompanyID>FR12345678901</cbc:CompanyID>", "")]
    [InlineData("BR-57", "<cbc:IdentificationCode>NO</cbc:IdentificationCode>", "")]
    [InlineData("BR-61", "<cac:PayeeFinancialAccount><cbc:ID>DE02</cbc:ID></cac:PayeeFinancialAccount>", "")]
    [InlineData("BR-63", "<cbc:EndpointID schemeID=\"0192\">", "<cbc:EndpointID>")]
    [InlineData("BR-65", " listID=\"SRV\"", "")]
    [InlineData("BR-66", "<cac:CardAccount>", "<cac:CardAccount/><cac:CardAccount>")]
    [InlineData("BR-67", "<cac:CardAccount>", "<cac:PaymentMandate/><cac:PaymentMandate/><cac:CardAccount>")]
    [InlineData("BR-CO-03", "<cac:InvoicePeriod>",
        "<cbc:TaxPointDate>2026-10-31</cbc:TaxPointDate><cac:InvoicePeriod><cbc:DescriptionCode>35</cbc:DescriptionCode>")]
    [InlineData("BR-CO-09", "DE123456789", "ZZ123456789")]
    [InlineData("BR-CO-11", "10.00</cbc:AllowanceTotalAmount>", "10.01</cbc:AllowanceTotalAmount>")]
    [InlineData("BR-CO-12", "5.00</cbc:ChargeTotalAmount>", "4.99</cbc:ChargeTotalAmount>")]
    [InlineData("BR-CO-13", "95.00</cbc:TaxExclusiveAmount>", "95.01</cbc:TaxExclusiveAmount>")]
    [InlineData("BR-CO-15", "118.75</cbc:TaxInclusiveAmount>", "118.76</cbc:TaxInclusiveAmount>")]
    [InlineData("BR-CO-16", "101.00</cbc:PayableAmount>", "100.99</cbc:PayableAmount>")]
    [InlineData("BR-CO-17", "<cbc:TaxableAmount currencyID=\"EUR\">95.00", "<cbc:TaxableAmount currencyID=\"EUR\">91.00")]
    [InlineData("BR-CO-18", "cac:TaxSubtotal>", "cac:Other>", 2)]
    [InlineData("BR-CO-20", "<cbc:StartDate>2026-10-02</cbc:StartDate><cbc:EndDate>2026-10-30</cbc:EndDate>", "")]
    [InlineData("BR-CO-25", "<cbc:DueDate>2026-12-02</cbc:DueDate>", "")]
    [InlineData("BR-DEC-01", "10.00</cbc:Amount>", "10.000</cbc:Amount>")]
    [InlineData("BR-DEC-02", "100.00</cbc:BaseAmount>", "100.001</cbc:BaseAmount>")]
    [InlineData("BR-DEC-05", "5.00</cbc:Amount>", "5.000</cbc:Amount>")]
    [InlineData("BR-DEC-09", "<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID=\"EUR\">100.00",
        "<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID=\"EUR\">100.000")]
    [InlineData("BR-DEC-13", "<cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">23.75",
        "<cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">23.750")]
    [InlineData("BR-DEC-15", "262.11", "262.111")]
    [InlineData("BR-DEC-16", "18.00", "18.000")]
    [InlineData("BR-DEC-23", "10</cbc:InvoicedQuantity>\n    <cbc:LineExtensionAmount currencyID=\"EUR\">100.00",
        "10</cbc:InvoicedQuantity><cbc:LineExtensionAmount currencyID=\"EUR\">100.000")]
    [InlineData("BR-DEC-24", "4.00</cbc:Amount>", "4.001</cbc:Amount>")]
    [InlineData("BR-DEC-28", "30.00</cbc:BaseAmount>", "30.001</cbc:BaseAmount>")]
    [InlineData("SCHEMA-DECIMAL", "101.00</cbc:PayableAmount>", "1e400</cbc:PayableAmount>")]
    [InlineData("SCHEMA-DATE", "2026-12-02", "02.12.2026")]
    [InlineData("SCHEMA-BOOLEAN", "<cbc:ChargeIndicator>true", "<cbc:ChargeIndicator>yes")]
    public void a_change_breaks_the_rule(string rule, string from, string to, int times = 1) => Breaks(rule, from, to, times);

    [Theory]
    [InlineData("BR-CL-01", "<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>381")]
    [InlineData("BR-CL-03", "<cbc:TaxAmount currencyID=\"SEK\">", "<cbc:TaxAmount currencyID=\"XYZ\">")]
    [InlineData("BR-CL-04", "<cbc:DocumentCurrencyCode>EUR", "<cbc:DocumentCurrencyCode>Euro")]
    [InlineData("BR-CL-05", "<cbc:TaxCurrencyCode>SEK", "<cbc:TaxCurrencyCode>KR")]
    [InlineData("BR-CL-07", "schemeID=\"AAA\"", "schemeID=\"AAA9\"")]
    [InlineData("BR-CL-08", "#AAI#", "#QQ9#")]
    [InlineData("BR-CL-10", "<cac:PartyIdentification><cbc:ID schemeID=\"0088\">", "<cac:PartyIdentification><cbc:ID schemeID=\"GLN\">")]
    [InlineData("BR-CL-11", "<cbc:CompanyID schemeID=\"0002\">", "<cbc:CompanyID schemeID=\"HRB\">")]
    [InlineData("BR-CL-13", "listID=\"SRV\"", "listID=\"QQQ\"")]
    [InlineData("BR-CL-14", "<cbc:IdentificationCode>NO", "<cbc:IdentificationCode>QQ")]
    [InlineData("BR-CL-15", "<cbc:IdentificationCode>CN", "<cbc:IdentificationCode>China")]
    [InlineData("BR-CL-16", "<cbc:PaymentMeansCode>30", "<cbc:PaymentMeansCode>99")]
    [InlineData("BR-CL-17", "<cac:TaxCategory><cbc:ID>S", "<cac:TaxCategory><cbc:ID>N")]
    [InlineData("BR-CL-18", "<cac:ClassifiedTaxCategory><cbc:ID>S", "<cac:ClassifiedTaxCategory><cbc:ID>N")]
    [InlineData("BR-CL-19", "<cbc:AllowanceChargeReasonCode>95", "<cbc:AllowanceChargeReasonCode>FC")]
    [InlineData("BR-CL-20", "<cbc:AllowanceChargeReasonCode>FC", "<cbc:AllowanceChargeReasonCode>95")]
    [InlineData("BR-CL-21", "schemeID=\"0160\"", "schemeID=\"GTIN\"")]
    [InlineData("BR-CL-23", "<cbc:InvoicedQuantity unitCode=\"H87\">", "<cbc:InvoicedQuantity unitCode=\"pieces\">")]
    [InlineData("BR-CL-24", "text/csv", "text/html")]
    [InlineData("BR-CL-25", "schemeID=\"0192\"", "schemeID=\"mail\"")]
    [InlineData("BR-CL-26", "<cac:DeliveryLocation><cbc:ID schemeID=\"0088\">", "<cac:DeliveryLocation><cbc:ID schemeID=\"GLN\">")]
    [InlineData("UBL-DT-06", " mimeCode=\"text/csv\"", "")]
    [InlineData("UBL-SR-04", "</cac:AdditionalDocumentReference>\n  <cac:AccountingSupplierParty>",
        "<cbc:ID>OBJ2</cbc:ID></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>")]
    [InlineData("UBL-SR-06", "<cac:InvoiceDocumentReference>", "<cac:InvoiceDocumentReference/><cac:InvoiceDocumentReference>")]
    [InlineData("UBL-SR-08", "<cac:InvoicePeriod>",
        "<cac:InvoicePeriod><cbc:EndDate>2026-10-31</cbc:EndDate></cac:InvoicePeriod><cac:InvoicePeriod>")]
    [InlineData("UBL-SR-09", "<cbc:RegistrationName>Seller AG",
        "<cbc:RegistrationName>S</cbc:RegistrationName><cbc:RegistrationName>Seller AG")]
    [InlineData("UBL-SR-12", "<cac:PartyTaxScheme><cbc:CompanyID>DE123456789",
        "<cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID>" + Vat
        + "</cac:PartyTaxScheme><cac:PartyTaxScheme><cbc:CompanyID>DE123456789")]
    [InlineData("UBL-SR-19", "<cbc:Name>Factor Ltd", "<cbc:Name>Seller AG")]
    [InlineData("UBL-SR-26", "<cbc:PaymentID>R-1001</cbc:PaymentID>", "<cbc:PaymentID>R</cbc:PaymentID><cbc:PaymentID>R</cbc:PaymentID>")]
    [InlineData("UBL-SR-43", "<cbc:ID>D-1</cbc:ID>", "<cbc:ID schemeID=\"AAA\">D-1</cbc:ID>")]
    [InlineData("UBL-SR-47", "<cac:PaymentMeans>",
        "<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode></cac:PaymentMeans><cac:PaymentMeans>")]
    [InlineData("UBL-SR-48", "<cac:ClassifiedTaxCategory>", "<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>" + Vat
        + "</cac:ClassifiedTaxCategory><cac:ClassifiedTaxCategory>")]
    [InlineData("UBL-SR-50", "<cac:Item>", "<cac:Item><cbc:Description>a</cbc:Description><cbc:Description>b</cbc:Description>")]
    [InlineData("UBL-SR-51", "<cac:PostalAddress>", "<cac:PostalAddress><cac:AddressLine/><cac:AddressLine/>")]
    [InlineData("UBL-SR-53", "<cbc:CompanyID>DE123456789</cbc:CompanyID>", "")]
    [InlineData("UBL-CR-666", "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode>",
        "<cbc:DocumentTypeCode>130</cbc:DocumentTypeCode><cac:Attachment/>")]
    public void a_change_breaks_the_rule_of_codes_or_of_syntax(string rule, string from, string to) => Breaks(rule, from, to, 1);

    [Theory]
    [InlineData("BR-51", "<cbc:PrimaryAccountNumberID>1234", "<cbc:PrimaryAccountNumberID>12345678901")]
    [InlineData("UBL-CR-002", "<cbc:CustomizationID>", "<cbc:UBLVersionID>2.0</cbc:UBLVersionID><cbc:CustomizationID>")]
    [InlineData("UBL-CR-412", "<cbc:PaymentID>", "<cbc:PaymentDueDate>2026-12-02</cbc:PaymentDueDate><cbc:PaymentID>")]
    [InlineData("UBL-CR-678", "<cac:TaxCategory><cbc:ID>S", "<cac:TaxCategory><cbc:ID schemeID=\"UNCL5305\">S")]
    [InlineData("UBL-DT-19", "<cbc:Note>", "<cbc:Note languageID=\"en\">")]
    public void a_change_is_warned_of_and_leaves_the_invoice_valid(string rule, string from, string to)
    {
        var verdict = SampleInvoice.Check(SampleInvoice.Changed(SampleInvoice.Rich, from, to));

        verdict.Broken.Select(broken => (broken.Rule, broken.Severity)).ShouldBe([(rule, Severity.Warning)]);
        verdict.IsValid.ShouldBeTrue();
    }

    [Fact]
    public void a_finding_tells_its_place_and_both_values()
    {
        var second = SampleInvoice.Rich[SampleInvoice.Rich.IndexOf("<cac:InvoiceLine>", StringComparison.Ordinal)..]
            .Replace("</Invoice>", "", StringComparison.Ordinal).Replace("<cbc:ID>1<", "<cbc:ID>2<", StringComparison.Ordinal)
            .Replace("unitCode=\"H87\">10", "unitCode=\"box\">10", StringComparison.Ordinal);
        var verdict = SampleInvoice.Check(SampleInvoice.Rich.Replace("</Invoice>", second + "</Invoice>", StringComparison.Ordinal));

        var sum = verdict.Broken.Single(broken => broken.Rule == "BR-CO-10");
        sum.Location.ShouldBe("/Invoice/cac:LegalMonetaryTotal/cbc:LineExtensionAmount");
        sum.Message.ShouldContain("100.00");
        sum.Message.ShouldContain("200.00");
        verdict.Broken.Single(broken => broken.Rule == "BR-CL-23").Location
            .ShouldBe("/Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity/@unitCode");
    }

    private static void Breaks(string rule, string from, string to, int times)
    {
        var text = SampleInvoice.Rich;
        for (var i = 0; i < times; i++)
        {
            text = SampleInvoice.Changed(text, from, to);
        }

        var verdict = SampleInvoice.Check(text);

        verdict.IsValid.ShouldBeFalse();
        verdict.Errors().ShouldContain(rule, $"it reports {string.Join(", ", verdict.Broken)}");
        verdict.Broken.ShouldAllBe(broken => broken.Message.Length > 20 && broken.Location.Length > 0);
    }
}
