using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ReturnToRefund;
using Crossdock.Processes.Running;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A return is closed when money, stock and books agree, and no word of anybody closes it before.</summary>
public class ReturnSettlingTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_payout_of_the_provider_settles_the_return_whose_refund_is_on_its_line()
    {
        BringBack();
        PayOut("PO-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Latest(Return("R-1")).Because.ShouldBe("payout/PO-1 shows GBP 10.00: money, stock and books agree.");
    }

    [Fact]
    public void A_payout_that_asks_its_order_again_settles_the_return_once()
    {
        BringBack();
        PayOut("PO-1");
        _world.Tell(CaseId.Order("W-1"), new SettlementShown(new CaseId("payout", "PO-1"), Line));

        _world.ReturnOf("R-1").PaidOut.ShouldBe(10m);
        _world.OpenTasks.ShouldBeEmpty();
        _world.Latest(new CaseId("payout", "PO-1")).Message.Data.ShouldBeOfType<SettlementTaken>("it is answered each time");
    }

    [Fact]
    public void A_payout_and_the_provider_s_own_word_are_one_settlement_and_not_two()
    {
        BringBack();
        _world.StatementOf("R-1");
        PayOut("PO-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_payout_that_shows_it_whole_ends_the_dispute_about_a_statement_that_did_not()
    {
        BringBack();
        _world.StatementOf("R-1", 9.65m);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        PayOut("PO-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_payout_that_comes_before_the_books_are_done_counts()
    {
        Deliver();
        _world.Hold<PostCreditNote>();
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
        PayOut("PO-1");
        _world.LetGo<PostCreditNote>();

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_refund_that_the_provider_shows_again_after_all_agreed_is_finance_s_task()
    {
        BringBack();
        _world.StatementOf("R-1");
        _world.OpenTasks.ShouldBeEmpty();
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        var task = _world.TaskOf(TaskKind.Resolve).Task;
        (task.Owner, task.Exception, task.Why).ShouldBe((
            OwnerGroup.FinanceControl, ExceptionCategory.RefundMismatch,
            "GBP 10.00 went back, and the provider has settled more of it: GBP 20.00."));
        _world.StatementOf("R-1");
        _world.OpenTasks.Count.ShouldBe(1, "somebody has it already");
    }

    [Fact]
    public void Stock_that_the_ledger_refuses_is_put_right_by_hand_and_the_credit_note_still_posted()
    {
        _world.Answers<SettleStock>(settle =>
            settle.Orders.Any(order => order.Instruction.Act == StockAct.TakeBack) ? settle.Refused("Not now.") : null);
        BringBack();
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        var choice = _world.TaskOf(TaskKind.Resolve).Task.Choices.Single(choice => choice.Code == "settled");
        choice.Text.ShouldBe("The stock was put right by hand: the note says how");
        _world.Do(TaskKind.Resolve, "settled", "Adjustment 4711.");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling, "the books are done now, and the money is to be seen");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Stocked.IsDefault.ShouldBeTrue("the adjustment is on the books already");
        _world.StatementOf("R-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_credit_note_that_the_erp_refuses_is_written_by_hand_and_named()
    {
        _world.Refuses<PostCreditNote>("Period closed.", 9);
        BringBack();
        _world.Do(TaskKind.Resolve, "settled", "CN-4711");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling);
        _world.ReturnOf("R-1").CreditNote.ShouldBe("CN-4711");
        _world.StatementOf("R-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void Goods_that_nobody_looks_at_in_time_are_a_late_refund()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        Card().Exception.ShouldBeNull();
        _world.Pass(TimeSpan.FromDays(7));

        Card().Exception.ShouldBe(ExceptionCategory.RefundLate);
        _world.Do(TaskKind.Inspect);
        Card().Exception.ShouldBeNull();
    }

    private CaseCard Card() => Cards.Of(_world.ReturnOf("R-1"), _world.ReturnAt("R-1"));

    private void Deliver()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
    }

    private void BringBack()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Do(TaskKind.Inspect);
    }

    private void PayOut(string number) => _world.Tell(new CaseId("payout", number), new PayoutReported(new ProviderPayout(
        number, new DateOnly(2026, 11, 24), "GBP", -10m,
        [Line], [])));

    private static SettledLine Line => new("L-1", SettledKind.Refund, "W-1", "return/R-1", 10m, 0m, "GBP");
}
