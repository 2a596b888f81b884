using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Where a store keeps what it is to pick is said by the retailer, or not at all.</summary>
public class ShelfTests
{
    [Fact]
    public void A_pick_says_where_each_thing_lies_and_nothing_where_nobody_knows()
    {
        var shelves = ShelfPlan.Of(
            new Dictionary<string, Dictionary<string, string>> { [Leeds] = new() { ["A"] = "C 04-1" }, [York] = new() { ["B"] = "D 1" } },
            Network);
        var world = new World(Network with { Shelves = shelves }).Receive("A", Leeds, 9).Receive("B", Leeds, 9);
        world.Place(Collected("W-1", Leeds, Line(1, "A", 1), Line(2, "B", 1)));

        world.TaskOf(TaskKind.Pick).Task.Lines.Select(line => (line.Sku, line.Shelf)).ShouldBe([("A", "C 04-1"), ("B", "")]);
    }
}
