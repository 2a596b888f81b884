using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Geography;
using Crossdock.Estate.Systems.Payments;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>Where an order came in and how its customer wants it.</summary>
public sealed record Buying(string Channel, string Wish, string? Store, string Country, string Region);

/// <summary>
/// What an order book does not say, by rule and seed:
/// guests buy at the web shop (70 %) or the app; customers keep to a home channel: at home web 50, app 20, marketplaces 22,
/// till 8 %, abroad web 45, app 15, marketplaces 40 %; a customer keeps to a home store of the own country; a fifth of
/// customers with one, and an eighth of guests, collect (a seventh of them at the kerb), as do two thirds of till orders;
/// what is too big to carry (over 60 lines or 200 pieces of a thing) is shipped. The region follows the country.
/// </summary>
public sealed class Derivation
{
    private const string UkDc = "DC-GB-DAVENTRY";

    private static readonly IReadOnlyList<(string, double)> HomeChannels =
    [
        (RetailMap.Web, 50), (RetailMap.App, 20), (RetailMap.MarketplaceEast, 12), (RetailMap.MarketplaceWest, 10), (RetailMap.Till, 8),
    ];

    private static readonly IReadOnlyList<(string, double)> AbroadChannels =
        [(RetailMap.Web, 45), (RetailMap.App, 15), (RetailMap.MarketplaceEast, 25), (RetailMap.MarketplaceWest, 15)];

    private static readonly string[] FirstNames =
        ["Aylin", "Ben", "Carla", "Dev", "Elin", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Liam", "Mina", "Noor", "Owen",
            "Priya"];

    private static readonly string[] LastNames =
        ["Archer", "Becker", "Clarke", "Dubois", "Evans", "Fischer", "Gray", "Hansen", "Iversen", "Jones", "Keller", "Lambert", "Moore"];

    private readonly RetailNetwork _network;
    private readonly Dictionary<string, string[]> _storesOf;
    private readonly Dictionary<string, string> _dcOf;

    public Derivation(int seed, RetailNetwork network)
    {
        Chance = new Seeded(seed);
        _network = network;
        _storesOf = network.Nodes.Where(node => node.Kind == NodeKind.Store).GroupBy(node => node.Country)
            .ToDictionary(group => group.Key, group => group.Select(node => node.Id).ToArray());
        _dcOf = network.Nodes.Where(node => node.Kind == NodeKind.Dc).ToDictionary(node => node.Region, node => node.Id);
    }

    public Seeded Chance { get; }

    public static string CustomerIdOf(RetailRow row) => row.CustomerId is { } id ? $"C-{id}" : $"G-{row.Invoice}";

    public Buying BuyingOf(RetailRow first, int lines, int mostPieces)
    {
        var country = Countries.CodeOf(first.Country);
        var region = _network.RegionOfCountry(country)?.Id ?? "EXPORT";
        var customer = CustomerIdOf(first);
        var channel = ChannelOf(first, customer, country);
        var stores = _storesOf.GetValueOrDefault(country);
        if (stores is null || channel is RetailMap.MarketplaceEast or RetailMap.MarketplaceWest)
        {
            return new Buying(channel == RetailMap.Till ? RetailMap.Web : channel, "ship", null, country, region);
        }

        var store = Chance.Pick(stores, "home-store", customer);
        var collects = channel == RetailMap.Till ? Chance.Chance(0.66, "till-collects", first.Invoice)
            : first.CustomerId is null ? Chance.Chance(0.125, "guest-collects", first.Invoice)
            : Chance.Chance(0.2, "collects", customer) && Chance.Chance(0.8, "collects-this", first.Invoice);
        if (!collects || lines > 60 || mostPieces > 200)
        {
            return new Buying(channel, "ship", null, country, region);
        }

        var wish = channel != RetailMap.Till && Chance.Chance(0.15, "kerbside", first.Invoice) ? "kerbside" : "store-pickup";
        return new Buying(channel, wish, store, country, region);
    }

    public string NumberOf(string channel, string invoice) => $"{Prefix(channel)}-{invoice}";

    /// <summary>One order in thirty of the retailer's own channels is paid with a gift card first, as far as it goes.</summary>
    public PaymentDocument PaymentOf(string number, Buying buying, string customer, decimal total)
    {
        var token = $"tok_{Chance.Below(int.MaxValue, "token", customer):x8}";
        if (buying.Channel is RetailMap.MarketplaceEast or RetailMap.MarketplaceWest)
        {
            return new PaymentDocument("marketplace", token);
        }

        return total <= 0 || !Chance.Chance(1.0 / 30, "gift-card", number)
            ? new PaymentDocument("card", token)
            : new PaymentDocument("card", token, [new TenderDocument(
                "gift-card", $"{PaymentBehaviour.Gift}{Chance.Below(int.MaxValue, "gift-token", number):x8}",
                Math.Min(total, Chance.Pick([10m, 20m, 25m, 50m], "gift-worth", number)))]);
    }

