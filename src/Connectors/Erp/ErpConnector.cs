using System.Text.Json;
using Crossdock.Connectors.Http;
using Crossdock.Connectors.Prices;
using Crossdock.Connectors.StockBooks;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Erp;

/// <summary>The system of record: prices and customers are asked there, documents are posted there.</summary>
public static class ErpConnector
{
    private const decimal MostFigure = 1_000_000_000m;

    public static readonly Connector Instance = new(
        new ConnectorCard("erp", "ERP", OwnerGroup.Integration, "1", new ConnectorLimits(Concurrency: 16, TimeoutSeconds: 10),
            Connector.ByIdempotencyKey),
        [.. OwnRoutes(), .. PriceRoutes.All, .. ErpPurchasing.Routes, .. ErpPayables.Routes, StockRoutes.Adjusted,
            .. StockRoutes.Compared]);

    private static Route[] OwnRoutes() =>
    [
        Route.For<CheckOrder, OrderCheckRequest, OrderCheckAnswer>(
            "check-order", "/order-checks",
            ErpJson.Default.OrderCheckRequest, effect => new(
                effect.Number, effect.CustomerId, effect.Currency, effect.At.ToUniversalTime(),
                [.. effect.Lines.Select(line => new CheckLine(line.Line, line.Sku, line.Quantity, line.UnitPrice))]),
            ErpJson.Default.OrderCheckAnswer, (_, answer) => new OrderChecked(
                [.. Check.NoNulls(answer.Prices, "prices").Select(price =>
                    new PriceInForce(price.Sku, Check.Amount(price.UnitPrice, "unitPrice")))],
                Check.NoNulls(answer.UnknownSkus, "unknownSkus"), answer.CustomerBlocked, answer.LikelyDuplicateOf)),
        Route.For<PostSalesOrder, SalesOrderRequest, DocumentAnswer>(
            "post-sales-order", "/sales-orders",
            ErpJson.Default.SalesOrderRequest, effect => new(
                effect.Number, effect.CustomerId, effect.Currency, effect.Total,
                [.. effect.Lines.Select(SaleOf)],
                [.. effect.Charges.Select(charge => new SalesCharge(charge.Code, charge.Description, charge.Amount))]),
            ErpJson.Default.DocumentAnswer, (_, answer) => new SalesOrderPosted(Check.Reference(answer.Document, "document"))),
        Route.For<CancelSalesOrder, CancellationRequest, DocumentAnswer>(
            "cancel-sales-order", "/sales-orders/{number}/cancellations", segment: effect => effect.Number,
            request: ErpJson.Default.CancellationRequest, ask: effect => new(
                [.. effect.Lines.Select(line => new RemainingLine(line.Line, line.Quantity))], effect.Reason,
                effect.Instead.IsDefaultOrEmpty ? default : [.. effect.Instead.Select(SaleOf)]),
            answer: ErpJson.Default.DocumentAnswer,
            hear: (effect, answer) => new SalesOrderCancelled(Check.Reference(answer.Document, "document"), effect.OfLines)),
        Route.For<PostDelivery, DeliveryRequest, DeliveryAnswer>(
            "post-delivery", "/deliveries",
            ErpJson.Default.DeliveryRequest, effect => new(
                effect.Number, effect.Node, effect.Reference, effect.Currency, effect.Amount, [.. effect.Lines.Select(WirePicked.Of)]),
            ErpJson.Default.DeliveryAnswer, (effect, answer) => new DeliveryPosted(
                Check.Reference(answer.DeliveryDocument, "deliveryDocument"), Check.Reference(answer.InvoiceDocument, "invoiceDocument"),
                effect.Reference)),
        Route.For<PostCreditNote, CreditNoteRequest, DocumentAnswer>(
            "post-credit-note", "/credit-notes",
            ErpJson.Default.CreditNoteRequest, effect => new(
                effect.Number, effect.OrderNumber, effect.Currency, effect.Amount,
                [.. effect.Lines.Select(line => new CreditLine(line.Sku, line.Description, line.Quantity, line.UnitPrice))],
                effect.Disposed.IsDefaultOrEmpty
                    ? []
                    : [.. effect.Disposed.Select(pieces => new DisposedLine(pieces.Sku, pieces.Quantity, pieces.To))],
                effect.Stocked.IsDefaultOrEmpty ? null : [.. effect.Stocked.Select(pieces => new StockedLine(pieces.Sku, pieces.Pieces))],
                effect.Node),
            ErpJson.Default.DocumentAnswer, (_, answer) => new CreditNotePosted(Check.Reference(answer.Document, "document"))),
        Route.For<CheckPrices, PriceCheckRequest, PriceCheckAnswer>(
            "check-prices", "/price-checks",
            ErpJson.Default.PriceCheckRequest, effect => new(effect.Number, effect.Currency, effect.Days, effect.Regions, effect.Skus),
            ErpJson.Default.PriceCheckAnswer, (effect, answer) => new PricesKnown(
                effect.Round,
                [.. Check.NoNulls(answer.Prices, "prices").DistinctBy(price => price.Sku).Select(price => new PriceBasis(
                    Check.Reference(price.Sku, "sku"), Modest(price.Price, "price"), Modest(price.UnitCost, "unitCost"),
                    Modest(price.DailyDemand, "dailyDemand"), price.OnHand,
                    [.. Check.NoNulls(price.History, "history").Select(past => new PastPrice(
                        past.From.ToUniversalTime(), past.Until.ToUniversalTime(), Modest(past.Price, "history.price")))]))],
                Check.NoNulls(answer.Unknown, "unknown"))),
    ];

    private static SalesLine SaleOf(OrderLine line) => new(line.Line, line.Sku, line.Description, line.Quantity, line.UnitPrice);

    /// <summary>Figures that are multiplied with each other: beyond this they are garbage, and would overflow.</summary>
    private static decimal Modest(decimal value, string name) =>
        Check.Amount(value, name) <= MostFigure ? value : throw new JsonException($"{name} is beyond {MostFigure}");
}
