using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Connectors.Http;
using Crossdock.Contracts;

namespace Crossdock.Connectors.Erp;

internal sealed record OrderCheckRequest(
    string Number, string CustomerId, string Currency, DateTimeOffset At, ImmutableArray<CheckLine> Lines);

internal sealed record CheckLine(int Line, string Sku, int Quantity, decimal UnitPrice);

internal sealed record OrderCheckAnswer(
    ImmutableArray<SkuPrice> Prices, ImmutableArray<string> UnknownSkus, bool CustomerBlocked, string? LikelyDuplicateOf = null);

internal sealed record SkuPrice(string Sku, decimal UnitPrice);

internal sealed record SalesOrderRequest(
    string Number,
    string CustomerId,
    string Currency,
    decimal Total,
    ImmutableArray<SalesLine> Lines,
    ImmutableArray<SalesCharge> Charges);

internal sealed record SalesLine(int Line, string Sku, string Description, int Quantity, decimal UnitPrice);

internal sealed record SalesCharge(string Code, string Description, decimal Amount);

/// <param name="Lines">with what remains of each; empty cancels the whole order</param>
/// <param name="Instead">new lines that take their place; left out where there are none</param>
internal sealed record CancellationRequest(
    ImmutableArray<RemainingLine> Lines,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<SalesLine> Instead = default);

internal sealed record RemainingLine(int Line, int Quantity);

internal sealed record DeliveryRequest(
    string Number, string Node, string Reference, string Currency, decimal Amount, ImmutableArray<WirePicked> Lines);

internal sealed record DeliveryAnswer(string DeliveryDocument, string InvoiceDocument);

/// <param name="Stocked">what is back on the shelf; left out where nothing is</param>
/// <param name="Node">where that is</param>
internal sealed record CreditNoteRequest(
    string Number, string? OrderNumber, string Currency, decimal Amount, ImmutableArray<CreditLine> Lines,
    ImmutableArray<DisposedLine> Disposed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ImmutableArray<StockedLine>? Stocked,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node);

internal sealed record StockedLine(string Sku, int Quantity);

internal sealed record DisposedLine(string Sku, int Quantity, Disposition To);

internal sealed record CreditLine(string Sku, string Description, int Quantity, decimal UnitPrice);

internal sealed record PriceCheckRequest(
    string Number, string Currency, int Days, ImmutableArray<string> Regions, ImmutableArray<string> Skus);

internal sealed record PriceCheckAnswer(ImmutableArray<KnownPrice> Prices, ImmutableArray<string> Unknown);

/// <param name="DailyDemand">pieces a day, in the regions that were asked for</param>
internal sealed record KnownPrice(
    string Sku, decimal Price, decimal UnitCost, decimal DailyDemand, int OnHand, ImmutableArray<FormerPrice> History);

internal sealed record FormerPrice(DateTimeOffset From, DateTimeOffset Until, decimal Price);

internal sealed record DocumentAnswer(string Document);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OrderCheckRequest))]
[JsonSerializable(typeof(OrderCheckAnswer))]
[JsonSerializable(typeof(SalesOrderRequest))]
[JsonSerializable(typeof(CancellationRequest))]
[JsonSerializable(typeof(DeliveryRequest))]
[JsonSerializable(typeof(DeliveryAnswer))]
[JsonSerializable(typeof(CreditNoteRequest))]
[JsonSerializable(typeof(PurchaseOrderRequest))]
[JsonSerializable(typeof(ReasonRequest))]
[JsonSerializable(typeof(CloseRequest))]
[JsonSerializable(typeof(GoodsReceiptRequest))]
[JsonSerializable(typeof(TransferRequest))]
[JsonSerializable(typeof(AdjustmentRequest))]
[JsonSerializable(typeof(PayableRequest))]
[JsonSerializable(typeof(PaymentRequest))]
[JsonSerializable(typeof(PaymentAnswer))]
[JsonSerializable(typeof(DocumentAnswer))]
[JsonSerializable(typeof(PriceCheckRequest))]
[JsonSerializable(typeof(PriceCheckAnswer))]
internal sealed partial class ErpJson : JsonSerializerContext;
