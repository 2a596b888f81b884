using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.ReturnToRefund;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Goods come back: money, stock and books agree before a return is closed.</summary>
public class ReturnTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_return_of_a_delivered_line_is_inspected_refunded_restocked_and_credited()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
        _world.Do(TaskKind.Inspect);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling);
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        _world.Stock("A", Leeds).Available.ShouldBe(1, "it went to the shelf of the store it came back to");
    }

    [Fact]
    public void A_return_worth_nothing_whose_credit_note_is_refused_is_posted_again()
    {
        _world.Refuses<PostCreditNote>("Period closed.").Place(Shipped("W-1", Line(1, "A", 2, price: 0m)));
        _world.DcDelivers("W-1-1");
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1, price: 0m));
        _world.Do(TaskKind.Inspect);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);

        _world.Do(TaskKind.Resolve, "retry");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void What_cannot_be_sold_again_is_refunded_and_not_restocked()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        _world.Finish(_world.TaskOf(TaskKind.Inspect).Id, null, "Torn.", new PickedLine(1, "A", 0));
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Disposed.ShouldBe([new DisposedPieces("A", 1, Disposition.Scrap)]);
        _world.Ledgers["A"].Nodes.ShouldNotContainKey(Leeds);
    }

    [Fact]
    public void The_same_pieces_are_never_taken_back_twice()
    {
        Deliver();
        BringBack("R-1", 2);
        _world.Tell(Return("R-2"), Back("R-2", "W-1", "A", 1));

        _world.ReturnAt("R-2").ShouldBe(ReturnState.Deciding);
        var task = _world.TaskOf(TaskKind.Resolve);
        (task.Task.Owner, task.Task.Exception).ShouldBe((OwnerGroup.CustomerService, ExceptionCategory.DataInvalid));
        task.Task.Choices.Select(choice => choice.Code).ShouldBe(["retry", "refuse-return"], "nothing of it is left to be taken back");
        _world.Finish(task.Id, "refuse-return");
        _world.ReturnAt("R-2").ShouldBe(ReturnState.GivingBack, "they lie in the store");
        _world.Effects<RefundPayment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void Two_returns_at_once_give_back_no_more_than_was_paid()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = [new Charge("D", "Discount", -5m)] });
        _world.DcDelivers("W-1-1");
        _world.Hold<RefundPayment>();
        BringBack("R-1", 1);
        BringBack("R-2", 1);
        _world.LetGo<RefundPayment>();

        _world.Effects<RefundPayment>().Select(refund => refund.Amount).ShouldBe([7.5m, 7.5m]);
    }

    [Fact]
    public void A_return_without_an_order_waits_for_a_person_who_finds_it()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", null, "A", 1));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Unmatched);
        _world.Pass(TimeSpan.FromDays(3));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Unmatched);

        _world.Do(TaskKind.Resolve, "match", "order/W-1");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Inspecting);
        _world.Do(TaskKind.Inspect);
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Theory]
    [InlineData("W-1", true)]
    [InlineData(" order/W-1 ", true)]
    [InlineData("", false)]
    [InlineData("somewhere in May", false)]
    [InlineData("return/R-2", false)]
    public void An_order_is_found_by_its_number_and_a_note_that_names_none_leaves_the_task_open(string note, bool found)
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", null, "A", 1));
        _world.Do(TaskKind.Resolve, "match", note);

        _world.ReturnAt("R-1").ShouldBe(found ? ReturnState.Inspecting : ReturnState.Unmatched);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(found ? TaskKind.Inspect : TaskKind.Resolve);
    }

    [Fact]
    public void A_return_that_names_an_order_nobody_took_waits_for_a_person()
    {
        Deliver();
        _world.Tell(Return("R-1"), Back("R-1", "W-9", "A", 1));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Checking);
        _world.Pass(TimeSpan.FromMinutes(1));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Unmatched);

        _world.Do(TaskKind.Resolve, "match", "order/W-1");
        _world.Do(TaskKind.Inspect);
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    [Fact]
    public void A_refund_the_provider_refuses_is_disputed_and_tried_again()
    {
        Deliver();
        _world.Refuses<RefundPayment>("Provider is closed.");
        BringBack("R-1", 1);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);

        _world.Do(TaskKind.Resolve, "retry");
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().Select(refund => refund.Amount).ShouldBe([10m, 10m]);
        _world.OrderOf("W-1").Refunded.ShouldBe(10m);
    }

    [Fact]
    public void A_return_that_asks_again_after_the_order_was_written_off_is_answered()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        _world.DcDelivers("W-1-1");
        _world.Refuses<RefundPayment>("Card closed.");
        BringBack("R-1", 1);
        var dispute = _world.TaskOf(TaskKind.Resolve).Id;
        _world.Cancel("W-1", 2);
        _world.At("W-1").ShouldBe(OrderState.Unsettled);
        _world.Finish(_world.OpenTasks.Single(open => open.Task.Kind == TaskKind.Resolve && open.Id != dispute).Id, "release:Erp");
        _world.At("W-1").ShouldBe(OrderState.Closed);

        _world.Finish(dispute, "retry");
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.OrderOf("W-1").Refunded.ShouldBe(10m);
    }

    [Fact]
    public void A_credit_note_the_erp_refuses_is_disputed_and_posted_again_without_a_second_refund()
    {
        Deliver();
        _world.Refuses<PostCreditNote>("Period closed.");
        BringBack("R-1", 1);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);

        _world.Do(TaskKind.Resolve, "retry");
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_not_charged_yet_is_not_paid_back_as_nothing(bool declined)
    {
        if (declined)
        {
            _world.Refuses<CapturePayment>("Try later.");
        }
        else
        {
            _world.Hold<CapturePayment>();
        }

        Deliver();
        BringBack("R-1", 2);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        _world.Effects<RefundPayment>().ShouldBeEmpty();

        if (declined)
        {
            _world.Finish(_world.OpenTasks.Single(open => open.Task.About == CaseId.Order("W-1")).Id, "retry");
        }
        else
        {
            _world.LetGo<CapturePayment>();
        }

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Do(TaskKind.Resolve, "retry");
        _world.StatementOf("R-1");

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    private void Deliver()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
    }

    private void BringBack(string number, int pieces)
    {
        _world.Tell(Return(number), Back(number, "W-1", "A", pieces));
        _world.Do(TaskKind.Inspect);
    }
}
