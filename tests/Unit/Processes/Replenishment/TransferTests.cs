using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>Goods go from node to node: what can go wrong first.</summary>
public class TransferTests
{
    private readonly World _world = new World().Receive("A", Dc, 20);

    [Fact]
    public void What_is_not_free_any_more_is_not_moved()
    {
        _world.SellAtTill("A", Dc, 20);
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));

        _world.TransferAt("T-1").ShouldBe(TransferState.Unfilled);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Only_what_is_free_is_moved_and_nothing_that_is_promised()
    {
        _world.SellAtTill("A", Dc, 15);
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));

        _world.TaskOf(TaskKind.TransferOut).Task.Lines.Single().Quantity.ShouldBe(5);
        _world.Stock("A", Dc).Available.ShouldBe(0);
    }

    [Fact]
    public void What_the_shelf_does_not_hold_is_written_off_and_counted_and_the_rest_goes()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.PickShort(5, TaskKind.TransferOut);

        _world.TransferAt("T-1").ShouldBe(TransferState.OnTheWay);
        var at = _world.Stock("A", Dc);
        (at.Available, at.Reserved, at.InTransit, at.Adjusted).ShouldBe((12, 0, 5, 3));
        _world.TaskOf(TaskKind.Count).Task.Exception.ShouldBe(ExceptionCategory.StockVariance);
    }

    [Fact]
    public void Where_nothing_is_found_nothing_leaves()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.PickShort(0, TaskKind.TransferOut);

        _world.TransferAt("T-1").ShouldBe(TransferState.Unfilled);
        _world.Stock("A", Dc).InTransit.ShouldBe(0);
    }

    [Fact]
    public void What_is_lost_or_broken_on_the_way_is_written_off_and_said()
    {
        OnTheWay();
        Arrives("R-1", 7, damaged: 2);

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        (_world.Stock("A", Leeds).Available, _world.Stock("A", Dc).InTransit, _world.Stock("A", Dc).Adjusted).ShouldBe((5, 0, 3));
        _world.Effects<PostTransfer>().Single().Lines.ShouldBe([new CountedLine("A", 8, 5, 3)]);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.StockVariance);
    }

    [Fact]
    public void What_comes_to_a_store_is_counted_there_by_a_task()
    {
        OnTheWay();
        var (id, task) = _world.TaskOf(TaskKind.TransferIn);
        (task.Node, task.Lines.ShouldHaveSingleItem().Quantity).ShouldBe((Leeds, 8));
        _world.Finish(id, null, "A box was crushed.", new PickedLine(1, "A", 6));

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        (_world.Stock("A", Leeds).Available, _world.Stock("A", Dc).Adjusted).ShouldBe((6, 2));
        _world.OpenTasks.Select(open => open.Task.Exception).ShouldBe([ExceptionCategory.StockVariance], "what is missing is said");
    }

    [Fact]
    public void Where_the_store_counts_none_of_it_the_transfer_is_lost()
    {
        OnTheWay();
        _world.Finish(_world.TaskOf(TaskKind.TransferIn).Id, null, "", new PickedLine(1, "A", 0));

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        (_world.Stock("A", Leeds).Available, _world.Stock("A", Dc).InTransit, _world.Stock("A", Dc).Adjusted).ShouldBe((0, 0, 8));
    }

    [Fact]
    public void A_count_over_the_service_takes_the_task_back_and_a_warehouse_is_asked_for_none()
    {
        OnTheWay();
        Arrives("R-1", 8);
        _world.OpenTasks.ShouldBeEmpty();
        _world.Receive("A", Leeds, 5).Tell(TransferId("T-2"), Moved("T-2", 5) with { From = Leeds, To = Dc });
        _world.Do(TaskKind.TransferOut);

        _world.TransferAt("T-2").ShouldBe(TransferState.OnTheWay);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void More_than_left_cannot_arrive()
    {
        OnTheWay();
        Arrives("R-1", 11);

        _world.Stock("A", Leeds).Available.ShouldBe(8);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe("11 of 8 of A came whole.");
    }

    [Fact]
    public void A_transfer_that_is_not_picked_or_does_not_arrive_is_late()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Pass(TimeSpan.FromDays(2));
        Late().Count().ShouldBe(1, "told once");
        _world.Do(TaskKind.TransferOut);
        Late().ShouldBeEmpty("what was late is picked: to give it up would lose what is on its way");
        _world.Pass(TimeSpan.FromDays(3));

        Late().Single().Why.ShouldContain("has not received it");
        Arrives("R-1", 8);
        Late().ShouldBeEmpty();
        IEnumerable<TaskOpened> Late() =>
            _world.OpenTasks.Select(open => open.Task).Where(task => task.Exception == ExceptionCategory.LateTransfer);
    }

    [Fact]
    public void What_never_arrives_is_given_up_by_a_person_and_the_books_say_so()
    {
        OnTheWay();
        _world.Pass(TimeSpan.FromDays(3));
        _world.Do(TaskKind.Resolve, "cancel-transfer");

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        var at = _world.Stock("A", Dc);
        (at.Available, at.InTransit, at.Adjusted).ShouldBe((12, 0, 8));
    }

    [Fact]
    public void A_cancel_before_it_is_picked_puts_back_exactly_what_was_set_aside()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Tell(TransferId("T-1"), new TransferCancelAsked("Not needed."));

        _world.TransferAt("T-1").ShouldBe(TransferState.Cancelled);
        (_world.Stock("A", Dc).Available, _world.Ledgers["A"].Reservations.Count).ShouldBe((20, 0));
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancel_while_it_is_being_reserved_waits_for_the_ledger()
    {
        _world.Hold<ReserveStock>();
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Tell(TransferId("T-1"), new TransferCancelAsked("Not needed."));
        _world.LetGo<ReserveStock>();

        _world.TransferAt("T-1").ShouldBe(TransferState.Cancelled);
        _world.Stock("A", Dc).Available.ShouldBe(20);
    }

    [Fact]
    public void A_count_that_comes_before_the_books_know_that_it_left_is_believed()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Hold<SettleStock>();
        _world.Do(TaskKind.TransferOut);
        Arrives("R-1", 8);
        _world.TransferAt("T-1").ShouldBe(TransferState.Leaving);
        _world.LetGo<SettleStock>();

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        _world.Stock("A", Leeds).Available.ShouldBe(8);
    }

    [Fact]
    public void A_count_that_comes_before_the_pick_was_told_is_kept_until_it_is()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        Arrives("R-1", 8);
        _world.Tell(TransferId("T-1"), new TransferCancelAsked("Not needed."));
        _world.TransferAt("T-1").ShouldBe(TransferState.AwaitingPick, "what stands at the receiver has left");
        _world.Do(TaskKind.TransferOut);

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        (_world.Stock("A", Leeds).Available, _world.Stock("A", Dc).InTransit).ShouldBe((8, 0));
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_count_told_twice_moves_nothing_again()
    {
        OnTheWay();
        Arrives("R-1", 8);
        Arrives("R-1", 8);

        _world.Stock("A", Leeds).Available.ShouldBe(8);
        _world.OpenTasks.ShouldBeEmpty();
        Arrives("R-2", 8);
        _world.Stock("A", Leeds).Available.ShouldBe(8);
        _world.OpenTasks.ShouldHaveSingleItem("another count of it is a riddle for a person");
    }

    [Fact]
    public void A_transfer_that_the_ERP_refuses_is_posted_again()
    {
        _world.Refuses<PostTransfer>("Period closed.");
        OnTheWay();
        Arrives("R-1", 8);
        _world.TransferAt("T-1").ShouldBe(TransferState.Unposted);

        _world.Do(TaskKind.Resolve, "retry");

        _world.TransferAt("T-1").ShouldBe(TransferState.Closed);
        _world.Stock("A", Leeds).Available.ShouldBe(8);
    }

    [Fact]
    public void A_customers_order_of_the_same_number_keeps_what_is_set_aside_for_it()
    {
        _world.Place(Shipped("T-1", Line(1, "A", 4)));
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Tell(TransferId("T-1"), new TransferCancelAsked("Not needed."));

        _world.Ledgers["A"].Reservations.Values.Single().Pieces.ShouldBe(4);
    }

    [Theory]
    [InlineData(Dc, Dc, 3, "A transfer goes to another node.")]
    [InlineData(Supplier, Leeds, 3, "Nothing can be moved from SUP-1.")]
    [InlineData(Dc, "ST-9", 3, "Nothing can be moved to ST-9.")]
    [InlineData(Dc, Leeds, 0, "Line 1 moves 0 pieces.")]
    public void What_is_no_transfer_is_said_and_moves_nothing(string from, string to, int pieces, string why)
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", pieces) with { From = from, To = to });

        _world.TransferAt("T-1").ShouldBe(TransferState.Unfilled);
        _world.Latest(TransferId("T-1")).Because.ShouldBe(why);
        _world.Asked.ShouldBeEmpty();
    }

    private void OnTheWay()
    {
        _world.Tell(TransferId("T-1"), Moved("T-1", 8));
        _world.Do(TaskKind.TransferOut);
        _world.TransferAt("T-1").ShouldBe(TransferState.OnTheWay);
    }

    private void Arrives(string receipt, int pieces, int damaged = 0) =>
        _world.Tell(TransferId("T-1"), new TransferReceived(receipt, [new ReceivedLine("A", pieces, damaged)]));
}
