using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Order to fulfilment, steps 2 to 4: where goods come from, and what becomes of those that are not there.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class OrderSourcingTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task What_no_node_has_is_back_ordered_and_goes_its_way_when_it_arrives()
    {
        await Api.Done("/v1/orders", Orders.Shipped("LACKING-1", "SKU-LACKING-1", 2));
        await Api.OrderIn("LACKING-1", "WaitingForStock");
        await Eventually.Holds("the customer is told", () => Task.FromResult(Systems.LettersAbout("LACKING-1").Contains("back-ordered")));
        Systems.CallsAbout("LACKING-1", "erp", "sales-orders").ShouldBeEmpty();

        await Api.Buy("PO-LACKING-1", "SKU-LACKING-1", Network.Manchester, 2);

        await Api.TaskFor("LACKING-1", "pick", Network.Manchester);
        Systems.CallsAbout("LACKING-1", "erp", "sales-orders").ShouldHaveSingleItem();
        await Api.Free("SKU-LACKING-1", 0);
    }

    [Fact]
    public async Task What_is_there_goes_at_once_and_the_rest_follows_when_it_arrives()
    {
        await Api.Receive("SKU-LACKING-2", Network.Manchester, 1);
        await Api.Done("/v1/orders", Orders.Shipped("LACKING-2", "SKU-LACKING-2", 3));
        var first = await Api.TaskFor("LACKING-2", "pick", Network.Manchester);
        ((int)first["lines"]![0]!["quantity"]!).ShouldBe(1);

        await Api.Buy("PO-LACKING-2", "SKU-LACKING-2", Network.Sheffield, 2);

        ((int)(await Api.TaskFor("LACKING-2", "pick", Network.Sheffield))["lines"]![0]!["quantity"]!).ShouldBe(2);
        (await Api.OrderIn("LACKING-2", "Fulfilling"))["parts"]!.AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_the_policy_refuses_what_is_not_there_the_order_ends_and_nothing_is_kept_of_its_money()
    {
        await host.Sets("part-shortage", "Refuse", "channel", "plaza");
        await Api.Done("/v1/orders", Orders.Shipped("LACKING-3", "SKU-LACKING-3", 2).With("channel", "plaza"));

        ((decimal)(await Api.OrderIn("LACKING-3", "Refused"))["money"]!["captured"]!).ShouldBe(0);
        Systems.CallsAbout("LACKING-3", "payment", "void").ShouldHaveSingleItem();
        await Eventually.Holds("the customer is told", () =>
            Task.FromResult(Systems.LettersAbout("LACKING-3").Contains("order-cancelled")));
        await Api.Done("/v1/orders", Orders.Shipped("LACKING-4", "SKU-LACKING-3", 2));
        await Api.OrderIn("LACKING-4", "WaitingForStock");
    }

    [Fact]
    public async Task A_pre_order_leaves_nothing_before_its_day_and_goes_its_way_on_it()
    {
        await Api.Receive("SKU-EARLY-1", Network.Manchester, 2);
        var day = (await Api.Now()).AddSeconds(3);
        await Api.Done("/v1/orders", Orders.Shipped("EARLY-1", "SKU-EARLY-1", 1).With("availableFrom", day));
        await Api.OrderIn("EARLY-1", "WaitingForStock");

        await Api.TaskFor("EARLY-1", "pick", Network.Manchester);

        var opened = (DateTimeOffset)(await Api.PartIn("EARLY-1", "AwaitingPick"))["case"]!["opened"]!;
        opened.ShouldBeGreaterThanOrEqualTo(day);
    }

    [Fact]
    public async Task Before_its_day_a_pre_order_holds_no_stock_that_others_want_now()
    {
        await Api.Receive("SKU-EARLY-2", Network.Manchester, 1);
        await Api.Done("/v1/orders", Orders.Shipped("EARLY-2", "SKU-EARLY-2", 1).With("availableFrom", (await Api.Now()).AddDays(9)));
        await Api.OrderIn("EARLY-2", "WaitingForStock");

        await Api.Done("/v1/orders", Orders.Shipped("NOW-1", "SKU-EARLY-2", 1));

        await Api.TaskFor("NOW-1", "pick", Network.Manchester);
        ((string)(await Api.OrderIn("EARLY-2", "WaitingForStock"))["waits"]!).ShouldBe("on-time");
    }

    [Fact]
    public async Task One_node_that_has_it_all_is_chosen_before_several()
    {
        await Api.Receive("SKU-WHOLE-A", Network.Leeds, 5);
        await Api.Receive("SKU-WHOLE-A", Network.Sheffield, 5);
        await Api.Receive("SKU-WHOLE-B", Network.Sheffield, 5);
        await Api.Done("/v1/orders", Orders.Shipped("WHOLE-1", "SKU-WHOLE-A", 1).And("SKU-WHOLE-B", 1));

        var part = (await Eventually.Get("it has its parts", async () =>
            await Api.OrderIn("WHOLE-1", "Fulfilling") is { } order && order["parts"]!.AsArray().Count > 0 ? order : null))["parts"]!;
        part.AsArray().Select(one => (string)one!["node"]!).ShouldBe([Network.Sheffield]);
    }

    [Fact]
    public async Task A_node_keeps_its_safety_stock_whatever_is_ordered()
    {
        await host.Sets("safety-stock", "2", "node", Network.Liverpool);
        await Api.Receive("SKU-SAFE-1", Network.Liverpool, 3);
        await Api.Done("/v1/orders", Orders.PickedUp("SAFE-1", "SKU-SAFE-1", 1, Network.Liverpool));
        await Api.TaskFor("SAFE-1", "pick", Network.Liverpool);

        await Api.Done("/v1/orders", Orders.PickedUp("SAFE-2", "SKU-SAFE-1", 1, Network.Liverpool));

        await Api.OrderIn("SAFE-2", "WaitingForStock");
        await Api.Free("SKU-SAFE-1", 2);
    }

    [Fact]
    public async Task The_last_piece_is_promised_to_one_of_many_and_the_others_wait()
    {
        await Api.Receive("SKU-LAST", Network.Leeds, 1);
        string[] numbers = [.. Enumerable.Range(1, 6).Select(n => $"LAST-{(char)('A' + n)}")];
        await Task.WhenAll(numbers.Select(number => Api.Done("/v1/orders", Orders.PickedUp(number, "SKU-LAST", 1, Network.Leeds))));

        var orders = await Task.WhenAll(numbers.Select(number => Api.OrderIn(number, "Fulfilling", "WaitingForStock")));
        orders.Count(order => (string?)order["state"] == "Fulfilling").ShouldBe(1);
        await Api.Free("SKU-LAST", 0);
    }
}
