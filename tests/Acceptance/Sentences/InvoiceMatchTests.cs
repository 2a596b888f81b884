using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;
using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Wire;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Invoice to reconciliation, steps 2 and 3: order, receipt and invoice in any order, and what becomes of a difference.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class InvoiceMatchTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task An_invoice_that_comes_before_its_receipt_waits_for_it_and_matches_after()
    {
        await Api.Orders("PO-EARLY", "SUP-EARLY", 10);
        var key = await Api.Bills(Supply.BillOf("PO-EARLY", "SUP-EARLY", 10));
        var waits = await Api.InvoiceIn(key, "AwaitingMatch");
        ((string)waits["why"]!).ShouldContain("none received yet");
        (await Api.TasksAbout(key)).ShouldBeEmpty("it only waits");

        await Api.Counts("PO-EARLY", "GR-EARLY", 10);

        ((string)(await Api.InvoiceIn(key, "AwaitingPayment"))["standing"]!).ShouldBe("matched");
        (await Api.TasksAbout(key)).ShouldBeEmpty("nobody touched it");
    }

    [Fact]
    public async Task Whichever_of_order_receipt_and_invoice_comes_first_the_same_is_paid()
    {
        async Task<string> InvoiceFirst(string order, string supplier)
        {
            var key = await Api.Bills(Supply.BillOf(order, supplier, 10));
            await Api.CaseIn("invoice", key, "AwaitingMatch");
            await Api.OrdersAndCounts(order, supplier, 10);
            return key;
        }

        async Task<string> InvoiceBetween(string order, string supplier)
        {
            await Api.Orders(order, supplier, 10);
            var key = await Api.Bills(Supply.BillOf(order, supplier, 10));
            await Api.Counts(order, $"GR-{order}", 10);
            return key;
        }

        async Task<string> InvoiceLast(string order, string supplier)
        {
            await Api.OrdersAndCounts(order, supplier, 10);
            return await Api.Bills(Supply.BillOf(order, supplier, 10));
        }

        var keys = await Task.WhenAll(
            InvoiceFirst("PO-FIRST", "SUP-FIRST"), InvoiceBetween("PO-BETWEEN", "SUP-BETWEEN"), InvoiceLast("PO-LAST", "SUP-LAST"));
        foreach (var key in keys)
        {
            var invoice = await Api.InvoiceIn(key, "AwaitingPayment");
            ((string)invoice["standing"]!, (decimal)invoice["payAmount"]!).ShouldBe(("matched", 13.20m));
        }
    }

    [Fact]
    public async Task A_price_over_its_tolerance_is_the_buyers_who_may_take_it_and_somebody_else_approves_what_he_took()
    {
        await Api.OrdersAndCounts("PO-DEAR", "SUP-DEAR", 100);
        var key = await Api.Bills(Supply.BillOf("PO-DEAR", "SUP-DEAR", 100, 1.30m));
        var task = await Differs(key, "price-mismatch", "buying");
        ((string)task["why"]!).ShouldContain("billed at 1.30, ordered at 1.10");

        await Api.As("Bea").Choose(task, "accept-variance", "The new list holds.");
        await Api.CaseIn("invoice", key, "AwaitingApproval");
        var asked = await Api.TaskFor(key, "approve", exception: "approval-late");
        await Api.As("Bea").Choose(asked, "approve-invoice");
        var anew = await Eventually.Get("somebody else is asked", async () =>
            (await Api.TasksAbout(key, "approve")).FirstOrDefault(one => (string?)one["key"] != (string?)asked["key"]));
        await Api.As("Pia").Choose(anew, "approve-invoice");

        ((decimal)(await Api.InvoiceIn(key, "AwaitingPayment"))["payAmount"]!).ShouldBe(156.00m);
    }

    [Fact]
    public async Task A_price_within_its_tolerance_is_let_through_and_the_reason_is_written_down()
    {
        await Api.OrdersAndCounts("PO-NEAR", "SUP-NEAR", 40, 10.00m);
        var key = await Api.Bills(Supply.BillOf("PO-NEAR", "SUP-NEAR", 40, 10.04m));

        var invoice = await Api.InvoiceIn(key, "AwaitingPayment");
        ((string)invoice["standing"]!).ShouldBe("in-tolerance");
        ((string)invoice["lines"]![0]!["reason"]!).ShouldContain("within the tolerance of 25 and 0.5 %");
    }

    [Fact]
    public async Task More_billed_than_was_kept_is_accounts_payables_to_dispute_and_the_suppliers_credit_note_ends_it()
    {
        await Api.Orders("PO-SHORT", "SUP-SHORT", 10);
        await Api.Counts("PO-SHORT", "GR-SHORT", 10, damaged: 3);
        await Api.Done("/v1/purchases/PO-SHORT/cancel", new JsonObject { ["reason"] = "Not needed any more." });
        await Api.CaseIn("purchase", "PO-SHORT", "Closed");
        var bill = Supply.BillOf("PO-SHORT", "SUP-SHORT", 10);
        var key = await Api.Bills(bill);
        var task = await Differs(key, "quantity-mismatch", "accounts-payable");
        ((string)task["why"]!).ShouldContain("3 pieces too many, 3.30 GBP");

        await Api.Choose(task, "dispute-invoice", "Three were broken.");
        await Api.CaseIn("invoice", key, "Disputed");
        await Eventually.Holds("the supplier is told why", () => Task.FromResult(Systems.CallsAbout(key, "supplier", "disputes")
            .Any(call => ((string)call.Body["why"]!).Contains("Three were broken."))));
        await Api.Bills(new SupplierBill("SUP-SHORT", "CN-SHORT", "PO-SHORT", new BilledLine("SKU-PO-SHORT", 3, 1.10m))
        {
            Credits = bill.Number,
        });

        ((string)(await Api.InvoiceIn(key, "AwaitingPayment"))["standing"]!).ShouldBe("matched");
    }

    [Fact]
    public async Task A_supplier_who_insists_in_a_dispute_brings_it_back_with_what_he_says()
    {
        await Api.OrdersAndCounts("PO-INSIST", "SUP-INSIST", 100);
        var key = await Api.Bills(Supply.BillOf("PO-INSIST", "SUP-INSIST", 100, 1.30m));
        await Api.Choose(await Differs(key, "price-mismatch", "buying"), "dispute-invoice", "Not what we agreed.");
        await Api.CaseIn("invoice", key, "Disputed");

        await Api.Hear("supplier", "invoice-insisted", $"invoice/{key}", new JsonObject { ["reason"] = "Clay is dearer." });

        await Eventually.Holds("the buyer reads what he says", async () => (await Api.TasksAbout(key, "approve"))
            .Any(task => ((string)task["why"]!).Contains("Clay is dearer.", StringComparison.Ordinal)));
        await Api.CaseIn("invoice", key, "Discrepant");
    }

    [Fact]
    public async Task Freight_that_nobody_agreed_is_the_buyers_and_what_was_agreed_is_paid_once_for_the_order()
    {
        await Api.OrdersAndCounts("PO-FREIGHT-1", "SUP-FREIGHT-1", 10);
        await Api.OrdersAndCounts("PO-FREIGHT-2", "SUP-FREIGHT-2", 10, freight: 15.00m);
        var odd = await Api.Bills(Supply.BillOf("PO-FREIGHT-1", "SUP-FREIGHT-1", 10) with { Freight = 15.00m });
        var agreed = await Api.Bills(Supply.BillOf("PO-FREIGHT-2", "SUP-FREIGHT-2", 10) with { Freight = 15.00m });

        ((string)(await Differs(odd, "price-mismatch", "buying"))["why"]!).ShouldContain("15.00 GBP of freight billed, 0.00 GBP agreed");
        ((decimal)(await Api.InvoiceIn(agreed, "AwaitingPayment"))["payAmount"]!).ShouldBe(31.20m);
    }

    [Fact]
    public async Task What_was_never_ordered_is_the_buyers_and_is_not_paid()
    {
        await Api.OrdersAndCounts("PO-NEVER", "SUP-NEVER", 10);
        var key = await Api.Bills(new SupplierBill(
            "SUP-NEVER", "INV-NEVER", "PO-NEVER", new BilledLine("SKU-PO-NEVER", 10, 1.10m), new BilledLine("SKU-NOT-OURS", 5, 2.00m)));

        var task = await Differs(key, "not-ordered", "buying");
        await Api.Choose(task, "refuse-invoice", "Send one for what we ordered.");

        await Api.CaseIn("invoice", key, "Refused");
        Systems.CallsAbout(key, "erp", "payables").ShouldBeEmpty();
    }

    [Fact]
    public async Task A_credit_note_takes_back_what_was_billed_and_is_taken_off_the_next_payment_to_its_supplier()
    {
        await Api.OrdersAndCounts("PO-CREDIT-1", "SUP-CREDIT", 10);
        var first = Supply.BillOf("PO-CREDIT-1", "SUP-CREDIT", 10);
        await Api.CaseIn("invoice", await Api.Bills(first), "AwaitingPayment");
        var credit = await Api.Bills(new SupplierBill(
            "SUP-CREDIT", "CN-CREDIT", "PO-CREDIT-1", new BilledLine("SKU-PO-CREDIT-1", 3, 1.10m))
        {
            Credits = first.Number,
        });
        await Api.CaseIn("invoice", credit, "AwaitingSetOff");

        await Api.OrdersAndCounts("PO-CREDIT-2", "SUP-CREDIT", 20);
        var next = await Api.Bills(Supply.BillOf("PO-CREDIT-2", "SUP-CREDIT", 20));

        var paid = await Api.InvoiceIn(next, "AwaitingPayment");
        ((decimal)paid["payAmount"]!).ShouldBe(26.40m - 3.96m);
        ((string)paid["setOff"]![0]!["number"]!).ShouldBe("CN-CREDIT");
        await Api.CaseIn("invoice", credit, "Closed");
        ((string)Systems.CallsAbout(next, "erp", "payments").ShouldHaveSingleItem().Body["remittance"]!).ShouldContain("CN-CREDIT");
        Systems.CallsAbout(credit, "erp", "payments").ShouldBeEmpty("it is paid to nobody");
    }

    [Fact]
    public async Task Two_invoices_bill_one_receipt_and_a_third_finds_nothing_left_of_it()
    {
        await Api.OrdersAndCounts("PO-PARTS", "SUP-PARTS", 10);
        var bill = Supply.BillOf("PO-PARTS", "SUP-PARTS", 7);
        var first = await Api.Bills(bill);
        await Api.CaseIn("invoice", first, "AwaitingPayment");
        var second = await Api.Bills(bill with { Number = "INV-PARTS-2", Lines = [new BilledLine("SKU-PO-PARTS", 3, 1.10m)] });
        await Api.CaseIn("invoice", second, "AwaitingPayment");

        var third = await Api.Bills(bill with { Number = "INV-PARTS-3", Lines = [new BilledLine("SKU-PO-PARTS", 1, 1.10m)] });

        ((string)(await Differs(third, "quantity-mismatch", "accounts-payable"))["why"]!).ShouldContain("on top of 10 billed before");
    }

    [Fact]
    public async Task One_invoice_bills_two_orders_and_waits_for_whichever_of_them_is_not_there()
    {
        await Api.OrdersAndCounts("PO-BOTH-1", "SUP-BOTH", 10);
        await Api.Orders("PO-BOTH-2", "SUP-BOTH", 5);
        var tax = new AgreedTax("S", 20m);
        var ubl = UblDocuments.Write(new Bill(
            "INV-BOTH", "SUP-BOTH", "PO-BOTH-1", await Api.Today(), "GBP", "GB33BUKB20201555555555",
            [BillLine.Of("SKU-PO-BOTH-1", 10, 1.10m, tax), BillLine.Of("SKU-PO-BOTH-2", 5, 1.10m, tax)]));
        var key = await Api.Bills("SUP-BOTH", ubl.Replace("<cac:Item><cbc:Name>SKU-PO-BOTH-2", OfOrder("PO-BOTH-2")
            + "<cac:Item><cbc:Name>SKU-PO-BOTH-2", StringComparison.Ordinal));
        await Api.CaseIn("invoice", key, "AccountHeld");
        await Api.As("Fred").Choose(
            await Api.TaskFor(key, "approve", exception: "fraud-suspected"), "approve-account", "As on his letter.");

        ((string)(await Api.InvoiceIn(key, "AwaitingMatch"))["why"]!).ShouldContain("SKU-PO-BOTH-2");
        await Api.Counts("PO-BOTH-2", "GR-BOTH-2", 5);

        var invoice = await Api.InvoiceIn(key, "AwaitingPayment");
        invoice["lines"]!.AsArray().Select(line => (string?)line!["order"]).OfType<string>().ShouldBe(["PO-BOTH-1", "PO-BOTH-2"]);
    }

    private static string OfOrder(string order) =>
        $"<cac:OrderLineReference><cbc:LineID>1</cbc:LineID><cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>"
        + "</cac:OrderLineReference>";

    /// <summary>An invoice that does not match; its task, which is its owner's to see to.</summary>
    private async Task<JsonObject> Differs(string key, string exception, string owner)
    {
        await Api.CaseIn("invoice", key, "Discrepant");
        var task = await Api.TaskFor(key, "approve", exception: exception);
        ((string)task["owner"]!).ShouldBe(owner);
        return task;
    }
}