    public CustomerDocument CustomerOf(RetailRow row)
    {
        var id = CustomerIdOf(row);
        var tier = row.CustomerId is null ? ""
            : Chance.Weighted([("", 70), ("silver", 20), ("gold", 10)], "tier", id);
        var name = $"{Chance.Pick(FirstNames, "first-name", id)} {Chance.Pick(LastNames, "last-name", id)}";
        var mailbox = new string([.. id.Where(char.IsAsciiLetterOrDigit)]).ToLowerInvariant();
        return new CustomerDocument(id, tier, name, $"{mailbox}@example.com");
    }

    /// <summary>In a town of the country that has a store. The retailer's own shops look up where it is; marketplaces do not.</summary>
    public AddressDocument AddressOf(RetailRow row, string country, string channel)
    {
        var id = CustomerIdOf(row);
        var stores = _network.Nodes.Where(node => node.Country == country && node.Kind == NodeKind.Store).ToArray();
        var store = stores.Length == 0 ? null : Chance.Pick(stores, "home-store", id);
        var town = store is null ? row.Country.Trim() : TownOf(store);
        var known = store is not null && (channel is RetailMap.Web or RetailMap.App);
        return new AddressDocument(
            $"{1 + Chance.Below(120, "house", id)} Market Street",
            town.Length is 0 or > 100 ? "Unknown" : town,
            PostalCodeOf(country, 10000 + Chance.Below(89999, "post-code", id)),
            country,
            known ? Within(store!.Latitude, "north", id) : null,
            known ? Within(store!.Longitude, "east", id) : null);
    }

    /// <summary>As the country writes them; where that is not told here, five digits.</summary>
    private static string PostalCodeOf(string country, int number)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        var letters = $"{(char)('A' + (number % 23))}{(char)('A' + (number % 19))}";
        return country switch
        {
            "GB" or "GG" or "IM" or "JE" => $"{letters}{digits[0]} {digits[1]}{letters}",
            "AT" or "AU" or "BE" or "CH" or "CY" or "DK" or "LI" or "LU" or "LV" or "NO" or "NZ" or "HU" or "SI" or "BG" => digits[..4],
            "NL" => $"{digits[..4]} {letters}",
            "PT" or "JP" => $"{digits}00",
            "IE" => $"{letters[0]}{digits[..2]} {letters}{digits[2..4]}",
            "IS" => digits[..3],
            "MT" => $"{letters}A {digits[..4]}",
            "CA" => $"K{digits[0]}{letters[0]} {digits[1]}{letters[1]}{digits[2]}",
            "RO" or "SG" => $"{digits}0",
            _ => digits,
        };
    }

    /// <summary>Up to a fifth of a degree from the store.</summary>
    private decimal Within(double degrees, string way, string customer) =>
        decimal.Round((decimal)degrees + ((Chance.Below(4001, way, customer) - 2000) / 10_000m), 4);

    /// <summary>Where a line that is shipped is expected to leave from: a supplier, a shop near the customer, or the region's
    /// hall.</summary>
    public string SourceOf(string sku, Buying buying, string customer)
    {
        if (ShipsDirect(sku))
        {
            return buying.Region switch { "UK" => "SUP-STAFFORDSHIRE-POTTERY", "DACH" => "SUP-ERZGEBIRGE-CRAFT", _ =>
                "SUP-LIMOGES-PORCELAIN" };
        }

        return _storesOf.TryGetValue(buying.Country, out var stores) && Chance.Chance(0.1, "ships-from-store", $"{customer}/{sku}")
            ? Chance.Pick(stores, "home-store", customer)
            : DcOf(buying.Region);
    }

    /// <summary>One SKU in fifty is kept by its supplier only.</summary>
    public bool ShipsDirect(string sku) => Chance.Chance(0.02, "ships-direct", sku);

    public string DcOf(string region) => _dcOf.GetValueOrDefault(region, UkDc);

    public string StoreFor(string country, string customer) =>
        Chance.Pick(_storesOf.GetValueOrDefault(country, _storesOf["GB"]), "home-store", customer);

    private string ChannelOf(RetailRow first, string customer, string country) =>
        first.CustomerId is null
            ? Chance.Chance(0.7, "guest-web", first.Invoice) ? RetailMap.Web : RetailMap.App
            : Chance.Weighted(country == "GB" ? HomeChannels : AbroadChannels, "channel", customer);

    private static string TownOf(Node node) => node.Name.Replace(" store", "", StringComparison.Ordinal);

    private static string Prefix(string channel) => channel switch
    {
        RetailMap.Web => "WEB",
        RetailMap.App => "APP",
        RetailMap.Till => "TIL",
        RetailMap.MarketplaceEast => "BAZ",
        RetailMap.MarketplaceWest => "PLZ",
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "not a channel of the estate"),
    };
}
