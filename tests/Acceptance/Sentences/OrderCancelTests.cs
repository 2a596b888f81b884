using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>
/// Order to fulfilment: cancel or change is allowed until the state says no, and undoes exactly what was done.
/// </summary>
[Collection(OrdinaryTime.Name)]
public sealed class OrderCancelTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_cancelled_order_gives_back_exactly_what_it_took()
    {
        await Api.Receive("SKU-CANCEL-1", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("CANCEL-1", "SKU-CANCEL-1", 2, Network.Leeds));
        await Api.TaskFor("CANCEL-1", "pick", Network.Leeds);

        await Cancel("CANCEL-1");

        var order = await Api.OrderIn("CANCEL-1", "Cancelled");
        ((decimal)order["money"]!["captured"]!).ShouldBe(0);
        Systems.CallsAbout("CANCEL-1", "payment", "void").ShouldHaveSingleItem();
        Systems.CallsOf("erp", "sales-orders/CANCEL-1/cancellations").ShouldHaveSingleItem();
        await Api.NoTaskIsLeft("CANCEL-1");
        await Api.Free("SKU-CANCEL-1", 5);
    }

    [Fact]
    public async Task A_held_order_is_cancelled_at_once_and_nobody_has_to_see_to_its_hold_any_more()
    {
        Systems.Answers("erp", "order-checks", "CANCEL-2", yes => yes["likelyDuplicateOf"] = "CANCEL-0");
        await Api.Done("/v1/orders", Orders.PickedUp("CANCEL-2", "SKU-CANCEL-2", 2, Network.Leeds));
        await Api.TaskFor("CANCEL-2", "resolve");

        await Cancel("CANCEL-2");

        await Api.OrderIn("CANCEL-2", "Cancelled");
        Systems.CallsAbout("CANCEL-2", "payment", "void").ShouldHaveSingleItem();
        Systems.CallsAbout("CANCEL-2", "erp", "cancellations").ShouldBeEmpty("it was never booked there");
        await Api.NoTaskIsLeft("CANCEL-2");
    }

    [Fact]
    public async Task An_order_that_waits_for_stock_is_cancelled_and_takes_nothing_when_it_arrives()
    {
        await Api.Done("/v1/orders", Orders.PickedUp("CANCEL-3", "SKU-CANCEL-3", 2, Network.Leeds));
        await Api.OrderIn("CANCEL-3", "WaitingForStock");
        await Cancel("CANCEL-3");
        await Api.OrderIn("CANCEL-3", "Cancelled");

        await Api.Buy("PO-CANCEL-3", "SKU-CANCEL-3", Network.Leeds, 2);

        await Api.Free("SKU-CANCEL-3", 2);
        Systems.CallsAbout("CANCEL-3", "payment", "void").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_order_that_is_ready_is_cancelled_when_the_store_has_put_it_back()
    {
        await Api.Receive("SKU-CANCEL-4", Network.Leeds, 2);
        await Api.Done("/v1/orders", Orders.PickedUp("CANCEL-4", "SKU-CANCEL-4", 2, Network.Leeds));
        await Api.Work(await Api.TaskFor("CANCEL-4", "pick"), Orders.Picked("SKU-CANCEL-4", 2));
        await Api.Stage("CANCEL-4");
        await Api.TaskFor("CANCEL-4", "hand-over");

        await Cancel("CANCEL-4");
        await Api.Work(await Api.TaskFor("CANCEL-4", "put-back", Network.Leeds), []);

        await Api.OrderIn("CANCEL-4", "Cancelled");
        await Api.NoTaskIsLeft("CANCEL-4");
        await Api.Free("SKU-CANCEL-4", 2);
        Systems.CallsAbout("CANCEL-4", "payment", "captures").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_warehouse_is_asked_to_stop_and_what_it_has_not_picked_is_free_again()
    {
        await Api.Receive("SKU-CANCEL-5", Network.Daventry, 2);
        await Api.Done("/v1/orders", Orders.Shipped("CANCEL-5", "SKU-CANCEL-5", 2));
        await Api.PartIn("CANCEL-5", "WarehousePicking");

        await Cancel("CANCEL-5");

        await Api.OrderIn("CANCEL-5", "Cancelled");
        Systems.CallsAbout("CANCEL-5", "wms", "recall").ShouldHaveSingleItem();
        await Api.Free("SKU-CANCEL-5", 2);
    }

    [Fact]
    public async Task A_warehouse_that_has_picked_already_puts_it_back_before_the_order_is_cancelled()
    {
        Systems.Refuses("wms", "recall", "CANCEL-6", "It is in the box.");
        await Api.Receive("SKU-CANCEL-6", Network.Daventry, 2);
        await Api.Done("/v1/orders", Orders.Shipped("CANCEL-6", "SKU-CANCEL-6", 2));
        await Api.PartIn("CANCEL-6", "WarehousePicking");

        await Cancel("CANCEL-6");
        await Api.Work(await Api.TaskFor("CANCEL-6", "put-back", Network.Daventry), []);

        await Api.OrderIn("CANCEL-6", "Cancelled");
        await Api.Free("SKU-CANCEL-6", 2);
    }

    [Fact]
    public async Task What_has_left_cannot_be_cancelled_and_the_customer_is_told_that_it_can_be_returned()
    {
        await Shipped("GONE-1");

        (await Api.Refused("/v1/orders/GONE-1/cancel", new JsonObject { ["reason"] = "changed my mind" })).ShouldContain("returned");

        await Api.OrderIn("GONE-1", "Fulfilling");
        Systems.CallsAbout("GONE-1", "payment", "void").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_has_ended_cannot_be_cancelled_or_changed()
    {
        await Api.Receive("SKU-GONE-2", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("GONE-2", "SKU-GONE-2", 1, Network.Leeds));
        await Api.Work(await Api.TaskFor("GONE-2", "pick"), Orders.Picked("SKU-GONE-2", 1));
        await Api.Collect("GONE-2");
        await Api.OrderIn("GONE-2", "Closed");

        (await Api.Refused("/v1/orders/GONE-2/cancel", new JsonObject { ["reason"] = "changed my mind" })).ShouldNotBeNullOrWhiteSpace();
        (await Api.Refused("/v1/orders/GONE-2/change", To("LS2 2BB"))).ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task A_line_that_is_back_ordered_is_cancelled_while_the_other_is_on_its_way()
    {
        await Api.Receive("SKU-LINE-A", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("LINE-1", "SKU-LINE-A", 1, Network.Leeds).And("SKU-LINE-B", 1));
        var pick = await Api.TaskFor("LINE-1", "pick");

        await Api.Done("/v1/orders/LINE-1/cancel", new JsonObject { ["reason"] = "not needed", ["lines"] = new JsonArray(2) });
        await Api.Work(pick, Orders.Picked("SKU-LINE-A", 1));
        await Api.Stage("LINE-1");
        var ready = await Api.TaskFor("LINE-1", "hand-over");
        (await Api.Refused("/v1/orders/LINE-1/cancel", new JsonObject { ["reason"] = "neither", ["lines"] = new JsonArray(1) }))
            .ShouldContain("picked");
        await Api.Work(ready, []);

        ((decimal)(await Api.OrderIn("LINE-1", "Closed"))["money"]!["captured"]!).ShouldBe(2.55m);
        Systems.CallsAbout("LINE-1", "erp", "cancellations").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_customer_who_wants_fewer_while_it_waits_is_sent_and_charged_fewer()
    {
        await Api.Done("/v1/orders", Orders.PickedUp("FEWER-1", "SKU-FEWER-1", 3, Network.Leeds));
        await Api.OrderIn("FEWER-1", "WaitingForStock");
        await Api.Done("/v1/orders/FEWER-1/change", new JsonObject
        {
            ["lines"] = new JsonArray(new JsonObject { ["line"] = 1, ["quantity"] = 1 }),
        });
        await Api.Buy("PO-FEWER-1", "SKU-FEWER-1", Network.Leeds, 5);

        await Api.Work(await Api.TaskFor("FEWER-1", "pick"), Orders.Picked("SKU-FEWER-1", 1));
        await Api.Collect("FEWER-1");

        ((decimal)(await Api.OrderIn("FEWER-1", "Closed"))["money"]!["captured"]!).ShouldBe(2.55m);
        ((decimal)Systems.CallsAbout("FEWER-1", "erp", "sales-orders").ShouldHaveSingleItem().Body["total"]!).ShouldBe(2.55m);
        await Api.Free("SKU-FEWER-1", 4);
    }

    [Fact]
    public async Task A_parcel_goes_to_the_address_that_was_changed_in_time()
    {
        await Api.Done("/v1/orders", Orders.Shipped("MOVED-1", "SKU-MOVED-1", 1));
        await Api.OrderIn("MOVED-1", "WaitingForStock");
        await Api.Done("/v1/orders/MOVED-1/change", To("LS2 2BB"));

        await Api.Buy("PO-MOVED-1", "SKU-MOVED-1", Network.Manchester, 1);
        await Api.Work(await Api.TaskFor("MOVED-1", "pick"), Orders.Picked("SKU-MOVED-1", 1));
        await Api.Work(await Api.TaskFor("MOVED-1", "pack"), []);

        await Api.PartIn("MOVED-1", "AwaitingHandover");
        var booking = Systems.CallsAbout("MOVED-1", "carrier", "bookings").ShouldHaveSingleItem();
        ((string?)booking.Body["customer"]!["address"]!["postalCode"]).ShouldBe("LS2 2BB");
        Systems.LettersAbout("MOVED-1").ShouldContain("order-changed");
    }

    [Fact]
    public async Task An_order_priced_for_one_country_is_not_sent_to_another()
    {
        await Api.Done("/v1/orders", Orders.Shipped("MOVED-2", "SKU-MOVED-2", 1));
        await Api.OrderIn("MOVED-2", "WaitingForStock");

        (await Api.Refused("/v1/orders/MOVED-2/change", To("D02 X285", "IE"))).ShouldContain("IE");
    }

    [Fact]
    public async Task The_address_of_a_parcel_on_the_road_cannot_be_changed()
    {
        await Shipped("GONE-3");

        (await Api.Refused("/v1/orders/GONE-3/change", To("LS2 2BB"))).ShouldNotBeNullOrWhiteSpace();
    }

    private Task<JsonObject> Cancel(string number) =>
        Api.Done($"/v1/orders/{number}/cancel", new JsonObject { ["reason"] = "changed my mind" });

    private async Task Shipped(string number)
    {
        await Api.Receive($"SKU-{number}", Network.Manchester, 2);
        await Api.Done("/v1/orders", Orders.Shipped(number, $"SKU-{number}", 1));
        await Api.Work(await Api.TaskFor(number, "pick"), Orders.Picked($"SKU-{number}", 1));
        await Api.Work(await Api.TaskFor(number, "pack"), []);
        await Api.PartIn(number, "AwaitingHandover");
        await Api.Hear("carrier", "collected", $"fulfilment/{number}-1", new JsonObject { ["tracking"] = $"T-{number}" });
        await Eventually.Holds("it is charged", async () =>
            (decimal)(await Api.Order(number))!["money"]!["captured"]! > 0);
    }

    private static JsonObject To(string postalCode, string country = "GB") => new()
    {
        ["address"] = new JsonObject
        {
            ["street"] = "2 Low Street", ["city"] = "Leeds", ["postalCode"] = postalCode, ["country"] = country,
        },
    };
}
