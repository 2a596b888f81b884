using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Pieces are promised to a part when the ledger has made them firm, and not before.</summary>
public class FirmStockTests
{
    private static readonly TimeSpan LongerThanAReservation = TimeSpan.FromDays(2);
    private readonly World _world = new();

    [Fact]
    public void Nothing_starts_before_the_ledger_has_said_that_the_stock_is_firm()
    {
        _world.Receive("A", Dc, 2).Hold<SettleStock>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Firming);
        _world.Effects<PostSalesOrder>().ShouldBeEmpty();

        _world.LetGo<SettleStock>();

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
    }

    [Fact]
    public void Nothing_starts_before_the_erp_has_the_order()
    {
        _world.Receive("A", Dc, 2).Hold<PostSalesOrder>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Releasing);

        _world.LetGo<PostSalesOrder>();

        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
    }

    [Fact]
    public void An_order_whose_reservation_lapsed_and_went_to_others_is_sourced_again_and_posted_to_the_erp_once()
    {
        _world.Receive("A", Dc, 2).Receive("B", Dc, 9);
        Overtake(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)), Shipped("W-2", Line(1, "A", 2)));

        _world.At("W-2").ShouldBe(OrderState.Fulfilling);
        var order = _world.OrderOf("W-1");
        order.Parts.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Sku.ShouldBe("B", "A is with somebody else and waited for");
        order.Unassigned.ShouldBe(2);
        _world.Effects<PostSalesOrder>().Count(post => post.Number == "W-1").ShouldBe(1);
        _world.Stock("A", Dc).Reserved.ShouldBe(2);
        _world.OpenTasks.ShouldBeEmpty("nothing disagrees; nobody has to look");
        _world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void An_order_that_lost_everything_waits_for_stock_and_ships_when_it_comes()
    {
        _world.Receive("A", Dc, 2);
        Overtake(Shipped("W-1", Line(1, "A", 2)), Shipped("W-2", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);

        _world.Receive("A", Dc, 5).Tell(CaseId.Order("W-1"), new StockArrived("A", Dc, 5));
        _world.DcDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<PostSalesOrder>().Count(post => post.Number == "W-1").ShouldBe(1);
    }

    [Fact]
    public void An_order_that_is_cancelled_before_its_stock_is_firm_gives_it_back()
    {
        _world.Receive("A", Dc, 2).Hold<SettleStock>();
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Cancel("W-1");

        _world.LetGo<SettleStock>();

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        var stock = _world.Stock("A", Dc);
        (stock.Available, stock.Reserved).ShouldBe((2, 0));
    }

    [Fact]
    public void The_rest_of_an_order_starts_only_when_it_is_firm()
    {
        _world.Receive("A", Dc, 1).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Hold<SettleStock>();
        Arrive("W-1");
        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();

        _world.LetGo<SettleStock>();

        _world.OrderOf("W-1").Parts.Length.ShouldBe(2);
        _world.Effects<NotifyCustomer>().Count(mail => mail.Template == "more-is-coming").ShouldBe(1);
    }

    [Fact]
    public void A_rest_that_lapsed_and_went_to_others_is_looked_for_again()
    {
        _world.Receive("A", Dc, 1).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.Hold<SettleStock>();
        Arrive("W-1");
        _world.PassUnwatched(LongerThanAReservation);
        _world.SellAtTill("A", York, 1);
        _world.LetGo<SettleStock>();

        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
        _world.OrderOf("W-1").Unassigned.ShouldBe(1);
        _world.OrderOf("W-1").Pending.ShouldBeEmpty();
        Arrive("W-1");

        _world.OrderOf("W-1").Parts.Length.ShouldBe(2);
        _world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void A_rest_that_is_not_wanted_any_more_before_it_is_firm_goes_back()
    {
        _world.Receive("A", Dc, 1).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Hold<SettleStock>();
        Arrive("W-1");
        _world.Tell(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 1)], null));

        _world.LetGo<SettleStock>();

        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
        var york = _world.Stock("A", York);
        (york.Available, york.Reserved).ShouldBe((1, 0));
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    /// <summary>The reservation of the first lapses before its word to make it firm arrives, and the second takes the pieces.</summary>
    private void Overtake(OrderReceived first, OrderReceived second)
    {
        _world.Hold<SettleStock>();
        _world.Place(first);
        _world.PassUnwatched(LongerThanAReservation);
        _world.Place(second);
        _world.LetGo<SettleStock>();
    }

    private void Arrive(string order) =>
        _world.Receive("A", York, 1).Tell(CaseId.Order(order), new StockArrived("A", York, 1));
}
