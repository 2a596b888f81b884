using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Processes.PriceTargets;

/// <summary>Which places keep a price of their own: the tills of each store, and web shop, app, marketplaces and ERP by region.</summary>
public static class Targets
{
    public const string Erp = "erp";
    public const string Tills = "tills";
    public const string Marketplaces = "marketplaces";

    /// <summary>Every target of a scope, by its id. Stores that are named alone stand for their tills, not for the web shop.</summary>
    public static ImmutableArray<PriceTarget> Of(PriceScope scope, RetailNetwork network)
    {
        var stores = network.Nodes
            .Where(node => node.Kind == NodeKind.Store && Has(scope.Nodes, node.Id) && Has(scope.Regions, node.Region)).ToList();
        var regions = network.Regions.Where(region => Has(scope.Regions, region.Id)
            && (scope.Nodes.IsDefaultOrEmpty || stores.Exists(store => store.Region == region.Id))).ToList();
        var selling = network.Channels.Where(channel => Has(scope.Channels, channel.Id)).SelectMany(channel => SystemOf(channel) switch
        {
            Tills => stores.Select(store => new PriceTarget(
                $"{channel.Id}.{store.Id}", Tills, channel.Id, store.Region, store.Id, store.TimeZone)),
            { } system when scope.Nodes.IsDefaultOrEmpty || !scope.Channels.IsDefaultOrEmpty => regions.Select(region => new PriceTarget(
                $"{channel.Id}.{region.Id}", system, channel.Id, region.Id, null, ZoneOf(region, network))),
            _ => [],
        }).ToList();
        var books = regions.Where(region => selling.Exists(target => target.Region == region.Id))
            .Select(region => new PriceTarget($"{Erp}.{region.Id}", Erp, Erp, region.Id, null, ZoneOf(region, network)));
        return [.. selling.Concat(books).OrderBy(target => target.Id, StringComparer.Ordinal)];
    }

    /// <summary>Whether customers buy there; the ERP keeps prices and sells nothing.</summary>
    public static bool Sells(PriceTarget target) => target.System != Erp;

    /// <summary>The system that is spoken to for a channel; null for one that keeps no prices.</summary>
    public static string? SystemOf(Channel channel) => channel.Kind switch
    {
        "till" or "pos" => Tills,
        "web" => "web",
        "app" => "app",
        "marketplace" => Marketplaces,
        _ => null,
    };

    /// <summary>Whose work it is when a target lags.</summary>
    public static OwnerGroup OwnerOf(PriceTarget target) => target.System switch
    {
        Tills => OwnerGroup.StoreOperations,
        Erp => OwnerGroup.Integration,
        _ => OwnerGroup.Merchandising,
    };

    private static bool Has(ImmutableArray<string> chosen, string id) => chosen.IsDefaultOrEmpty || chosen.Contains(id);

    /// <summary>A region has the clock of its distribution centre; one without places has that of the retailer's first.</summary>
    private static string ZoneOf(Region region, RetailNetwork network) =>
        (network.Nodes.FirstOrDefault(node => node.Region == region.Id && node.Kind == NodeKind.Dc)
            ?? network.Nodes.FirstOrDefault(node => node.Region == region.Id)
            ?? network.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Dc))?.TimeZone ?? "UTC";
}
