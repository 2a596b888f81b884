using Crossdock.Contracts;

namespace Crossdock.Estate.Geography;

/// <summary>A town with a shop or a hall in it. Latitude and longitude are degrees.</summary>
public sealed record Place(string Id, string Town, NodeKind Kind, string Region, string Country, double Latitude, double Longitude);

/// <summary>Where the retailer has its stores, distribution centres and the suppliers that ship direct.</summary>
public static class Places
{
    public static readonly IReadOnlyList<Place> All =
    [
        Store("UK", "GB", "London Oxford Street", 51.515, -0.144), Store("UK", "GB", "London Stratford", 51.543, -0.006),
        Store("UK", "GB", "Croydon", 51.376, -0.098), Store("UK", "GB", "Birmingham", 52.479, -1.895),
        Store("UK", "GB", "Manchester", 53.483, -2.244), Store("UK", "GB", "Leeds", 53.797, -1.541),
        Store("UK", "GB", "Liverpool", 53.404, -2.987), Store("UK", "GB", "Sheffield", 53.380, -1.470),
        Store("UK", "GB", "Bristol", 51.458, -2.588), Store("UK", "GB", "Cardiff", 51.480, -3.177),
        Store("UK", "GB", "Edinburgh", 55.953, -3.189), Store("UK", "GB", "Glasgow", 55.862, -4.255),
        Store("UK", "GB", "Newcastle", 54.975, -1.613), Store("UK", "GB", "Nottingham", 52.954, -1.150),
        Store("UK", "GB", "Southampton", 50.904, -1.404), Store("UK", "GB", "Norwich", 52.629, 1.293),
        Store("UK", "GB", "Belfast", 54.598, -5.930), Store("UK", "IE", "Dublin", 53.350, -6.260),
        Store("UK", "IE", "Cork", 51.898, -8.473), Store("UK", "IE", "Galway", 53.274, -9.049),
        Store("DACH", "DE", "Berlin", 52.520, 13.405), Store("DACH", "DE", "Hamburg", 53.551, 9.994),
        Store("DACH", "DE", "Munich", 48.137, 11.575), Store("DACH", "DE", "Cologne", 50.938, 6.960),
        Store("DACH", "DE", "Frankfurt", 50.110, 8.682), Store("DACH", "AT", "Vienna", 48.208, 16.373),
        Store("DACH", "CH", "Zurich", 47.377, 8.541), Store("DACH", "CH", "Geneva", 46.204, 6.143),
        Store("WEST", "FR", "Paris", 48.857, 2.352), Store("WEST", "FR", "Lyon", 45.764, 4.836),
        Store("WEST", "FR", "Lille", 50.629, 3.057), Store("WEST", "NL", "Amsterdam", 52.368, 4.904),
        Store("WEST", "NL", "Rotterdam", 51.924, 4.478), Store("WEST", "BE", "Brussels", 50.850, 4.352),
        Store("WEST", "ES", "Madrid", 40.417, -3.703), Store("WEST", "PT", "Lisbon", 38.722, -9.139),
        Store("NORD", "SE", "Stockholm", 59.329, 18.069), Store("NORD", "DK", "Copenhagen", 55.676, 12.568),
        Store("NORD", "NO", "Oslo", 59.914, 10.752), Store("NORD", "FI", "Helsinki", 60.170, 24.938),
        Dc("UK", "GB", "Daventry", 52.257, -1.165), Dc("DACH", "DE", "Kassel", 51.313, 9.481),
        Dc("WEST", "NL", "Venlo", 51.370, 6.172), Dc("NORD", "SE", "Jonkoping", 57.783, 14.162),
        Supplier("UK", "GB", "Staffordshire Pottery", 53.003, -2.181), Supplier("DACH", "DE", "Erzgebirge Craft", 50.611, 13.013),
        Supplier("WEST", "FR", "Limoges Porcelain", 45.834, 1.262),
    ];

    public static string TimeZoneOf(string country) => country switch
    {
        "GB" => "Europe/London",
        "IE" => "Europe/Dublin",
        "DE" => "Europe/Berlin",
        "AT" => "Europe/Vienna",
        "CH" => "Europe/Zurich",
        "FR" => "Europe/Paris",
        "NL" => "Europe/Amsterdam",
        "BE" => "Europe/Brussels",
        "ES" => "Europe/Madrid",
        "PT" => "Europe/Lisbon",
        "SE" => "Europe/Stockholm",
        "DK" => "Europe/Copenhagen",
        "NO" => "Europe/Oslo",
        "FI" => "Europe/Helsinki",
        _ => throw new ArgumentOutOfRangeException(nameof(country), country, "no node stands there"),
    };

    private static Place Store(string region, string country, string town, double latitude, double longitude) =>
        new($"ST-{country}-{Short(town)}", $"{town} store", NodeKind.Store, region, country, latitude, longitude);

    private static Place Dc(string region, string country, string town, double latitude, double longitude) =>
        new($"DC-{country}-{Short(town)}", $"{town} distribution centre", NodeKind.Dc, region, country, latitude, longitude);

    private static Place Supplier(string region, string country, string name, double latitude, double longitude) =>
        new($"SUP-{Short(name)}", name, NodeKind.Supplier, region, country, latitude, longitude);

    private static string Short(string town) => town.ToUpperInvariant().Replace(' ', '-');
}
