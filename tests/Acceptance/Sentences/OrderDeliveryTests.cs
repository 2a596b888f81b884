using System.Net;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Order to fulfilment, steps 2, 7 and 8: each way to the customer, each parcel charged when it leaves.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class OrderDeliveryTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task An_order_for_pickup_is_picked_made_ready_collected_charged_and_booked()
    {
        await Api.Receive("SKU-PICK-1", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("PICK-1", "SKU-PICK-1", 2, Network.Leeds));

        await Api.Work(await Api.TaskFor("PICK-1", "pick", Network.Leeds), Orders.Picked("SKU-PICK-1", 2));
        await Api.Collect("PICK-1", Network.Leeds);

        var order = await Api.OrderIn("PICK-1", "Closed");
        ((decimal)order["money"]!["captured"]!).ShouldBe(5.10m);
        ((int)order["lines"]![0]!["delivered"]!).ShouldBe(2);
        Systems.CallsAbout("PICK-1", "erp", "deliveries").ShouldHaveSingleItem();
        Systems.LettersAbout("PICK-1").ShouldBe(["order-confirmed", "ready-for-pickup"]);
        await Api.ShelfHolds("SKU-PICK-1", ("onHand", 3), ("available", 3), ("sold", 2));
    }

    [Fact]
    public async Task What_was_picked_for_a_pickup_lies_where_it_is_noted_before_the_customer_hears_and_the_hand_over_says_where()
    {
        await Api.Receive("SKU-STAGE-1", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("STAGE-1", "SKU-STAGE-1", 1, Network.Leeds));
        await Api.Work(await Api.TaskFor("STAGE-1", "pick", Network.Leeds), Orders.Picked("SKU-STAGE-1", 1));
        var stage = await Api.TaskFor("STAGE-1", "stage", Network.Leeds);
        (await Api.NotUnderstood($"/v1/tasks/{(string)stage["key"]!}/done", new JsonObject())).ShouldContain("where the goods lie");
        Systems.LettersAbout("STAGE-1").ShouldNotContain("ready-for-pickup");

        await Api.Stage("STAGE-1", Network.Leeds);
        var over = await Api.TaskFor("STAGE-1", "hand-over", Network.Leeds);
        ((string)over["why"]!).ShouldContain("rack B, 3");
        ((string)over["lines"]![0]!["shelf"]!).ShouldBe("rack B, 3");
        await Eventually.Holds("the customer hears", () => Task.FromResult(Systems.LettersAbout("STAGE-1").Contains("ready-for-pickup")));
    }

    [Fact]
    public async Task A_kerbside_order_is_promised_sooner_than_a_pickup_and_handed_over_like_one()
    {
        await Api.Receive("SKU-KERB-1", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("KERB-0", "SKU-KERB-1", 1, Network.Leeds));
        var pickup = (DateTimeOffset)(await Api.OrderIn("KERB-0", "Fulfilling"))["promise"]!;
        await Api.Done("/v1/orders", Orders.Kerbside("KERB-1", "SKU-KERB-1", 1, Network.Leeds));
        var kerbside = (DateTimeOffset)(await Api.OrderIn("KERB-1", "Fulfilling"))["promise"]!;
        kerbside.ShouldBeLessThan(pickup);

        await Api.Work(await Api.TaskFor("KERB-1", "pick", Network.Leeds), Orders.Picked("SKU-KERB-1", 1));
        await Api.Collect("KERB-1", Network.Leeds);
        ((decimal)(await Api.OrderIn("KERB-1", "Closed"))["money"]!["captured"]!).ShouldBe(2.55m);
    }

    [Fact]
    public async Task A_store_that_ships_picks_packs_and_hands_over_to_the_carrier_and_the_order_is_charged_when_it_leaves()
    {
        await Api.Receive("SKU-STORE-1", Network.Manchester, 3);
        await Api.Done("/v1/orders", Orders.Shipped("STORE-1", "SKU-STORE-1", 1));
        await Api.Work(await Api.TaskFor("STORE-1", "pick", Network.Manchester), Orders.Picked("SKU-STORE-1", 1));
        await Api.Work(await Api.TaskFor("STORE-1", "pack", Network.Manchester), []);
        await Api.PartIn("STORE-1", "AwaitingHandover");
        Systems.CallsAbout("STORE-1", "payment", "captures").ShouldBeEmpty("it lies in the store still");

        await Carrier("STORE-1", "collected");
        await Charged("STORE-1", 2.55m);
        Systems.CallsAbout("STORE-1", "erp", "deliveries").ShouldBeEmpty("it is on the road still");
        await Carrier("STORE-1", "delivered");

        await Api.OrderIn("STORE-1", "Closed");
        Systems.CallsAbout("STORE-1", "erp", "deliveries").ShouldHaveSingleItem();
        await Api.Free("SKU-STORE-1", 2);
    }

    [Fact]
    public async Task A_warehouse_is_told_to_release_and_what_it_picked_is_booked_with_the_carrier()
    {
        await Warehouse("DC-1");
        var release = Systems.CallsAbout("DC-1", "wms", "releases").ShouldHaveSingleItem();
        ((string?)release.Body["node"]).ShouldBe(Network.Daventry);
        ((int)Systems.CallsAbout("DC-1", "carrier", "bookings").ShouldHaveSingleItem().Body["weightGrams"]!).ShouldBe(740);

        await Carrier("DC-1", "collected");
        await Carrier("DC-1", "delivered");
        ((decimal)(await Api.OrderIn("DC-1", "Closed"))["money"]!["captured"]!).ShouldBe(2.55m);
    }

    [Fact]
    public async Task A_supplier_that_ships_for_us_has_the_order_and_the_customer_pays_when_it_has_shipped()
    {
        await Api.Receive("SKU-DROP-1", Network.Pottery, 3);
        await Api.Done("/v1/orders", Orders.Shipped("DROP-1", "SKU-DROP-1", 2));
        await Api.PartIn("DROP-1", "WithSupplier");
        Systems.CallsAbout("DROP-1", "wms", "releases").ShouldBeEmpty();

        await Api.Hear("supplier", "shipped", "fulfilment/DROP-1-1", new JsonObject
        {
            ["reference"] = "S-1", ["tracking"] = "T-DROP-1", ["lines"] = Line("SKU-DROP-1", 2),
        });
        await Charged("DROP-1", 5.10m);
        await Carrier("DROP-1", "delivered");

        await Api.OrderIn("DROP-1", "Closed");
    }

    [Fact]
    public async Task An_order_over_two_nodes_is_charged_for_each_parcel_when_that_parcel_leaves()
    {
        await Api.Receive("SKU-SPLIT-A", Network.Daventry, 3);
        await Api.Receive("SKU-SPLIT-B", Network.Manchester, 3);
        var order = Orders.Shipped("SPLIT-1", "SKU-SPLIT-A", 1).And("SKU-SPLIT-B", 2).With("charges", new JsonArray(
            new JsonObject { ["code"] = "POST", ["description"] = "Postage", ["amount"] = 4.00 }));
        await Api.Done("/v1/orders", order);
        var pick = await Api.TaskFor("SPLIT-1", "pick", Network.Manchester);
        (await Api.OrderIn("SPLIT-1", "Fulfilling"))["parts"]!.AsArray().Count.ShouldBe(2);
        var store = ((string)pick["about"]!).EndsWith("-1-1", StringComparison.Ordinal) ? 1 : 2;

        await Api.Work(pick, new JsonObject { ["lines"] = Line("SKU-SPLIT-B", 2, line: 2) });
        await Api.Work(await Api.TaskFor("SPLIT-1", "pack", Network.Manchester), []);
        await Api.PartIn("SPLIT-1", "AwaitingHandover", store);
        await Carrier("SPLIT-1", "collected", store);
        await Charged("SPLIT-1", 9.10m);
        await PickedInWarehouse("SPLIT-1", "SKU-SPLIT-A", 1, 3 - store);
        await Carrier("SPLIT-1", "collected", 3 - store);
        await Charged("SPLIT-1", 11.65m);
        await Carrier("SPLIT-1", "delivered", 1);
        ((string)(await Api.OrderIn("SPLIT-1", "Fulfilling"))["state"]!).ShouldBe("Fulfilling", "the other parcel is on the road");
        await Carrier("SPLIT-1", "delivered", 2);

        await Api.OrderIn("SPLIT-1", "Closed");
        Systems.CallsAbout("SPLIT-1", "payment", "captures").Select(call => (decimal)call.Body["amount"]!).ShouldBe([9.10m, 2.55m]);
        Systems.CallsAbout("SPLIT-1", "erp", "deliveries").Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_delivery_that_fails_is_an_exception_of_customer_service_until_the_parcel_arrives()
    {
        await Warehouse("MISSED-1");
        await Carrier("MISSED-1", "collected");
        await Carrier("MISSED-1", "delivery-failed", said: new() { ["reason"] = "Nobody at home", ["attempt"] = 1 });

        var exception = await Eventually.Get("customer service sees it", async () =>
            (await Api.Get("/v1/exceptions?category=delivery-failed&take=500"))["exceptions"]!.AsArray()
                .FirstOrDefault(one => (string?)one!["case"] == "fulfilment/MISSED-1-1")?.AsObject());
        ((string)exception["owner"]!).ShouldBe("customer-service");
        await Carrier("MISSED-1", "delivered");

        await Api.OrderIn("MISSED-1", "Closed");
        await Eventually.Holds("it is no exception any more", async () =>
            (await Api.Get("/v1/exceptions?category=delivery-failed&take=500"))["exceptions"]!.AsArray()
                .All(one => (string?)one!["case"] != "fulfilment/MISSED-1-1"));
    }

    [Fact]
    public async Task A_parcel_that_nobody_takes_comes_back_to_stock_and_its_money_goes_back()
    {
        await Warehouse("BACK-1");
        await Carrier("BACK-1", "collected");
        await Charged("BACK-1", 2.55m);
        await Carrier("BACK-1", "returned", said: new() { ["reason"] = "Refused at the door" });
        var task = await Api.TaskFor("BACK-1", "inspect");
        Systems.CallsAbout("BACK-1", "payment", "refunds").ShouldBeEmpty("first somebody looks at it");
        await Api.Work(task, Orders.Picked("SKU-BACK-1", 1));

        var order = await Api.OrderIn("BACK-1", "Cancelled");
        ((decimal)order["money"]!["refunded"]!).ShouldBe(2.55m);
        Systems.CallsAbout("BACK-1", "payment", "refunds").ShouldHaveSingleItem();
        Systems.CallsAbout("BACK-1", "erp", "cancellations").ShouldHaveSingleItem();
        await Eventually.Holds("the customer is told", () => Task.FromResult(Systems.LettersAbout("BACK-1").Contains("came-back")));
        await Api.Free("SKU-BACK-1", 5);
    }

    [Fact]
    public async Task Of_a_parcel_that_comes_back_broken_nothing_is_for_sale_and_the_ERP_hears_of_it()
    {
        await Warehouse("BROKEN-1");
        await Carrier("BROKEN-1", "collected");
        await Charged("BROKEN-1", 2.55m);
        await Carrier("BROKEN-1", "returned", said: new() { ["reason"] = "Crushed on the way" });
        var task = await Api.TaskFor("BROKEN-1", "inspect");
        JsonObject Broken(int pieces) => Orders.Picked("SKU-BROKEN-1", 0).With("dispositions", new JsonArray(
            new JsonObject { ["line"] = 1, ["pieces"] = pieces, ["to"] = "scrap" }));
        (await Api.Post($"/v1/tasks/{(string)task["key"]!}/done", Broken(2))).StatusCode
            .ShouldBe(HttpStatusCode.BadRequest, "there is one");
        await Api.Work(task, Broken(1));

        ((decimal)(await Api.OrderIn("BROKEN-1", "Cancelled"))["money"]!["refunded"]!).ShouldBe(2.55m);
        await Api.Free("SKU-BROKEN-1", 4);
        await Eventually.Holds("the ERP hears of it", () => Task.FromResult(
            Systems.CallsOf("erp", "stock-adjustments")
                .Any(call => call.Body.ToJsonString().Contains("SKU-BROKEN-1", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task A_parcel_that_the_carrier_will_not_take_is_customer_services_and_is_booked_again()
    {
        Systems.Refuses("carrier", "bookings", "UNBOOKABLE-1", "No service to this postcode.");
        await Api.Receive("SKU-UNBOOKABLE-1", Network.Manchester, 3);
        await Api.Done("/v1/orders", Orders.Shipped("UNBOOKABLE-1", "SKU-UNBOOKABLE-1", 1));
        await Api.Work(await Api.TaskFor("UNBOOKABLE-1", "pick", Network.Manchester), Orders.Picked("SKU-UNBOOKABLE-1", 1));
        await Api.Work(await Api.TaskFor("UNBOOKABLE-1", "pack", Network.Manchester), []);
        var task = await Api.TaskFor("UNBOOKABLE-1", "resolve", exception: "delivery-failed");
        ((string)task["owner"]!).ShouldBe("customer-service");

        Systems.AgreesAgain("carrier", "bookings", "UNBOOKABLE-1");
        await Api.Choose(task, "retry");

        await Api.PartIn("UNBOOKABLE-1", "AwaitingHandover");
    }

    [Fact]
    public async Task An_order_whose_delivery_the_ERP_will_not_book_is_finance_controls_and_closed_when_it_is_booked()
    {
        Systems.Refuses("erp", "deliveries", "UNPOSTED-1", "The period is closed.");
        await Warehouse("UNPOSTED-1");
        await Carrier("UNPOSTED-1", "collected");
        await Carrier("UNPOSTED-1", "delivered");
        await Api.OrderIn("UNPOSTED-1", "Unsettled");
        var task = await Api.TaskFor("UNPOSTED-1", "resolve", exception: "reconciliation-open");
        ((string)task["owner"]!).ShouldBe("finance-control");

        Systems.AgreesAgain("erp", "deliveries", "UNPOSTED-1");
        await Api.Choose(task, "retry");

        await Api.OrderIn("UNPOSTED-1", "Closed");
        Systems.CallsAbout("UNPOSTED-1", "payment", "captures").ShouldHaveSingleItem("the customer paid once");
    }

    /// <summary>One piece from the hall, which is packed there and waits for the carrier.</summary>
    private async Task Warehouse(string number)
    {
        await Api.Receive($"SKU-{number}", Network.Daventry, 5);
        await Api.Done("/v1/orders", Orders.Shipped(number, $"SKU-{number}", 1));
        await PickedInWarehouse(number, $"SKU-{number}", 1);
    }

    private async Task PickedInWarehouse(string number, string sku, int pieces, int part = 1)
    {
        await Api.PartIn(number, "WarehousePicking", part);
        await Api.Hear("wms", "picked", $"fulfilment/{number}-{part}", new JsonObject
        {
            ["reference"] = $"W-{number}", ["lines"] = Line(sku, pieces), ["weightGrams"] = 740,
        });
        await Api.PartIn(number, "AwaitingHandover", part);
    }

    private async Task Carrier(string number, string what, int part = 1, JsonObject? said = null)
    {
        var data = said ?? [];
        data["tracking"] = $"T-{number}-{part}";
        if (what == "delivered")
        {
            data["signedBy"] = "A. Moor";
        }

        await Api.Hear("carrier", what, $"fulfilment/{number}-{part}", data);
    }

    private Task Charged(string number, decimal amount) => Eventually.Holds(
        $"{amount} are charged for {number}",
        async () => (decimal)(await Api.Order(number))!["money"]!["captured"]! == amount);

    private static JsonArray Line(string sku, int pieces, int line = 1) =>
        [new JsonObject { ["line"] = line, ["sku"] = sku, ["picked"] = pieces }];
}
