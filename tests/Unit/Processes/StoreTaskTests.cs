using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Tasks change hands: by whom, and what their history says of it.</summary>
public class StoreTaskTests
{
    private readonly World _world = new World().Receive("A", Given.Leeds, 9)
        .Place(Given.Collected("W-1", Given.Leeds, Given.Line(1, "A", 1)));

    private CaseId Pick => _world.TaskOf(TaskKind.Pick).Id;

    [Fact]
    public void Who_hands_back_his_own_task_and_who_takes_one_back_from_somebody_are_told_apart()
    {
        Say(new TaskClaimed("Aylin"), "Aylin");
        Say(new TaskHandedBack("Shift ends."), "Aylin");
        _world.Latest(Pick).Because.ShouldBe("Aylin handed it back: Shift ends.");

        Say(new TaskReassigned("Bill", "Knows the shelf."), "Mia");
        (_world.StateOf(Pick), _world.Latest(Pick).Because).ShouldBe(("Claimed", "To Bill: Knows the shelf."));
        Say(new TaskHandedBack("Bill has gone home."), "Mia");
        (_world.StateOf(Pick), _world.Latest(Pick).Because).ShouldBe(("Open", "Mia took it back from Bill: Bill has gone home."));
    }

    [Fact]
    public void Nothing_is_taken_back_that_nobody_has()
    {
        var pick = Pick;
        Say(new TaskHandedBack("Again."), "Mia");

        _world.Latest(pick).Outcome.ShouldBe(Outcome.IgnoredLate);
        _world.StateOf(pick).ShouldBe("Open");
    }

    private void Say(Message message, string by)
    {
        _world.Send(Pick, message, Given.Person(by));
        _world.Run();
    }
}
