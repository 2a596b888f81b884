using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Procure to replenish, steps 6 and 7: what comes is counted against order and advice, and serves who waits.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class ReceiptTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task More_than_was_ordered_goes_back_and_is_the_buyers_to_hear_of()
    {
        await Api.Orders("PO-OVER", "SUP-OVER", 10);
        await Api.Counts("PO-OVER", "GR-OVER", 12);

        await Api.CaseIn("purchase", "PO-OVER", "Closed");
        var task = await Api.TaskFor("PO-OVER", "resolve", exception: "not-ordered");
        ((string)task["owner"]!).ShouldBe("buying");
        ((string)task["why"]!).ShouldContain("2 of 12");
        await Api.Free("SKU-PO-OVER", 10);
        Booked("PO-OVER").ShouldBe([(12, 10, 2)]);
    }

    [Fact]
    public async Task Broken_pieces_go_back_and_are_owed_until_they_come_or_the_buyer_closes_the_order_short()
    {
        await Api.Orders("PO-BROKE", "SUP-BROKE", 10);
        await Api.Counts("PO-BROKE", "GR-BROKE", 10, damaged: 3);
        await Api.CaseIn("purchase", "PO-BROKE", "AwaitingDespatch");
        await Api.Free("SKU-PO-BROKE", 7);
        ((string)(await Api.TaskFor("PO-BROKE", "resolve", exception: "not-ordered"))["why"]!).ShouldContain("3 of 10");

        await Api.Done("/v1/purchases/PO-BROKE/cancel", new JsonObject { ["reason"] = "Enough of them." });

        await Api.CaseIn("purchase", "PO-BROKE", "Closed");
        ((bool)Systems.CallsOf("erp", "purchase-orders/PO-BROKE/close").ShouldHaveSingleItem().Body["short"]!).ShouldBeTrue();
        Systems.CallsOf("supplier", "purchase-orders/cancellations")
            .Count(call => (string?)call.Body["purchase"] == "purchase/PO-BROKE").ShouldBe(1);
    }

    [Fact]
    public async Task Fewer_than_were_advised_are_told_to_the_buyer_and_waited_for()
    {
        await Api.Orders("PO-LESS", "SUP-LESS", 10);
        await Api.Despatches("PO-LESS", 10, "DA-LESS");
        await Api.CaseIn("purchase", "PO-LESS", "OnTheWay");
        await Api.Counts("PO-LESS", "GR-LESS", 8, advice: "DA-LESS");

        var task = await Api.TaskFor("PO-LESS", "resolve", exception: "not-received");
        ((string)task["owner"]!).ShouldBe("buying");
        ((string)task["why"]!).ShouldContain("8 of 10 of SKU-PO-LESS came with DA-LESS.");
        await Eventually.Holds("eight are booked", () => Task.FromResult(Booked("PO-LESS").SequenceEqual([(8, 8, 0)])));
        await Api.Counts("PO-LESS", "GR-LESS-2", 2);

        await Api.CaseIn("purchase", "PO-LESS", "Closed");
        await Api.Free("SKU-PO-LESS", 10);
    }

    [Fact]
    public async Task A_receipt_that_is_sent_again_is_counted_once()
    {
        await Api.Orders("PO-AGAIN", "SUP-AGAIN", 10);
        await Api.Counts("PO-AGAIN", "GR-AGAIN", 4);
        await Api.Counts("PO-AGAIN", "GR-AGAIN", 4);
        await Api.Counts("PO-AGAIN", "GR-AGAIN-2", 6);

        await Api.CaseIn("purchase", "PO-AGAIN", "Closed");
        await Api.Free("SKU-PO-AGAIN", 10);
        Booked("PO-AGAIN").ShouldBe([(4, 4, 0), (6, 6, 0)]);
    }

    [Fact]
    public async Task Who_waits_for_goods_is_served_by_promise_the_earliest_first()
    {
        await Waits("QUEUE-1");
        await Waits("QUEUE-2");
        await Waits("QUEUE-3");
        await Api.Orders("PO-QUEUE", "SUP-QUEUE", 2);
        await Api.Counts("PO-QUEUE", "GR-QUEUE", 2);

        await Api.OrderIn("QUEUE-1", "Fulfilling");
        await Api.OrderIn("QUEUE-2", "Fulfilling");
        ((string)(await Api.Order("QUEUE-3"))!["state"]!).ShouldBe("WaitingForStock");
        await Api.Free("SKU-PO-QUEUE", 0);
    }

    private async Task Waits(string number)
    {
        await Api.Done("/v1/orders", Orders.Shipped(number, "SKU-PO-QUEUE", 1));
        await Api.OrderIn(number, "WaitingForStock");
    }

    /// <summary>Of each receipt what the ERP was told: received, stocked and rejected.</summary>
    private IEnumerable<(int, int, int)> Booked(string number) => Systems.CallsAbout(number, "erp", "goods-receipts")
        .Select(call => call.Body["lines"]![0]!)
        .Select(line => ((int)line["received"]!, (int)line["stocked"]!, (int)line["rejected"]!));
}
