using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What a part takes of its node's lines of the day.</summary>
public class LinesOfDayTests
{
    private readonly World _world = new World().Receive("A", Leeds, 9).Receive("B", Leeds, 9).Receive("C", Leeds, 9);

    [Fact]
    public void Every_line_counts_however_many_pieces_it_has_and_goes_on_counting_when_the_part_is_done()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 4), Line(2, "B", 1), Line(3, "C", 1)));
        Taken("W-1-1").ShouldBe(3);

        _world.Do(TaskKind.Pick);
        _world.Stage();
        _world.Do(TaskKind.HandOver);

        _world.PartAt("W-1-1").ShouldBe(PartState.Collected);
        Taken("W-1-1").ShouldBe(3, "what was picked today is today's work");
    }

    [Fact]
    public void What_is_cancelled_before_a_pick_gives_its_lines_back()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 4), Line(2, "B", 1)));
        _world.Cancel("W-1");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        Taken("W-1-1").ShouldBe(0);
    }

    [Fact]
    public void What_is_cancelled_after_its_pick_was_work_all_the_same()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 4), Line(2, "B", 1)));
        _world.Do(TaskKind.Pick);
        _world.Cancel("W-1");
        _world.Do(TaskKind.PutBack);

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        Taken("W-1-1").ShouldBe(2);
    }

    [Fact]
    public void What_the_warehouse_gives_back_unpicked_or_never_takes_is_no_work()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Cancel("W-1");
        world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        Taken(world, "W-1-1").ShouldBe(0);

        var full = new World().Receive("A", Dc, 9).Refuses<ReleaseToWarehouse>("No room.").Place(Shipped("W-2", Line(1, "A", 2)));
        full.PartAt("W-2-1").ShouldBe(PartState.Short);
        Taken(full, "W-2-1").ShouldBe(0);
    }

    [Fact]
    public void What_the_warehouse_had_picked_before_the_recall_was_work()
    {
        var world = new World().Receive("A", Dc, 9).Refuses<RecallFromWarehouse>("Picked.").Place(Shipped("W-1", Line(1, "A", 2)));
        world.Cancel("W-1");
        world.Do(TaskKind.PutBack);

        world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        Taken(world, "W-1-1").ShouldBe(1);
    }

    private int Taken(string part) => Taken(_world, part);

    private static int Taken(World world, string part) => world.RowsOf(Part(part)).Sum(LinesOfDay.Of);
}
