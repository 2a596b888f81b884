using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Crossdock.Contracts.Invoices;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Validation;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>Makes of an invoice's tree what a case takes: the checked document with all that EN 16931 says against it.</summary>
public static partial class InvoiceDocuments
{
    /// <summary>Who mends an invoice mends these first; a hostile one has thousands.</summary>
    private const int FindingsKept = 50;

    /// <summary>Payment means (BT-81, UNTDID 4461) by which the supplier takes the money: cards and direct debits.</summary>
    private static readonly string[] Collecting = ["48", "49", "54", "55", "59"];

    /// <param name="id">the key of the case</param>
    /// <param name="supplier">as we number him: an invoice numbers its seller in its own way</param>
    public static InvoiceDocument Of(InvoiceNode root, string form, string id, string supplier)
    {
        var (credit, order) = (root.Name == "CreditNote", Text(root, "cac:OrderReference/cbc:ID"));
        var date = Dates.Read(root.Value("cbc:IssueDate")) ?? DateOnly.MinValue;
        var totals = root.First("cac:LegalMonetaryTotal");
        decimal Total(string name) => totals?.Number(name) ?? 0m;
        var lines = root.Named(credit ? "cac:CreditNoteLine" : "cac:InvoiceLine").Select(line => Line(line, credit, order)).ToList();
        return new InvoiceDocument(
            new SupplierInvoice(
                id, root.Value("cbc:ID") ?? "", supplier, date, root.Value("cbc:DocumentCurrencyCode") ?? "", lines,
                credit ? BillingKind.CreditNote : BillingKind.Invoice,
                Total("cbc:ChargeTotalAmount") - Total("cbc:AllowanceTotalAmount"), root.Number("cac:TaxTotal/cbc:TaxAmount"),
                Text(root, "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID")),
            Total("cbc:PayableAmount"),
            Dates.Read(root.Value("cbc:DueDate") ?? root.Value("cac:PaymentMeans/cbc:PaymentDueDate")),
            Account(Text(root, "cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID")),
            Text(root, "cac:PaymentMeans/cbc:PaymentID"), DiscountOf(root.Value("cac:PaymentTerms/cbc:Note"), date),
            [.. InvoiceValidator.Validate(root).Broken.Where(broken => broken.Severity == Severity.Error).Take(FindingsKept)
                .Select(broken => new InvoiceFinding(broken.Rule, broken.Location, broken.Message))],
            form, !credit && root.Value("cac:PaymentMeans/cbc:PaymentMeansCode") is { } means && Collecting.Contains(means.Trim()));
    }

    private static SupplierInvoiceLine Line(InvoiceNode line, bool credit, string? order)
    {
        var quantity = line.First(credit ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity");
        var pieces = quantity is not null && Amounts.TryRead(quantity.Text, out var number) ? number : 0m;
        var amount = line.Number("cbc:LineExtensionAmount") ?? 0m;
        var price = line.Number("cac:Price/cbc:PriceAmount") ?? 0m;
        var each = line.Number("cac:Price/cbc:BaseQuantity") is { } held and not 0m ? price / held : price;
        return new SupplierInvoiceLine(
            line.Value("cbc:ID") ?? "", Text(line, "cac:OrderLineReference/cac:OrderReference/cbc:ID") ?? order,
            Text(line, "cac:OrderLineReference/cbc:LineID"),
            Text(line, "cac:Item/cac:BuyersItemIdentification/cbc:ID") ?? Text(line, "cac:Item/cac:SellersItemIdentification/cbc:ID")
                ?? Text(line, "cac:Item/cac:StandardItemIdentification/cbc:ID") ?? "",
            pieces, quantity?.Attribute("unitCode") ?? "",
            // What a line takes off or adds is part of what a piece costs.
            line.Has("cac:AllowanceCharge") && pieces != 0m ? amount / pieces : each,
            amount, Text(line, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID"), line.Number("cac:Item/cac:ClassifiedTaxCategory/cbc:Percent"));
    }

    /// <summary>
    /// EN 16931 has no term for an early-payment discount; XRechnung writes it into the payment terms (BT-20) as
    /// <c>#SKONTO#TAGE=14#PROZENT=2.00#</c>, the one that pays most first.
    /// </summary>
    private static EarlyDiscount? DiscountOf(string? terms, DateOnly date)
    {
        var best = Skonto().Matches(terms ?? "")
            .Select(found => (Days: int.Parse(found.Groups[1].ValueSpan, CultureInfo.InvariantCulture),
                Percent: decimal.Parse(found.Groups[2].ValueSpan, CultureInfo.InvariantCulture)))
            .Where(term => term.Percent is > 0m and < 100m).OrderByDescending(term => term.Percent).FirstOrDefault();
        return best.Percent > 0m && date > DateOnly.MinValue && date.Year < DateOnly.MaxValue.Year - 3
            ? new EarlyDiscount(best.Percent / 100m, date.AddDays(best.Days)) : null;
    }

    private static string? Text(InvoiceNode node, string path) => node.Value(path) is { Length: > 0 } text ? text : null;

    /// <summary>Accounts are printed in groups; they are compared without.</summary>
    private static string? Account(string? printed) =>
        printed is null ? null : string.Concat(printed.Where(sign => !char.IsWhiteSpace(sign))).ToUpperInvariant();

    [GeneratedRegex("#SKONTO#TAGE=([0-9]{1,3})#PROZENT=([0-9]{1,2}(?:\\.[0-9]{1,2})?)#", RegexOptions.CultureInvariant)]
    private static partial Regex Skonto();
}
