using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockSynchronisation;

/// <summary>
/// A book of figures dealt into buckets, each with a hash: two books that agree are known to from 64 short texts, and where they differ
/// a few SKUs in a hundred are read. The wire contract says how it is reckoned, so that each side does it for itself.
/// </summary>
public static class Buckets
{
    /// <summary>Of ten thousand SKUs a bucket has some 150: an answer of one page.</summary>
    public const int Count = 64;

    private const int HashLetters = 16;

    public static int Of(string sku, int count = Count) => SHA256.HashData(Encoding.UTF8.GetBytes(sku))[0] % count;

    public static ImmutableArray<string> Hashes(IEnumerable<KnownFigure> book)
    {
        var buckets = book.ToLookup(known => Of(known.Sku));
        return [.. Enumerable.Range(0, Count).Select(bucket => Hash(buckets[bucket]))];
    }

    private static string Hash(IEnumerable<KnownFigure> bucket)
    {
        var text = new StringBuilder();
        foreach (var known in bucket.OrderBy(known => known.Sku, StringComparer.Ordinal))
        {
            text.Append(known.Sku).Append('=').Append(known.Figure).Append('\n');
        }

        return text.Length == 0 ? ""
            : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..HashLetters];
    }
}
