using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Orders as channels send them.</summary>
internal static class Orders
{
    public static JsonObject Shipped(string number, string sku, int pieces) => Order(number, sku, pieces, new JsonObject
    {
        ["wish"] = "ship",
        ["address"] = new JsonObject
        {
            ["street"] = "1 High Street", ["city"] = "Leeds", ["postalCode"] = "LS1 1AA", ["country"] = "GB",
        },
    });

    public static JsonObject PickedUp(string number, string sku, int pieces, string store) =>
        Order(number, sku, pieces, new JsonObject { ["wish"] = "store-pickup", ["node"] = store });

    private static JsonObject Order(string number, string sku, int pieces, JsonObject delivery) => new()
    {
        ["number"] = number,
        ["channel"] = "web",
        ["placedAt"] = "2026-11-23T10:42:07Z",
        ["currency"] = "GBP",
        ["customer"] = new JsonObject { ["id"] = "C-17850", ["name"] = "Ada Moor", ["email"] = "ada@example.com" },
        ["delivery"] = delivery,
        ["lines"] = new JsonArray(new JsonObject
        {
            ["sku"] = sku, ["description"] = "A lamp", ["quantity"] = pieces, ["unitPrice"] = 2.55,
        }),
        ["payment"] = new JsonObject { ["kind"] = "card", ["token"] = "tok_4f2a" },
    };
}
