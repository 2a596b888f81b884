using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests;

/// <summary>Order to fulfilment from end to end, seen only through the services and the outside systems' books.</summary>
public sealed class SentenceTests : IAsyncLifetime
{
    private OutsideSystems _systems = null!;
    private CrossdockHost _host = null!;

    private Api Api => _host.Api;

    public async ValueTask InitializeAsync()
    {
        _systems = await OutsideSystems.Start();
        _host = await CrossdockHost.Start(systems: _systems);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _systems.DisposeAsync();
    }

    [Fact]
    public async Task An_order_for_pickup_is_picked_made_ready_collected_charged_and_booked()
    {
        await Api.Receive("LAMP", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("PICK-1", "LAMP", 2, Network.Leeds));

        await Api.Work(await Api.TaskFor("PICK-1", "pick", Network.Leeds), Picked("LAMP", 2));
        await Api.Work(await Api.TaskFor("PICK-1", "hand-over", Network.Leeds), []);

        var order = await Api.OrderIn("PICK-1", "Closed");
        ((decimal)order["money"]!["captured"]!).ShouldBe(5.10m);
        ((int)order["lines"]![0]!["delivered"]!).ShouldBe(2);
        _systems.CallsOf("erp", "deliveries").ShouldHaveSingleItem();
        _systems.LettersAbout("PICK-1").ShouldContain("order-confirmed");
        await Api.ShelfHolds("LAMP", ("onHand", 3), ("available", 3), ("sold", 2));
        await _host.StopAndVerify();
    }

    [Fact]
    public async Task A_cancelled_order_gives_back_exactly_what_it_took()
    {
        await Api.Receive("LAMP", Network.Leeds, 5);
        await Api.Done("/v1/orders", Orders.PickedUp("CANCEL-1", "LAMP", 2, Network.Leeds));
        await Api.TaskFor("CANCEL-1", "pick", Network.Leeds);

        await Api.Done("/v1/orders/CANCEL-1/cancel", new JsonObject { ["reason"] = "changed my mind" });

        var order = await Api.OrderIn("CANCEL-1", "Cancelled");
        ((decimal)order["money"]!["captured"]!).ShouldBe(0);
        _systems.Calls.ShouldContain(call => call.System == "payment" && call.Path.EndsWith("/void", StringComparison.Ordinal));
        _systems.CallsOf("erp", "sales-orders/CANCEL-1/cancellations").ShouldHaveSingleItem();
        await Eventually.Holds("the pick task is withdrawn", async () =>
            (await Api.Get($"/v1/tasks?node={Network.Leeds}"))["tasks"]!.AsArray().Count == 0);
        await Api.ShelfHolds("LAMP", ("available", 5), ("reserved", 0));
        await _host.StopAndVerify();
    }

    [Fact]
    public async Task A_customer_who_chose_a_store_is_asked_before_missing_pieces_are_shipped()
    {
        await ShortPick("SHORT-1");
        _systems.LettersAbout("SHORT-1").ShouldContain("please-decide");
        ((await Api.OrderIn("SHORT-1", "AskingCustomer"))["parts"]!.AsArray().Count).ShouldBe(1, "nothing is shipped unasked");

        await Api.Done("/v1/orders/SHORT-1/answer", new JsonObject { ["answer"] = "agree" });

        await Eventually.Holds("the distribution centre is asked for the missing pieces", () =>
            Task.FromResult(_systems.CallsOf("wms", "releases").Any(call => (string?)call.Body["node"] == Network.Daventry)));
        // The lists follow the journal by a moment.
        await Eventually.Holds("the order shows its second part", async () =>
            (await Api.OrderIn("SHORT-1", "Fulfilling"))["parts"]!.AsArray().Count == 2);
        await _host.StopAndVerify();
    }

    [Fact]
    public async Task A_customer_who_refuses_the_way_round_pays_only_for_what_was_found()
    {
        await ShortPick("SHORT-2");

        await Api.Done("/v1/orders/SHORT-2/answer", new JsonObject { ["answer"] = "refuse" });
        await Api.Work(await Api.TaskFor("SHORT-2", "hand-over", Network.Leeds), []);

        var order = await Api.OrderIn("SHORT-2", "Closed");
        ((decimal)order["money"]!["captured"]!).ShouldBe(2.55m);
        _systems.CallsOf("wms", "releases").ShouldBeEmpty();
        _systems.CallsOf("erp", "sales-orders/SHORT-2/cancellations").ShouldNotBeEmpty();
        await _host.StopAndVerify();
    }

    /// <summary>Two are promised by the store, one is found; the way round is put to the customer.</summary>
    private async Task ShortPick(string number)
    {
        await Api.Receive("LAMP", Network.Leeds, 2);
        await Api.Receive("LAMP", Network.Daventry, 50);
        await Api.Done("/v1/orders", Orders.PickedUp(number, "LAMP", 2, Network.Leeds));
        await Api.Work(await Api.TaskFor(number, "pick", Network.Leeds), Picked("LAMP", 1));

        var stands = await Api.OrderIn(number, "Rerouting", "AskingCustomer");
        if ((string?)stands["state"] == "Rerouting")
        {
            var task = await Eventually.Get($"the way round is decided for {number}, by itself or by a person", () => Decision(number));
            if (task.ContainsKey("choices"))
            {
                var choice = task["choices"]!.AsArray().Select(way => (string)way!["code"]!)
                    .First(code => code.StartsWith("reroute:Ship", StringComparison.Ordinal));
                await Api.Work(task, new JsonObject { ["choice"] = choice });
            }
        }

        await Api.OrderIn(number, "AskingCustomer");
        await Eventually.Holds("the customer is written to", () =>
            Task.FromResult(_systems.LettersAbout(number).Contains("please-decide")));
    }

    // By the advice's confidence it is taken at once, or put to a person: both are by the book.
    private async Task<JsonObject?> Decision(string number) =>
        (await Api.Get("/v1/tasks?kind=approve"))["tasks"]!.AsArray().Select(task => task!.AsObject())
            .FirstOrDefault(task => ((string)task["about"]!).Contains(number, StringComparison.Ordinal))
        ?? (await Api.Order(number) is { } order && (string?)order["state"] == "AskingCustomer" ? order : null);

    private static JsonObject Picked(string sku, int pieces) => new()
    {
        ["lines"] = new JsonArray(new JsonObject { ["line"] = 1, ["sku"] = sku, ["picked"] = pieces }),
    };
}
