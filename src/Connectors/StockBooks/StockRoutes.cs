using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Connectors.Erp;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.StockBooks;

/// <summary>
/// The contract of systems that keep books of stock: how they are compared, bucket by bucket, and corrected. An ERP speaks it, and a
/// warehouse system.
/// </summary>
internal static class StockRoutes
{
    /// <summary>No place has more of one SKU, or owes more; a figure beyond it is a slip.</summary>
    private const int MostPieces = 1_000_000_000;

    private const int LongestHash = 64;

    public static readonly ImmutableArray<Route> Compared =
    [
        Route.For<HashStock, StockHashesRequest, StockHashesAnswer>(
            "hash-stock", "/stock/hashes",
            StockJson.Default.StockHashesRequest, effect => new(effect.Node, effect.Buckets),
            StockJson.Default.StockHashesAnswer, (effect, answer) => new StockHashed(
                [.. OnePerBucket(Check.NoNulls(answer.Hashes, "hashes"), effect.Buckets).Select(Hash)])),
        Route.For<ReadStock, StockReadRequest, StockReadAnswer>(
            "read-stock", "/stock/read",
            StockJson.Default.StockReadRequest, effect => new(effect.Node, effect.Buckets, effect.Asked),
            StockJson.Default.StockReadAnswer, (_, answer) => new StockRead(
                [.. OncePerPlace(Check.NoNulls(answer.Places, "places").Select(held => new HeldStock(
                    Check.Reference(held.Sku, "sku"), Check.Reference(held.Node, "node"), Pieces(held.Pieces), held.Mark)))])),
    ];

    public static readonly Route Adjusted = Route.For<PostStockAdjustment, AdjustmentRequest, DocumentAnswer>(
        "post-stock-adjustment", "/stock-adjustments",
        ErpJson.Default.AdjustmentRequest, effect => new(
            effect.Reference, effect.Node, effect.Reason, [.. effect.Lines.Select(line => new AdjustedItem(line.Sku, line.Pieces))]),
        ErpJson.Default.DocumentAnswer, (_, answer) => new StockAdjustmentPosted(Check.Reference(answer.Document, "document")));

    private static ImmutableArray<string> OnePerBucket(ImmutableArray<string> hashes, int buckets) =>
        hashes.Length == buckets ? hashes : throw new JsonException($"{buckets} hashes were asked for and {hashes.Length} came");

    private static string Hash(string hash) =>
        hash.Length <= LongestHash && hash.All(char.IsAsciiHexDigitLower) ? hash : throw new JsonException("a hash is no hexadecimal text");

    private static int Pieces(int pieces) =>
        pieces is >= -MostPieces and <= MostPieces ? pieces : throw new JsonException("pieces are beyond all reason");

    private static IEnumerable<HeldStock> OncePerPlace(IEnumerable<HeldStock> places)
    {
        var seen = new HashSet<(string, string)>();
        foreach (var held in places)
        {
            yield return seen.Add((held.Sku, held.Node)) ? held : throw new JsonException($"{held.Sku} comes twice at {held.Node}");
        }
    }
}
