using Crossdock.Estate.Channels;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Wire;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class AccountingTests
{
    private static readonly HashSet<string> None = [];

    private readonly OrderLedger _sent = new();

    [Theory]
    [InlineData("Closed", true, false, OrderFate.Settled)]
    [InlineData("Cancelled", true, false, OrderFate.Cancelled)]
    [InlineData("Refused", true, false, OrderFate.Refused)]
    [InlineData("Held", false, true, OrderFate.WaitingOnPerson)]
    [InlineData("Fulfilling", false, false, OrderFate.Moving)]
    public void an_order_is_counted_in_one_place(string state, bool final, bool waits, OrderFate fate) =>
        Accounting.FateOf(Case("order/W-1", state, final), waits).ShouldBe(fate);

    [Fact]
    public void an_acknowledged_order_that_is_not_known_is_lost_and_a_refused_one_is_not()
    {
        Sent("W-1", OrderAnswer.Accepted);
        Sent("W-2", OrderAnswer.Refused);
        var tally = Accounting.Tally(_sent, new Dictionary<string, CaseItem>(), None, None, None);
        tally.Lost.ShouldHaveSingleItem().ShouldContain("W-1");
        Accounting.AddsUp(tally, 2).ShouldBeFalse();
    }

    [Fact]
    public void a_closed_order_that_the_erp_never_saw_and_a_sales_order_that_nobody_placed_are_contradictions()
    {
        Sent("W-1", OrderAnswer.Accepted);
        var known = new Dictionary<string, CaseItem> { ["W-1"] = Case("order/W-1", "Closed", final: true) };
        var tally = Accounting.Tally(_sent, known, None, new HashSet<string> { "W-9" }, None);
        tally.Lost.Count.ShouldBe(2);
    }

    [Fact]
    public void an_order_that_a_return_made_for_an_exchange_is_no_contradiction() =>
        Accounting.Tally(
            _sent, new Dictionary<string, CaseItem>(), None, new HashSet<string> { "EX-R-1" }, new HashSet<string> { "EX-R-1" })
            .Lost.ShouldBeEmpty();

    [Fact]
    public void settled_waiting_cancelled_and_refused_make_all_that_went_in()
    {
        Sent("W-1", OrderAnswer.Accepted);
        Sent("W-2", OrderAnswer.Accepted);
        Sent("W-3", OrderAnswer.Accepted);
        Sent("W-4", OrderAnswer.Refused);
        var known = new Dictionary<string, CaseItem>
        {
            ["W-1"] = Case("order/W-1", "Closed", final: true),
            ["W-2"] = Case("order/W-2", "Held", final: false),
            ["W-3"] = Case("order/W-3", "Cancelled", final: true),
        };
        var tally = Accounting.Tally(_sent, known, new HashSet<string> { "order/W-2" }, new HashSet<string> { "W-1" }, None);
        tally.Lost.ShouldBeEmpty();
        Accounting.AddsUp(tally, _sent.Count).ShouldBeTrue();
        Accounting.AddsUp(Accounting.Tally(_sent, known, None, new HashSet<string> { "W-1" }, None), _sent.Count)
            .ShouldBeFalse();
    }

    [Fact]
    public void an_order_waits_for_a_person_when_a_task_far_below_it_does()
    {
        CaseItem[] open =
        [
            Case("order/W-1", "Fulfilling", final: false),
            Case("fulfilment/W-1.1", "Short", final: false) with { Parent = "order/W-1" },
            Case("task/T-1", "Open", final: false) with { Parent = "fulfilment/W-1.1", Waits = Words.OnPerson },
            Case("order/W-2", "Fulfilling", final: false),
        ];
        Inspection.WaitingOnPeople(open).ShouldBe(["task/T-1", "fulfilment/W-1.1", "order/W-1"], ignoreOrder: true);
    }

    [Fact]
    public void a_case_is_stuck_when_nothing_will_move_it()
    {
        var still = Case("order/W-1", "Fulfilling", final: false);
        Inspection.IsStuck(still).ShouldBeTrue();
        Inspection.IsStuck(still with { InFlight = 1 }).ShouldBeFalse();
        Inspection.IsStuck(still with { Due = DateTimeOffset.UnixEpoch }).ShouldBeFalse();
        Inspection.IsStuck(still with { Waits = Words.OnPerson }).ShouldBeFalse();
        Inspection.IsStuck(still with { Incident = "x" }).ShouldBeFalse();
        Inspection.IsStuck(still with { Final = true }).ShouldBeFalse();
    }

    [Fact]
    public void more_pieces_out_than_ever_in_are_oversold_and_a_till_may_go_below_zero()
    {
        var shelves = new StockRecord();
        shelves.Note(Moved("AA1", "N", "receive", 10));
        shelves.Note(Moved("AA1", "N", "sell-at-till", 2));
        shelves.NoteTakenBack("AA1", 1);
        Accounting.Oversold(shelves, new Dictionary<string, int> { ["AA1"] = 9 }, []).Pieces.ShouldBe(0);
        Accounting.Oversold(shelves, new Dictionary<string, int> { ["AA1"] = 11 }, []).Pieces.ShouldBe(2);
        Accounting.Oversold(shelves, new Dictionary<string, int>(), [Position("AA1", "N", -3)]).Pieces.ShouldBe(0);
        Accounting.Oversold(shelves, new Dictionary<string, int>(), [Position("AA1", "M", -3)]).Pieces.ShouldBe(3);
    }

    [Theory]
    [InlineData("fulfilment/WEB-536365.1", "WEB-536365")]
    [InlineData("fulfilment/WEB-536365-2", "WEB-536365")]
    [InlineData("order/WEB-536365", "WEB-536365")]
    [InlineData("fulfilment/WEB-5363650.1", null)]
    [InlineData(null, null)]
    public void a_parts_key_tells_its_order(string? about, string? number)
    {
        _sent.Open("WEB-536365", collects: true);
        _sent.OfCase(about)?.Number.ShouldBe(number);
        (_sent.OfCase(about) is null).ShouldBe(number is null);
    }

    private void Sent(string number, OrderAnswer answer) => _sent.Open(number, collects: false).Set(answer, "");

    private static CaseItem Case(string id, string state, bool final) =>
        new(id, "p", state, "on-system", final, null, 0, null, null, null);

    private static MovementDocument Moved(string sku, string node, string act, int quantity) => new("m", sku, node, act, quantity, "");

    private static PositionItem Position(string sku, string node, int available) => new(sku, node, 0, available, 0, 0, 0, 0, 0);
}
