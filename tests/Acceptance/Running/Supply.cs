using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>What buyers, suppliers, receivers and accounts payable say of one SKU, which has the name of its order.</summary>
internal static class Supply
{
    public static string SkuOf(string order) => $"SKU-{order}";

    /// <summary>An order that its supplier has.</summary>
    /// <param name="due">in a week, when left out</param>
    public static async Task Orders(
        this Api api, string number, string supplier, int pieces, decimal price = 1.10m, DateTimeOffset? due = null,
        string node = Network.Daventry, decimal? freight = null)
    {
        await api.Proposes(number, supplier, pieces, price, due, node, freight);
        await api.CaseIn("purchase", number, "AwaitingConfirmation");
    }

    public static async Task Proposes(
        this Api api, string number, string supplier, int pieces, decimal price = 1.10m, DateTimeOffset? due = null,
        string node = Network.Daventry, decimal? freight = null)
    {
        var proposal = new JsonObject
        {
            ["number"] = number, ["supplier"] = supplier, ["node"] = node, ["currency"] = "GBP",
            ["due"] = due ?? (await api.Now()).AddDays(7), ["lines"] = Lines(number, pieces, price),
        };
        await api.Done("/v1/purchases", freight is { } charge
            ? proposal.With("freight", new JsonObject { ["charge"] = charge }) : proposal);
    }

    public static async Task Confirms(
        this Api api, string number, int pieces, decimal price = 1.10m, DateTimeOffset? due = null) =>
        await api.Hear("supplier", "confirmed", $"purchase/{number}", new JsonObject
        {
            ["reference"] = $"S-{number}", ["due"] = due ?? (await api.Now()).AddDays(7), ["lines"] = Lines(number, pieces, price),
        });

    public static async Task Despatches(this Api api, string number, int pieces, string advice, DateTimeOffset? arrives = null) =>
        await api.Hear("supplier", "despatch-advised", $"purchase/{number}", new JsonObject
        {
            ["advice"] = advice, ["arrives"] = arrives ?? (await api.Now()).AddDays(1),
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = SkuOf(number), ["quantity"] = pieces }),
        });

    public static Task Counts(
        this Api api, string number, string receipt, int pieces, int damaged = 0, string? advice = null, string node = Network.Daventry)
    {
        var counted = new JsonObject
        {
            ["receipt"] = receipt, ["node"] = node,
            ["lines"] = new JsonArray(new JsonObject { ["sku"] = SkuOf(number), ["received"] = pieces, ["damaged"] = damaged }),
        };
        return api.Done($"/v1/purchases/{number}/receipts", advice is null ? counted : counted.With("advice", advice));
    }

    /// <summary>Ordered, and counted in full.</summary>
    public static async Task OrdersAndCounts(
        this Api api, string number, string supplier, int pieces, decimal price = 1.10m, decimal? freight = null)
    {
        await api.Orders(number, supplier, pieces, price, freight: freight);
        await api.Counts(number, $"GR-{number}", pieces);
        await api.CaseIn("purchase", number, "Closed");
    }

    /// <summary>Hands in an invoice, and returns its key.</summary>
    public static async Task<string> Bills(this Api api, SupplierBill bill) =>
        await api.Bills(bill.Supplier, bill.Document(await api.Today()).ToJsonString());

    public static async Task<string> Bills(this Api api, string supplier, string document)
    {
        var taken = await api.Done("/v1/invoices", new JsonObject { ["supplier"] = supplier, ["document"] = document });
        return ((string)taken["case"]!).Split('/')[1];
    }

    /// <summary>What an order came to, billed as it was ordered.</summary>
    public static SupplierBill BillOf(string order, string supplier, int pieces, decimal price = 1.10m) =>
        new(supplier, $"INV-{order}", order, new BilledLine(SkuOf(order), pieces, price));

    public static Task<JsonObject> Invoice(this Api api, string key) => api.Get($"/v1/invoices/{key}");

    /// <summary>Waits until an invoice stands there, and returns how it reads.</summary>
    public static async Task<JsonObject> InvoiceIn(this Api api, string key, string state)
    {
        await api.CaseIn("invoice", key, state);
        return await api.Invoice(key);
    }

    public static async Task<DateOnly> Today(this Api api) => DateOnly.FromDateTime((await api.Now()).UtcDateTime);

    private static JsonArray Lines(string number, int pieces, decimal price) =>
        [new JsonObject { ["sku"] = SkuOf(number), ["quantity"] = pieces, ["unitPrice"] = price }];
}
