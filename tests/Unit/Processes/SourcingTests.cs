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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_may_not_be_split_is_not_sent_from_two_nodes_though_together_they_have_it_all(bool may)
    {
        var book = new PolicyBook([new PolicyValue(
            Policy.AllowSplit.Name, Scope.Everywhere, may, 2, Now.AddDays(-1), "Fay", "One parcel an order.")]);
        var world = new World(policies: book).Receive("A", Dc, 9).Receive("B", York, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 2)));

        world.At("W-1").ShouldBe(may ? OrderState.Fulfilling : OrderState.WaitingForStock);
        world.OrderOf("W-1").Parts.Length.ShouldBe(may ? 2 : 0);
    }

    [Fact]
    public void Among_nodes_that_have_it_all_the_parcel_that_costs_least_goes()
    {
        var world = new World().Receive("A", Dc, 9).Receive("A", York, 9).Receive("A", Supplier, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2)));
        world.PartOf("W-1-1").Needs.Node.ShouldBe(Dc, "a parcel from the DC is the cheapest");

        var dear = new World(policies: Cost(Policy.ShipCostDc.Name, 20m)).Receive("A", Dc, 9).Receive("A", York, 9);
        dear.Place(Shipped("W-1", Line(1, "A", 2)));
        dear.PartOf("W-1-1").Needs.Node.ShouldBe(York, "where the retailer says that the DC costs more, the store goes");
        dear.RowsOf(CaseId.Order("W-1")).SelectMany(row => row.Policies).ShouldContain("ship-cost-dc@2");
    }

    [Fact]
    public void An_address_that_was_looked_up_decides_which_store_is_near()
    {
        var world = new World().Receive("A", Leeds, 9).Receive("A", York, 9);
        world.Place(At("W-1", 53.95, -1.08, Line(1, "A", 1))).Place(At("W-2", 53.79, -1.56, Line(1, "A", 1)));

        world.PartOf("W-1-1").Needs.Node.ShouldBe(York);
        world.PartOf("W-2-1").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_changed_address_changes_which_store_is_near()
    {
        var world = new World();
        world.Place(At("W-1", 53.95, -1.08, Line(1, "A", 1)));
        var to = Buyer.Contact!.Address! with { Latitude = 53.79, Longitude = -1.56 };
        world.Tell(CaseId.Order("W-1"), new ChangeRequested([], to));
        world.Receive("A", Leeds, 9).Receive("A", York, 9).Tell(CaseId.Order("W-1"), new LookAgain("It came."));

        world.PartOf("W-1-1").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_near_store_is_seen_however_many_others_have_more()
    {
        var far = Enumerable.Range(1, 30).Select(n => Network.Find(York)! with { Id = $"FAR-{n:00}", Latitude = 57, Longitude = -4 });
        var world = new World(Network with { Nodes = [.. Network.Nodes, .. far] });
        world = Enumerable.Range(1, 30).Aggregate(world, (all, n) => all.Receive("A", $"FAR-{n:00}", 500)).Receive("A", Leeds, 3);
        world.Place(At("W-1", 53.79, -1.56, Line(1, "A", 3)));

        world.PartOf("W-1-1").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void Nodes_that_have_had_their_lines_of_the_day_do_not_hide_one_that_has_not()
    {
        var many = Enumerable.Range(1, 30).Select(n => Network.Find(York)! with { Id = $"FULL-{n:00}" });
        var world = new World(Network with { Nodes = [.. Network.Nodes, .. many] });
        world = Enumerable.Range(1, 30).Aggregate(world, (all, n) => all.Receive("A", $"FULL-{n:00}", 500)).Receive("A", Leeds, 3);
        foreach (var n in Enumerable.Range(1, 30))
        {
            world.Loads[$"FULL-{n:00}"] = 500;
        }

        world.Place(At("W-1", 53.96, -1.09, Line(1, "A", 3)));

        world.PartOf("W-1-1").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_pre_order_is_sourced_when_its_day_comes_and_not_hours_later()
    {
        var world = new World().Receive("A", Dc, 9);
        var from = Now.AddHours(29).AddMinutes(7);
        world.Place(Shipped("W-1", Line(1, "A", 1)) with { AvailableFrom = from });
        world.At("W-1").ShouldBe(OrderState.WaitingForStock);

        world.Pass(from - Now - TimeSpan.FromMinutes(1));
        world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        world.Pass(TimeSpan.FromMinutes(2));
        world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    private static OrderReceived At(string number, double latitude, double longitude, params OrderLine[] lines) =>
        Shipped(number, lines) with
        {
            Customer = Buyer with
            {
                Contact = Buyer.Contact! with { Address = Buyer.Contact.Address! with { Latitude = latitude, Longitude = longitude } },
            },
        };

    private static PolicyBook Cost(string policy, decimal amount) =>
        new([new PolicyValue(policy, new Scope(), amount, 2, Now.AddDays(-1), "Omar", "The contract has changed.")]);

    private static PolicyBook Book(Scope scope, int pieces) =>
        new([new PolicyValue(Policy.SafetyStock.Name, scope, pieces, 2, Now.AddDays(-1), "Omar", "Shelves and books disagree.")]);
}
