using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Connectors.Http;

namespace Crossdock.Connectors.Warehouse;

/// <param name="Part">the case id of the part, which the warehouse's events name as their subject</param>
internal sealed record ReleaseRequest(string Part, string Node, DateTimeOffset Promise, ImmutableArray<WireGoods> Lines);

internal sealed record RecallRequest(string Part, string Node, string Reason);

internal sealed record ReferenceAnswer(string Reference);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReleaseRequest))]
[JsonSerializable(typeof(RecallRequest))]
[JsonSerializable(typeof(ReferenceAnswer))]
internal sealed partial class WarehouseJson : JsonSerializerContext;
