using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Unit.Tests.Processes.Synchronisation;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Between picking and handing over: where it lies, and that whoever hands it over knows.</summary>
public class StagingTests
{
    private World _world = new();

    [Fact]
    public void Whoever_hands_it_over_or_puts_it_back_is_told_where_it_lies()
    {
        Picked();
        _world.Do(TaskKind.Stage, note: "  rack B, 3 ");

        var (_, over) = _world.TaskOf(TaskKind.HandOver);
        (over.Why, over.Lines.ShouldHaveSingleItem().Shelf).ShouldBe(("It lies at rack B, 3.", "rack B, 3"));
        _world.Tell(Part("W-1-1"), new FulfilmentCancelAsked("Not wanted."));
        _world.TaskOf(TaskKind.PutBack).Task.Why.ShouldBe("It lies at rack B, 3.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void It_is_not_done_before_somebody_says_where_it_lies(string note)
    {
        Picked();
        var task = _world.TaskOf(TaskKind.Stage).Id;
        _world.Do(TaskKind.Stage, note: note);

        _world.Latest(task).Because.ShouldContain("where it lies");
        _world.PartAt("W-1-1").ShouldBe(PartState.Staging);
        _world.OpenTasks.ShouldHaveSingleItem().Id.ShouldBe(task);
    }

    [Fact]
    public void Who_tells_a_story_gets_the_beginning_of_it_noted()
    {
        Picked();
        _world.Do(TaskKind.Stage, note: new string('x', 500));

        _world.PartOf("W-1-1").Place.Length.ShouldBe(60);
    }

    [Fact]
    public void Where_one_shelf_is_enough_it_is_ready_when_it_is_picked()
    {
        _world = new World(policies: PolicyBook.Defaults.With(SyncTests.Set("stage-pickups", false)));
        Picked();

        _world.PartAt("W-1-1").ShouldBe(PartState.ReadyForPickup);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(TaskKind.HandOver);
    }

    [Fact]
    public void What_lies_about_is_late_with_the_store_and_no_reason_to_send_it_from_elsewhere()
    {
        Picked();
        _world.Pass(TimeSpan.FromHours(6));

        _world.Messages<PartLate>().ShouldNotBeEmpty();
        _world.Effects<AskReroute>().ShouldBeEmpty("it is picked");
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void What_is_no_longer_wanted_while_it_is_carried_goes_back()
    {
        Picked();
        _world.Tell(CaseId.Order("W-1"), new CancelRequested("Not wanted.", []));
        _world.OpenTasks.Select(open => open.Task.Kind).ShouldBe([TaskKind.PutBack]);
        _world.Do(TaskKind.PutBack);

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Stock("A", Leeds).Available.ShouldBe(9);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_was_handed_over_without_a_network_is_the_customer_s_though_it_was_to_go_back(bool cancelled)
    {
        Picked();
        _world.Stage();
        var over = _world.TaskOf(TaskKind.HandOver).Id;
        GoesBack(cancelled);
        _world.StateOf(over).ShouldBe("Withdrawn");
        _world.Finish(over, note: "Maria");

        _world.PartAt("W-1-1").ShouldBe(PartState.Collected);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Effects<PostDelivery>().ShouldHaveSingleItem();
        (_world.Stock("A", Leeds).Available, _world.Stock("A", Leeds).Reserved, _world.Stock("A", Leeds).Sold).ShouldBe((7, 0, 2));
        _world.OpenTasks.ShouldBeEmpty("nobody has to put it back");

        _world.Finish(over, note: "Maria");
        _world.Latest(over).Outcome.ShouldBe(Outcome.IgnoredLate, "it is passed on once");
        _world.Effects<PostDelivery>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_one_says_was_handed_over_and_another_put_back_is_looked_at_by_a_person()
    {
        Picked();
        _world.Stage();
        var over = _world.TaskOf(TaskKind.HandOver).Id;
        GoesBack(cancelled: true);
        _world.Do(TaskKind.PutBack);
        _world.Finish(over, note: "Maria");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.TaskOf(TaskKind.Resolve).Task.ShouldSatisfyAllConditions(
            task => task.Why.ShouldContain("handed over to Maria"), task => task.Exception.ShouldBe(ExceptionCategory.StockVariance));
        _world.Do(TaskKind.Resolve, "done");
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void And_so_it_is_when_the_one_who_put_it_back_is_heard_after_the_other()
    {
        Picked();
        _world.Stage();
        var over = _world.TaskOf(TaskKind.HandOver).Id;
        GoesBack(cancelled: true);
        _world.Finish(over, note: "Maria");
        _world.Tell(Part("W-1-1"), new PutBack("On the shelf."));

        _world.PartAt("W-1-1").ShouldBe(PartState.Collected);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("it was charged and is off the books");
    }

    [Fact]
    public void Nothing_is_handed_over_that_was_never_ready()
    {
        _world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.PickShort(1);
        _world.Cancel("W-1");
        _world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
        _world.Tell(Part("W-1-1"), new HandedOver("nobody"));

        _world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
        _world.Effects<CapturePayment>().ShouldBeEmpty();
    }

    [Fact]
    public void Other_work_that_was_withdrawn_and_done_all_the_same_changes_nothing()
    {
        _world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        var (id, pick) = _world.TaskOf(TaskKind.Pick);
        _world.Cancel("W-1");
        _world.Finish(id, lines: [new PickedLine(1, "A", 2)]);

        _world.Latest(id).Outcome.ShouldBe(Outcome.IgnoredLate);
        _world.Latest(id).Because.ShouldBe("task.completed came after the end.");
        pick.Kind.ShouldBe(TaskKind.Pick);
    }

    [Fact]
    public void What_went_on_after_a_short_pick_and_is_late_at_packing_is_not_sent_from_elsewhere_as_well()
    {
        _world.Advice = _ => Advised(Option(RerouteKind.Refund, null, 0.99));
        _world.Receive("A", York, 3).Place(Shipped("W-1", Line(1, "A", 3)));
        _world.PickShort(2);
        _world.PartAt("W-1-1").ShouldBe(PartState.Packing);
        _world.Effects<AskReroute>().Count().ShouldBe(1, "for the missing piece");
        _world.Pass(TimeSpan.FromDays(2));

        _world.Messages<PartLate>().Count().ShouldBeGreaterThan(1);
        _world.Effects<AskReroute>().Count().ShouldBe(1, "the other two are packed here");
    }

    private void GoesBack(bool cancelled)
    {
        if (cancelled)
        {
            _world.Cancel("W-1");
        }
        else
        {
            _world.Pass(TimeSpan.FromDays(8));
        }

        _world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
    }

    private void Picked()
    {
        _world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Do(TaskKind.Pick);
    }
}
