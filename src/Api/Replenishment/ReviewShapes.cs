using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Api.Purchases;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Replenishment;

/// <summary>A review: SKUs at nodes with their demand and their suppliers. Stock and what is on order are known here.</summary>
internal static class ReviewShape
{
    /// <summary>Small batches: what lies between reading the stock and ordering should be a moment.</summary>
    public const int MostSkus = 500;

    public static readonly Field<bool> DryRun = Optional(
        "dryRun", Kinds.Flag, "Shows what would be ordered, and by changed rules what otherwise; nothing is ordered.");
    public static readonly Field<ImmutableArray<Given>> Rules = Optional(
        "rules", Kinds.List(Kinds.Item(ChangedRuleShape.Shape), 0, 20), "Rules as they would be; only with dryRun.");
    public static readonly Field<int> Most = Optional(
        "most", Kinds.Whole(1, 1_000), "Purchases and transfers that are proposed at most; 1,000 when left out. The rest waits.");
    public static readonly Field<ImmutableArray<JsonElement>> Skus = Required(
        "skus", Kinds.List(Kinds.Any(ReviewedSkuShape.Shape), 1, MostSkus), "A bad one stops no other, and is listed.");

    public static readonly Shape Shape = new("Review", [DryRun, Rules, Most, Skus])
    {
        Example = """
            { "dryRun": true, "rules": [{ "rule": "replenish-service-level", "value": 0.98 }],
              "skus": [{ "sku": "85123A", "description": "White hanging heart", "category": "kitchen",
                         "nodes": [{ "node": "DC-1", "sold": [4, 2, 0, 7], "outOfStock": [2], "alikeDaily": 3.1,
                                     "suppliers": [{ "supplier": "SUP-14", "unitPrice": 1.20, "currency": "GBP", "pack": 12,
                                                     "leadDays": 7 }] }] }] }
            """,
    };
}

internal static class ChangedRuleShape
{
    public static readonly Field<string> Rule = Required("rule", Kinds.Key);
    public static readonly Field<decimal> Value = Required("value", Kinds.Amount(-1_000_000, 1_000_000));

    public static readonly Shape Shape = new("ChangedRule", [Rule, Value]);
}

internal static class ReviewedSkuShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<string> Category = Optional("category", Kinds.Key);
    public static readonly Field<ImmutableArray<Given>> Nodes = Required(
        "nodes", Kinds.List(Kinds.Item(ReviewedNodeShape.Shape), 1, 1_000), "Where it is kept; one may give to another.");

    public static readonly Shape Shape = new("ReviewedSku", [Sku, Description, Category, Nodes]);
}

internal static class ReviewedNodeShape
{
    private const int MostDays = 730;

    public static readonly Field<string> Node = Required("node", Kinds.Key);
    public static readonly Field<ImmutableArray<int>> Sold = Optional(
        "sold", Kinds.List(Kinds.Whole(0, 1_000_000), 0, MostDays), "Pieces on each day up to yesterday, oldest first.");
    public static readonly Field<ImmutableArray<int>> OutOfStock = Optional(
        "outOfStock", Kinds.List(Kinds.Whole(0, MostDays - 1), 0, MostDays), "Days of sold, from 0, on which the shelf was empty.");
    public static readonly Field<decimal> AlikeDaily = Optional(
        "alikeDaily", Kinds.Amount(0, 1_000_000), "What its like sells a day, for a SKU with too few days of its own.");
    public static readonly Field<ImmutableArray<Given>> Suppliers = Optional(
        "suppliers", Kinds.List(Kinds.Item(SupplyTermsShape.Shape), 0, 20), "The preferred first.");

    public static readonly Shape Shape = new("ReviewedNode", [Node, Sold, OutOfStock, AlikeDaily, Suppliers]);
}

internal static class SupplyTermsShape
{
    public static readonly Field<string> Supplier = Required("supplier", Kinds.Key);
    public static readonly Field<decimal> UnitPrice = Required("unitPrice", Kinds.Amount(0, 10_000_000), "Net, of one piece.");
    public static readonly Field<string> Currency = Required("currency", Kinds.Currency, "ISO 4217.");
    public static readonly Field<int> Pack = Optional("pack", Kinds.Whole(1, 1_000_000), "Whole packs only; 1 when left out.");
    public static readonly Field<int> Minimum = Optional("minimum", Kinds.Whole(0, 1_000_000), "Pieces; fewer are not delivered.");
    public static readonly Field<int> LeadDays = Required("leadDays", Kinds.Whole(0, 1_000), "As agreed.");
    public static readonly Field<ImmutableArray<int>> PastLeadDays = Optional(
        "pastLeadDays", Kinds.List(Kinds.Whole(0, 1_000), 0, 1_000), "Of past deliveries.");
    public static readonly Field<int> OrderCycleDays = Optional("orderCycleDays", Kinds.Whole(1, 1_000), "Days between two orders.");
    public static readonly Field<DateTimeOffset> NextOrder = Optional(
        "nextOrder", Kinds.Instant, "The next day on which the supplier takes an order.");
    public static readonly Field<Given> Tax = Optional("tax", Kinds.Item(TaxShape.Shape), "What the SKU bears when he sells it.");
    public static readonly Field<Given> Freight = Optional(
        "freight", Kinds.Item(FreightShape.Shape), "For an order to this node; none when left out.");

    public static readonly Shape Shape = new(
        "SupplyTerms",
        [Supplier, UnitPrice, Currency, Pack, Minimum, LeadDays, PastLeadDays, OrderCycleDays, NextOrder, Tax, Freight]);
}
