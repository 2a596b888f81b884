using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Connectors.Http;

namespace Crossdock.Connectors.Mail;

internal sealed record MessageRequest(string Template, string Number, WireCustomer Customer, ImmutableArray<string> Facts);

internal sealed record MessageAnswer;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(MessageRequest))]
[JsonSerializable(typeof(MessageAnswer))]
internal sealed partial class MailJson : JsonSerializerContext;
