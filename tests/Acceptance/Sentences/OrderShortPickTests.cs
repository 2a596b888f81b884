using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Order to fulfilment, step 5: what a store does not find, and the way round it.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class OrderShortPickTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_customer_who_chose_a_store_is_asked_before_missing_pieces_are_shipped()
    {
        await ShortPick("SHORT-1");
        ((await Api.OrderIn("SHORT-1", "AskingCustomer"))["parts"]!.AsArray().Count).ShouldBe(1, "nothing is shipped unasked");

        await Api.Done("/v1/orders/SHORT-1/answer", new JsonObject { ["answer"] = "agree" });

        await Eventually.Holds("the distribution centre is asked for the missing pieces", () => Task.FromResult(
            Systems.CallsAbout("SHORT-1", "wms", "releases").Any(call => (string?)call.Body["node"] == Network.Daventry)));
        // The lists follow the journal by a moment.
        await Eventually.Holds("the order shows its second part", async () =>
            (await Api.OrderIn("SHORT-1", "Fulfilling"))["parts"]!.AsArray().Count == 2);
    }

    [Fact]
    public async Task A_customer_who_refuses_the_way_round_pays_only_for_what_was_found()
    {
        await ShortPick("SHORT-2");

        await Api.Done("/v1/orders/SHORT-2/answer", new JsonObject { ["answer"] = "refuse" });
        await Api.Collect("SHORT-2", Network.Leeds);

        var order = await Api.OrderIn("SHORT-2", "Closed");
        ((decimal)order["money"]!["captured"]!).ShouldBe(2.55m);
        Systems.CallsAbout("SHORT-2", "wms", "releases").ShouldBeEmpty();
        Systems.CallsAbout("SHORT-2", "erp", "cancellations").ShouldNotBeEmpty();
        Systems.CallsAbout("SHORT-2", "payment", "void").ShouldHaveSingleItem("what is not delivered is not kept");
    }

    [Fact]
    public async Task A_customer_who_would_rather_wait_gets_what_was_found_now_and_the_rest_when_it_comes()
    {
        await ShortPick("SHORT-3");

        await Api.Done("/v1/orders/SHORT-3/answer", new JsonObject { ["answer"] = "wait" });
        await Api.Collect("SHORT-3", Network.Leeds);
        await Api.PartIn("SHORT-3", "Collected");
        await Api.Buy("PO-SHORT-3", "SKU-SHORT-3", Network.Leeds, 5);

        await Api.Work(await Api.TaskFor("SHORT-3", "pick", Network.Leeds), Picked("SKU-SHORT-3", 1));
        await Api.Collect("SHORT-3", Network.Leeds);
        ((decimal)(await Api.OrderIn("SHORT-3", "Closed"))["money"]!["captured"]!).ShouldBe(5.10m);
        Systems.CallsAbout("SHORT-3", "payment", "captures").Count().ShouldBe(2, "each is charged when it is collected");
    }

    [Fact]
    public async Task A_short_pick_is_a_variance_that_the_store_counts_and_the_ERP_hears_of()
    {
        await ShortPick("SHORT-4");

        var count = await Api.TaskFor("SHORT-4", "count", Network.Leeds);
        ((string?)count["exception"]).ShouldBe("stock-variance");
        ((string)count["owner"]!).ShouldBe("store-operations");
        await Eventually.Holds("the ERP writes the piece off", () => Task.FromResult(Adjusted("SKU-SHORT-4").Contains(-1)));

        await Api.Work(count, Picked("SKU-SHORT-4", 1));

        await Eventually.Holds("the piece that turned up is on the ERP's books again", () =>
            Task.FromResult(Adjusted("SKU-SHORT-4").SequenceEqual([-1, 1])));
    }

    [Fact]
    public async Task An_order_of_which_nothing_is_found_anywhere_is_put_to_a_person_and_refunded()
    {
        await Api.Receive("SKU-SHORT-5", Network.Leeds, 1);
        await Api.Done("/v1/orders", Orders.PickedUp("SHORT-5", "SKU-SHORT-5", 1, Network.Leeds));
        await Api.Work(await Api.TaskFor("SHORT-5", "pick", Network.Leeds), Picked("SKU-SHORT-5", 0));

        var task = await Api.TaskFor("SHORT-5", "approve");
        ((string?)task["exception"]).ShouldBe("stock-shortage");
        var choice = task["choices"]!.AsArray().Select(way => (string)way!["code"]!)
            .First(code => code.StartsWith("reroute:Refund", StringComparison.Ordinal));
        await Api.Choose(task, choice);

        ((decimal)(await Api.OrderIn("SHORT-5", "Cancelled"))["money"]!["captured"]!).ShouldBe(0);
        await Eventually.Holds("the authorisation is given back", () =>
            Task.FromResult(Systems.CallsAbout("SHORT-5", "payment", "void").Count() == 1));
        Systems.LettersAbout("SHORT-5").ShouldContain("pieces-not-available");
    }

    [Fact]
    public async Task A_warehouse_that_cannot_take_an_order_leaves_its_stock_free_and_a_person_decides()
    {
        Systems.Refuses("wms", "releases", "SHORT-6", "The hall is being rebuilt.");
        await Api.Receive("SKU-SHORT-6", Network.Daventry, 4);
        await Api.Done("/v1/orders", Orders.Shipped("SHORT-6", "SKU-SHORT-6", 1));
        await Api.PartIn("SHORT-6", "Short");
        await Api.Free("SKU-SHORT-6", 4);

        await Decided("SHORT-6", "reroute:Refund");

        await Api.OrderIn("SHORT-6", "Cancelled");
        Systems.CallsAbout("SHORT-6", "payment", "void").ShouldHaveSingleItem();
    }

    /// <summary>Two are promised by the store, one is found; the way round is put to the customer.</summary>
    private async Task ShortPick(string number)
    {
        var sku = $"SKU-{number}";
        await Api.Receive(sku, Network.Leeds, 2);
        await Api.Receive(sku, Network.Daventry, 50);
        await Api.Done("/v1/orders", Orders.PickedUp(number, sku, 2, Network.Leeds));
        await Api.Work(await Api.TaskFor(number, "pick", Network.Leeds), Picked(sku, 1));

        await Decided(number, "reroute:Ship");

        await Api.OrderIn(number, "AskingCustomer");
        await Eventually.Holds("the customer is written to", () =>
            Task.FromResult(Systems.LettersAbout(number).Contains("please-decide")));
    }

    // By the advice's confidence it is taken at once, or put to a person: both are by the book.
    private async Task Decided(string number, string choice)
    {
        await Api.OrderIn(number, "Rerouting", "AskingCustomer");
        var task = await Eventually.Get($"the way round is decided for {number}, by itself or by a person", async () =>
            await Api.TasksAbout(number, "approve") is [var asked, ..] ? asked
            : await Api.Order(number) is { } order && (string?)order["state"] == "AskingCustomer" ? order : null);
        if (task.ContainsKey("choices"))
        {
            await Api.Choose(task, task["choices"]!.AsArray().Select(way => (string)way!["code"]!)
                .First(code => code.StartsWith(choice, StringComparison.Ordinal)));
        }
    }

    /// <summary>Pieces that the ERP was told were more or fewer than on the books.</summary>
    private IEnumerable<int> Adjusted(string sku) => Systems.CallsOf("erp", "stock-adjustments")
        .SelectMany(call => call.Body["lines"]!.AsArray()).Where(line => (string?)line!["sku"] == sku)
        .Select(line => (int)line!["pieces"]!);

    private static JsonObject Picked(string sku, int pieces) => Orders.Picked(sku, pieces);
}
