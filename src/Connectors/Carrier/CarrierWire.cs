using System.Text.Json.Serialization;
using Crossdock.Connectors.Http;

namespace Crossdock.Connectors.Carrier;

/// <param name="Part">the case id of the part, which the carrier's events name as their subject</param>
internal sealed record BookingRequest(
    string Part, string Node, WireCustomer Customer, int Parcels, int WeightGrams, DateTimeOffset Promise);

internal sealed record BookingAnswer(string Tracking, string Service);

/// <param name="Return">the case id of the return, which the event of the parcel's arrival names as its subject</param>
/// <param name="Node">where the parcel goes</param>
internal sealed record ReturnLabelRequest(string Return, string Node, WireCustomer Customer, int Pieces);

internal sealed record ReturnLabelAnswer(string Tracking);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(BookingRequest))]
[JsonSerializable(typeof(BookingAnswer))]
[JsonSerializable(typeof(ReturnLabelRequest))]
[JsonSerializable(typeof(ReturnLabelAnswer))]
internal sealed partial class CarrierJson : JsonSerializerContext;
