using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Connectors.Http;

namespace Crossdock.Connectors.Supplier;

/// <param name="Part">the case id of the part, which the supplier's events name as their subject</param>
internal sealed record OrderRequest(
    string Part, string Supplier, WireCustomer Customer, DateTimeOffset Promise, ImmutableArray<WireGoods> Lines);

internal sealed record OrderAnswer(string Reference, DateTimeOffset ShipsBy);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OrderRequest))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(PurchaseRequest))]
[JsonSerializable(typeof(ReminderRequest))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(DisputeRequest))]
[JsonSerializable(typeof(RefusalRequest))]
[JsonSerializable(typeof(ReferenceAnswer))]
internal sealed partial class SupplierJson : JsonSerializerContext;
