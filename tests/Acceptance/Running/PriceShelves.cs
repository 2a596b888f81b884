using System.Text.Json.Nodes;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>What tills, web shop, app, marketplaces and ERP sell at, target by target, as they keep it themselves.</summary>
internal sealed class PriceShelves
{
    /// <summary>Of whatever has no price of a promotion.</summary>
    public const decimal Regular = 10m;

    private readonly Lock _turn = new();
    private readonly Dictionary<(string Target, string Sku), Shelf> _shelves = [];
    private int _receipts;

    private sealed record Shelf(decimal Price = Regular, string? Of = null, decimal? Planned = null, string? PlannedFor = null);

    public JsonObject Answer(string target, string verb, JsonObject asked)
    {
        lock (_turn)
        {
            return verb switch
            {
                "staged" => Set(target, asked, (shelf, price, number) => shelf with { Planned = price, PlannedFor = number }),
                "live" => Set(target, asked, (_, price, number) => new Shelf(price, number)),
                "reverted" => Revert(target, (string)asked["number"]!),
                _ => new()
                {
                    ["prices"] = new JsonArray([.. asked["skus"]!.AsArray().Select(sku => Held(target, (string)sku!, asked))]),
                },
            };
        }
    }

    /// <summary>A hand slips at a till.</summary>
    public void Mistype(string target, string sku, decimal price)
    {
        lock (_turn)
        {
            _shelves[(target, sku)] = new Shelf(price);
        }
    }

    /// <summary>The targets that sell at a price of that promotion.</summary>
    public IReadOnlyList<string> SellingAt(string number)
    {
        lock (_turn)
        {
            return [.. _shelves.Where(shelf => shelf.Value.Of == number).Select(shelf => shelf.Key.Target).Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>Whether any target has anything of that promotion, sold at or waiting.</summary>
    public bool HasAnyOf(string number)
    {
        lock (_turn)
        {
            return _shelves.Values.Any(shelf => shelf.Of == number || shelf.PlannedFor == number);
        }
    }

    private JsonObject Set(string target, JsonObject asked, Func<Shelf, decimal, string, Shelf> change)
    {
        foreach (var line in asked["lines"]!.AsArray())
        {
            var key = (target, (string)line!["sku"]!);
            _shelves[key] = change(_shelves.GetValueOrDefault(key, new Shelf()), (decimal)line["price"]!, (string)asked["number"]!);
        }

        return Receipt();
    }

    private JsonObject Revert(string target, string number)
    {
        foreach (var (key, _) in _shelves.Where(one => one.Key.Target == target
            && (one.Value.Of == number || one.Value.PlannedFor == number)).ToList())
        {
            _shelves[key] = new Shelf();
        }

        return Receipt();
    }

    private JsonObject Held(string target, string sku, JsonObject asked)
    {
        var shelf = _shelves.GetValueOrDefault((target, sku), new Shelf());
        return new()
        {
            ["sku"] = sku, ["price"] = shelf.Price, ["promotion"] = shelf.Of,
            ["planned"] = shelf.PlannedFor == (string)asked["number"]! ? shelf.Planned : null,
        };
    }

    private JsonObject Receipt() => new() { ["receipt"] = $"RCT-{++_receipts}" };
}
