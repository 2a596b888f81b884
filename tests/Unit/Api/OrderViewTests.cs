using Crossdock.Api.Orders;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Crossdock.Unit.Tests.Processes;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

/// <summary>What a channel reads of an order whose lines have changed since it was placed.</summary>
public sealed class OrderViewTests
{
    private static readonly OrderReceived Placed = Given.Shipped("W-1", Given.Line(1, "A", 2), Given.Line(2, "B", 3));
    private static readonly OrderLine Instead = new(3, "A2", "Instead of Thing A", 2, 10m);
    private static readonly SalesOrderPosted Posted = new("SO-1");

    [Fact]
    public void What_is_sent_instead_is_a_line_of_its_own_and_what_it_stands_in_for_is_wanted_no_more() =>
        Lines(new PostSalesOrder("W-1", "C-1", "GBP", 50m, [Placed.Lines[1], Instead], []))
            .ShouldBe([(1, "A", 2, 0), (2, "B", 3, 3), (3, "A2", 2, 2)]);

    [Fact]
    public void What_fell_away_after_a_short_pick_is_not_counted_any_more_and_what_came_for_it_is() =>
        Lines(
            new PostSalesOrder("W-1", "C-1", "GBP", 50m, Placed.Lines, []),
            new CancelSalesOrder("W-1", [new LineChange(1, 0)], "substituted", [Instead]),
            new CancelSalesOrder("W-1", [new LineChange(2, 1)], "no stock"))
        .ShouldBe([(1, "A", 2, 0), (2, "B", 3, 1), (3, "A2", 2, 2)]);

    [Fact]
    public void Of_an_order_that_the_ERP_was_told_to_cancel_nothing_is_left() =>
        Lines(new PostSalesOrder("W-1", "C-1", "GBP", 50m, Placed.Lines, []), new CancelSalesOrder("W-1", [], "cancelled"))
            .ShouldBe([(1, "A", 2, 0), (2, "B", 3, 0)]);

    private static (int, string, int, int)[] Lines(params Effect[] asked)
    {
        var id = CaseId.Order("W-1");
        Transition[] rows =
        [
            MadeUpLives.Row(id, 1, Given.Now, null, "Checking", Waits.OnSystem, Placed, card: new CaseCard("Order W-1")),
            .. asked.Select((effect, n) =>
                MadeUpLives.Row(id, n + 2, Given.Now.AddMinutes(n), "Checking", "Checking", Waits.OnSystem, Posted, asks: effect)),
        ];
        var head = rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 1))!;
        return [.. OrderView.Of(new CaseStory(head, null, [.. rows], [], 0, [], [], Given.Now), Placed).Lines
            .Select(line => (line.Line, line.Sku, line.Ordered, line.Quantity))];
    }
}
