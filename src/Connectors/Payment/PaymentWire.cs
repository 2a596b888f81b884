using System.Text.Json.Serialization;

namespace Crossdock.Connectors.Payment;

internal sealed record AuthorisationRequest(string Number, string CustomerId, string Token, decimal Amount, string Currency);

internal sealed record AuthorisationAnswer(string Authorisation, decimal Amount, string Currency, double FraudScore);

internal sealed record CaptureRequest(decimal Amount, string Currency, string Reference);

internal sealed record CaptureAnswer(string Capture, decimal Amount, string Currency);

internal sealed record VoidRequest;

internal sealed record VoidAnswer(string Authorisation);

internal sealed record RefundRequest(
    decimal Amount,
    string Currency,
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? To);

internal sealed record RefundAnswer(string Refund, decimal Amount, string Currency, string? Credit = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AuthorisationRequest))]
[JsonSerializable(typeof(AuthorisationAnswer))]
[JsonSerializable(typeof(CaptureRequest))]
[JsonSerializable(typeof(CaptureAnswer))]
[JsonSerializable(typeof(VoidRequest))]
[JsonSerializable(typeof(VoidAnswer))]
[JsonSerializable(typeof(RefundRequest))]
[JsonSerializable(typeof(RefundAnswer))]
internal sealed partial class PaymentJson : JsonSerializerContext;
