using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Crossdock.Contracts.Network;

/// <summary>A day's opening hours in the node's local time; closed when both are equal.</summary>
public sealed record OpeningHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>
/// A place that holds stock. <paramref name="TimeZone"/> is an IANA name; <paramref name="DailyCapacity"/> is order lines a day;
/// <paramref name="CutOff"/> is the local time after which a shipment leaves the next day; latitude and longitude are degrees.
/// </summary>
public sealed record Node(
    string Id,
    string Name,
    NodeKind Kind,
    string Region,
    string Country,
    string TimeZone,
    double Latitude,
    double Longitude,
    int DailyCapacity,
    TimeOnly CutOff,
    ImmutableArray<OpeningHours> Hours,
    ImmutableArray<DateOnly> Holidays);

public sealed record Region(string Id, string Name, ImmutableArray<string> Countries, string Currency);

public sealed record Channel(string Id, string Name, string Kind);

/// <summary>The retailer's places and channels, master data of the ERP, read at start from one JSON file.</summary>
public sealed record RetailNetwork(
    string Retailer, ImmutableArray<Region> Regions, ImmutableArray<Channel> Channels, ImmutableArray<Node> Nodes)
{
    private FrozenDictionary<string, Node>? _byId;

    public Node? Find(string? id) =>
        id is null ? null : (_byId ??= Nodes.ToFrozenDictionary(node => node.Id)).GetValueOrDefault(id);

    public Region? RegionOfCountry(string country) => Regions.FirstOrDefault(region => region.Countries.Contains(country));
}
