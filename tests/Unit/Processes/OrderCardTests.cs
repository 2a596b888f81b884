using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What lists and figures know of an order.</summary>
public sealed class OrderCardTests
{
    private static readonly CaseId Id = CaseId.Order("W-1");

    private readonly World _world = new();

    [Fact]
    public void A_closed_order_is_of_the_node_that_delivered_it()
    {
        _world.Receive("A", Given.Dc, 5).Place(Given.Shipped("W-1", Given.Line(1, "A", 3)));
        _world.DcDelivers("W-1-1");
        _world.Run();

        (_world.Latest(Id).To, Card.Node).ShouldBe((nameof(OrderState.Closed), Given.Dc));
    }

    [Fact]
    public void An_order_that_nothing_came_of_is_of_no_node()
    {
        _world.Place(Given.Shipped("W-1", Given.Line(1, "A", 3)));
        _world.Send(Id, new CancelRequested("Never mind.", []));
        _world.Run();

        (_world.Latest(Id).To, Card.Node).ShouldBe((nameof(OrderState.Cancelled), null));
    }

    /// <summary>A row has one where it has changed.</summary>
    private CaseCard Card => _world.RowsOf(Id).Select(row => row.Card).OfType<CaseCard>().Last();
}
