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

    public static JsonObject Kerbside(string number, string sku, int pieces, string store) =>
        Order(number, sku, pieces, new JsonObject { ["wish"] = "kerbside", ["node"] = store });

    /// <summary>How a task to pick or to count one SKU ends.</summary>
    public static JsonObject Picked(string sku, int pieces) => new()
    {
        ["lines"] = new JsonArray(new JsonObject { ["line"] = 1, ["sku"] = sku, ["picked"] = pieces }),
    };

    /// <summary>The same order with another line, at the same price.</summary>
    public static JsonObject And(this JsonObject order, string sku, int pieces)
    {
        order["lines"]!.AsArray().Add(Line(sku, pieces));
        return order;
    }

    /// <summary>The same order with a field of its own.</summary>
    public static JsonObject With(this JsonObject order, string field, JsonNode value)
    {
        order[field] = value;
        return order;
    }

    private static JsonObject Order(string number, string sku, int pieces, JsonObject delivery) => new()
    {
        ["number"] = number,
        ["channel"] = "web",
        ["placedAt"] = "2026-11-23T10:42:07Z",
        ["currency"] = "GBP",
        ["customer"] = new JsonObject { ["id"] = "C-17850", ["name"] = "Ada Moor", ["email"] = "ada@example.com" },
        ["delivery"] = delivery,
        ["lines"] = new JsonArray(Line(sku, pieces)),
        ["payment"] = new JsonObject { ["kind"] = "card", ["token"] = "tok_4f2a" },
    };

    private static JsonObject Line(string sku, int pieces) => new()
    {
        ["sku"] = sku, ["description"] = "A lamp", ["quantity"] = pieces, ["unitPrice"] = 2.55,
    };
}
