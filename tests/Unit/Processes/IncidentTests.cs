using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What nobody expected: repeats, strangers, and decisions that fail.</summary>
public class IncidentTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_repeated_message_changes_nothing()
    {
        var placed = _world.Tell(CaseId.Order("W-1"), Shipped("W-1", Line(1, "A", 2)));
        var rows = _world.Journal.Count;

        _world.Repeat(placed);
        _world.Run();

        _world.Journal.Count.ShouldBe(rows);
    }

    [Fact]
    public void An_unexpected_message_changes_nothing_and_opens_a_task_for_its_owner()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Tell(CaseId.Order("W-1"), new HoldReleased(HoldKind.Fraud, "Looks fine."));

        _world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredUnexpected);
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Owner, task.Exception).ShouldBe((OwnerGroup.Integration, ExceptionCategory.UnexpectedMessage));
    }

    [Fact]
    public void A_decision_that_fails_is_an_incident_and_what_follows_waits_until_it_is_cured()
    {
        _world.Hold<CheckOrder>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var order = CaseId.Order("W-1");
        _world.Answers<CheckOrder>(_ => new OrderChecked(default, [], false, null));
        _world.LetGo<CheckOrder>();
        _world.Incidents.ShouldHaveSingleItem().To.ShouldBe(nameof(OrderState.Checking));

        _world.Tell(order, new CancelRequested("Late.", []));
        _world.Latest(order).Outcome.ShouldBe(Outcome.Deferred);
        _world.At("W-1").ShouldBe(OrderState.Checking);
        _world.Tell(order, new IncidentRetried("Once more."));
        _world.Latest(order).Outcome.ShouldBe(Outcome.Incident, "it is as broken as before");
        _world.Tell(order, new IncidentSkipped("Handled by hand."));

        _world.At("W-1").ShouldBe(OrderState.Cancelled, "the deferred cancellation ran");
    }
}
