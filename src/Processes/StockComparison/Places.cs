using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Crossdock.Processes.StockComparison;

/// <summary>
/// Books of stock dealt into buckets by place and SKU, each with a hash. The wire contract says how it is reckoned, so that each side
/// does it for itself. What a place has none of is in no bucket: whether a zero is kept is nobody else's business.
/// </summary>
public static class Places
{
    /// <summary>Of two hundred thousand SKUs at places a bucket has some two hundred.</summary>
    public const int Buckets = 1_024;

    private const int HashLetters = 16;

    public static string NameOf(string sku, string node) => $"{node}/{sku}";

    public static int BucketOf(string sku, string node, int buckets) =>
        BinaryPrimitives.ReadUInt16BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(NameOf(sku, node)))) % buckets;

    public static ImmutableArray<string> Hashes(IEnumerable<(string Sku, string Node, int Pieces)> books, int buckets)
    {
        var dealt = books.Where(place => place.Pieces != 0).ToLookup(place => BucketOf(place.Sku, place.Node, buckets));
        return [.. Enumerable.Range(0, buckets).Select(bucket => Hash(dealt[bucket]))];
    }

    private static string Hash(IEnumerable<(string Sku, string Node, int Pieces)> bucket)
    {
        var text = new StringBuilder();
        foreach (var (name, pieces) in bucket.Select(place => (Name: NameOf(place.Sku, place.Node), place.Pieces))
            .OrderBy(place => place.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append('=').Append(pieces).Append('\n');
        }

        return text.Length == 0 ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..HashLetters];
    }
}
