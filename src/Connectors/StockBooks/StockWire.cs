using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Connectors.StockBooks;

/// <param name="Node">left out: all places that are the retailer's</param>
internal sealed record StockHashesRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node, int Buckets);

internal sealed record StockHashesAnswer(ImmutableArray<string> Hashes);

internal sealed record StockReadRequest(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node, int Buckets, ImmutableArray<int> Asked);

internal sealed record StockReadAnswer(ImmutableArray<WireHeldStock> Places);

/// <param name="Mark">changes with every movement of the SKU there, and with nothing else</param>
internal sealed record WireHeldStock(string Sku, string Node, int Pieces, long Mark);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(StockHashesRequest)), JsonSerializable(typeof(StockHashesAnswer))]
[JsonSerializable(typeof(StockReadRequest)), JsonSerializable(typeof(StockReadAnswer))]
internal sealed partial class StockJson : JsonSerializerContext;
