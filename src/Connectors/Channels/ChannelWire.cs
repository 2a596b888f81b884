using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Connectors.Channels;

internal sealed record AvailabilityRequest(long Sequence, ImmutableArray<WireFigure> Figures);

internal sealed record WireFigure(string Sku, int Available);

internal sealed record AvailabilityAnswer(string Receipt, ImmutableArray<WireRefusal> Refused);

internal sealed record WireRefusal(string Sku, string Reason);

internal sealed record HashesRequest(int Buckets);

internal sealed record HashesAnswer(ImmutableArray<string> Hashes);

internal sealed record BucketsRequest(int Buckets, ImmutableArray<int> Asked);

internal sealed record FiguresAnswer(ImmutableArray<WireHeld> Figures);

/// <param name="Sequence">of the publication that the figure came with</param>
internal sealed record WireHeld(string Sku, int Available, long Sequence);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 16,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AvailabilityRequest)), JsonSerializable(typeof(AvailabilityAnswer))]
[JsonSerializable(typeof(HashesRequest)), JsonSerializable(typeof(HashesAnswer))]
[JsonSerializable(typeof(BucketsRequest)), JsonSerializable(typeof(FiguresAnswer))]
internal sealed partial class ChannelJson : JsonSerializerContext;
