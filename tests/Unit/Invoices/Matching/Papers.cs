using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.InvoiceToReconciliation.Matching;

namespace Crossdock.Unit.Tests.Invoices.Matching;

/// <summary>Orders, receipts and invoices of one supplier, in few words.</summary>
internal static class Papers
{
    public const string Supplier = "S-1";

    public static readonly DateOnly Day = new(2026, 11, 2);

    public static PurchaseOrder Order(string number, params PurchaseOrderLine[] lines) => new(number, Supplier, "USD", lines);

    public static PurchaseOrderLine Ordered(string line, string sku, decimal quantity, decimal price) =>
        new(line, sku, quantity, "EA", price);

    public static GoodsReceipt Receipt(string id, params GoodsReceiptLine[] lines) => new(id, lines);

    public static GoodsReceiptLine Counted(string order, string? line, string sku, decimal received, decimal rejected = 0m,
        bool last = false) =>
        new(order, line, sku, received, rejected, received - rejected, last);

    public static SupplierInvoice Invoice(string number, params SupplierInvoiceLine[] lines) =>
        new(number, number, Supplier, Day, "USD", lines);

    public static SupplierInvoice Credit(string number, string? credits, params SupplierInvoiceLine[] lines) =>
        Invoice(number, lines) with { Kind = BillingKind.CreditNote, Credits = credits, Date = Day.AddDays(3) };

    public static SupplierInvoiceLine Billed(string? order, string? line, string sku, decimal quantity, decimal price) =>
        new("1", order, line, sku, quantity, "EA", price, quantity * price);

    public static MatchBook Book(MatchTolerances? tolerances, params object[] documents)
    {
        var book = new MatchBook(_ => tolerances ?? MatchTolerances.Defaults);
        foreach (var document in documents)
        {
            Tell(book, document);
        }

        return book;
    }

    public static MatchBook Book(params object[] documents) => Book(null, documents);

    public static Told Tell(MatchBook book, object document) => document switch
    {
        PurchaseOrder order => book.Tell(order),
        GoodsReceipt receipt => book.Tell(receipt),
        SupplierInvoice invoice => book.Tell(invoice),
        _ => throw new ArgumentException($"{document} is no document.", nameof(document)),
    };

    public static LineMatch Line(this MatchBook book, string invoice, int line = 0, DateOnly? asOf = null) =>
        book.Of(invoice, asOf)!.Lines[line];
}
