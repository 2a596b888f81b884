using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Purchasing;

[JsonConverter(typeof(JsonStringEnumConverter<BillingKind>))]
public enum BillingKind
{
    Invoice,
    CreditNote,
}

/// <summary>A supplier's invoice or credit note, of whatever format it was read.</summary>
/// <param name="Id">our own id of the document: the same document told again has the same one. It never changes its contents</param>
/// <param name="Number">the supplier's number, as printed</param>
/// <param name="Date">the day that the supplier put on it, not the day it came</param>
/// <param name="Freight">what is billed for freight on top of the lines</param>
/// <param name="Tax">the tax amount of the whole document; null when it was not read</param>
/// <param name="Credits">the number of the invoice that a credit note takes back; null when it names none</param>
public sealed record SupplierInvoice(
    string Id, string Number, string Supplier, DateOnly Date, string Currency, IReadOnlyList<SupplierInvoiceLine> Lines,
    BillingKind Kind = BillingKind.Invoice, decimal Freight = 0m, decimal? Tax = null, string? Credits = null)
{
    /// <summary>Lines and freight, without tax.</summary>
    public decimal Net => Lines.Sum(line => line.Amount) + Freight;
}

/// <summary>A billed line. On a credit note quantity and amount are what is taken back, as positive numbers.</summary>
/// <param name="Order">the buyer's order number; null when the line names none</param>
/// <param name="OrderLine">null when the line names the SKU only</param>
/// <param name="UnitPrice">net, of one <paramref name="Unit"/></param>
/// <param name="Amount">net amount of the line as printed; it decides, and is compared with quantity times price</param>
public sealed record SupplierInvoiceLine(
    string Line, string? Order, string? OrderLine, string Sku, decimal Quantity, string Unit, decimal UnitPrice, decimal Amount,
    string? TaxCode = null, decimal? TaxRate = null);
