using System.Text.Json.Nodes;
using Crossdock.Estate.Geography;

namespace Crossdock.Estate.OrderBook;

/// <summary>A line as it stands in the book, sense or not.</summary>
/// <param name="Date">the date's text where it is one of the things that could not be read; null takes the time of sending</param>
internal sealed record OddLine(string Sku, string Description, JsonValue Quantity, JsonValue UnitPrice, string? Date)
{
    public JsonObject Body(string number, bool isReturn, string node)
    {
        var lines = new JsonArray(new JsonObject
        {
            ["sku"] = Sku, ["description"] = Description, ["quantity"] = Quantity, ["unitPrice"] = UnitPrice,
        });
        var body = new JsonObject { ["number"] = number, ["channel"] = RetailMap.Web, ["currency"] = "GBP", ["lines"] = lines };
        if (isReturn)
        {
            body["node"] = node;
            body["askedAt"] = Date;
            body["reason"] = "given back";
            return body;
        }

        body["placedAt"] = Date;
        body["customer"] = new JsonObject { ["id"] = $"G-{number}", ["tier"] = "", ["name"] = "Unknown",
            ["email"] = "unknown@example.com" };
        body["delivery"] = new JsonObject
        {
            ["wish"] = "ship",
            ["address"] = new JsonObject { ["street"] = "", ["city"] = "", ["postalCode"] = "", ["country"] = Countries.Unknown },
        };
        body["charges"] = new JsonArray();
        body["payment"] = new JsonObject { ["kind"] = "card", ["token"] = "tok_odd" };
        return body;
    }
}
