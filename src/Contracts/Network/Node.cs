using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Network;

/// <summary>A day's opening hours in the node's local time; closed when both are equal.</summary>
public sealed record OpeningHours(DayOfWeek Day, TimeOnly Opens, TimeOnly Closes);

/// <summary>When somebody works: opening hours by the clock of a zone, and the days on which nobody does.</summary>
/// <param name="TimeZone">an IANA name</param>
public sealed record CalendarHours(string TimeZone, ImmutableArray<OpeningHours> Hours, ImmutableArray<DateOnly> Holidays)
{
    /// <summary>The same for the same hours, whatever their order.</summary>
    [JsonIgnore]
    public string Text => string.Join(' ', [
        TimeZone,
        .. Each(Hours).Select(day => string.Create(
            CultureInfo.InvariantCulture, $"{day.Day:d}:{day.Opens:HHmmss}-{day.Closes:HHmmss}")).Order(StringComparer.Ordinal),
        .. Each(Holidays).Select(day => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture)).Order(StringComparer.Ordinal),
    ]);

    private static ImmutableArray<T> Each<T>(ImmutableArray<T> all) => all.IsDefault ? [] : all;
}

/// <summary>When a team works that belongs to no place.</summary>
public sealed record TeamHours(OwnerGroup Team, string TimeZone, ImmutableArray<OpeningHours> Hours, ImmutableArray<DateOnly> Holidays);

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
    ImmutableArray<DateOnly> Holidays)
{
    private const double EarthRadiusKm = 6371.0088;

    /// <summary>The day that it is there by the clock on its wall.</summary>
    public DateOnly DayOf(DateTimeOffset at) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, TimeZoneInfo.FindSystemTimeZoneById(TimeZone)).DateTime);

    public double KilometresTo(Node other) => KilometresTo(other.Latitude, other.Longitude);

    /// <summary>As the crow flies (haversine); degrees.</summary>
    public double KilometresTo(double toLatitude, double toLongitude)
    {
        var (latitude, otherLatitude) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(toLatitude));
        var byLatitude = Math.Sin((otherLatitude - latitude) / 2);
        var byLongitude = Math.Sin(double.DegreesToRadians(toLongitude - Longitude) / 2);
        var h = (byLatitude * byLatitude) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * byLongitude * byLongitude);
        return 2 * EarthRadiusKm * Math.Asin(Math.Min(1, Math.Sqrt(h)));
    }
}

public sealed record Region(string Id, string Name, ImmutableArray<string> Countries, string Currency);

public sealed record Channel(string Id, string Name, string Kind);

/// <summary>The retailer's places and channels, master data of the ERP, read at start from one JSON file.</summary>
public sealed record RetailNetwork(
    string Retailer, ImmutableArray<Region> Regions, ImmutableArray<Channel> Channels, ImmutableArray<Node> Nodes)
{
    private FrozenDictionary<string, Node>? _byId;

    public ImmutableArray<Node> Nodes
    {
        get;
        init => (field, _byId) = (value, null);
    } = Nodes;

    /// <summary>Those who work by hours of their own; all others by those of an office.</summary>
    public ImmutableArray<TeamHours> Teams { get; init; } = [];

    /// <summary>It is as large as all the rest together many times over, and given in a file of its own.</summary>
    [JsonIgnore]
    public ShelfPlan Shelves { get; init; } = ShelfPlan.Unknown;

    /// <summary>As large, and as apart.</summary>
    [JsonIgnore]
    public SubstitutePlan Substitutes { get; init; } = SubstitutePlan.None;

    public Node? Find(string? id) =>
        id is null ? null : (_byId ??= Nodes.ToFrozenDictionary(node => node.Id)).GetValueOrDefault(id);

    public Region? RegionOfCountry(string country) => Regions.FirstOrDefault(region => region.Countries.Contains(country));
}
