using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;

namespace Crossdock.Estate.Geography;

/// <summary>
/// Where the stores and DCs of the estate keep what they sell. Real retailers export this from their planograms; here an aisle, a bay and
/// a shelf follow from the SKU, and in every tenth place from the node as well, so that no two stores are alike.
/// </summary>
internal static class StoreLayout
{
    public static byte[] Write(RetailNetwork network, IEnumerable<string> skus)
    {
        var all = skus.Distinct(StringComparer.Ordinal).ToList();
        return JsonSerializer.SerializeToUtf8Bytes(network.Nodes.Where(node => node.Kind != NodeKind.Supplier).ToDictionary(
            node => node.Id, node => all.ToDictionary(sku => sku, sku => PlaceOf(node.Id, sku))));
    }

    private static string PlaceOf(string node, string sku)
    {
        var sum = Sum(sku);
        sum = sum % 10 == 0 ? Sum(sku + node) : sum;
        return $"{(char)('A' + (sum % 8))} {(sum / 8 % 24) + 1:00}-{(sum / 192 % 6) + 1}";
    }

    private static int Sum(string text) => text.Aggregate(0, (sum, letter) => ((sum * 31) + letter) & 0xFFFF);
}
