using Crossdock.Processes.InvoiceToReconciliation.Validation;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Invoices;

/// <summary>Nine VAT categories, ten rules each, and the few that one category has alone.</summary>
public sealed class VatCategoryTests
{
    private const string Scheme = "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

    public static TheoryData<string> Codes => ["S", "Z", "E", "AE", "K", "G", "O", "L", "M"];

    [Theory]
    [MemberData(nameof(Codes))]
    public void an_invoice_of_the_category_is_valid(string code) => Of(code).Errors().ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Codes))]
    public void each_of_the_ten_rules_can_be_broken(string code)
    {
        var row = Row(code);
        var good = Xml(code);
        var rate = row.Rate == VatRate.None ? "<cbc:Percent>0</cbc:Percent>" : row.Rate == VatRate.Zero ? Rate("7") : Rate("-1");
        var (line, allowance, charge) = ("<!--line-->", "<!--allowance-->", "<!--charge-->");
        string WithRate(string mark) => SampleInvoice.Changed(good, mark + Own(row), mark + rate);

        Breaks(row, 1, Between(good, "<cac:TaxSubtotal>", "</cac:TaxSubtotal>", ""));
        Breaks(row, 2, Parties(row, good));
        Breaks(row, 3, Parties(row, good));
        Breaks(row, 4, Parties(row, good));
        Breaks(row, 5, WithRate(line));
        Breaks(row, 6, WithRate(allowance));
        Breaks(row, 7, WithRate(charge));
        Breaks(row, 8, SampleInvoice.Changed(good, "100.00</cbc:TaxableAmount>", "101.00</cbc:TaxableAmount>"));
        Breaks(row, 9, SampleInvoice.Changed(good, $"{Tax(row)}</cbc:TaxAmount><!--tax-->", $"{Tax(row, 1)}</cbc:TaxAmount>"));
        Breaks(row, 10, row.NeedsReason
            ? Between(good, "<cbc:TaxExemptionReason>", "</cbc:TaxExemptionReason>", "")
            : SampleInvoice.Changed(good, "<!--reason-->", "<cbc:TaxExemptionReason>why</cbc:TaxExemptionReason>"));
    }

    [Theory]
    [InlineData("S")]
    [InlineData("L")]
    [InlineData("M")]
    public void amounts_of_categories_by_rate_may_differ_by_less_than_one(string code)
    {
        var near = SampleInvoice.Changed(Xml(code), "100.00</cbc:TaxableAmount>", "100.99</cbc:TaxableAmount>");

        SampleInvoice.Check(near).Errors().ShouldNotContain(Row(code).Rule(8));
    }

    [Fact]
    public void goods_for_another_member_state_arrive_somewhere_some_day()
    {
        SampleInvoice.Check(Between(Xml("K"), "<cbc:ActualDeliveryDate>", "</cbc:ActualDeliveryDate>", "")).Errors()
            .ShouldBe(["BR-IC-11"]);
        SampleInvoice.Check(Between(Xml("K"), "<cac:DeliveryLocation>", "</cac:DeliveryLocation>", "")).Errors().ShouldBe(["BR-IC-12"]);
    }

    [Theory]
    [InlineData("BR-O-12", "<cac:ClassifiedTaxCategory><cbc:ID>O", "<cac:ClassifiedTaxCategory><cbc:ID>S")]
    [InlineData("BR-O-13", "<!--a--><cbc:ID>O", "<cbc:ID>S")]
    [InlineData("BR-O-14", "<!--c--><cbc:ID>O", "<cbc:ID>S")]
    [InlineData("BR-O-11", "</cac:TaxSubtotal>",
        "</cac:TaxSubtotal><cac:TaxSubtotal><cac:TaxCategory><cbc:ID>S</cbc:ID>" + Scheme + "</cac:TaxCategory></cac:TaxSubtotal>")]
    public void what_is_not_subject_to_vat_stands_alone(string rule, string from, string to)
    {
        SampleInvoice.Check(SampleInvoice.Changed(Xml("O"), from, to)).Errors().ShouldContain(rule);
    }

    [Fact]
    public void split_payment_is_italian_and_stands_apart_from_standard_rated()
    {
        var split = SampleInvoice.Changed(
            Xml("S"), "<cac:ClassifiedTaxCategory><cbc:ID>S", "<cac:ClassifiedTaxCategory><cbc:ID>B");
        SampleInvoice.Check(split).Errors().ShouldContain("BR-B-01");
        SampleInvoice.Check(split).Errors().ShouldContain("BR-B-02");

        var italian = Xml("S").Replace("<cbc:ID>S<", "<cbc:ID>B<", StringComparison.Ordinal)
            .Replace("Code>DE<", "Code>IT<", StringComparison.Ordinal).Replace("Code>SE<", "Code>IT<", StringComparison.Ordinal);
        SampleInvoice.Check(italian).Errors().ShouldBeEmpty();
    }

    private static InvoiceVerdict Of(string code) => SampleInvoice.Check(Xml(code));

    private static VatCategory Row(string code) => VatCategory.All.Single(row => row.Code == code);

    private static void Breaks(VatCategory row, int number, string text) =>
        SampleInvoice.Check(text).Errors().ShouldContain(row.Rule(number), $"rule {number} of {row}");

    private static string Rate(string percent) => $"<cbc:Percent>{percent}</cbc:Percent>";

    private static string Own(VatCategory row) => row.Rate == VatRate.None ? "" : Rate(row.IsByRate ? "20" : "0");

    private static string Tax(VatCategory row, decimal more = 0) => SampleInvoice.Said((row.IsByRate ? 20 : 0) + more);

    // Without whom the category asks for; for what is not subject to VAT, with one who must not be named.
    private static string Parties(VatCategory row, string text) => row.Parties == VatParties.Nobody
        ? SampleInvoice.Changed(text, "<cac:PartyLegalEntity>",
            $"<cac:PartyTaxScheme><cbc:CompanyID>DE1</cbc:CompanyID>{Scheme}</cac:PartyTaxScheme><cac:PartyLegalEntity>")
        : Between(text, "<cac:PartyTaxScheme>", "</cac:PartyTaxScheme>", "");

    private static string Between(string text, string from, string to, string with)
    {
        var (start, end) = (text.IndexOf(from, StringComparison.Ordinal), text.IndexOf(to, StringComparison.Ordinal) + to.Length);
        (start >= 0 && end > start).ShouldBeTrue($"{from} is not in the sample");
        return text[..start] + with + text[end..];
    }

    private static string Xml(string code)
    {
        var row = Row(code);
        var hasVat = row.Parties != VatParties.Nobody;
        string Party(string vat) => hasVat ? $"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID>{Scheme}</cac:PartyTaxScheme>" : "";
        string Category(string name, string mark, string kind) =>
            $"<cac:{name}>{kind}<cbc:ID>{code}</cbc:ID><!--{mark}-->{Own(row)}{Scheme}</cac:{name}>";
        string Deduction(string isCharge, string mark, string kind) =>
            $"<cac:AllowanceCharge><cbc:ChargeIndicator>{isCharge}</cbc:ChargeIndicator>"
            + "<cbc:AllowanceChargeReason>r</cbc:AllowanceChargeReason>"
            + $"<cbc:Amount currencyID=\"EUR\">10</cbc:Amount>{Category("TaxCategory", mark, kind)}</cac:AllowanceCharge>";
        var reason = row.NeedsReason ? "<cbc:TaxExemptionReason>why</cbc:TaxExemptionReason>" : "<!--reason-->";
        return $"""
            <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
                xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
              <cbc:CustomizationID>c</cbc:CustomizationID><cbc:ID>1</cbc:ID><cbc:IssueDate>2026-11-02</cbc:IssueDate>
              <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
              <cac:AccountingSupplierParty><cac:Party>
                <cac:PostalAddress><cac:Country><cbc:IdentificationCode>DE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
                {Party("DE1")}
                <cac:PartyLegalEntity><cbc:RegistrationName>S</cbc:RegistrationName><cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity>
              </cac:Party></cac:AccountingSupplierParty>
              <cac:AccountingCustomerParty><cac:Party>
                <cac:PostalAddress><cac:Country><cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
                {Party("SE1")}
                <cac:PartyLegalEntity><cbc:RegistrationName>B</cbc:RegistrationName></cac:PartyLegalEntity>
              </cac:Party></cac:AccountingCustomerParty>
              <cac:Delivery><cbc:ActualDeliveryDate>2026-11-01</cbc:ActualDeliveryDate><cac:DeliveryLocation><cac:Address><cac:Country>
                <cbc:IdentificationCode>SE</cbc:IdentificationCode></cac:Country></cac:Address></cac:DeliveryLocation></cac:Delivery>
              <cac:PaymentTerms><cbc:Note>soon</cbc:Note></cac:PaymentTerms>
              {Deduction("false", "allowance", "<!--a-->")}{Deduction("true", "charge", "<!--c-->")}
              <cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{Tax(row)}</cbc:TaxAmount><cac:TaxSubtotal>
                <cbc:TaxableAmount currencyID="EUR">100.00</cbc:TaxableAmount>
                <cbc:TaxAmount currencyID="EUR">{Tax(row)}</cbc:TaxAmount><!--tax-->
                <cac:TaxCategory><cbc:ID>{code}</cbc:ID>{Own(row)}{reason}{Scheme}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
              <cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">100</cbc:LineExtensionAmount>
                <cbc:TaxExclusiveAmount currencyID="EUR">100</cbc:TaxExclusiveAmount>
                <cbc:TaxInclusiveAmount currencyID="EUR">{SampleInvoice.Said(row.IsByRate ? 120 : 100)}</cbc:TaxInclusiveAmount>
                <cbc:AllowanceTotalAmount currencyID="EUR">10</cbc:AllowanceTotalAmount>
                <cbc:ChargeTotalAmount currencyID="EUR">10</cbc:ChargeTotalAmount>
                <cbc:PayableAmount currencyID="EUR">{SampleInvoice.Said(row.IsByRate ? 120 : 100)}</cbc:PayableAmount>
              </cac:LegalMonetaryTotal>
              <cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="H87">1</cbc:InvoicedQuantity>
                <cbc:LineExtensionAmount currencyID="EUR">100</cbc:LineExtensionAmount>
                <cac:Item><cbc:Name>I</cbc:Name>{Category("ClassifiedTaxCategory", "line", "")}</cac:Item>
                <cac:Price><cbc:PriceAmount currencyID="EUR">100</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
            </Invoice>
            """;
    }
}
