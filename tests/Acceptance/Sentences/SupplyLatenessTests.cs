using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>
/// Procure to replenish, steps 5 and 6, return to refund, step 3, and invoice to reconciliation, steps 2, 3 and 5: who is silent is
/// reminded, and who does not come is somebody's work.
/// </summary>
[Collection(HastyTime.Name)]
public sealed class SupplyLatenessTests(HastyHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    /// <summary>Each story as far as it comes before somebody is late.</summary>
    internal static async Task Begin(SharedHost host)
    {
        await Task.WhenAll(
            host.Sets("return-expected", "1 d", "channel", "web"), host.Sets("pick-time", "9 d", "node", Network.Leeds),
            host.Sets("invoice-match-wait", "2 d", "supplier", "SUP-NO-GOODS"),
            host.Sets("invoice-dispute-time", "2 d", "supplier", "SUP-MUTE"),
            host.Sets("payable-paid-grace", "1 h", "supplier", "SUP-UNPAID"));
        await Task.WhenAll(
            BeginSilent(host.Api), BeginUnsent(host.Api), BeginLost(host.Api), BeginUnpicked(host.Api), BeginUnderWay(host.Api),
            BeginKept(host.Api), BeginWithoutGoods(host.Api), BeginMute(host.Api), BeginUnpaid(host.Api), BeginUnknown(host.Api));
    }

    [Fact]
    public async Task A_supplier_who_does_not_confirm_is_reminded_twice_then_called_and_what_he_never_had_is_bought_elsewhere()
    {
        await Api.CaseIn("purchase", "PO-SILENT", "Silent");
        Systems.CallsOf("supplier", "purchase-orders/reminders").Where(call => (string?)call.Body["purchase"] == "purchase/PO-SILENT")
            .Select(call => (int)call.Body["reminder"]!).ShouldBe([1, 2]);
        var call = await Api.TaskFor("PO-SILENT", "contact", exception: "supplier-silent");
        ((string)call["owner"]!).ShouldBe("buying");

        await Api.Choose(call, "elsewhere", "SUP-AWAKE");

        await Api.CaseIn("purchase", "PO-SILENT", "Cancelled");
        var instead = await Eventually.Get("another is asked", () =>
            Task.FromResult(Systems.CallsAbout("PO-SILENT-E", "supplier", "purchase-orders").FirstOrDefault()));
        ((string)instead.Body["supplier"]!, (int)instead.Body["lines"]![0]!["quantity"]!).ShouldBe(("SUP-AWAKE", 10));
    }

    [Fact]
    public async Task Goods_that_are_not_despatched_by_their_day_are_a_late_shipment_of_the_buyers()
    {
        var call = await Api.TaskFor("PO-UNSENT", "contact", exception: "late-shipment");
        ((string)call["owner"]!).ShouldBe("buying");

        await Api.Choose(call, "cancel-purchase", "We can do without.");

        await Api.CaseIn("purchase", "PO-UNSENT", "Cancelled");
        Systems.CallsOf("erp", "purchase-orders/PO-UNSENT/void").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Goods_that_were_despatched_and_do_not_arrive_are_a_late_shipment_until_they_do()
    {
        var call = await Api.TaskFor("PO-LOST", "contact", exception: "late-shipment");

        await Api.Counts("PO-LOST", "GR-LOST", 10, advice: "DA-LOST");

        await Api.CaseIn("purchase", "PO-LOST", "Closed");
        await Api.CaseIn("task", (string)call["key"]!, "Withdrawn");
    }

    [Fact]
    public async Task A_transfer_that_is_not_picked_or_not_received_in_time_is_a_late_transfer_of_supply_chain()
    {
        ((string)(await Api.TaskFor("TR-UNPICKED", "resolve", exception: "late-transfer"))["owner"]!).ShouldBe("supply-chain");
        var late = await Api.TaskFor("TR-UNDER-WAY", "resolve", exception: "late-transfer");
        ((string)late["owner"]!).ShouldBe("supply-chain");

        await Api.Choose(late, "cancel-transfer", "Nobody has it.");

        await Api.CaseIn("transfer", "TR-UNDER-WAY", "Closed");
        ((int)(await Api.Get("/v1/transfers/TR-UNDER-WAY"))["lines"]![0]!["lost"]!).ShouldBe(3);
    }

    [Fact]
    public async Task A_customer_who_does_not_bring_the_goods_is_reminded_and_then_keeps_them_and_may_ask_again()
    {
        await Api.CaseIn("return", "R-KEPT", "Expired");
        await Eventually.Holds("the customer was told each time", () => Task.FromResult(
            Systems.LettersAbout("R-KEPT").SequenceEqual(["return-authorised", "return-reminder"])));
        Systems.CallsAbout("KEPT-1", "payment", "refunds").ShouldBeEmpty();

        await Asks(Api, "R-KEPT-2");

        await Api.CaseIn("return", "R-KEPT-2", "Awaited");
    }

    [Fact]
    public async Task An_invoice_whose_goods_never_come_is_the_buyers_after_its_patience_as_not_received()
    {
        var task = await AsksAbout("INV-PO-NO-GOODS", "not-received");

        ((string)task["owner"]!).ShouldBe("buying");
        ((string)task["why"]!).ShouldContain("Waited in vain.");
    }

    [Fact]
    public async Task A_dispute_that_the_supplier_does_not_answer_comes_back_when_its_own_clock_has_run_out()
    {
        var task = await AsksAbout("INV-PO-MUTE", "price-mismatch", "SUP-MUTE has not answered the dispute.");

        ((string)task["owner"]!).ShouldBe("buying");
    }

    [Fact]
    public async Task A_payment_that_no_statement_shows_is_finances_to_look_for()
    {
        var task = await AsksAbout("INV-PO-UNPAID", "reconciliation-open");

        ((string)task["owner"]!).ShouldBe("finance-control");
        ((string)task["why"]!).ShouldContain("No statement shows the payment");
    }

    [Fact]
    public async Task Money_that_belongs_to_nothing_stays_open_with_its_age_until_finance_says_what_it_is()
    {
        var open = await Eventually.Get("it is open", async () => (await Api.Get("/v1/reconciliation?stage=entry"))["matters"]!.AsArray()
            .FirstOrDefault(matter => (string?)matter!["state"] == "Unmatched"));
        ((decimal)open["value"]!).ShouldBe(77.00m);
        (await Api.Now() - (DateTimeOffset)open["opened"]!).ShouldBeGreaterThan(TimeSpan.Zero);
        var key = ((string)open["case"]!).Split('/')[1];
        var task = await Api.TaskFor(key, "resolve", exception: "reconciliation-open");
        ((string)task["owner"]!).ShouldBe("finance-control");

        await Api.Choose(task, "clear-entry", "A refund of the water works.");

        await Api.CaseIn("bank-entry", key, "Cleared");
    }

    private static Task BeginSilent(Api api) => api.Orders("PO-SILENT", "SUP-ASLEEP", 10);

    private static async Task BeginUnsent(Api api)
    {
        var due = (await api.Now()).AddDays(1);
        await api.Orders("PO-UNSENT", "SUP-TARDY", 10, due: due);
        await api.Confirms("PO-UNSENT", 10, due: due);
    }

    private static async Task BeginLost(Api api)
    {
        var due = (await api.Now()).AddDays(1);
        await api.Orders("PO-LOST", "SUP-FAR", 10, due: due);
        await api.Despatches("PO-LOST", 10, "DA-LOST", due);
    }

    private static async Task BeginUnpicked(Api api)
    {
        await api.Receive("SKU-TR-UNPICKED", Network.Sheffield, 3);
        await Moves(api, "TR-UNPICKED");
    }

    private static async Task BeginUnderWay(Api api)
    {
        await api.Receive("SKU-TR-UNDER-WAY", Network.Sheffield, 3);
        await Moves(api, "TR-UNDER-WAY");
        await api.Work(await api.TaskFor("TR-UNDER-WAY", "transfer-out"), Orders.Picked("SKU-TR-UNDER-WAY", 3));
    }

    private static async Task Moves(Api api, string number) => await api.Done("/v1/transfers", new JsonObject
    {
        ["number"] = number, ["from"] = Network.Sheffield, ["to"] = Network.Manchester,
        ["lines"] = new JsonArray(new JsonObject { ["sku"] = $"SKU-{number}", ["quantity"] = 3 }),
    });

    private static async Task BeginKept(Api api)
    {
        await api.Receive("SKU-KEPT-1", Network.Leeds, 1);
        await api.Done("/v1/orders", Orders.PickedUp("KEPT-1", "SKU-KEPT-1", 1, Network.Leeds));
        await api.Work(await api.TaskFor("KEPT-1", "pick"), Orders.Picked("SKU-KEPT-1", 1));
        await api.Collect("KEPT-1");
        await api.OrderIn("KEPT-1", "Closed");
        await Asks(api, "R-KEPT");
    }

    private static async Task Asks(Api api, string number) => await api.Done("/v1/returns", new JsonObject
    {
        ["number"] = number, ["channel"] = "web", ["node"] = Network.Leeds, ["askedAt"] = await api.Now(), ["currency"] = "GBP",
        ["customerId"] = "C-17850", ["order"] = "KEPT-1", ["way"] = "drop-off", ["reason"] = "Too bright.",
        ["lines"] = new JsonArray(new JsonObject { ["sku"] = "SKU-KEPT-1", ["quantity"] = 1, ["unitPrice"] = 2.55 }),
    });

    private static async Task BeginWithoutGoods(Api api)
    {
        await api.Orders("PO-NO-GOODS", "SUP-NO-GOODS", 10);
        await api.Bills(Supply.BillOf("PO-NO-GOODS", "SUP-NO-GOODS", 10));
    }

    private static async Task BeginMute(Api api)
    {
        await api.OrdersAndCounts("PO-MUTE", "SUP-MUTE", 100);
        var key = await api.Bills(Supply.BillOf("PO-MUTE", "SUP-MUTE", 100, 1.50m));
        await api.Choose(await api.TaskFor(key, "approve", exception: "price-mismatch"), "dispute-invoice", "Not what we agreed.");
    }

    private static async Task BeginUnpaid(Api api)
    {
        await api.OrdersAndCounts("PO-UNPAID", "SUP-UNPAID", 10);
        await api.Bills(Supply.BillOf("PO-UNPAID", "SUP-UNPAID", 10) with { DueInDays = 1 });
    }

    private static async Task BeginUnknown(Api api) =>
        await api.HandsIn(await api.Csv("S-UNKNOWN", new BankMove("B-UNKNOWN", 77.00m)));

    /// <summary>The task about an invoice that is known by its supplier's number.</summary>
    private Task<JsonObject> AsksAbout(string number, string exception, string why = "") => Eventually.Get(
        $"{number} is a {exception}",
        async () => (await Api.Get("/v1/tasks?take=200&kind=approve"))["tasks"]!.AsArray().Select(task => task!.AsObject())
            .FirstOrDefault(task => ((string)task["title"]!).Contains(number, StringComparison.Ordinal)
                && (string?)task["exception"] == exception && ((string)task["why"]!).Contains(why, StringComparison.Ordinal)));
}
