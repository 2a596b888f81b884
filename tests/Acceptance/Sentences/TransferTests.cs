using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Procure to replenish: transfers between nodes, from the request until both nodes and the ERP have the same pieces.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class TransferTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task What_one_node_can_spare_is_picked_shipped_and_counted_at_the_other_and_the_ERP_has_it()
    {
        await Sent("TR-1", 6);
        ((int)(await Api.Get("/v1/transfers/TR-1"))["lines"]![0]!["shipped"]!).ShouldBe(6);
        await Free("TR-1", Network.Leeds, 3);
        await Free("TR-1", Network.Sheffield, 0);

        await Api.Work(await Api.TaskFor("TR-1", "transfer-in", Network.Sheffield), Orders.Picked("SKU-TR-1", 6));

        await Api.CaseIn("transfer", "TR-1", "Closed");
        await Free("TR-1", Network.Sheffield, 6);
        var line = Systems.CallsAbout("TR-1", "erp", "transfers").ShouldHaveSingleItem().Body["lines"]![0]!;
        ((int)line["received"]!, (int)line["stocked"]!, (int)line["rejected"]!).ShouldBe((6, 6, 0));
        await Api.NoTaskIsLeft("TR-1");
    }

    [Fact]
    public async Task What_the_picker_does_not_find_is_written_off_and_counted_and_the_rest_goes()
    {
        await Asked("TR-2", 6);
        await Api.Work(await Api.TaskFor("TR-2", "transfer-out", Network.Leeds), Orders.Picked("SKU-TR-2", 4));
        await Api.CaseIn("transfer", "TR-2", "OnTheWay");

        var count = await Api.TaskFor("TR-2", "count", Network.Leeds, "stock-variance");
        ((string)count["owner"]!).ShouldBe("store-operations");
        await Counted("TR-2", 4);

        await Api.CaseIn("transfer", "TR-2", "Closed");
        await Free("TR-2", Network.Sheffield, 4);
        await Free("TR-2", Network.Leeds, 3);
        await Api.Work(count, Orders.Picked("SKU-TR-2", 2));
        await Free("TR-2", Network.Leeds, 5);
    }

    [Fact]
    public async Task What_is_lost_or_broken_on_the_way_is_a_stock_variance_and_no_piece_is_on_two_books()
    {
        await Sent("TR-3", 6);

        await Counted("TR-3", 5, damaged: 1);

        await Api.CaseIn("transfer", "TR-3", "Closed");
        var task = await Api.TaskFor("TR-3", "resolve", exception: "stock-variance");
        ((string)task["why"]!).ShouldContain("4 of 6");
        await Free("TR-3", Network.Sheffield, 4);
        await Free("TR-3", Network.Leeds, 3);
        var line = (await Api.Get("/v1/transfers/TR-3"))["lines"]![0]!;
        ((int)line["shipped"]!, (int)line["arrived"]!, (int)line["lost"]!).ShouldBe((6, 4, 2));
    }

    [Fact]
    public async Task More_than_was_shipped_is_a_stock_variance_and_makes_no_pieces()
    {
        await Sent("TR-4", 6);

        await Counted("TR-4", 8);

        await Api.CaseIn("transfer", "TR-4", "Closed");
        ((string)(await Api.TaskFor("TR-4", "resolve", exception: "stock-variance"))["why"]!).ShouldContain("8 of 6");
        await Free("TR-4", Network.Sheffield, 6);
    }

    [Fact]
    public async Task Nothing_is_moved_that_is_promised_to_customers()
    {
        await Api.Receive("SKU-TR-5", Network.Leeds, 2);
        await Api.Done("/v1/orders", Orders.PickedUp("TR-5-ORDER", "SKU-TR-5", 2, Network.Leeds));
        await Api.OrderIn("TR-5-ORDER", "Fulfilling");

        await Ask("TR-5", 2);

        await Api.CaseIn("transfer", "TR-5", "Unfilled");
        Systems.CallsAbout("TR-5", "erp", "transfers").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_transfer_that_is_cancelled_before_its_pick_gives_its_pieces_back()
    {
        await Asked("TR-6", 6);
        await Api.TaskFor("TR-6", "transfer-out", Network.Leeds);
        await Free("TR-6", Network.Leeds, 3);

        await Api.Done("/v1/transfers/TR-6/cancel", new JsonObject { ["reason"] = "Sold well here." });

        await Api.CaseIn("transfer", "TR-6", "Cancelled");
        await Free("TR-6", Network.Leeds, 9);
        await Api.NoTaskIsLeft("TR-6");
    }

    [Fact]
    public async Task A_transfer_that_never_arrives_is_given_up_by_a_person_and_the_books_say_that_it_is_lost()
    {
        await Sent("TR-7", 6);

        await Api.Done("/v1/transfers/TR-7/cancel", new JsonObject { ["reason"] = "The lorry burned." });

        await Api.CaseIn("transfer", "TR-7", "Closed");
        ((int)(await Api.Get("/v1/transfers/TR-7"))["lines"]![0]!["lost"]!).ShouldBe(6);
        await Free("TR-7", Network.Sheffield, 0);
        ((int)Systems.CallsAbout("TR-7", "erp", "transfers").ShouldHaveSingleItem().Body["lines"]![0]!["rejected"]!).ShouldBe(6);
    }

    [Fact]
    public async Task A_transfer_that_the_ERP_does_not_take_is_finances_and_is_posted_when_it_does()
    {
        Systems.Refuses("erp", "transfers", "TR-8", "The period is closed.");
        await Sent("TR-8", 6);
        await Counted("TR-8", 6);
        await Api.CaseIn("transfer", "TR-8", "Unposted");
        var task = await Api.TaskFor("TR-8", "resolve", exception: "reconciliation-open");
        ((string)task["owner"]!).ShouldBe("finance-control");

        Systems.AgreesAgain("erp", "transfers", "TR-8");
        await Api.Choose(task, "retry");

        await Api.CaseIn("transfer", "TR-8", "Closed");
    }

    /// <summary>On its way from Leeds to Sheffield.</summary>
    private async Task Sent(string number, int pieces)
    {
        await Asked(number, pieces);
        await Api.Work(await Api.TaskFor(number, "transfer-out", Network.Leeds), Orders.Picked($"SKU-{number}", pieces));
        await Api.CaseIn("transfer", number, "OnTheWay");
    }

    /// <summary>Of nine that Leeds has.</summary>
    private async Task Asked(string number, int pieces)
    {
        await Api.Receive($"SKU-{number}", Network.Leeds, 9);
        await Ask(number, pieces);
    }

    private Task Ask(string number, int pieces) => Api.Done("/v1/transfers", new JsonObject
    {
        ["number"] = number, ["from"] = Network.Leeds, ["to"] = Network.Sheffield, ["why"] = "below its level",
        ["lines"] = new JsonArray(new JsonObject { ["sku"] = $"SKU-{number}", ["quantity"] = pieces }),
    });

    private Task Counted(string number, int pieces, int damaged = 0) => Api.Done($"/v1/transfers/{number}/receipts", new JsonObject
    {
        ["receipt"] = $"GR-{number}", ["node"] = Network.Sheffield,
        ["lines"] = new JsonArray(new JsonObject { ["sku"] = $"SKU-{number}", ["received"] = pieces, ["damaged"] = damaged }),
    });

    private async Task Free(string number, string node, int pieces)
    {
        JsonObject? seen = null;
        await Eventually.Holds(
            $"{pieces} of SKU-{number} are free at {node}",
            async () => (seen = await Api.Get($"/v1/availability?sku=SKU-{number}&node={node}"))["positions"]!.AsArray()
                .Sum(position => (int)position!["availableToPromise"]!) == pieces,
            otherwise: () => $"They stand: {seen?.ToJsonString()}");
    }
}
