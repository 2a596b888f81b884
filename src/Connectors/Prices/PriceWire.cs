using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Connectors.Prices;

internal sealed record StageRequest(
    string Number, string Currency, DateTimeOffset From, DateTimeOffset Until, ImmutableArray<WirePrice> Lines);

/// <param name="ShownBefore">the price that is shown as the one before the reduction; null where none is</param>
internal sealed record WirePrice(string Sku, decimal Price, decimal? ShownBefore);

internal sealed record ReceiptAnswer(string Receipt);

internal sealed record ReadRequest(string Number, ImmutableArray<string> Skus);

internal sealed record ReadAnswer(ImmutableArray<WireHeld> Prices);

/// <param name="Promotion">the number of the promotion that the price is of; null for the regular price</param>
/// <param name="Planned">what waits to go live for the number that was asked about</param>
internal sealed record WireHeld(string Sku, decimal Price, string? Promotion = null, decimal? Planned = null);

internal sealed record ActivateRequest(string Number, string Currency, ImmutableArray<WirePrice> Lines);

internal sealed record RevertRequest(string Number);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StageRequest))]
[JsonSerializable(typeof(ReceiptAnswer))]
[JsonSerializable(typeof(ReadRequest))]
[JsonSerializable(typeof(ReadAnswer))]
[JsonSerializable(typeof(ActivateRequest))]
[JsonSerializable(typeof(RevertRequest))]
internal sealed partial class PriceJson : JsonSerializerContext;
