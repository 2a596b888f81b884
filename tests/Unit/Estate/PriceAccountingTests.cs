using System.Text.Json;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Prices;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.People;
using Crossdock.Estate.Systems.Prices;
using Crossdock.Estate.Wire;
using Crossdock.Processes.PromotionToPricing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class PriceAccountingTests
{
    private readonly Dictionary<string, PriceShelves> _shelves = new(StringComparer.Ordinal)
    {
        ["tills"] = new PriceShelves(_ => 10m), ["web"] = new PriceShelves(_ => 10m),
    };

    [Theory]
    [InlineData("live", 8, "P-1", null, 0)]
    [InlineData("live", 9, "P-1", null, 1)]
    [InlineData("live", 8, null, null, 1)]
    [InlineData("live", 9, "P-1", "price-mismatch", 0)]
    [InlineData("cleared", 8, "P-1", null, 1)]
    [InlineData("cleared", 10, null, null, 0)]
    [InlineData("ready", 10, null, null, 1)]
    [InlineData("pending", 10, null, null, 0)]
    public void a_book_that_says_other_than_the_journal_is_a_difference_unless_an_exception_is_open(
        string standing, int price, string? promotion, string? trouble, int differences)
    {
        if (promotion is not null)
        {
            _shelves["tills"].Activate("till.A", "A", promotion, price);
        }
        else
        {
            _shelves["tills"].Mistype("till.A", "A", price);
        }

        PriceAccounting.Differences([Said("P-1", ("till.A", "tills", standing, trouble))], _shelves).Count.ShouldBe(differences);
    }

    [Fact]
    public void what_waits_as_it_should_is_none()
    {
        _shelves["web"].Stage("web.UK", "A", "P-1", 8m);
        PriceAccounting.Differences([Said("P-1", ("web.UK", "web", "ready", null))], _shelves).ShouldBeEmpty();
    }

    [Fact]
    public void a_price_that_nobody_knows_of_is_a_difference()
    {
        _shelves["web"].Stage("web.UK", "A", "P-9", 8m);
        PriceAccounting.Differences([], _shelves).ShouldHaveSingleItem().ShouldContain("P-9");
    }

    [Fact]
    public void the_tally_counts_what_ended_what_waits_and_what_is_stuck()
    {
        CaseItem Open(string id, string waits, DateTimeOffset? due, string? exception) =>
            new(id, "promotion-to-pricing", "Mending", waits, false, due, 0, null, exception, null);
        var tally = PriceAccounting.Tally(
            [Said("P-1") with { Final = true }, Said("P-2")],
            [
                Open("promotion/P-2", Words.OnPerson, DateTimeOffset.UnixEpoch, "margin-breach"),
                Open("price-target/P-2:web.UK", "on-system", null, null),
            ],
            _shelves);

        (tally.Started, tally.Settled, tally.Exceptions).ShouldBe((2, 1, 1));
        (tally.WaitingOnPerson, tally.Stuck, tally.Differences).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void what_the_merchandisers_propose_is_taken_by_the_services_and_has_nothing_wrong_in_itself()
    {
        var network = RetailMap.Build([2026]);
        var book = BookBuilder.Build(SeededBook.Rows(80, 1, 12), 1, network, null);
        var now = new DateTimeOffset(2026, 12, 1, 7, 0, 30, TimeSpan.Zero);
        var plan = Merchandisers.Plan(now, book);

        plan.Count.ShouldBe(4);
        foreach (var price in plan)
        {
            var faults = new Faults();
            using var json = JsonDocument.Parse(WireJson.Write(price));
            var proposal = new PriceReading(network).Read(PriceShape.Shape.Read(json.RootElement, "", faults), faults);
            faults.ToString().ShouldBe("", price.Number);
            ShapeRules.Check(proposal!, network, now).ShouldBeEmpty(price.Number);
        }

        Merchandisers.Plan(now, BookBuilder.Build([], 1, network, null)).ShouldBeEmpty("there is nothing to sell");
    }

    private static PriceWhole Said(string number, params (string Target, string System, string Standing, string? Trouble)[] targets) => new(
        number, "Live", false, [new PriceLineDocument("A", 8m)],
        [.. targets.Select(target => new PriceTargetItem(target.Target, target.System, target.Standing, target.Trouble))]);
}
