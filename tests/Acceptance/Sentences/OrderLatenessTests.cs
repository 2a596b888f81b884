using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Order to fulfilment, steps 1, 3, 5 to 7: what is late goes up its ladder, and at last comes to an end.</summary>
[Collection(HurriedTime.Name)]
public sealed class OrderLatenessTests(HurriedHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    /// <summary>Each order as far as it comes before something is late.</summary>
    internal static Task Begin(SharedHost host) => Task.WhenAll(
        BeginSlow(host.Api), BeginKerbside(host.Api), BeginLeft(host.Api), BeginRoad(host.Api), BeginSilent(host.Api),
        BeginNever(host.Api), BeginStuck(host));

    [Fact]
    public async Task A_late_pick_goes_to_the_store_manager_and_then_to_the_region_and_a_way_round_is_advised_before_the_promise_is_broken()
    {
        var promise = (DateTimeOffset)(await Api.OrderIn("SLOW-1", "Fulfilling", "Rerouting", "AskingCustomer"))["promise"]!;

        var steps = await Steps("SLOW-1", 2);

        ((string)steps[0]["because"]!).ShouldContain("store manager");
        ((string)steps[1]["because"]!).ShouldContain("region");
        var advised = (await Api.Get("/v1/cases/order/SLOW-1"))["timeline"]!.AsArray()
            .First(row => row!["effects"]!.AsArray().Any(effect => (string?)effect!["kind"] == "ask-reroute"))!;
        ((DateTimeOffset)advised["at"]!).ShouldBeLessThan(promise);
        Systems.CallsAbout("SLOW-1", "wms", "releases").ShouldBeEmpty("who chose a store is not moved unasked");
    }

    [Fact]
    public async Task A_kerbside_order_is_late_sooner_than_a_pickup()
    {
        (await Took("SLOW-3")).ShouldBeLessThan(await Took("SLOW-2"));

        await Exception("late-pick", "fulfilment/SLOW-3-1", "store-operations");
    }

    [Fact]
    public async Task What_is_not_collected_in_time_goes_back_to_the_shelf_and_the_customer_pays_nothing()
    {
        await Api.Work(await Api.TaskFor("LEFT-1", "put-back", Network.Liverpool), []);

        ((decimal)(await Api.OrderIn("LEFT-1", "Cancelled"))["money"]!["captured"]!).ShouldBe(0);
        Systems.CallsAbout("LEFT-1", "payment", "void").ShouldHaveSingleItem();
        Systems.CallsAbout("LEFT-1", "erp", "cancellations").ShouldHaveSingleItem();
        await Eventually.Holds("the customer is told each time", () => Task.FromResult(
            Systems.LettersAbout("LEFT-1").SequenceEqual(["order-confirmed", "ready-for-pickup", "please-collect", "not-collected"])));
        await Api.NoTaskIsLeft("LEFT-1");
        await Api.Free("SKU-LEFT-1", 4);
    }

    [Fact]
    public async Task A_parcel_that_the_carrier_does_not_fetch_or_bring_in_time_is_a_late_shipment()
    {
        await Exception("late-shipment", "fulfilment/ROAD-1-1", "warehouse");

        await Api.Hear("carrier", "collected", "fulfilment/ROAD-1-1", new JsonObject { ["tracking"] = "T-1" });
        await Api.PartIn("ROAD-1", "WithCarrier");
        await Exception("late-shipment", "fulfilment/ROAD-1-1", "customer-service");
        await Api.Hear("carrier", "delivered", "fulfilment/ROAD-1-1", new JsonObject { ["tracking"] = "T-1", ["signedBy"] = "A. Moor" });

        await Api.OrderIn("ROAD-1", "Closed");
    }

    [Fact]
    public async Task A_customer_who_says_nothing_is_reminded_twice_and_then_called()
    {
        var call = await Api.TaskFor("SILENT-1", "contact");

        ((string)call["owner"]!).ShouldBe("customer-service");
        Systems.LettersAbout("SILENT-1").Count(letter => letter == "please-decide").ShouldBe(3, "asked once, and reminded twice");
        await Api.Choose(call, "answer:Refuse:1");
        await Api.OrderIn("SILENT-1", "Cancelled");
    }

    [Fact]
    public async Task A_back_order_that_nothing_is_on_order_for_is_given_up_and_its_money_goes_back()
    {
        ((decimal)(await Api.OrderIn("NEVER-1", "Cancelled"))["money"]!["captured"]!).ShouldBe(0);
        Systems.CallsAbout("NEVER-1", "payment", "void").ShouldHaveSingleItem();
        await Eventually.Holds("the customer is told", () =>
            Task.FromResult(Systems.LettersAbout("NEVER-1").SequenceEqual(["back-ordered", "order-cancelled"])));
    }

    [Fact]
    public async Task A_hold_that_nobody_sees_to_climbs_from_its_owner_to_the_lead()
    {
        var task = await Api.TaskFor("STUCK-1", "resolve", exception: "fraud-suspected");

        await Eventually.Holds("it is the lead's", async () => (await Exceptions("fraud-suspected"))
            .Any(one => (string?)one["task"] == (string?)task["key"] && (string?)one["step"] is "lead" or "head-of-operations"));
    }

    /// <summary>Waits until a part has been late so many times, and returns these rows of its timeline.</summary>
    private Task<IReadOnlyList<JsonNode>> Steps(string number, int steps) => Eventually.Get(
        $"the pick of {number} is late for the {steps}. time",
        async () =>
        {
            var rows = (await Api.Get($"/v1/cases/fulfilment/{number}-1"))["timeline"]!.AsArray()
                .Where(row => (string?)row!["type"] == "case.deadline-passed").Select(row => row!).ToArray();
            return rows.Length >= steps ? (IReadOnlyList<JsonNode>)rows : null;
        });

    /// <summary>From the beginning of a part until its pick was late.</summary>
    private async Task<TimeSpan> Took(string number) =>
        (DateTimeOffset)(await Steps(number, 1))[0]["at"]!
        - (DateTimeOffset)(await Api.Get($"/v1/cases/fulfilment/{number}-1"))["timeline"]![0]!["at"]!;

    private Task Exception(string category, string about, string owner) => Eventually.Holds(
        $"{about} is a {category} of {owner}",
        async () => (await Exceptions(category)).Any(one => (string?)one["case"] == about && (string?)one["owner"] == owner));

    private async Task<IEnumerable<JsonNode>> Exceptions(string category) =>
        (await Api.Get($"/v1/exceptions?category={category}&take=500"))["exceptions"]!.AsArray().Select(one => one!);

    private static async Task BeginSlow(Api api)
    {
        await api.Receive("SKU-SLOW-1", Network.Leeds, 2);
        await api.Receive("SKU-SLOW-1", Network.Manchester, 9);
        await api.Done("/v1/orders", Orders.PickedUp("SLOW-1", "SKU-SLOW-1", 1, Network.Leeds));
    }

    private static async Task BeginKerbside(Api api)
    {
        await api.Receive("SKU-SLOW-2", Network.Manchester, 9);
        await api.Done("/v1/orders", Orders.PickedUp("SLOW-2", "SKU-SLOW-2", 1, Network.Manchester));
        await api.Done("/v1/orders", Orders.Kerbside("SLOW-3", "SKU-SLOW-2", 1, Network.Manchester));
    }

    private static async Task BeginLeft(Api api)
    {
        await api.Receive("SKU-LEFT-1", Network.Liverpool, 4);
        await api.Done("/v1/orders", Orders.PickedUp("LEFT-1", "SKU-LEFT-1", 2, Network.Liverpool));
        await api.Work(await api.TaskFor("LEFT-1", "pick"), Orders.Picked("SKU-LEFT-1", 2));
        await api.Stage("LEFT-1");
    }

    private static async Task BeginRoad(Api api)
    {
        await api.Receive("SKU-ROAD-1", Network.Sheffield, 4);
        await api.Done("/v1/orders", Orders.Shipped("ROAD-1", "SKU-ROAD-1", 1));
        await api.Work(await api.TaskFor("ROAD-1", "pick"), Orders.Picked("SKU-ROAD-1", 1));
        await api.Work(await api.TaskFor("ROAD-1", "pack"), []);
        await api.PartIn("ROAD-1", "AwaitingHandover");
    }

    private static async Task BeginSilent(Api api)
    {
        await api.Receive("SKU-SILENT-1", Network.Leeds, 1);
        await api.Receive("SKU-SILENT-1", Network.Daventry, 50);
        await api.Done("/v1/orders", Orders.PickedUp("SILENT-1", "SKU-SILENT-1", 1, Network.Leeds).With("channel", "app"));
        await api.Work(await api.TaskFor("SILENT-1", "pick", Network.Leeds), Orders.Picked("SKU-SILENT-1", 0));
        await api.OrderIn("SILENT-1", "Rerouting", "AskingCustomer");
        var stands = await Eventually.Get("somebody decides, or the advice is sure", async () =>
            await api.TasksAbout("SILENT-1", "approve") is [var asked, ..] ? asked
            : await api.Order("SILENT-1") is { } order && (string?)order["state"] == "AskingCustomer" ? order : null);
        if (stands.ContainsKey("choices"))
        {
            await api.Choose(stands, stands["choices"]!.AsArray().Select(way => (string)way!["code"]!)
                .First(code => code.StartsWith("reroute:Ship", StringComparison.Ordinal)));
        }
    }

    private static async Task BeginNever(Api api)
    {
        await api.Done("/v1/orders", Orders.Shipped("NEVER-1", "SKU-NEVER-1", 1).With("channel", "app"));
    }

    private static async Task BeginStuck(SharedHost host)
    {
        host.Systems.Answers("payment", "authorisations", "STUCK-1", yes => yes["fraudScore"] = 0.97);
        await host.Api.Done("/v1/orders", Orders.Shipped("STUCK-1", "SKU-STUCK-1", 1));
    }
}
