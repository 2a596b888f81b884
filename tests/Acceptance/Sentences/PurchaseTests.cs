using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Procure to replenish, steps 3 and 5: four eyes, and what suppliers say.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class PurchaseTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task A_supplier_who_confirms_another_price_waits_for_the_buyer_who_may_take_it()
    {
        await Api.Orders("PO-DEARER", Network.Pottery, 10);
        await Api.Confirms("PO-DEARER", 10, 2.20m);
        await Api.CaseIn("purchase", "PO-DEARER", "Changed");
        var task = await Api.TaskFor("PO-DEARER", "approve", exception: "supplier-changed");
        ((string)task["owner"]!).ShouldBe("buying");

        await Api.Choose(task, "accept-change", "Everybody is dearer now.");

        await Api.CaseIn("purchase", "PO-DEARER", "AwaitingDespatch");
    }

    [Fact]
    public async Task A_supplier_who_confirms_within_tolerance_asks_nobody()
    {
        await Api.Orders("PO-NEARLY", Network.Pottery, 100);
        await Api.Confirms("PO-NEARLY", 96);

        await Api.CaseIn("purchase", "PO-NEARLY", "AwaitingDespatch");
        (await Api.TasksAbout("PO-NEARLY")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_supplier_who_declines_is_the_buyers_to_decide_about()
    {
        await Api.Orders("PO-DECLINED", Network.Pottery, 10);
        await Api.Hear("supplier", "declined", "purchase/PO-DECLINED", new JsonObject { ["reason"] = "The kiln is cold." });

        var task = await Api.TaskFor("PO-DECLINED", "approve", exception: "supplier-changed");
        await Api.Choose(task, "cancel-purchase", "Not needed so much.");

        await Api.CaseIn("purchase", "PO-DECLINED", "Cancelled");
        Systems.CallsOf("erp", "purchase-orders/PO-DECLINED/void").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Who_ordered_it_does_not_approve_it()
    {
        await Api.Proposes("PO-LARGE", Network.Pottery, 4_000);
        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingApproval");
        var asked = await Api.TaskFor("PO-LARGE", "approve");

        (await Api.Refused("/v1/purchases/PO-LARGE/approve", new JsonObject())).ShouldContain("proposed it and may not approve it");

        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingApproval");
        Systems.CallsAbout("PO-LARGE", "erp", "purchase-orders").ShouldBeEmpty();
        await Api.As("a second person").Choose(asked, "approve-purchase");
        await Api.CaseIn("purchase", "PO-LARGE", "AwaitingConfirmation");
    }

    [Fact]
    public async Task A_supplier_who_confirms_fewer_pieces_than_the_plan_bears_is_held_to_the_order_or_taken_at_his_word()
    {
        await Api.Orders("PO-PLANNED", Network.Pottery, 100);
        await Api.Confirms("PO-PLANNED", 60);
        var task = await Api.TaskFor("PO-PLANNED", "approve", exception: "supplier-changed");
        ((string)task["why"]!).ShouldContain("60 of SKU-PO-PLANNED instead of 100.");
        await Api.Choose(task, "renegotiate", "We need all of them.");
        await Api.CaseIn("purchase", "PO-PLANNED", "AwaitingConfirmation");
        Systems.CallsAbout("PO-PLANNED", "supplier", "purchase-orders").Select(call => (int)call.Body["revision"]!).ShouldBe([1, 2]);

        await Api.Confirms("PO-PLANNED", 60);
        await Api.Choose(
            await Eventually.Get("it is asked anew", async () => (await Api.TasksAbout("PO-PLANNED", "approve"))
                .FirstOrDefault(one => (string?)one["key"] != (string?)task["key"])),
            "accept-change", "Better than none.");

        await Api.CaseIn("purchase", "PO-PLANNED", "AwaitingDespatch");
        await Eventually.Holds("the ERP knows", () => Task.FromResult(Systems.CallsAbout("PO-PLANNED", "erp", "purchase-orders")
            .Any(call => (int)call.Body["lines"]![0]!["quantity"]! == 60)));
    }

    [Fact]
    public async Task A_supplier_who_confirms_a_later_day_than_the_plan_bears_is_the_buyers_to_decide_about()
    {
        await Api.Orders("PO-LATER", Network.Pottery, 10);
        await Api.Confirms("PO-LATER", 10, due: (await Api.Now()).AddDays(20));

        await Api.CaseIn("purchase", "PO-LATER", "Changed");
        ((string)(await Api.TaskFor("PO-LATER", "approve", exception: "supplier-changed"))["why"]!).ShouldStartWith("On ");
    }

    [Fact]
    public async Task One_need_is_ordered_once_however_often_and_at_once_it_is_reviewed()
    {
        Task<JsonObject> Review() => Api.Done("/v1/replenishment/reviews", new JsonObject
        {
            ["skus"] = new JsonArray(new JsonObject
            {
                ["sku"] = "SKU-REVIEWED",
                ["nodes"] = new JsonArray(new JsonObject
                {
                    ["node"] = Network.Daventry, ["sold"] = new JsonArray([.. Enumerable.Repeat(5, 40).Select(n => JsonValue.Create(n))]),
                    ["suppliers"] = new JsonArray(new JsonObject
                    {
                        ["supplier"] = Network.Pottery, ["unitPrice"] = 1.10, ["currency"] = "GBP", ["leadDays"] = 7,
                    }),
                }),
            }),
        });

        await Task.WhenAll(Review(), Review(), Review());
        await Review();

        var placed = await Eventually.Get("it is ordered", async () =>
            (await Api.Cases("kind=purchase&text=SKU-REVIEWED")) is { Count: > 0 } found ? found : null);
        placed.ShouldHaveSingleItem();
    }
}
