using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Invoice to reconciliation, steps 1, 4 and 5: what is wrong is said, and one person alone pays nothing.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class InvoiceTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task An_invoice_whose_sums_break_EN_16931_is_told_the_rule_the_place_and_both_sums_and_goes_on_when_it_is_mended()
    {
        await Api.OrdersAndCounts("PO-BROKEN", "SUP-BROKEN", 10);
        var bill = Supply.BillOf("PO-BROKEN", "SUP-BROKEN", 10);
        var broken = bill.Document(await Api.Today());
        broken["BT-112"] = "14.20";
        broken["BT-115"] = "14.20";
        var key = await Api.Bills("SUP-BROKEN", broken.ToJsonString());

        var view = await Api.InvoiceIn(key, "Mending");
        var found = view["findings"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)found["rule"]!).ShouldBe("BR-CO-15");
        ((string)found["location"]!).ShouldContain("BT-112");
        ((string)found["message"]!).ShouldContain("14.20");
        ((string)found["message"]!).ShouldContain("13.20");
        ((string)(await Api.TaskFor(key, "approve", exception: "data-invalid"))["owner"]!).ShouldBe("accounts-payable");
        Systems.CallsAbout(key, "erp", "payables").ShouldBeEmpty();

        await Api.Done($"/v1/invoices/{key}/mend", new JsonObject
        {
            ["supplier"] = "SUP-BROKEN", ["document"] = bill.Document(await Api.Today()).ToJsonString(), ["note"] = "As printed.",
        });
        await Api.CaseIn("invoice", key, "AwaitingPayment");
    }

    [Fact]
    public async Task What_is_no_invoice_at_all_is_refused_with_what_to_send_instead_and_keeps_none_of_the_others_waiting()
    {
        await Api.OrdersAndCounts("PO-BESIDE", "SUP-BESIDE", 10);
        (await Api.NotUnderstood("/v1/invoices", new JsonObject { ["supplier"] = "SUP-BESIDE", ["document"] = "{ \"BT-1\": " }))
            .ShouldContain("holds no invoice");

        var bill = Supply.BillOf("PO-BESIDE", "SUP-BESIDE", 10);
        var broken = bill.Document(await Api.Today());
        broken["BT-2"] = "yesterday";
        var bad = await Api.Bills("SUP-BESIDE", broken.ToJsonString());
        var good = await Api.Bills(bill);

        await Api.CaseIn("invoice", good, "AwaitingPayment");
        await Api.CaseIn("invoice", bad, "Mending");
    }

    [Fact]
    public async Task The_same_invoice_handed_in_again_is_the_same_and_another_copy_of_it_ends_as_a_duplicate_and_both_are_posted_once()
    {
        await Api.OrdersAndCounts("PO-TWICE", "SUP-TWICE", 10);
        var document = Supply.BillOf("PO-TWICE", "SUP-TWICE", 10).Document(await Api.Today());
        var asked = new JsonObject { ["supplier"] = "SUP-TWICE", ["document"] = document.ToJsonString() };
        var first = await Api.Done("/v1/invoices", asked);
        var again = await Api.Done("/v1/invoices", asked);
        ((bool)again["duplicate"]!).ShouldBeTrue();
        ((string)again["case"]!).ShouldBe((string)first["case"]!);
        var key = ((string)first["case"]!).Split('/')[1];
        await Api.CaseIn("invoice", key, "AwaitingPayment");

        document["BT-27"] = "The same supplier, in other letters";
        var copy = await Api.Bills("SUP-TWICE", document.ToJsonString());

        var view = await Api.InvoiceIn(copy, "Duplicate");
        ((string)view["likeWhich"]!).ShouldBe(key);
        Systems.CallsAbout(key, "erp", "payables").ShouldHaveSingleItem();
        Systems.CallsAbout(copy, "erp", "payables").ShouldBeEmpty();
    }

    [Fact]
    public async Task An_invoice_under_a_number_that_only_looks_other_is_suspect_until_accounts_payable_says_which_it_is()
    {
        await Api.OrdersAndCounts("PO-LIKE", "SUP-LIKE", 20);
        var line = new BilledLine("SKU-PO-LIKE", 10, 1.10m);
        var first = await Api.Bills(new SupplierBill("SUP-LIKE", "2026/0123", "PO-LIKE", line));
        await Api.CaseIn("invoice", first, "AwaitingPayment");
        var alike = await Api.Bills(new SupplierBill("SUP-LIKE", "2026-123", "PO-LIKE", line));
        var other = await Api.Bills(new SupplierBill("SUP-LIKE", "2026 123", "PO-LIKE", line));

        await Api.CaseIn("invoice", alike, "Suspect");
        await Api.CaseIn("invoice", other, "Suspect");
        var task = await Api.TaskFor(alike, "approve", exception: "duplicate");
        ((string)task["owner"]!).ShouldBe("accounts-payable");
        ((string)task["why"]!).ShouldContain("2026/0123");
        await Api.Choose(task, "is-duplicate");
        await Api.Choose(await Api.TaskFor(other, "approve", exception: "duplicate"), "is-original", "The second half.");

        await Api.CaseIn("invoice", alike, "Duplicate");
        await Api.CaseIn("invoice", other, "AwaitingPayment");
        Systems.CallsAbout(alike, "erp", "payables").ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_bank_details_than_the_suppliers_are_held_as_suspected_fraud_until_finance_has_made_sure_and_not_who_brought_it()
    {
        await Api.OrdersAndCounts("PO-BANK", "SUP-BANK", 20);
        var bill = Supply.BillOf("PO-BANK", "SUP-BANK", 10);
        var first = await Api.Bills(bill with { Account = "GB33BUKB20201555555555" });
        await Api.As("Fred").Choose(await Held(first), "approve-account", "As on his letter.");
        await Api.CaseIn("invoice", first, "AwaitingPayment");

        var second = await Api.Bills(bill with { Number = "INV-BANK-2", Account = "GB94BARC10201530093459" });

        var task = await Held(second);
        ((string)task["why"]!).ShouldContain("not known of SUP-BANK");
        (await Api.Refused($"/v1/invoices/{second}/approve-account", new JsonObject())).ShouldNotBeNullOrWhiteSpace();
        Systems.CallsAbout(second, "erp", "payables").ShouldBeEmpty();
        await Api.As("Fred").Choose(task, "refuse-invoice", "He knows nothing of it.");
        await Api.CaseIn("invoice", second, "Refused");
        await Eventually.Holds("the supplier is told", () =>
            Task.FromResult(Systems.CallsAbout(second, "supplier", "refusals").Any()));
    }

    [Fact]
    public async Task Who_ordered_it_approved_the_order_or_brought_the_invoice_does_not_approve_the_invoice()
    {
        await Api.Proposes("PO-DUTIES", "SUP-DUTIES", 1_000, 2.60m);
        await Api.As("Bea").Choose(await Api.TaskFor("PO-DUTIES", "approve"), "approve-purchase");
        await Api.CaseIn("purchase", "PO-DUTIES", "AwaitingConfirmation");
        await Api.Counts("PO-DUTIES", "GR-DUTIES", 1_000);
        await Api.CaseIn("purchase", "PO-DUTIES", "Closed");
        var key = await Api.Bills(Supply.BillOf("PO-DUTIES", "SUP-DUTIES", 1_000, 2.60m));
        await Api.CaseIn("invoice", key, "AwaitingApproval");

        (await Api.Refused($"/v1/invoices/{key}/approve", new JsonObject())).ShouldContain("may not approve");
        var asked = await Api.TaskFor(key, "approve", exception: "approval-late");
        await Api.As("Bea").Choose(asked, "approve-invoice");
        var anew = await Eventually.Get("somebody else is asked", async () =>
            (await Api.TasksAbout(key, "approve")).FirstOrDefault(task => (string?)task["key"] != (string?)asked["key"]));
        Systems.CallsAbout(key, "erp", "payables").ShouldBeEmpty();
        await Api.As("Pia").Choose(anew, "approve-invoice");

        await Api.CaseIn("invoice", key, "AwaitingPayment");
        Systems.CallsAbout(key, "erp", "payables").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_invoice_that_the_ERP_does_not_take_is_finances_and_is_posted_once_when_it_does()
    {
        Systems.Refuses("erp", "payables", "INV-PO-PERIOD", "The period is closed.");
        await Api.OrdersAndCounts("PO-PERIOD", "SUP-PERIOD", 10);
        var key = await Api.Bills(Supply.BillOf("PO-PERIOD", "SUP-PERIOD", 10));
        await Api.CaseIn("invoice", key, "Unposted");
        var task = await Api.TaskFor(key, "approve", exception: "integration-failed");
        ((string)task["owner"]!).ShouldBe("finance-control");
        ((string)task["why"]!).ShouldContain("The period is closed.");

        Systems.AgreesAgain("erp", "payables", "INV-PO-PERIOD");
        await Api.Choose(task, "retry");

        await Api.CaseIn("invoice", key, "AwaitingPayment");
        Systems.CallsAbout(key, "erp", "payments").ShouldHaveSingleItem();
    }

    private async Task<JsonObject> Held(string key)
    {
        await Api.CaseIn("invoice", key, "AccountHeld");
        var task = await Api.TaskFor(key, "approve", exception: "fraud-suspected");
        ((string)task["owner"]!).ShouldBe("finance-control");
        return task;
    }
}
