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

    private void Picked()
    {
        _world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Do(TaskKind.Pick);
    }
}
