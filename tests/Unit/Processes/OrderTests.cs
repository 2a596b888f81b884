using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The good days of an order: every way to the customer, and every wait on the way.</summary>
public class OrderTests
{
    private readonly World _world = new();

    [Fact]
    public void An_order_ships_from_a_dc_and_closes_with_one_capture_one_delivery_and_one_invoice()
    {
        _world.Receive("A", Dc, 5).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.PartAt("W-1-1").ShouldBe(PartState.WarehousePicking);

        _world.DcDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.PartAt("W-1-1").ShouldBe(PartState.Delivered);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Effects<PostDelivery>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Messages<DeliveryPosted>().ShouldHaveSingleItem().InvoiceDocument.ShouldBe("INV-fulfilment/W-1-1");
        _world.Effects<VoidAuthorisation>().ShouldBeEmpty("all that was authorised was captured");
        var stock = _world.Stock("A", Dc);
        (stock.Available, stock.Reserved, stock.InTransit, stock.Sold).ShouldBe((3, 0, 0, 2));
        _world.OpenTasks.ShouldBeEmpty();
        _world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void An_order_is_collected_in_the_store_the_customer_chose()
    {
        _world.Receive("A", York, 5).Receive("A", Dc, 50).Place(Collected("W-1", York, Line(1, "A", 2)));
        _world.PartOf("W-1-1").Needs.Mode.ShouldBe(FulfilmentMode.StorePickup);
        _world.PartOf("W-1-1").Needs.Node.ShouldBe(York);

        _world.Do(TaskKind.Pick);
        _world.PartAt("W-1-1").ShouldBe(PartState.Staging);
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldNotContain("ready-for-pickup");
        _world.Stage();
        _world.PartAt("W-1-1").ShouldBe(PartState.ReadyForPickup);
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("ready-for-pickup");
        _world.Do(TaskKind.HandOver, note: "Maria");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem();
        _world.Stock("A", York).Sold.ShouldBe(2);
        _world.Stock("A", Dc).Available.ShouldBe(50);
    }

    [Theory]
    [InlineData(DeliveryWish.StorePickup, FulfilmentMode.StorePickup, 2)]
    [InlineData(DeliveryWish.Kerbside, FulfilmentMode.Kerbside, 1)]
    public void Kerbside_has_less_time_to_be_picked_than_a_pickup(DeliveryWish wish, FulfilmentMode mode, int hours)
    {
        _world.Receive("A", Leeds, 5).Place(Collected("W-1", Leeds, Line(1, "A", 2)) with { Wish = wish });

        _world.PartOf("W-1-1").Needs.Mode.ShouldBe(mode);
        _world.Latest(Part("W-1-1")).Deadline!.Due.ShouldBe(Given.Now.AddHours(hours));
        _world.OrderOf("W-1").Promise.ShouldBe(Given.Now.AddHours(2 * hours), "a late pick leaves time for a way round");
    }

    [Fact]
    public void An_order_ships_from_a_store_when_no_dc_has_it()
    {
        _world.Receive("A", Leeds, 5).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.PartOf("W-1-1").Needs.Mode.ShouldBe(FulfilmentMode.ShipFromStore);

        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_supplier_ships_direct_what_no_place_of_ours_has()
    {
        _world.Receive("A", Supplier, 5).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.PartAt("W-1-1").ShouldBe(PartState.WithSupplier);

        _world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-9", [new PickedLine(1, "A", 2)]));
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Stock("A", Supplier).Sold.ShouldBe(2);
    }

    [Fact]
    public void An_order_splits_over_two_nodes_and_pays_per_shipment()
    {
        _world.Receive("A", Dc, 3).Receive("A", Leeds, 3).Place(Shipped("W-1", Line(1, "A", 5)));
        _world.OrderOf("W-1").Parts.Select(part => (part.Node, part.Lines[0].Picked)).ShouldBe([(Dc, 3), (Leeds, 2)]);

        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects("W-1-2");
        _world.CarrierDelivers("W-1-2");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Select(capture => capture.Amount).ShouldBe([30m, 20m]);
    }

    [Fact]
    public void The_first_shipment_carries_the_postage_and_no_other()
    {
        _world.Receive("A", Dc, 1).Receive("A", Leeds, 1);
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = [new Charge("POST", "Postage", 4m)] });

        _world.DcDelivers("W-1-1");
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects("W-1-2");

        _world.Effects<CapturePayment>().Select(capture => capture.Amount).ShouldBe([14m, 10m]);
    }

