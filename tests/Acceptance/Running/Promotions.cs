using System.Globalization;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Prices as merchandising proposes them: for the tills of some stores, from the regular 10.00 to 8.00.</summary>
internal static class Promotions
{
    /// <param name="starts">by the clock on the wall of each place</param>
    public static JsonObject Of(string number, DateTime starts, DateTime ends, params string[] stores) => new()
    {
        ["number"] = number, ["title"] = "Advent week", ["kind"] = "promotion", ["channels"] = new JsonArray("till"),
        ["nodes"] = new JsonArray([.. stores.Select(store => JsonValue.Create(store))]), ["currency"] = "GBP",
        ["starts"] = OnTheWall(starts), ["ends"] = OnTheWall(ends), ["reason"] = "Season.",
        ["lines"] = new JsonArray(new JsonObject { ["sku"] = $"SKU-{number}", ["price"] = 8.00 }),
    };

    public static JsonObject At(this JsonObject proposal, decimal price)
    {
        proposal["lines"]![0]!["price"] = price;
        return proposal;
    }

    public static JsonObject For(this JsonObject proposal, string sku)
    {
        proposal["lines"]![0]!["sku"] = sku;
        return proposal;
    }

    public static string OnTheWall(DateTime time) => time.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);

    public static string TillOf(string store) => $"till.{store}";

    public static Task<JsonObject> Price(this Api api, string number) => api.Get($"/v1/prices/{number}");

    /// <summary>Waits until each target of a price stands as said.</summary>
    public static Task<JsonObject> PriceStands(this Api api, string number, string standing, params string[] targets)
    {
        JsonObject? seen = null;
        return Eventually.Get(
            $"{string.Join(", ", targets)} of {number} is {standing}",
            async () => (seen = await api.Price(number))["targets"]!.AsArray().Select(target => target!.AsObject()).ToList() is var all
                && targets.All(name => all.Exists(target => (string?)target["target"] == name && (string?)target["standing"] == standing))
                ? seen : null,
            otherwise: () => $"It stands: {seen?.ToJsonString()}");
    }
}
