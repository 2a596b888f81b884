using System.Globalization;
using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

internal sealed record BilledLine(string Sku, int Pieces, decimal UnitPrice);

/// <summary>An invoice or credit note as its supplier writes it, in business terms of EN 16931; a fifth of VAT, due in a month.</summary>
internal sealed record SupplierBill(string Supplier, string Number, string? Order, params BilledLine[] Lines)
{
    private const string Rate = "20";

    /// <summary>For bringing the goods, once for all of them.</summary>
    public decimal Freight { get; init; }

    /// <summary>Where the money is to go; null: where it always went.</summary>
    public string? Account { get; init; }

    /// <summary>The invoice that it takes back; null for an invoice.</summary>
    public string? Credits { get; init; }

    /// <summary>Payment terms (BT-20).</summary>
    public string? Terms { get; init; }

    public int DueInDays { get; init; } = 30;

    public decimal Goods => Lines.Sum(line => line.Pieces * line.UnitPrice);

    public decimal Net => Goods + Freight;

    public decimal Gross => Net + decimal.Round(Net / 5, 2, MidpointRounding.AwayFromZero);

    public JsonObject Document(DateOnly date)
    {
        var document = new JsonObject
        {
            ["BT-1"] = Number, ["BT-2"] = Day(date), ["BT-3"] = Credits is null ? "380" : "381", ["BT-5"] = "GBP", ["BT-13"] = Order,
            ["BT-20"] = Terms, ["BT-24"] = "urn:cen.eu:en16931:2017", ["BT-27"] = Supplier, ["BT-31"] = "GB123456789", ["BT-40"] = "GB",
            ["BT-44"] = "The retailer", ["BT-55"] = "GB",
            ["BT-106"] = Text(Goods), ["BT-108"] = Freight == 0 ? null : Text(Freight), ["BT-109"] = Text(Net),
            ["BT-110"] = Text(Gross - Net), ["BT-112"] = Text(Gross), ["BT-115"] = Text(Gross),
            ["BG-23"] = new JsonArray(new JsonObject
            {
                ["BT-116"] = Text(Net), ["BT-117"] = Text(Gross - Net), ["BT-118"] = "S", ["BT-119"] = Rate,
            }),
            ["BG-25"] = new JsonArray([.. Lines.Select((line, n) => new JsonObject
            {
                ["BT-126"] = $"{n + 1}", ["BT-129"] = $"{line.Pieces}", ["BT-130"] = "H87", ["BT-131"] = Text(line.Pieces * line.UnitPrice),
                ["BT-146"] = Text(line.UnitPrice), ["BT-151"] = "S", ["BT-152"] = Rate, ["BT-153"] = line.Sku, ["BT-156"] = line.Sku,
            })]),
        };
        document["BG-21"] = Freight == 0 ? new JsonArray() : new JsonArray(new JsonObject
        {
            ["BT-99"] = Text(Freight), ["BT-102"] = "S", ["BT-103"] = Rate, ["BT-104"] = "Freight", ["BT-105"] = "FC",
        });
        document["BG-16"] = Account is null ? new JsonArray() : new JsonArray(new JsonObject { ["BT-81"] = "30", ["BT-84"] = Account });
        document["BG-3"] = Credits is null ? new JsonArray() : new JsonArray(new JsonObject { ["BT-25"] = Credits });
        document["BT-9"] = Credits is null ? Day(date.AddDays(DueInDays)) : null;
        return document;
    }

    public static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Text(decimal amount) => amount.ToString("0.00", CultureInfo.InvariantCulture);
}
