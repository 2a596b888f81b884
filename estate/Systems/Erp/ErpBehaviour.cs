using System.Text.Json;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems.StockBooks;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>
/// The system of record. One order in 200 meets a price that has changed since; one SKU in 2,000 is not in its master data; one
/// customer in 500 is blocked; one sales order in 1,000 is rejected; a lasting no is given again to whoever asks again.
/// </summary>
public sealed class ErpBehaviour(Desk desk, ErpBooks books, PriceList prices, StockBook stock)
{
    private static readonly TimeSpan DoubleWithin = TimeSpan.FromMinutes(5);

    public Reply CheckOrder(Request request)
    {
        var number = request.Text("number");
        var customer = request.Text("customerId");
        var lines = request.Items("lines").Select(Asked).ToArray();
        var unknown = lines.Select(line => line.Sku).Distinct().Where(sku => !InMasterData(sku)).ToArray();
        var changed = desk.Chance.Chance(0.005, "price-changed", number) ? lines.FirstOrDefault()?.Sku : null;
        var inForce = lines.DistinctBy(line => line.Sku).Where(line => InMasterData(line.Sku)).Select(line => new
        {
            sku = line.Sku,
            unitPrice = (prices.Nearest(line.Sku, line.UnitPrice) ?? 0.01m) * (line.Sku == changed ? 1.1m : 1m),
        }).Select(price => new { price.sku, unitPrice = decimal.Round(price.unitPrice, 3) });
        var at = DateTimeOffset.TryParse(request.Text("at"), out var given) ? given : desk.Business.GetUtcNow();
        var fingerprint = string.Join(';', lines.Select(line => $"{line.Sku}*{line.Quantity}").Order(StringComparer.Ordinal));
        return Reply.Ok(new
        {
            prices = inForce.ToArray(),
            unknownSkus = unknown,
            customerBlocked = desk.Chance.Chance(0.002, "blocked", customer),
            likelyDuplicateOf = books.LikelyDuplicateOf(customer, fingerprint, number, at, DoubleWithin),
        });
    }

    public Reply PostSalesOrder(Request request)
    {
        var number = request.Text("number");
        if (number.Length == 0)
        {
            return Reply.No(400, "a sales order has a number");
        }

        if (desk.Chance.Chance(0.001, "rejected", number) && !desk.Books.Has("sales-order-rejected", number))
        {
            desk.Books.Book("sales-order-rejected", number, request.Key, desk.Business.GetUtcNow());
            return Reply.No(422, "the customer's account is locked by a period end");
        }

        books.Post(number);
        desk.Books.Book("sales-order", number, request.Key, desk.Business.GetUtcNow(), request.Number("total"));
        return Reply.Created(new { document = $"SO-{number}" });
    }

    public Reply CancelSalesOrder(Request request)
    {
        var number = request.Path["number"] ?? "";
        if (!books.Knows(number))
        {
            return Reply.No(404, $"no sales order {number}");
        }

        var lines = string.Join(',', request.Items("lines").Select(line => $"{Int(line, "line")}={Int(line, "quantity")}").Order());
        desk.Books.Book("sales-order-cancellation", $"{number}/{lines}", request.Key, desk.Business.GetUtcNow());
        return Reply.Created(new { document = $"SC-{number}-{desk.Chance.Below(0x10000, "document", request.Key):x4}" });
    }

    public Reply PostDelivery(Request request)
    {
        var reference = request.Text("reference");
        if (reference.Length == 0)
        {
            return Reply.No(400, "a delivery has a reference");
        }

        var entry = desk.Books.Book("delivery", $"{request.Text("number")}/{reference}", request.Key, desk.Business.GetUtcNow(),
            request.Number("amount"));
        if (entry.Times == 1)
        {
            (string Sku, int Pieces)[] issued =
                [.. request.Items("lines").Select(line => (line.GetProperty("sku").GetString() ?? "", Int(line, "picked")))];
            books.Issue(reference, request.Text("node"), issued);
            stock.Move($"delivery/{reference}", request.Text("node"), issued.Select(line => (line.Sku, -(long)line.Pieces)));
        }

        return Reply.Created(new { deliveryDocument = $"DL-{reference}", invoiceDocument = $"IN-{reference}" });
    }

    public Reply PostCreditNote(Request request)
    {
        var number = request.Text("number");
        var entry = desk.Books.Book("credit-note", number, request.Key, desk.Business.GetUtcNow(), request.Number("amount"));
        if (entry.Times == 1)
        {
            stock.Move(
                $"credit-note/{number}", request.Text("node"),
                request.Items("stocked").Select(line => (line.GetProperty("sku").GetString() ?? "", (long)Int(line, "quantity"))));
        }

        return Reply.Created(new { document = $"CN-{number}" });
    }

    /// <summary>Cost is half of the usual price, and there is plenty of everything: what a promotion lacks is its own fault.</summary>
    public Reply CheckPrices(Request request)
    {
        var skus = request.Items("skus").Select(sku => sku.GetString() ?? "").ToArray();
        return Reply.Ok(new
        {
            prices = skus.Where(InMasterData).Select(sku => new
            {
                sku,
                price = prices.Usual(sku),
                unitCost = decimal.Round(prices.Usual(sku) / 2, 4),
                dailyDemand = 1m,
                onHand = 10_000,
                history = Array.Empty<object>(),
            }).ToArray(),
            unknown = skus.Where(sku => !InMasterData(sku)).ToArray(),
        });
    }

    private bool InMasterData(string sku) => prices.Knows(sku) && !desk.Chance.Chance(0.0005, "no-master-data", sku);

    private static AskedLine Asked(JsonElement line) => new(
        line.TryGetProperty("sku", out var sku) ? sku.GetString() ?? "" : "",
        Int(line, "quantity"),
        line.TryGetProperty("unitPrice", out var price) && price.TryGetDecimal(out var amount) ? amount : 0);

    private static int Int(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private sealed record AskedLine(string Sku, int Quantity, decimal UnitPrice);
}
