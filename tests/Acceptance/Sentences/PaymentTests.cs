using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Invoice to reconciliation, step 5: an invoice is paid when the bank's statement shows it, and by nothing else.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class PaymentTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    private OutsideSystems Systems => host.Systems;

    [Fact]
    public async Task An_early_payment_discount_is_taken_and_the_statement_that_shows_it_closes_the_invoice()
    {
        await Api.OrdersAndCounts("PO-SKONTO", "SUP-SKONTO", 100);
        var today = await Api.Today();
        var key = await Api.Bills(Supply.BillOf("PO-SKONTO", "SUP-SKONTO", 100) with { Terms = "#SKONTO#TAGE=14#PROZENT=2.00#" });
        var planned = await Payable(key);
        ((decimal)planned["payAmount"]!).ShouldBe(129.36m);
        ((string)planned["payOn"]!).ShouldBe(SupplierBill.Day(today.AddDays(13)));
        var posted = Systems.CallsAbout(key, "erp", "payables").ShouldHaveSingleItem().Body;
        ((decimal)posted["gross"]!).ShouldBe(132.00m);
        ((decimal)Systems.CallsAbout(key, "erp", "payments").ShouldHaveSingleItem().Body["amount"]!).ShouldBe(129.36m);

        var taken = await Api.HandsIn(await Api.Camt("S-SKONTO", 0, new BankMove("B-SKONTO", -129.36m, "PAY-INV-PO-SKONTO")));

        ((bool)taken["statements"]![0]!["proved"]!).ShouldBeTrue();
        var paid = (await Api.InvoiceIn(key, "Closed"))["payments"]!.AsArray().ShouldHaveSingleItem()!;
        ((decimal)paid["amount"]!).ShouldBe(129.36m);
        await Api.NoTaskIsLeft(key);
    }

    [Fact]
    public async Task A_statement_in_CSV_handed_in_twice_pays_once()
    {
        await Api.OrdersAndCounts("PO-CSV", "SUP-CSV", 100);
        var key = await Api.Bills(Supply.BillOf("PO-CSV", "SUP-CSV", 100));
        await Payable(key);
        var statement = await Api.Csv("S-CSV", new BankMove("B-CSV", -132.00m, "PAY-INV-PO-CSV"));

        Outcomes(await Api.HandsIn(statement)).ShouldBe(["accepted"]);
        await Api.CaseIn("invoice", key, "Closed");
        Outcomes(await Api.HandsIn(statement)).ShouldBe(["duplicate"]);

        (await Api.Invoice(key))["payments"]!.AsArray().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task One_movement_that_cannot_be_read_keeps_none_of_the_others_of_its_statement()
    {
        await Api.OrdersAndCounts("PO-BATCH", "SUP-BATCH", 100);
        var key = await Api.Bills(Supply.BillOf("PO-BATCH", "SUP-BATCH", 100));
        await Payable(key);
        var statement = await Api.Csv(
            "S-BATCH", new BankMove("B-BATCH-1", -40.00m), new BankMove("B-BATCH-2", -132.00m, "PAY-INV-PO-BATCH"));

        var taken = await Api.HandsIn(statement.Replace("-40.00,", "forty,", StringComparison.Ordinal));

        Outcomes(taken).ShouldBe(["refused", "accepted"]);
        ((string)taken["statements"]![0]!["entries"]![0]!["reason"]!).ShouldContain("Its amount is no number");
        ((bool)taken["statements"]![0]!["proved"]!).ShouldBeFalse();
        await Api.CaseIn("invoice", key, "Closed");
    }

    [Fact]
    public async Task A_statement_whose_balances_do_not_add_up_is_not_taken_at_all()
    {
        await Api.OrdersAndCounts("PO-GAP", "SUP-GAP", 100);
        var key = await Api.Bills(Supply.BillOf("PO-GAP", "SUP-GAP", 100));
        await Payable(key);

        var statement = await Api.Camt("S-GAP", wrongBy: 5, new BankMove("B-GAP", -132.00m, "PAY-INV-PO-GAP"));
        (await Api.NotUnderstood("/v1/statements", new JsonObject { ["document"] = statement })).ShouldContain("S-GAP");

        await Api.CaseIn("invoice", key, "AwaitingPayment");
    }

    [Fact]
    public async Task Too_little_paid_is_finances_until_a_statement_shows_the_rest()
    {
        await Api.OrdersAndCounts("PO-LITTLE", "SUP-LITTLE", 100);
        var key = await Api.Bills(Supply.BillOf("PO-LITTLE", "SUP-LITTLE", 100));
        await Payable(key);
        await Api.HandsIn(await Api.Csv("S-LITTLE-1", new BankMove("B-LITTLE-1", -100.00m, "PAY-INV-PO-LITTLE")));

        await Api.CaseIn("invoice", key, "Unreconciled");
        var task = await Api.TaskFor(key, "approve", exception: "reconciliation-open");
        ((string)task["owner"]!).ShouldBe("finance-control");
        ((string)task["why"]!).ShouldContain("GBP 32.00 are missing.");
        await Api.HandsIn(await Api.Csv("S-LITTLE-2", new BankMove("B-LITTLE-2", -32.00m, "PAY-INV-PO-LITTLE")));

        await Api.CaseIn("invoice", key, "Closed");
        await Api.NoTaskIsLeft(key);
    }

    [Fact]
    public async Task Money_that_comes_back_after_the_end_is_told_to_finance()
    {
        await Api.OrdersAndCounts("PO-BOUNCED", "SUP-BOUNCED", 100);
        var key = await Api.Bills(Supply.BillOf("PO-BOUNCED", "SUP-BOUNCED", 100));
        await Payable(key);
        await Api.HandsIn(await Api.Csv("S-BOUNCED-1", new BankMove("B-BOUNCED-1", -132.00m, "PAY-INV-PO-BOUNCED")));
        await Api.CaseIn("invoice", key, "Closed");

        await Api.HandsIn(await Api.Csv("S-BOUNCED-2", new BankMove("B-BOUNCED-2", 132.00m, "PAY-INV-PO-BOUNCED")));

        var task = await Api.TaskFor(key, "resolve", exception: "reconciliation-open");
        ((string)task["owner"]!).ShouldBe("finance-control");
        ((string)task["title"]!).ShouldContain("money came back");
    }

    /// <summary>Waits until the bank's movements can find it: the lists follow the journal by a moment.</summary>
    private async Task<JsonObject> Payable(string key)
    {
        var invoice = await Api.InvoiceIn(key, "AwaitingPayment");
        await Eventually.Holds("it is in the lists", async () =>
            (await Api.Cases($"kind=invoice&state=AwaitingPayment&text={(string)invoice["supplier"]!}"))
                .Any(one => (string?)one["case"] == $"invoice/{key}"));
        return invoice;
    }

    private static IEnumerable<string> Outcomes(JsonObject taken) =>
        taken["statements"]!.AsArray().SelectMany(one => one!["entries"]!.AsArray()).Select(entry => (string)entry!["outcome"]!);
}
