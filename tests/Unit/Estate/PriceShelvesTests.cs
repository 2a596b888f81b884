using System.Text.Json;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Systems.Prices;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

public sealed class PriceShelvesTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly PriceShelves _shelves = new(_ => 10m);

    [Fact]
    public void a_price_waits_until_it_is_live_and_nothing_of_it_remains_when_it_is_taken_back()
    {
        Ask("stage", """{"number":"P-1","lines":[{"sku":"A","price":8}]}""");
        Held("P-1").ShouldBe("""{"sku":"A","price":10,"planned":8}""");
        Ask("activate", """{"number":"P-1","lines":[{"sku":"A","price":8}]}""");
        Held("P-1").ShouldBe("""{"sku":"A","price":8,"promotion":"P-1"}""");
        Ask("revert", """{"number":"P-1"}""");

        Held("P-1").ShouldBe("""{"sku":"A","price":10}""");
        _shelves.Held.ShouldBeEmpty();
    }

    [Fact]
    public void what_waits_for_one_promotion_outlives_the_end_of_another()
    {
        _shelves.Activate("till.LEEDS", "A", "P-1", 8m);
        _shelves.Stage("till.LEEDS", "A", "P-2", 7m);
        _shelves.Revert("till.LEEDS", "P-1");

        _shelves.At("till.LEEDS", "A").ShouldBe(new PriceShelf(10m, null, "P-2", 7m));
        _shelves.Held.ShouldBe([("till.LEEDS", "A", "P-2")]);
        _shelves.At("till.YORK", "A").Price.ShouldBe(10m, "each target has a book of its own");
    }

    [Theory]
    [InlineData("""{"lines":[{"sku":"A","price":8}]}""")]
    [InlineData("""{"number":"P-1","lines":[]}""")]
    [InlineData("""{"number":"P-1","lines":[{"sku":"A","price":0}]}""")]
    [InlineData("""{"number":"P-1","lines":[{"price":3}]}""")]
    public void a_target_takes_no_price_that_is_none(string body)
    {
        Ask("stage", body).Status.ShouldBe(422);
        _shelves.Held.ShouldBeEmpty();
    }

    [Fact]
    public void setting_a_price_again_under_another_key_is_no_duplicated_effect()
    {
        var desk = Desk("tills");
        var prices = new PriceBehaviour(desk, _shelves);
        foreach (var key in new[] { "k1", "k2" })
        {
            desk.Answer(key, Asked(key, """{"number":"P-1","lines":[{"sku":"A","price":8}]}"""), prices.Activate).Status.ShouldBe(201);
        }

        desk.Books.DuplicatedEffects.ShouldBe(0);
        desk.Books.Entries.Count().ShouldBe(2);
    }

    [Fact]
    public void the_erp_knows_what_a_promotion_is_judged_by_and_which_skus_it_does_not_have()
    {
        var list = new PriceList();
        list.Learn("A", 4m);
        list.Learn("A", 6m);
        var erp = new ErpBehaviour(Desk("erp"), new ErpBooks(), list, new StockBook());

        var reply = erp.CheckPrices(Asked("k1", """{"number":"P-1","skus":["A","ZZ"]}"""));
        var answer = JsonSerializer.Serialize(reply.Body, WireJson.Options);

        answer.ShouldBe(
            """{"prices":[{"sku":"A","price":6,"unitCost":3,"dailyDemand":1,"onHand":10000,"history":[]}],"unknown":["ZZ"]}""");
    }

    private Reply Ask(string what, string body)
    {
        var prices = new PriceBehaviour(Desk("tills"), _shelves);
        return what switch
        {
            "stage" => prices.Stage(Asked("k", body)),
            "activate" => prices.Activate(Asked("k", body)),
            _ => prices.Revert(Asked("k", body)),
        };
    }

    private string Held(string number)
    {
        var read = new PriceBehaviour(Desk("tills"), _shelves).Read(Asked("k", $$"""{"number":"{{number}}","skus":["A"]}"""));
        return JsonSerializer.SerializeToElement(read.Body, WireJson.Options).GetProperty("prices")[0].GetRawText();
    }

    private Desk Desk(string name) => new(name, "s3cret", 1, _time, _time, (_, _, _) => Task.FromResult<Answer?>(null));

    private static Request Asked(string key, string body) =>
        new(key, JsonDocument.Parse(body).RootElement, new Dictionary<string, string?> { ["target"] = "till.LEEDS" });
}
