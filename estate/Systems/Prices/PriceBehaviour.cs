using System.Text.Json;

namespace Crossdock.Estate.Systems.Prices;

/// <summary>
/// Tills, web shop, app, marketplaces and the ERP's price list, each over shelves of its own. One answer in some hundred is a no of its
/// own, as a till that is just being updated gives it; asked anew under another key, it takes the price.
/// </summary>
public sealed class PriceBehaviour(Desk desk, PriceShelves shelves)
{
    private const double Busy = 0.01;

    public Reply Stage(Request request) => Done(request, "staged", "stage", line =>
        shelves.Stage(TargetOf(request), SkuOf(line), request.Text("number"), PriceOf(line)));

    public Reply Activate(Request request) => Done(request, "activated", "activate", line =>
        shelves.Activate(TargetOf(request), SkuOf(line), request.Text("number"), PriceOf(line)));

    public Reply Revert(Request request)
    {
        if (request.Text("number") is not { Length: > 0 } number)
        {
            return Reply.No(400, "a number says whose prices are taken back");
        }

        shelves.Revert(TargetOf(request), number);
        return Receipt(request, "reverted");
    }

    public Reply Read(Request request) => Reply.Ok(new
    {
        prices = request.Items("skus").Select(sku => sku.GetString() ?? "").Select(sku =>
        {
            var shelf = shelves.At(TargetOf(request), sku);
            return new
            {
                sku, price = shelf.Price, promotion = shelf.Promotion,
                planned = shelf.PlannedFor == request.Text("number") ? shelf.Planned : null,
            };
        }).ToArray(),
    });

    private static string TargetOf(Request request) => request.Path["target"] ?? "";

    private static string SkuOf(JsonElement line) => line.TryGetProperty("sku", out var sku) ? sku.GetString() ?? "" : "";

    private static decimal PriceOf(JsonElement line) =>
        line.TryGetProperty("price", out var price) && price.TryGetDecimal(out var amount) ? amount : 0;

    private Reply Done(Request request, string kind, string what, Action<JsonElement> each)
    {
        var lines = request.Items("lines").ToArray();
        if (request.Text("number").Length == 0 || lines.Length == 0 || lines.Any(line => SkuOf(line).Length == 0 || PriceOf(line) <= 0))
        {
            return Reply.No(422, "a number, and lines with a SKU and a price above 0 are needed");
        }

        if (desk.Chance.Chance(Busy, $"busy-{what}", request.Key))
        {
            return Reply.No(409, "an update is being installed");
        }

        foreach (var line in lines)
        {
            each(line);
        }

        return Receipt(request, kind);
    }

    // Booked under the key: to set a price again is no second effect, a target is corrected as often as it takes.
    private Reply Receipt(Request request, string kind)
    {
        desk.Books.Book($"price-{kind}", $"{TargetOf(request)}/{request.Text("number")}/{request.Key}", request.Key,
            desk.Business.GetUtcNow());
        return Reply.Created(new { receipt = $"{desk.Name}-{desk.Chance.Below(0x1000000, "receipt", request.Key):x6}" });
    }
}
