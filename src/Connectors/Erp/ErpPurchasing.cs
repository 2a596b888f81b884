using System.Collections.Immutable;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Erp;

/// <summary>Purchase orders, goods receipts and transfers in the ERP.</summary>
internal static class ErpPurchasing
{
    public static readonly ImmutableArray<Route> Routes =
    [
        Route.For<PostPurchase, PurchaseOrderRequest, DocumentAnswer>(
            "post-purchase", "/purchase-orders",
            ErpJson.Default.PurchaseOrderRequest, effect => new(
                effect.Number, effect.Revision, effect.Supplier, effect.Node, effect.Currency, effect.Due.ToUniversalTime(),
                effect.Freight, [.. effect.Lines.Select(WirePurchaseLine.Of)]),
            ErpJson.Default.DocumentAnswer, (_, answer) => new PurchasePosted(Check.Reference(answer.Document, "document"))),
        Route.For<VoidPurchase, ReasonRequest, DocumentAnswer>(
            "void-purchase", "/purchase-orders/{number}/void", segment: effect => effect.Number,
            request: ErpJson.Default.ReasonRequest, ask: effect => new(effect.Reason),
            answer: ErpJson.Default.DocumentAnswer,
            hear: (_, answer) => new PurchaseVoided(Check.Reference(answer.Document, "document"))),
        Route.For<ClosePurchase, CloseRequest, DocumentAnswer>(
            "close-purchase", "/purchase-orders/{number}/close", segment: effect => effect.Number,
            request: ErpJson.Default.CloseRequest, ask: effect => new(effect.Short),
            answer: ErpJson.Default.DocumentAnswer,
            hear: (_, answer) => new PurchaseClosed(Check.Reference(answer.Document, "document"))),
        Route.For<PostGoodsReceipt, GoodsReceiptRequest, DocumentAnswer>(
            "post-goods-receipt", "/goods-receipts",
            ErpJson.Default.GoodsReceiptRequest, effect => new(
                effect.Number, effect.Receipt, effect.Node, [.. effect.Lines.Select(CountedItem.Of)]),
            ErpJson.Default.DocumentAnswer,
            (effect, answer) => new GoodsReceiptPosted(Check.Reference(answer.Document, "document"), effect.Receipt)),
        Route.For<PostTransfer, TransferRequest, DocumentAnswer>(
            "post-transfer", "/transfers",
            ErpJson.Default.TransferRequest, effect => new(
                effect.Number, effect.From, effect.To, [.. effect.Lines.Select(CountedItem.Of)]),
            ErpJson.Default.DocumentAnswer, (_, answer) => new TransferPosted(Check.Reference(answer.Document, "document"))),
    ];
}

/// <param name="Revision">a higher one replaces what was posted before</param>
internal sealed record PurchaseOrderRequest(
    string Number, int Revision, string Supplier, string Node, string Currency, DateTimeOffset Due, decimal Freight,
    ImmutableArray<WirePurchaseLine> Lines);

internal sealed record ReasonRequest(string Reason);

/// <param name="Short">whether something is missing and is not owed any longer</param>
internal sealed record CloseRequest(bool Short);

internal sealed record GoodsReceiptRequest(string Number, string Receipt, string Node, ImmutableArray<CountedItem> Lines);

internal sealed record TransferRequest(string Number, string From, string To, ImmutableArray<CountedItem> Lines);

internal sealed record AdjustmentRequest(string Reference, string Node, string Reason, ImmutableArray<AdjustedItem> Lines);

/// <param name="Pieces">more than the books had; below 0 for fewer</param>
internal sealed record AdjustedItem(string Sku, int Pieces);

/// <param name="Received">of a transfer: what left; it is stocked or rejected, and nothing else</param>
internal sealed record CountedItem(string Sku, int Received, int Stocked, int Rejected)
{
    public static CountedItem Of(CountedLine line) => new(line.Sku, line.Received, line.Stocked, line.Rejected);
}
