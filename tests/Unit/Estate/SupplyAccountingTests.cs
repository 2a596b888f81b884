using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Systems.Suppliers;
using Crossdock.Estate.Wire;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class SupplyAccountingTests
{
    private readonly PurchasingBooks _erp = new();
    private readonly SupplierOrders _suppliers = new();
    private readonly List<PositionItem> _ledger = [];

    [Fact]
    public void books_that_say_what_the_journal_says_do_not_differ()
    {
        Bought("P-1", closed: true);
        var tally = Purchases(Said("P-1", "Closed", stocked: 24));
        tally.Findings.ShouldBeEmpty();
        (tally.Started, tally.Settled, tally.Agrees).ShouldBe((1, 1, true));
    }

    [Theory]
    [InlineData("Closed", 23, null, "received")]
    [InlineData("Closed", 23, "reconciliation-open", null)]
    [InlineData("OnTheWay", 24, null, "closed on its books")]
    [InlineData("Cancelled", 24, null, "in force on its books")]
    [InlineData("Rejected", 24, null, "and Rejected")]
    public void a_book_that_says_other_than_the_journal_is_a_difference_unless_an_exception_is_open(
        string state, int stocked, string? exception, string? finding)
    {
        Bought("P-1", closed: true);
        _ledger[0] = _ledger[0] with { Received = stocked };
        var tally = Purchases(Said("P-1", state, stocked, exception));
        if (finding is null)
        {
            tally.Findings.ShouldBeEmpty();
        }
        else
        {
            tally.Findings.ShouldContain(found => found.Contains(finding, StringComparison.Ordinal));
            tally.Agrees.ShouldBeFalse();
        }
    }

    [Fact]
    public void what_a_supplier_or_the_ERP_has_and_nobody_ordered_is_a_difference()
    {
        Bought("P-9", closed: false);
        _ledger.Clear();
        Purchases().Findings.Count(found => found.Contains("nobody ordered", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public void an_order_that_ended_while_its_supplier_means_to_send_more_is_a_difference_until_he_has_cancelled()
    {
        Bought("P-1", closed: true);
        _suppliers.Find("VEN-1", "purchase/P-1")!.Asked["A"] = (30, 1m);
        Purchases(Said("P-1", "Closed", 24)).Findings.ShouldHaveSingleItem().ShouldContain("6 pieces");
        _suppliers.Find("VEN-1", "purchase/P-1")!.Cancelled = true;
        Purchases(Said("P-1", "Closed", 24)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public void what_the_ledger_received_is_what_purchases_and_movements_brought()
    {
        Bought("P-1", closed: true);
        _ledger[0] = _ledger[0] with { Received = 20 };
        _ledger.Add(_ledger[0] with { Node = "N2", Received = 9 });
        Purchases(Said("P-1", "Closed", 24)).Findings.ShouldHaveSingleItem().ShouldContain("29 of A");
    }

    [Theory]
    [InlineData("Closed", 8, 7, 0)]
    [InlineData("Closed", 8, 8, 1)]
    [InlineData("OnTheWay", 8, 7, 1)]
    public void a_transfer_is_held_against_the_ERP(string state, int shipped, int arrived, int differences)
    {
        _erp.Move("T-1", "N1", "N2", [("A", 8)], [("A", 7)]);
        var said = new TransferWhole("T-1", "N1", "N2", state, null, state == "Closed", null, [new("A", 8, shipped, arrived, 1)]);
        SupplyAccounting.Transfers(Books([], [said]), []).Differences.ShouldBe(differences);
    }

    [Theory]
    [InlineData("purchase/P-1", "not-ordered", 0)]
    [InlineData("purchase/P-1", null, 1)]
    [InlineData("purchase/P-2", "not-ordered", 1)]
    public void what_somebody_is_asked_to_see_to_is_no_difference(string about, string? exception, int differences)
    {
        Bought("P-1", closed: true);
        SupplyAccounting.Purchases(
            Books([Said("P-1", "Closed", 23)], []),
            [Open("task/T-1", "on-person", due: true) with { Exception = exception, Parent = about }])
            .Findings.Count(found => found.Contains("erp: P-1", StringComparison.Ordinal)).ShouldBe(differences);
    }

    [Fact]
    public void what_waits_for_nothing_is_stuck_and_what_waits_for_a_supplier_is_not()
    {
        var tally = SupplyAccounting.Purchases(
            Books([], []), [Open("purchase/P-1", "on-partner", due: true), Open("purchase/P-2", "on-system")]);
        (tally.WithPartner, tally.Stuck, tally.Agrees).ShouldBe((1, 1, false));
    }

    /// <summary>24 of A, ordered, sent, received and kept.</summary>
    private void Bought(string number, bool closed)
    {
        _erp.Post(number, 1, [("A", 24)]);
        _erp.Receive(number, "N1", [("A", 24)]);
        if (closed)
        {
            _erp.Close(number);
        }

        var order = _suppliers.Open($"purchase/{number}", "VEN-1", "N1");
        order.Asked["A"] = (24, 1m);
        order.Loaded["A"] = 24;
        _ledger.Add(new PositionItem("A", "N1", 0, 0, 0, 0, 0, 0, 24));
    }

    private SupplyTally Purchases(params PurchaseWhole[] said) => SupplyAccounting.Purchases(Books(said, []), []);

    private SupplyBooks Books(PurchaseWhole[] purchases, TransferWhole[] transfers) =>
        new(purchases, transfers, _erp, _suppliers, _ledger, _ => 0);

    private static PurchaseWhole Said(string number, string state, int stocked, string? exception = null) => new(
        number, "VEN-1", "N1", state, null, state is "Closed" or "Cancelled" or "Rejected", exception, 0,
        [new PurchaseLineItem("A", 24, 1m, 24, stocked, 24 - stocked)]);

    private static CaseItem Open(string key, string waits, bool due = false) => new(
        key, null, "Sending", waits, false, due ? DateTimeOffset.UnixEpoch : null, 0, null, null, null);
}
