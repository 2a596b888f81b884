using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The customer wants fewer, or more, and parts are or are not at work.</summary>
public class OrderLessTests
{
    private static readonly CaseId Id = CaseId.Order("W-1");

    private readonly World _world = new World().Receive("A", Leeds, 9).Receive("B", Leeds, 9);

    [Fact]
    public void What_a_store_has_yet_to_pick_becomes_less_with_a_task_that_says_so()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3), Line(2, "B", 1)));
        var old = _world.TaskOf(TaskKind.Pick).Id;
        Change((1, 1));

        _world.Latest(Id).Outcome.ShouldBe(Outcome.Applied);
        var (task, pick) = _world.TaskOf(TaskKind.Pick);
        task.ShouldNotBe(old);
        pick.Lines.Select(line => (line.Sku, line.Quantity)).ShouldBe([("A", 1), ("B", 1)]);
        _world.Stock("A", Leeds).Reserved.ShouldBe(1);
        _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 1)]);
        _world.Effects<NotifyCustomer>().Last().Template.ShouldBe("order-changed");

        _world.Do(TaskKind.Pick);
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(paid => paid.Amount).ShouldBe(20m);
        _world.Stock("A", Leeds).Available.ShouldBe(8);
    }

    [Fact]
    public void A_line_that_goes_leaves_the_others_with_the_store()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3), Line(2, "B", 1)));
        Change((1, 0));

        _world.PartOf("W-1-1").Lines.ShouldHaveSingleItem().Sku.ShouldBe("B");
        _world.RowsOf(Part("W-1-1")).Sum(LinesOfDay.Of).ShouldBe(1, "there is a line less to pick today");
        _world.Cancel("W-1", 2);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        (_world.Stock("A", Leeds).Available, _world.Stock("B", Leeds).Available).ShouldBe((9, 9));
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_is_picked_stays_and_the_answer_says_why()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        _world.Do(TaskKind.Pick);
        Change((1, 1));

        _world.Latest(Id).ShouldSatisfyAllConditions(
            row => row.Outcome.ShouldBe(Outcome.IgnoredLate), row => row.Because.ShouldContain("2 of line 1 cannot go any more"));
        _world.OrderOf("W-1").Lines[0].Wanted.ShouldBe(3);
    }

    [Fact]
    public void A_pick_that_is_reported_before_the_store_hears_of_it_is_handed_over_as_it_is_and_the_customer_is_told()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        var (task, pick) = _world.TaskOf(TaskKind.Pick);
        _world.Send(task, new TaskCompleted(new TaskResult(
            [.. pick.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))], null, "")));
        // The part hears of the pick first, the order of the wish.
        _world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        _world.Run();

        _world.OrderOf("W-1").ShouldSatisfyAllConditions(
            order => order.Recalls.ShouldBeEmpty(), order => order.Lines[0].Wanted.ShouldBe(3));
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("change-too-late");
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(paid => paid.Amount).ShouldBe(30m);
    }

    [Fact]
    public void Pieces_in_the_picker_s_hand_that_are_wanted_no_more_go_to_the_shelf_by_a_task()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        Change((1, 1));
        // The report of the task before it was on its way.
        _world.Tell(Part("W-1-1"), new PickReported([new PickedLine(1, "A", 3)]));

        _world.PartAt("W-1-1").ShouldBe(PartState.Staging);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("2 of A");
        _world.Do(TaskKind.Resolve, "done");
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Stock("A", Leeds).Available.ShouldBe(8);
    }

    [Fact]
    public void A_warehouse_is_told_to_stop_all_of_its_part_or_nothing()
    {
        var world = new World().Receive("A", Dc, 9).Receive("B", Leeds, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        world.Tell(Id, new ChangeRequested([new LineChange(1, 1)], null));
        world.Latest(Id).Outcome.ShouldBe(Outcome.IgnoredLate);
        world.Effects<RecallFromWarehouse>().ShouldBeEmpty();

        world.Tell(Id, new ChangeRequested([new LineChange(1, 0)], null));
        world.Effects<RecallFromWarehouse>().ShouldHaveSingleItem();
        world.Stock("A", Dc).Available.ShouldBe(9);
        world.OrderOf("W-1").Lines[0].Wanted.ShouldBe(0);
        world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 0)]);
        world.Effects<FindStock>().Count().ShouldBe(1, "nobody looks for it again");
    }

    [Fact]
    public void Back_ordered_pieces_go_first()
    {
        var world = new World().Receive("A", Leeds, 2);
        world.Place(Collected("W-1", Leeds, Line(1, "A", 5)));
        world.Tell(Id, new ChangeRequested([new LineChange(1, 2)], null));

        world.OrderOf("W-1").ShouldSatisfyAllConditions(order => order.Unassigned.ShouldBe(0), order => order.Recalls.ShouldBeEmpty());
        world.PartOf("W-1-1").Lines[0].Quantity.ShouldBe(2);
        world.Do(TaskKind.Pick);
        world.Stage();
        world.Do(TaskKind.HandOver);
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void One_change_waits_for_the_answer_of_the_one_before()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 4)));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 3)], null));
        _world.Step();
        _world.Send(Id, new ChangeRequested([new LineChange(1, 2)], null));
        _world.Pick = pending => pending - 1;
        _world.Step();
        _world.Latest(Id).ShouldSatisfyAllConditions(
            row => row.Outcome.ShouldBe(Outcome.IgnoredLate), row => row.Because.ShouldContain("ask again in a moment"));

        _world.Pick = _ => 0;
        _world.Run();
        Change((1, 2));
        _world.PartOf("W-1-1").Lines[0].Quantity.ShouldBe(2);
    }

    [Fact]
    public void An_order_does_not_end_before_it_has_heard_what_a_part_gave_up()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        _world.Send(Id, new ChangeRequested([new LineChange(1, 1)], null));
        while (_world.PartOf("W-1-1").Lines[0].Quantity > 1)
        {
            _world.Step();
        }

        // Of what the part asks for, the second is to tell its order.
        _world.Lose(1);
        _world.Run();
        _world.Do(TaskKind.Pick);
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Fulfilling, "the answer is still on its way");

        _world.FindLost();
        _world.Run();
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.OrderOf("W-1").Lines[0].Wanted.ShouldBe(1);
        _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 1)]);
    }

    [Fact]
    public void All_of_it_is_a_cancellation()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        Change((1, 0));

        _world.Latest(Id).Because.ShouldContain("cancel it");
    }

    [Fact]
    public void More_is_taken_while_nothing_is_authorised_and_paid_with_the_rest()
    {
        _world.Refuses<CheckOrder>("Not now.").Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Held);
        Change((1, 4));
        _world.Answers<CheckOrder>(_ => new OrderChecked([], [], false, null));
        _world.Do(TaskKind.Resolve, "release:Erp");

        _world.Effects<AuthorisePayment>().ShouldHaveSingleItem().Amount.ShouldBe(40m);
        _world.PartOf("W-1-1").Lines[0].Quantity.ShouldBe(4);
        _world.Do(TaskKind.Pick);
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(paid => paid.Amount).ShouldBe(40m);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("A")]
    public void More_of_what_is_authorised_is_another_order(string sku)
    {
        _world.Place(Collected("W-1", Leeds, Line(1, sku, 2)));
        Change((1, 3));

        _world.Latest(Id).ShouldSatisfyAllConditions(
            row => row.Outcome.ShouldBe(Outcome.IgnoredLate), row => row.Because.ShouldContain("order the further pieces anew"));
    }

    private void Change(params (int Line, int Quantity)[] lines) =>
        _world.Tell(Id, new ChangeRequested([.. lines.Select(line => new LineChange(line.Line, line.Quantity))], null));
}
