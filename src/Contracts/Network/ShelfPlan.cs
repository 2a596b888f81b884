using System.Collections.Frozen;

namespace Crossdock.Contracts.Network;

/// <summary>Where each node keeps each SKU: master data that the retailer gives. What it does not name is not known.</summary>
public sealed class ShelfPlan
{
    /// <summary>Longer than any aisle, bay and shelf, and short enough for a phone.</summary>
    public const int LongestPlace = 40;

    public static readonly ShelfPlan Unknown = new([]);

    private readonly FrozenDictionary<string, FrozenDictionary<string, string>> _byNode;

    private ShelfPlan(IEnumerable<KeyValuePair<string, Dictionary<string, string>>> byNode) => _byNode = byNode.ToFrozenDictionary(
        node => node.Key, node => node.Value.ToFrozenDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <param name="byNode">the place of each SKU, by node</param>
    /// <exception cref="ArgumentException">a node is not of the network, or a place is none; the message says which</exception>
    public static ShelfPlan Of(IReadOnlyDictionary<string, Dictionary<string, string>> byNode, RetailNetwork network)
    {
        foreach (var (node, places) in byNode)
        {
            if (network.Find(node) is null)
            {
                throw new ArgumentException($"it names the node {node}, and the network has none of that id");
            }

            foreach (var (sku, place) in places)
            {
                if (string.IsNullOrWhiteSpace(place) || place.Length > LongestPlace || place.Any(char.IsControl))
                {
                    throw new ArgumentException($"the place of {sku} at {node} must be 1 to {LongestPlace} characters");
                }
            }
        }

        return new ShelfPlan(byNode);
    }

    /// <summary>Empty where it is not known.</summary>
    public string PlaceOf(string? node, string sku) =>
        node is not null && _byNode.TryGetValue(node, out var places) && places.TryGetValue(sku, out var place) ? place : "";
}
