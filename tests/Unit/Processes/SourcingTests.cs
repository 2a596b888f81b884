using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Which node sends an order, and what a node keeps back.</summary>
public class SourcingTests
{
    [Fact]
    public void A_node_keeps_back_what_its_own_policy_says_whatever_that_of_the_order_says()
    {
        var world = new World(policies: Book(new Scope(Node: Dc), 8)).Receive("A", Dc, 9).Receive("A", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2)));

        world.PartOf("W-1-1").Needs.Node.ShouldBe(York, "of 9 the DC promises 1");
        world.RowsOf(CaseId.Order("W-1")).SelectMany(row => row.Policies).ShouldContain("safety-stock@2");
    }

    [Fact]
    public void What_is_kept_back_in_a_region_is_kept_back_by_each_of_its_nodes()
    {
        var world = new World(policies: Book(new Scope(Region: "UK"), 8)).Receive("A", Dc, 9).Receive("A", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2)));

        world.At("W-1").ShouldBe(OrderState.Fulfilling);
        world.OrderOf("W-1").Parts.Select(part => (part.Node, part.Lines[0].Picked)).ShouldBe([(Dc, 1), (York, 1)]);
    }

    private static PolicyBook Book(Scope scope, int pieces) =>
        new([new PolicyValue(Policy.SafetyStock.Name, scope, pieces, 2, Now.AddDays(-1), "Omar", "Shelves and books disagree.")]);
}
