using System.Text.Json;

namespace Crossdock.Estate.OrderBook;

/// <summary>
/// What the estate sends instead of what: another variant of the same thing. The retailer numbers things with digits and their variants
/// (another colour, another pattern) with a letter behind, as 85123A and 85123B.
/// </summary>
public static class Variants
{
    private const int Most = 3;

    public static byte[] Write(IEnumerable<string> skus) => JsonSerializer.SerializeToUtf8Bytes(Of(skus));

    public static SortedDictionary<string, string[]> Of(IEnumerable<string> skus)
    {
        var variants = skus.Where(sku => sku.Length > 2 && char.IsAsciiLetter(sku[^1]) && sku[..^1].All(char.IsAsciiDigit))
            .Distinct(StringComparer.Ordinal).GroupBy(sku => sku[..^1], StringComparer.Ordinal);
        return new SortedDictionary<string, string[]>(
            variants.Select(thing => thing.Order(StringComparer.Ordinal).ToArray()).Where(thing => thing.Length > 1)
                .SelectMany(thing => thing.Select(sku => KeyValuePair.Create(sku, thing.Where(other => other != sku).Take(Most).ToArray())))
                .ToDictionary(),
            StringComparer.Ordinal);
    }
}
