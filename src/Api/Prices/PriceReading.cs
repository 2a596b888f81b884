using System.Collections.Immutable;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Api.Prices;

/// <summary>A proposal's canonical form, and what only the whole of it and the network can tell to be wrong.</summary>
internal sealed class PriceReading(RetailNetwork network)
{
    /// <summary>The proposal, or null when there are faults; all of them are said then.</summary>
    public PromotionProposed? Read(Given given, Faults faults)
    {
        var lines = given.Get(PriceShape.Lines, []);
        Names(given, PriceShape.Channels, network.Channels.Select(channel => channel.Id), faults);
        Names(given, PriceShape.Regions, network.Regions.Select(region => region.Id), faults);
        Names(given, PriceShape.Nodes, network.Nodes.Where(node => node.Kind == NodeKind.Store).Select(node => node.Id), faults);
        Currency(given, faults);
        if (given.TryGet(PriceShape.Starts, out var starts) && given.TryGet(PriceShape.Ends, out var ends) && ends <= starts)
        {
            faults.Add("ends", $"must come after starts, {starts:s}; got {ends:s}");
        }

        foreach (var twice in lines.GroupBy(line => line.Get(PriceLineShape.Sku)).Where(sku => sku.Key is not null && sku.Count() > 1))
        {
            faults.Add(twice.Last().At(PriceLineShape.Sku), $"repeats {twice.Key}; give each SKU one price");
        }

        foreach (var line in lines.Where(line => line.Maybe(PriceLineShape.ShownBefore) <= line.Get(PriceLineShape.Price)))
        {
            faults.Add(line.At(PriceLineShape.ShownBefore), "must be above the price");
        }

        return faults.Any ? null : new PromotionProposed(
            given.Get(PriceShape.Number), given.Get(PriceShape.Title), given.Get(PriceShape.Kind),
            new PriceScope(given.Get(PriceShape.Channels, []), given.Get(PriceShape.Regions, []), given.Get(PriceShape.Nodes, [])),
            given.Get(PriceShape.Currency), given.Get(PriceShape.Starts), given.Get(PriceShape.Ends), given.Get(PriceShape.ExpectedLift),
            [.. lines.Select(line => new PriceLine(
                line.Get(PriceLineShape.Sku), line.Get(PriceLineShape.Price), line.Maybe(PriceLineShape.ShownBefore)))],
            given.Get(PriceShape.Reason));
    }

    private static void Names(Given given, Field<ImmutableArray<string>> field, IEnumerable<string> known, Faults faults)
    {
        var names = known.ToList();
        foreach (var (id, i) in given.Get(field, []).Select((id, i) => (id, i)).Where(one => !names.Contains(one.id)))
        {
            faults.Add($"{given.At(field)}[{i}]", $"is not known; got '{id}'{NearestName.Hint(id, names)}");
        }
    }

    private void Currency(Given given, Faults faults)
    {
        if (!given.TryGet(PriceShape.Currency, out var currency))
        {
            return;
        }

        var named = given.Get(PriceShape.Regions, []);
        var nodes = given.Get(PriceShape.Nodes, []);
        var others = network.Regions
            .Where(region => (named.IsEmpty || named.Contains(region.Id)) && region.Currency != currency
                && (nodes.IsEmpty || nodes.Any(node => network.Find(node)?.Region == region.Id)))
            .Select(region => $"{region.Id} sells in {region.Currency}").ToList();
        if (others.Count > 0)
        {
            faults.Add("currency", $"is not that of every region: {string.Join(", ", others)}; name the regions that sell in {currency}");
        }
    }
}
