using System.Globalization;
using System.Text;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Bench.Invoices;

/// <param name="Id">the key of the invoice's case, and its number</param>
/// <param name="Text">UBL 2.1, as it comes in</param>
public sealed record Paper(string Id, string Supplier, byte[] Text);

/// <summary>
/// What suppliers were ordered, delivered and bill, made up from a seed. Two invoices in ten bill halves of each other's orders; one in
/// fifty bills a price that was not agreed, and of one in fifty a piece never came.
/// </summary>
public sealed class Papers
{
    private static readonly DateOnly Day = new(2026, 11, 20);

    private readonly List<(string Supplier, PurchaseOrder Order)> _orders = [];
    private readonly List<(string Supplier, GoodsReceipt Receipt)> _receipts = [];
    private readonly List<Paper> _bills = [];

    private Papers()
    {
    }

    public IReadOnlyList<(string Supplier, PurchaseOrder Order)> Orders => _orders;

    public IReadOnlyList<(string Supplier, GoodsReceipt Receipt)> Receipts => _receipts;

    public IReadOnlyList<Paper> Bills => _bills;

    public static Papers Of(int seed, int invoices, int lines, int suppliers)
    {
        var papers = new Papers();
        for (var supplier = 0; supplier < suppliers; supplier++)
        {
            var many = (invoices / suppliers) + (supplier < invoices % suppliers ? 1 : 0);
            papers.Add($"SUP-{supplier + 1:0000}", many, lines, new Random(unchecked((seed * 1_000_003) + supplier)));
        }

        return papers;
    }

    private void Add(string supplier, int many, int lines, Random lots)
    {
        var orders = Enumerable.Range(1, many).Select(n => Order(supplier, n, lines, lots)).ToList();
        foreach (var (order, n) in orders.Select((order, n) => (order, n)))
        {
            _orders.Add((supplier, order));
            _receipts.Add((supplier, new GoodsReceipt(
                $"R-{order.Number}", [.. order.Lines.Select((line, at) => Kept(order, line, lost: n % 50 == 13 && at == 0))])));
            var other = n % 10 == 0 ? n + 1 : n % 10 == 1 ? n - 1 : n;
            // Of a pair the first bills the odd lines of both orders, the second the even ones.
            var billed = other == n || other >= many
                ? order.Lines.Select(line => (order.Number, Line: line))
                : orders[Math.Min(n, other)].Lines.Select(line => (orders[Math.Min(n, other)].Number, Line: line))
                    .Concat(orders[Math.Max(n, other)].Lines.Select(line => (orders[Math.Max(n, other)].Number, Line: line)))
                    .Where((_, at) => at % 2 == n % 2);
            _bills.Add(new Paper($"I-{order.Number}", supplier, Bill(supplier, $"I-{order.Number}", billed, dearer: n % 50 == 7)));
        }
    }

    private static PurchaseOrder Order(string supplier, int n, int lines, Random lots) => new(
        $"P-{supplier}-{n}", supplier, "GBP",
        [
            .. Enumerable.Range(1, lines).Select(line => new PurchaseOrderLine(
                line.ToString(CultureInfo.InvariantCulture), $"SKU-{lots.Next(1, 5_000)}", 1 + lots.Next(12), "C62",
                (50 + lots.Next(2_000)) / 100m, TaxCode: "S", TaxRate: 20m)),
        ]);

    private static GoodsReceiptLine Kept(PurchaseOrder order, PurchaseOrderLine line, bool lost) => new(
        order.Number, line.Line, line.Sku, line.Quantity - (lost ? 1 : 0), 0m, line.Quantity - (lost ? 1 : 0), Completes: lost);

    private static byte[] Bill(
        string supplier, string number, IEnumerable<(string Order, PurchaseOrderLine Line)> billed, bool dearer)
    {
        const string Names = "urn:oasis:names:specification:ubl:schema:xsd:";
        var items = billed.Select((one, at) => (
            one.Order, one.Line, Price: one.Line.UnitPrice + (dearer && at == 0 ? 5m : 0m))).ToList();
        var net = items.Sum(item => item.Line.Quantity * item.Price);
        var tax = decimal.Round(net * 0.2m, 2, MidpointRounding.AwayFromZero);
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            <Invoice xmlns="{Names}Invoice-2" xmlns:cac="{Names}CommonAggregateComponents-2" xmlns:cbc="{Names}CommonBasicComponents-2">
            <cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID><cbc:ID>{number}</cbc:ID>
            <cbc:IssueDate>{Day:yyyy-MM-dd}</cbc:IssueDate><cbc:DueDate>{Day.AddDays(30):yyyy-MM-dd}</cbc:DueDate>
            <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>
            <cac:AccountingSupplierParty>{Party(supplier, "GB123456789")}</cac:AccountingSupplierParty>
            <cac:AccountingCustomerParty>{Party("The retailer", null)}</cac:AccountingCustomerParty>
            <cac:TaxTotal>{Money("TaxAmount", tax)}<cac:TaxSubtotal>{Money("TaxableAmount", net)}{Money("TaxAmount", tax)}
            <cac:TaxCategory>{Standard}</cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
            <cac:LegalMonetaryTotal>{Money("LineExtensionAmount", net)}{Money("TaxExclusiveAmount", net)}
            {Money("TaxInclusiveAmount", net + tax)}{Money("PayableAmount", net + tax)}</cac:LegalMonetaryTotal>
            """);
        foreach (var ((order, line, price), n) in items.Select((item, n) => (item, n + 1)))
        {
            text.Append(CultureInfo.InvariantCulture, $"""
                <cac:InvoiceLine><cbc:ID>{n}</cbc:ID><cbc:InvoicedQuantity unitCode="C62">{line.Quantity:0}</cbc:InvoicedQuantity>
                {Money("LineExtensionAmount", line.Quantity * price)}
                <cac:OrderLineReference><cbc:LineID>{line.Line}</cbc:LineID>
                <cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference></cac:OrderLineReference>
                <cac:Item><cbc:Name>{line.Sku}</cbc:Name>
                <cac:BuyersItemIdentification><cbc:ID>{line.Sku}</cbc:ID></cac:BuyersItemIdentification>
                <cac:ClassifiedTaxCategory>{Standard}</cac:ClassifiedTaxCategory></cac:Item>
                <cac:Price>{Money("PriceAmount", price)}</cac:Price></cac:InvoiceLine>
                """);
        }

        return Encoding.UTF8.GetBytes(text.Append("</Invoice>").ToString());
    }

    private const string Standard = "<cbc:ID>S</cbc:ID><cbc:Percent>20</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>";

    private static string Money(string name, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"<cbc:{name} currencyID=\"GBP\">{amount:0.00}</cbc:{name}>");

    private static string Party(string name, string? vat) =>
        "<cac:Party><cac:PostalAddress><cac:Country><cbc:IdentificationCode>GB</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        + (vat is null ? "" : $"<cac:PartyTaxScheme><cbc:CompanyID>{vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>"
            + "</cac:PartyTaxScheme>")
        + $"<cac:PartyLegalEntity><cbc:RegistrationName>{name}</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>";
}
