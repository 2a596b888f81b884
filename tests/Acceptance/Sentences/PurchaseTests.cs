using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Procure to replenish, steps 3 to 6: four eyes, and what suppliers say.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class PurchaseTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_supplier_who_confirms_another_price_waits_for_the_buyer_who_may_take_it()
    {
        await Ordered("PO-DEARER", 10);
        await Confirmed("PO-DEARER", 10, 2.20m);
        await Api.CaseIn("purchase", "PO-DEARER", "Changed");
        var task = await Api.TaskFor("PO-DEARER", "approve", exception: "supplier-changed");
        ((string)task["owner"]!).ShouldBe("buying");

        await Api.Choose(task, "accept-change", "Everybody is dearer now.");

        await Api.CaseIn("purchase", "PO-DEARER", "AwaitingDespatch");
    }

    [Fact]
    public async Task A_supplier_who_confirms_within_tolerance_asks_nobody()
    {
        await Ordered("PO-NEARLY", 100);
        await Confirmed("PO-NEARLY", 100, 1.10m);

        await Api.CaseIn("purchase", "PO-NEARLY", "AwaitingDespatch");
        (await Api.TasksAbout("PO-NEARLY")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_supplier_who_declines_is_the_buyers_to_decide_about()
    {
        await Ordered("PO-DECLINED", 10);
        await Api.Hear("supplier", "declined", "purchase/PO-DECLINED", new JsonObject { ["reason"] = "The kiln is cold." });

        var task = await Api.TaskFor("PO-DECLINED", "approve", exception: "supplier-changed");
        await Api.Choose(task, "cancel-purchase", "Not needed so much.");

        await Api.CaseIn("purchase", "PO-DECLINED", "Cancelled");
        Systems.CallsOf("erp", "purchase-orders/PO-DECLINED/void").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_ordered_it_does_not_approve_it()
    {
        await Proposed("PO-LARGE", 4_000);
        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingApproval");
        var first = await Api.TaskFor("PO-LARGE", "approve");

        (await Api.Refused("/v1/purchases/PO-LARGE/approve", new JsonObject())).ShouldNotBeNullOrWhiteSpace();

        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingApproval");
        Systems.CallsAbout("PO-LARGE", "erp", "purchase-orders").ShouldBeEmpty();
        var again = await Eventually.Get("it is asked anew", async () =>
            (await Api.TasksAbout("PO-LARGE", "approve")).FirstOrDefault(task => (string?)task["key"] != (string?)first["key"]));
        await Api.As("a second person").Choose(again, "approve-purchase");
        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingConfirmation");
    }

    private async Task Ordered(string number, int pieces)
    {
        await Proposed(number, pieces);
        await Api.CaseIn("purchase", number, "AwaitingConfirmation");
    }

    private async Task Proposed(string number, int pieces) => await Api.Done("/v1/purchases", new JsonObject
    {
        ["number"] = number, ["supplier"] = Network.Pottery, ["node"] = Network.Daventry, ["currency"] = "GBP",
        ["due"] = (await Api.Now()).AddDays(3), ["lines"] = Lines(number, pieces, 1.10m),
    });

    private async Task Confirmed(string number, int pieces, decimal price) =>
        await Api.Hear("supplier", "confirmed", $"purchase/{number}", new JsonObject
        {
            ["reference"] = $"S-{number}", ["due"] = (await Api.Now()).AddDays(3), ["lines"] = Lines(number, pieces, price),
        });

    private static JsonArray Lines(string number, int pieces, decimal price) =>
        [new JsonObject { ["sku"] = $"SKU-{number}", ["quantity"] = pieces, ["unitPrice"] = price }];
}
