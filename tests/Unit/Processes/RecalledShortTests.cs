using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What a warehouse did not find is off the books, also when it says so after the order was cancelled.</summary>
public class RecalledShortTests
{
    [Fact]
    public void Only_what_was_found_goes_back_to_the_shelf()
    {
        var world = PickedBeforeTheRecall();
        world.WarehousePicks("W-1-1", each: 1);

        world.TaskOf(TaskKind.PutBack).Task.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        world.Do(TaskKind.PutBack);

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        OneIsMissing(world);
    }

    [Fact]
    public void The_report_may_come_before_the_recall_is_refused()
    {
        var world = Ordered();
        world.Hold<RecallFromWarehouse>();
        world.Cancel("W-1");
        world.WarehousePicks("W-1-1", each: 1);
        world.Refuses<RecallFromWarehouse>("Picked already.").LetGo<RecallFromWarehouse>();

        world.TaskOf(TaskKind.PutBack).Task.Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        world.Do(TaskKind.PutBack);

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        OneIsMissing(world);
    }

    [Fact]
    public void The_report_may_come_after_all_is_back_on_the_shelf()
    {
        var world = PickedBeforeTheRecall();
        world.Do(TaskKind.PutBack);
        world.Stock("A", Dc).Available.ShouldBe(9);

        world.WarehousePicks("W-1-1", each: 1);

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        OneIsMissing(world);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Where_nothing_was_found_nobody_puts_anything_back(bool isEarly)
    {
        var world = Ordered();
        world.Hold<RecallFromWarehouse>();
        world.Cancel("W-1");
        Action[] inOrder =
        [
            () => world.WarehousePicks("W-1-1", each: 0),
            () => world.Refuses<RecallFromWarehouse>("Picked already.").LetGo<RecallFromWarehouse>(),
        ];
        foreach (var step in isEarly ? inOrder : inOrder.Reverse())
        {
            step();
        }

        world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(TaskKind.Count);
        world.Stock("A", Dc).Available.ShouldBe(7);
        world.Stock("A", Dc).Reserved.ShouldBe(0);
    }

    [Fact]
    public void Told_twice_it_is_missing_once()
    {
        var world = PickedBeforeTheRecall();
        world.WarehousePicks("W-1-1", each: 1);
        world.WarehousePicks("W-1-1", each: 1);
        world.Do(TaskKind.PutBack);
        world.WarehousePicks("W-1-1", each: 1);

        OneIsMissing(world);
    }

    [Fact]
    public void Where_all_was_found_nothing_is_written_off()
    {
        var world = PickedBeforeTheRecall();
        world.WarehousePicks("W-1-1");
        world.Do(TaskKind.PutBack);

        world.Stock("A", Dc).Available.ShouldBe(9);
        world.Effects<PostStockAdjustment>().ShouldBeEmpty();
        world.OpenTasks.ShouldBeEmpty();
    }

    private static World Ordered() => new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));

    private static World PickedBeforeTheRecall()
    {
        var world = Ordered();
        world.Refuses<RecallFromWarehouse>("Picked already.");
        world.Cancel("W-1");
        world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
        return world;
    }

    private static void OneIsMissing(World world)
    {
        world.Stock("A", Dc).Available.ShouldBe(8);
        world.Stock("A", Dc).Reserved.ShouldBe(0);
        world.Effects<PostStockAdjustment>().ShouldHaveSingleItem().Lines.ShouldBe([new AdjustedPieces("A", -1)]);
        world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(TaskKind.Count);
    }
}
