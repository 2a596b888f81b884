using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Channels;

/// <summary>
/// The availability contract, which tills, web shop, app and marketplaces speak beside that of prices. A figure goes with its sequence,
/// so that the other side can tell an older one that comes late from a newer one.
/// </summary>
internal static class ChannelRoutes
{
    /// <summary>No shop sells more of one SKU; a figure beyond it is a slip.</summary>
    private const int MostPieces = 1_000_000_000;

    private const int LongestHash = 64;

    public static readonly ImmutableArray<Route> All =
    [
        Route.For<PublishAvailability, AvailabilityRequest, AvailabilityAnswer>(
            "publish-availability", "/availability/{channel}", segment: effect => effect.Channel,
            request: ChannelJson.Default.AvailabilityRequest, ask: effect => new(
                effect.Sequence, [.. effect.Figures.Select(figure => new WireFigure(figure.Sku, figure.Available))]),
            answer: ChannelJson.Default.AvailabilityAnswer, hear: (_, answer) => new AvailabilityPublished(
                Check.Reference(answer.Receipt, "receipt"),
                [.. Check.NoNulls(answer.Refused, "refused").Select(refusal => new FigureRefusal(
                    Check.Reference(refusal.Sku, "sku"), Check.Reference(refusal.Reason, "reason")))])),
        Route.For<HashAvailability, HashesRequest, HashesAnswer>(
            "hash-availability", "/availability/{channel}/hashes", segment: effect => effect.Channel,
            request: ChannelJson.Default.HashesRequest, ask: effect => new(effect.Buckets),
            answer: ChannelJson.Default.HashesAnswer, hear: (effect, answer) => new AvailabilityHashed(
                [.. OnePerBucket(Check.NoNulls(answer.Hashes, "hashes"), effect.Buckets).Select(Hash)])),
        Route.For<ReadAvailability, BucketsRequest, FiguresAnswer>(
            "read-availability", "/availability/{channel}/read", segment: effect => effect.Channel,
            request: ChannelJson.Default.BucketsRequest, ask: effect => new(effect.Buckets, effect.Asked),
            answer: ChannelJson.Default.FiguresAnswer, hear: (_, answer) => new AvailabilityRead(
                [.. Check.NoNulls(answer.Figures, "figures").Select(held => new HeldFigure(
                    Check.Reference(held.Sku, "sku"), Pieces(held.Available), held.Sequence))])),
    ];

    private static ImmutableArray<string> OnePerBucket(ImmutableArray<string> hashes, int buckets) =>
        hashes.Length == buckets ? hashes : throw new JsonException($"{buckets} hashes were asked for and {hashes.Length} came");

    private static string Hash(string hash) =>
        hash.Length <= LongestHash && hash.All(char.IsAsciiHexDigitLower) ? hash : throw new JsonException("a hash is no hexadecimal text");

    private static int Pieces(int pieces) =>
        pieces is >= 0 and <= MostPieces ? pieces : throw new JsonException("available is below 0 or beyond all reason");
}
