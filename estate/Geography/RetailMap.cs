using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;

namespace Crossdock.Estate.Geography;

/// <summary>The retailer's master data: regions, channels and nodes, as the ERP would export them.</summary>
public static class RetailMap
{
    public const string Web = "web";
    public const string App = "app";
    public const string Till = "till";
    public const string MarketplaceEast = "bazaar";
    public const string MarketplaceWest = "plaza";

    private static readonly TimeOnly DcCutOff = new(17, 0);
    private static readonly TimeOnly StoreCutOff = new(15, 0);
    private static readonly TimeOnly SupplierCutOff = new(12, 0);

    /// <param name="years">the calendar years whose holidays the nodes keep</param>
    public static RetailNetwork Build(IEnumerable<int> years)
    {
        var kept = years.Distinct().Order().ToArray();
        return new RetailNetwork(
            "Hearth & Holly",
            [
                new Region("UK", "UK & Ireland", ["GB", "IE", "JE"], "GBP"),
                new Region("DACH", "Germany, Austria, Switzerland", ["DE", "AT", "CH"], "GBP"),
                new Region("WEST", "Benelux, France, Iberia", ["FR", "NL", "BE", "LU", "ES", "PT"], "GBP"),
                new Region("NORD", "Nordics", ["SE", "DK", "NO", "FI", "IS"], "GBP"),
                new Region("EXPORT", "Export", [.. ExportCountries()], "GBP"),
            ],
            [
                new Channel(Web, "Web shop", "web"),
                new Channel(App, "App", "app"),
                new Channel(Till, "Store tills", "till"),
                new Channel(MarketplaceEast, "Bazaar marketplace", "marketplace"),
                new Channel(MarketplaceWest, "Plaza marketplace", "marketplace"),
            ],
            [.. Places.All.Select(place => NodeAt(place, kept))]);
    }

    public static byte[] Write(RetailNetwork network) =>
        JsonSerializer.SerializeToUtf8Bytes(network, ContractsJson.Default.RetailNetwork);

    private static IEnumerable<string> ExportCountries()
    {
        string[] served = ["GB", "IE", "JE", "DE", "AT", "CH", "FR", "NL", "BE", "LU", "ES", "PT", "SE", "DK", "NO", "FI", "IS"];
        return Countries.Codes.Except(served);
    }

    private static Node NodeAt(Place place, int[] years) => new(
        place.Id,
        place.Town,
        place.Kind,
        place.Region,
        place.Country,
        Places.TimeZoneOf(place.Country),
        place.Latitude,
        place.Longitude,
        CapacityOf(place.Kind),
        place.Kind switch { NodeKind.Dc => DcCutOff, NodeKind.Supplier => SupplierCutOff, _ => StoreCutOff },
        HoursOf(place.Kind, place.Country),
        [.. years.SelectMany(year => HolidaysOf(place.Kind, place.Country, year)).Order()]);

    // Order lines a day. A store lives from its walk-in trade and takes what its people can pick beside it.
    private static int CapacityOf(NodeKind kind) =>
        kind switch { NodeKind.Dc => 400_000, NodeKind.Supplier => 50_000, _ => 20_000 };

    private static ImmutableArray<OpeningHours> HoursOf(NodeKind kind, string country)
    {
        var sundayShops = country is "GB" or "IE" or "SE" or "DK" or "FI" or "ES" or "PT" or "NL";
        return
        [
            .. Enum.GetValues<DayOfWeek>().Select(day => (kind, day) switch
            {
                (NodeKind.Dc, DayOfWeek.Sunday) => new OpeningHours(day, new TimeOnly(8, 0), new TimeOnly(16, 0)),
                (NodeKind.Dc, _) => new OpeningHours(day, new TimeOnly(5, 0), new TimeOnly(23, 0)),
                (NodeKind.Supplier, DayOfWeek.Saturday or DayOfWeek.Sunday) => Closed(day),
                (NodeKind.Supplier, _) => new OpeningHours(day, new TimeOnly(7, 0), new TimeOnly(17, 0)),
                (_, DayOfWeek.Sunday) => sundayShops ? new OpeningHours(day, new TimeOnly(11, 0), new TimeOnly(17, 0)) : Closed(day),
                (_, DayOfWeek.Thursday or DayOfWeek.Friday) => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(21, 0)),
                _ => new OpeningHours(day, new TimeOnly(9, 0), new TimeOnly(20, 0)),
            }),
        ];
    }

    private static OpeningHours Closed(DayOfWeek day) => new(day, TimeOnly.MinValue, TimeOnly.MinValue);

    private static IEnumerable<DateOnly> HolidaysOf(NodeKind kind, string country, int year)
    {
        yield return new DateOnly(year, 1, 1);
        yield return new DateOnly(year, 12, 25);
        if (country is "GB" or "IE" or "DE" or "AT" or "CH" or "NL" or "SE" or "DK" or "NO" or "FI")
        {
            yield return new DateOnly(year, 12, 26);
        }

        if (kind != NodeKind.Dc && country is not ("GB" or "IE" or "NL" or "DK"))
        {
            yield return new DateOnly(year, 5, 1);
        }

        if (country == "DE")
        {
            yield return new DateOnly(year, 10, 3);
        }

        if (country is "FR" or "BE")
        {
            yield return new DateOnly(year, 11, 11);
        }
    }
}
