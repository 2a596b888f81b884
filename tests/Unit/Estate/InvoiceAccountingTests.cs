using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The books agree where they do, and each way in which they may not is found.</summary>
public sealed class InvoiceAccountingTests
{
    private static readonly InvoiceWhole Paid = new(
        "invoice/I-1", "INV-1", "VEN-MORTON", "invoice", "Closed", "nothing", true, null, 24m, "matched", 24m,
        [Line("1", "PO-1", "A", 20m), Line("tax", null, "", 4m)],
        [new InvoicePaymentItem("bank-entry/1", 24m)]);

    private static readonly BankMovement Left = new("BK1", DateTimeOffset.UnixEpoch, -24m, "PAY-I-1", "PAY-I-1", "GB29", "Transfer", null);

    private readonly Books _erp = new("erp");

    public InvoiceAccountingTests()
    {
        _erp.Book("payable", "invoice/I-1", "k1", DateTimeOffset.UnixEpoch, 24m);
        _erp.Book("payment", "invoice/I-1", "k2", DateTimeOffset.UnixEpoch, 24m);
    }

    [Fact]
    public void what_was_received_billed_paid_and_shown_agrees()
    {
        var tally = Tally([Paid], [Left]);

        tally.Findings.ShouldBeEmpty();
        (tally.Started, tally.Settled, tally.Paid, tally.TakenByPeople).ShouldBe((1, 1, 24m, 0m));
    }

    [Fact]
    public void each_way_not_to_agree_is_found()
    {
        Found([Paid], []).ShouldBe("bank: 0 has left for invoice/I-1, and 24 is on the journal");
        Found([Paid], [Left with { Amount = -30m }]).ShouldBe("bank: 30 has left for invoice/I-1, and 24 is on the journal");
        Found([Paid with { PayAmount = 25m }], [Left]).ShouldContain("erp: invoice/I-1 is paid with 24, and was to be with 25");
        Found([Paid with { Gross = 25m }], [Left]).ShouldContain("erp: invoice/I-1 is over 25, and 24 on its books");
        Found([Paid with { State = "Refused", Payments = [] }], []).ShouldContain("erp: invoice/I-1 is Refused and on its books");
        Found([Paid], [Left, Left with { Number = "BK2", Order = "PAY-I-9" }]).ShouldContain("under PAY-I-9, which no invoice has");
        Found([], []).ShouldContain("which is no invoice");
        Found([Paid], [Left], stocked: 9).ShouldBe("received: 20 is paid for A of PO-1, and 18 is due for it");
        Found([Paid], [Left], sent: "invoice/I-7").ShouldContain("INV-1 was acknowledged as invoice/I-7 and is not known");
    }

    [Fact]
    public void what_a_person_took_or_still_has_to_decide_is_no_difference()
    {
        var taken = Tally(
            [Paid with { Lines = [Line("1", "PO-1", "A", 20m) with { Payable = 18m, Disputed = 2m }] }], [Left], stocked: 9);
        (taken.Differences, taken.TakenByPeople).ShouldBe((0, 2m));

        var task = new CaseItem("task/T-1", "store-task", "Open", "on-person", false, null, 0, null, "reconciliation-open", "invoice/I-1");
        Tally([Paid], [Left, Left with { Number = "BK2", Amount = 24m }], task).Differences.ShouldBe(0, "the return is a task of finance");
        var entry = new CaseItem("bank-entry/7", "bank-entry", "Waiting", "on-time", false, DateTimeOffset.UnixEpoch, 0, null, null, null);
        Tally([Paid], [Left, Left with { Number = "BK7" }], entry).Differences.ShouldBe(0, "nobody knows yet whose it is");
    }

    [Fact]
    public void what_was_billed_otherwise_than_agreed_and_told_to_nobody_is_a_difference()
    {
        Found([Paid], [Left], sent: "invoice/I-1", fault: BillingFault.OtherRate).ShouldContain("another tax than PO-1");
        Found([Paid], [Left], sent: "invoice/I-1", fault: BillingFault.UnagreedFreight).ShouldContain("more freight than PO-1");

        var told = Paid with
        {
            Lines =
            [
                Line("1", "PO-1", "A", 20m) with { Standing = "discrepant", Reason = "taxed S 5 %, agreed S 20 %: 3.00 GBP less" },
                Line("freight", "PO-1", "", 24.5m) with { Payable = 0, Credited = 24.5m },
            ],
        };
        var tally = Tally([told], [Left], sent: "invoice/I-1", fault: BillingFault.OtherRate);
        (tally.Differences, tally.OtherTaxes, tally.OtherFreights).ShouldBe((0, 1, 0), string.Join("; ", tally.Findings));
        tally = Tally([told], [Left], sent: "invoice/I-1", fault: BillingFault.UnagreedFreight);
        (tally.Differences, tally.OtherTaxes, tally.OtherFreights).ShouldBe((0, 0, 1), string.Join("; ", tally.Findings));
    }

    private static InvoiceLineItem Line(string line, string? order, string sku, decimal amount) =>
        new(line, order, sku, "matched", amount, amount, 0, 0, 0, "");

    private string Found(
        InvoiceWhole[] invoices, BankMovement[] bank, int stocked = 10, string? sent = null, BillingFault fault = BillingFault.None)
    {
        var tally = Tally(invoices, bank, null, stocked, sent, fault);
        tally.Agrees.ShouldBeFalse();
        return string.Join("; ", tally.Findings);
    }

    private InvoiceTally Tally(
        InvoiceWhole[] invoices, BankMovement[] bank, CaseItem? open = null, int stocked = 10, string? sent = null,
        BillingFault fault = BillingFault.None) =>
        InvoiceAccounting.Tally(new InvoiceBooks(
            invoices,
            [
                new PurchaseWhole(
                    "PO-1", "VEN-MORTON", "DC", "Closed", "nothing", true, null, 0, [new PurchaseLineItem("A", 10, 2m, 10, stocked, 0)]),
            ],
            open is null ? [] : [open], _erp, bank, new Dictionary<string, string> { ["BK7"] = "bank-entry/7" },
            sent is null ? [] :
            [
                new SentBill(
                    new Bill("INV-1", "VEN-MORTON", "PO-1", new DateOnly(2026, 11, 2), "GBP", "GB29", []),
                    new SupplierOrder("purchase/PO-1", "VEN-MORTON", "DC"), fault, DateTimeOffset.UnixEpoch) { Case = sent },
            ]));
}
