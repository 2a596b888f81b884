namespace Crossdock.Contracts.Purchasing;

/// <summary>What was ordered from a supplier, as far as matching an invoice needs it.</summary>
/// <param name="Number">the buyer's own number: unique over all suppliers</param>
/// <param name="Currency">ISO 4217; all prices of the order are in it</param>
/// <param name="Freight">the freight agreed for the whole order; an order that says nothing agrees to none</param>
/// <param name="Revision">of two orders with one number the higher revision counts</param>
public sealed record PurchaseOrder(
    string Number, string Supplier, string Currency, IReadOnlyList<PurchaseOrderLine> Lines, decimal Freight = 0m, int Revision = 1);

/// <summary>A line of an order.</summary>
/// <param name="UnitPrice">net price of one <paramref name="Unit"/>; may carry more decimals than the currency</param>
/// <param name="ReceiptNeeded">false for what nobody counts in, such as a service: two-way match</param>
/// <param name="TaxRate">in percent; null when the order does not say, and then nothing is compared</param>
/// <param name="Packs">how many <paramref name="Unit"/> one of another unit holds, as agreed: a carton, 12 pieces</param>
public sealed record PurchaseOrderLine(
    string Line, string Sku, decimal Quantity, string Unit, decimal UnitPrice, bool ReceiptNeeded = true, string? TaxCode = null,
    decimal? TaxRate = null, IReadOnlyDictionary<string, decimal>? Packs = null);

/// <summary>Goods that arrived, counted against orders.</summary>
public sealed record GoodsReceipt(string Id, IReadOnlyList<GoodsReceiptLine> Lines);

/// <summary>A counted line, in the order line's unit.</summary>
/// <param name="OrderLine">null when the goods were counted in by SKU only</param>
/// <param name="Kept">what went on the shelf: what is to be paid. Mostly received less rejected, but the count is what is believed</param>
/// <param name="Completes">nothing more is expected on this order line: what is missing now stays missing</param>
public sealed record GoodsReceiptLine(
    string Order, string? OrderLine, string Sku, decimal Received, decimal Rejected, decimal Kept, bool Completes = false);