    [Fact]
    public void A_back_order_waits_and_goes_on_when_stock_arrives()
    {
        _world.Receive("A", Dc, 0).Place(Shipped("W-1", Line(1, "A", 2)));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Effects<NotifyCustomer>().ShouldHaveSingleItem().Template.ShouldBe("back-ordered");

        _world.Receive("A", Dc, 2);
        _world.Tell(CaseId.Order("W-1"), new StockArrived("A", Dc, 2));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void A_back_order_looks_again_by_itself_and_gives_up_after_ten_looks()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(12 * 10));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Effects<FindStock>().Count().ShouldBe(11, "the first and ten looks");

        _world.Pass(TimeSpan.FromHours(13));

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        _world.Effects<CapturePayment>().ShouldBeEmpty();
    }

    [Fact]
    public void The_rest_of_a_part_shortage_is_back_ordered_and_follows_as_a_part_of_its_own()
    {
        _world.Receive("A", Dc, 1).Place(Shipped("W-1", Line(1, "A", 3)));
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OrderOf("W-1").Unassigned.ShouldBe(2);

        _world.Receive("A", Dc, 5);
        _world.Pass(TimeSpan.FromHours(13));
        _world.OrderOf("W-1").Parts.Select(part => part.Lines[0].Picked).ShouldBe([1, 2]);
        _world.DcDelivers("W-1-1");
        _world.DcDelivers("W-1-2");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(capture => capture.Amount).ShouldBe(30m);
    }

    [Fact]
    public void A_rest_that_never_comes_is_neither_delivered_nor_charged()
    {
        _world.Receive("A", Dc, 1).Place(Shipped("W-1", Line(1, "A", 3)));
        _world.DcDelivers("W-1-1");
        _world.Pass(TimeSpan.FromDays(6));

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 1)]);
    }

    [Fact]
    public void A_pre_order_waits_for_its_day_however_much_stock_there_is()
    {
        _world.Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)) with { AvailableFrom = Given.Now.AddDays(9) });
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Pass(TimeSpan.FromDays(8));
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Stock("A", Dc).Reserved.ShouldBe(0);

        _world.Pass(TimeSpan.FromDays(1.6));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void What_a_rival_takes_while_it_is_being_reserved_is_sourced_elsewhere()
    {
        _world.Receive("A", Dc, 2).Receive("A", Leeds, 2);
        var first = true;
        _world.BeforeReserving = () =>
        {
            if (first)
            {
                first = false;
                _world.SellAtTill("A", Dc, 1);
            }
        };
        _world.Place(Shipped("W-1", Line(1, "A", 2)));

        _world.OrderOf("W-1").Parts.Select(part => (part.Node, part.Lines[0].Picked)).ShouldBe([(Dc, 1), (Leeds, 1)]);
    }

    [Fact]
    public void What_was_reserved_before_a_rival_took_the_rest_ships_without_waiting_for_it()
    {
        _world.Receive("A", Dc, 3);
        var first = true;
        _world.BeforeReserving = () =>
        {
            if (first)
            {
                first = false;
                _world.SellAtTill("A", Dc, 1);
            }
        };
        _world.Place(Shipped("W-1", Line(1, "A", 3)));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OrderOf("W-1").Unassigned.ShouldBe(1);
        _world.PartOf("W-1-1").Lines[0].Quantity.ShouldBe(2);
    }
}
