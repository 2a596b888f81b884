using System.Text.Json.Nodes;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class ReviewServiceTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    [Fact]
    public async Task A_dry_run_says_what_would_be_ordered_and_orders_nothing()
    {
        house.Stock.All = [Position("85123A", "LEEDS", 3)];
        var heard = await house.As("buyer").Post("/v1/replenishment/reviews", Review(Sku("85123A")));

        heard.Status.ShouldBe(200);
        var buy = heard.Body["purchases"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)buy["number"], (string)buy["outcome"]!, (string)buy["supplier"]!, (string)buy["node"]!)
            .ShouldBe((null, "shown", "SUP-14", "LEEDS"));
        var line = buy["lines"]!.AsArray().ShouldHaveSingleItem()!;
        ((long)line["position"]!).ShouldBe(3, "the host's own stock counts");
        ((int)line["pieces"]! % 12).ShouldBe(0, "only whole packs can be bought");
        house.Cases.Told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changed_rules_show_where_they_would_order_otherwise()
    {
        house.Stock.All = [];
        var review = Review(Sku("85123A"));
        review["rules"] = JsonNode.Parse("""[{ "rule": "replenish-service-level", "value": 0.999 }]""");
        var heard = await house.As("buyer").Post("/v1/replenishment/reviews", review);

        heard.Status.ShouldBe(200);
        var difference = heard.Body["differences"]!.AsArray().ShouldHaveSingleItem()!;
        ((int)difference["boughtAfter"]!).ShouldBeGreaterThan((int)difference["boughtBefore"]!);
        ((decimal)heard.Body["spendsMore"]![0]!["amount"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task One_bad_SKU_is_listed_with_what_to_mend_and_stops_no_other()
    {
        var bad = Sku("BAD");
        bad["nodes"]![0]!["sold"] = new JsonArray(-4);
        var heard = await house.As("buyer").Post("/v1/replenishment/reviews", Review(bad, Sku("NOWHERE", "ATLANTIS"), Sku("85123A")));

        heard.Status.ShouldBe(200);
        heard.Body["purchases"]!.AsArray().Count.ShouldBe(1);
        var faults = heard.Body["faults"]!.AsArray().ToDictionary(fault => (string)fault!["sku"]!, fault => (string)fault!["what"]!);
        faults.Keys.ShouldBe(["BAD", "NOWHERE"], ignoreOrder: true);
        faults["BAD"].ShouldContain("sold");
    }

    [Theory]
    [InlineData("""{ "dryRun": true, "rules": [{ "rule": "replenish-mood", "value": 1 }], "skus": [{}] }""", "rules[0]")]
    [InlineData("""{ "dryRun": true, "rules": [{ "rule": "replenish-service-level", "value": 7 }], "skus": [{}] }""", "rules[0]")]
    [InlineData("""{ "dryRun": true, "rules": [{ "rule": "replenish-review-days", "value": 1.5 }], "skus": [{}] }""", "rules[0]")]
    [InlineData("""{ "rules": [{ "rule": "replenish-smoothing", "value": 0.2 }], "skus": [{}] }""", "rules")]
    [InlineData("""{ "dryRun": true, "skus": [] }""", "skus")]
    public async Task What_is_no_review_is_refused_with_the_field(string body, string field) =>
        (await house.As("buyer").PostText("/v1/replenishment/reviews", body)).Errors.ShouldHaveSingleItem().Field.ShouldBe(field);

    [Fact]
    public async Task Only_those_who_buy_review() =>
        (await house.As("phone").Post("/v1/replenishment/reviews", Review(Sku("85123A")))).Status.ShouldBe(403);

    private static StockPosition Position(string sku, string node, int available) => new(sku, node, available, available, 0, 0, 0, 0, 0);

    private static JsonObject Review(params JsonObject[] skus) => new() { ["dryRun"] = true, ["skus"] = new JsonArray([.. skus]) };

    private static JsonObject Sku(string sku, string node = "LEEDS") => JsonNode.Parse($$"""
        { "sku": "{{sku}}", "description": "Heart", "nodes": [{ "node": "{{node}}", "sold": [], "alikeDaily": 3,
          "suppliers": [{ "supplier": "SUP-14", "unitPrice": 1.20, "currency": "GBP", "pack": 12, "leadDays": 7 }] }] }
        """)!.AsObject();
}
