using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The last steps: not collected, brought back, seen late; and books that do not agree at first.</summary>
public class DeliveryTests
{
    private readonly World _world = new World().Receive("A", Dc, 9).Receive("A", Leeds, 9);

    [Fact]
    public void A_pickup_not_collected_in_seven_days_goes_back_to_stock_and_is_never_charged()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Do(TaskKind.Pick);
        _world.Stage();
        _world.Pass(TimeSpan.FromDays(3.1));
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("please-collect");
        _world.PartAt("W-1-1").ShouldBe(PartState.ReadyForPickup);
        _world.Pass(TimeSpan.FromDays(4));
        _world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
        _world.Do(TaskKind.PutBack);

        _world.PartAt("W-1-1").ShouldBe(PartState.Returned);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Stock("A", Leeds).Available.ShouldBe(9);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        _world.Effects<CapturePayment>().ShouldBeEmpty();
    }

    [Fact]
    public void A_parcel_the_carrier_brings_back_is_refunded_and_back_in_stock()
    {
        ShipTwo();
        _world.ComesBackAsNew("W-1-1");

        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Stock("A", Dc).Available.ShouldBe(9);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    [Fact]
    public void A_parcel_that_comes_back_after_it_was_delivered_is_looked_at_by_a_person()
    {
        ShipTwo();
        _world.CarrierDelivers("W-1-1");
        _world.CarrierBringsBack("W-1-1");
        _world.CarrierBringsBack("W-1-1");

        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("in no stock, and the customer has paid");
        _world.PartAt("W-1-1").ShouldBe(PartState.Delivered);
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(1, true)]
    public void What_a_supplier_says_after_its_parcel_was_delivered_is_held_against_it(int sent, bool asked)
    {
        var world = new World().Receive("B", Supplier, 3).Place(Shipped("W-1", Line(1, "B", 2)));
        world.CarrierDelivers("W-1-1");
        world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-W-1-1", [new PickedLine(1, "B", sent)]));

        world.OpenTasks.Count.ShouldBe(asked ? 1 : 0);
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_second_parcel_of_a_supplier_is_asked_about_once()
    {
        var world = new World().Receive("B", Supplier, 3).Place(Shipped("W-1", Line(1, "B", 2)));
        world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-1", [new PickedLine(1, "B", 2)]));
        world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-1", [new PickedLine(1, "B", 2)]));
        world.OpenTasks.ShouldBeEmpty();
        world.Tell(Part("W-1-1"), new SupplierShipped("S-2", "TRK-2", [new PickedLine(1, "B", 1)]));
        world.Tell(Part("W-1-1"), new SupplierShipped("S-2", "TRK-2", [new PickedLine(1, "B", 1)]));

        world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldContain("1 pieces as TRK-2, after 2 as TRK-1");
    }

    [Fact]
    public void A_parcel_that_comes_back_is_for_sale_and_paid_back_only_after_somebody_looked_at_it()
    {
        ShipTwo();
        _world.CarrierBringsBack("W-1-1");

        _world.PartAt("W-1-1").ShouldBe(PartState.Inspecting);
        _world.Stock("A", Dc).Available.ShouldBe(7);
        _world.Effects<RefundPayment>().ShouldBeEmpty();
        var task = _world.TaskOf(TaskKind.Inspect).Task;
        (task.Node, task.Lines.ShouldHaveSingleItem().Quantity).ShouldBe((Dc, 2));
    }

    [Fact]
    public void What_came_back_broken_is_written_off_here_and_in_the_ERP_and_the_customer_does_not_pay_for_it()
    {
        ShipTwo();
        _world.CarrierBringsBack("W-1-1");
        _world.Inspect(asNew: 1, new SortedLine(1, 1, Disposition.Scrap));

        _world.Stock("A", Dc).Available.ShouldBe(8);
        _world.Stock("A", Dc).InTransit.ShouldBe(0);
        _world.Stock("A", Dc).Adjusted.ShouldBe(1);
        var told = _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem();
        (told.Node, told.Reason).ShouldBe((Dc, "Came back and is not for sale: 1 A scrapped."));
        told.Lines.ShouldBe([new AdjustedPieces("A", -1)]);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void A_parcel_that_came_back_empty_is_paid_back_and_none_of_it_is_in_stock()
    {
        ShipTwo();
        _world.CarrierBringsBack("W-1-1");
        _world.Inspect(asNew: 0, new SortedLine(1, 2, Disposition.Missing));

        _world.Stock("A", Dc).Available.ShouldBe(7);
        _world.Effects<PostStockAdjustment>().ShouldHaveSingleItem().Lines.ShouldBe([new AdjustedPieces("A", -2)]);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
    }

    [Fact]
    public void A_parcel_bought_with_a_discount_is_refunded_what_was_paid_and_no_more()
    {
        ShipTwo(-5m);
        _world.ComesBackAsNew("W-1-1");

        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(15m);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(15m);
    }

    [Fact]
    public void A_parcel_whose_capture_was_refused_is_not_refunded_when_it_comes_back()
    {
        _world.Refuses<CapturePayment>("The card has expired.");
        ShipTwo();
        _world.ComesBackAsNew("W-1-1");

        _world.Effects<RefundPayment>().ShouldBeEmpty();
    }

    [Fact]
    public void A_delivery_whose_collection_was_never_scanned_is_shipped_and_delivered_at_once()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem();
        (_world.Stock("A", Dc).InTransit, _world.Stock("A", Dc).Sold).ShouldBe((0, 2));
    }

    [Fact]
    public void A_delivery_that_is_heard_of_before_its_shipment_stays_delivered()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 8), Line(2, "B", 1)));
        var order = CaseId.Order("W-1");
        _world.Tell(order, new PartDelivered(Part("W-1-1"), [new PickedLine(1, "A", 8)]));
        _world.Tell(order, new PartShipped(Part("W-1-1"), "T", [new PickedLine(1, "A", 8)]));

        _world.OrderOf("W-1").Parts[0].Stage.ShouldBe(PartStage.Done);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_missed_customer_is_noted_and_the_parcel_stays_under_way()
    {
        ShipTwo();
        _world.Tell(Part("W-1-1"), new ParcelDeliveryFailed("TRK", "Nobody home.", 1));

        _world.PartOf("W-1-1").DeliveryAttempts.ShouldBe(1);
        _world.PartAt("W-1-1").ShouldBe(PartState.WithCarrier);
        _world.Latest(Part("W-1-1")).Card!.Exception.ShouldBe(ExceptionCategory.DeliveryFailed);
    }

    [Fact]
    public void A_parcel_no_carrier_takes_waits_for_a_person_who_books_again()
    {
        _world.Refuses<BookCarrier>("No such address.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.PartAt("W-1-1").ShouldBe(PartState.Unbookable);

        _world.Do(TaskKind.Resolve, "retry");

        _world.PartAt("W-1-1").ShouldBe(PartState.AwaitingHandover);
    }

    [Fact]
    public void A_parcel_that_is_booked_again_by_hand_leaves_no_task_behind_that_could_give_it_back_later()
    {
        _world.Refuses<BookCarrier>("No such address.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.Tell(Part("W-1-1"), new LookAgain("The address is mended."));

        _world.PartAt("W-1-1").ShouldBe(PartState.AwaitingHandover);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_delivery_the_erp_refuses_waits_for_finance_and_is_posted_again()
    {
        _world.Refuses<PostDelivery>("Period closed.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Unsettled);
        var (id, task) = _world.TaskOf(TaskKind.Resolve);
        (task.Owner, task.Exception).ShouldBe((OwnerGroup.FinanceControl, ExceptionCategory.ReconciliationOpen));

        _world.Finish(id, "retry");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<PostDelivery>().Count().ShouldBe(2);
    }

    [Fact]
    public void A_capture_tried_again_asks_for_no_more_than_the_first_time()
    {
        _world.Refuses<CapturePayment>("Try later.");
        ShipTwo(-5m);
        _world.CarrierDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Unsettled);

        _world.Do(TaskKind.Resolve, "retry");

        _world.Effects<CapturePayment>().Select(capture => capture.Amount).ShouldBe([15m, 15m]);
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_refund_of_what_came_back_that_was_declined_is_tried_again_and_not_forgotten()
    {
        _world.Refuses<RefundPayment>("Card closed.");
        ShipTwo(-5m);
        _world.ComesBackAsNew("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Unsettled);

        _world.Do(TaskKind.Resolve, "retry");

        _world.Effects<RefundPayment>().Select(refund => refund.Amount).ShouldBe([15m, 15m]);
        _world.OrderOf("W-1").Refunded.ShouldBe(15m);
        _world.OrderOf("W-1").Tenders.ShouldAllBe(tender => tender.Returned == 15m);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void What_came_back_before_it_was_heard_that_it_left_leaves_and_comes_back_on_the_books_in_one_step()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 3)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierBringsBack("W-1-1");
        _world.PartAt("W-1-1").ShouldBe(PartState.Inspecting);
        _world.Stock("A", Dc).Reserved.ShouldBe(3, "nothing is asked of the ledger that the inspection could overtake");
        _world.Inspect(1, new SortedLine(1, 2, Disposition.Scrap));

        _world.PartAt("W-1-1").ShouldBe(PartState.Returned);
        _world.Effects<SettleStock>().Last().Orders.Select(order => order.Instruction.Act)
            .ShouldBe([StockAct.Ship, StockAct.ComeBack, StockAct.WriteOffTransit]);
        (_world.Stock("A", Dc).Available, _world.Stock("A", Dc).InTransit).ShouldBe((7, 0));
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_finance_writes_off_gives_back_what_is_still_authorised()
    {
        // One of three is not on the shelf and refunded; the ERP will not book the rest.
        _world.Refuses<PostDelivery>("Period closed.").Place(Collected("W-1", Leeds, Line(1, "A", 3)));
        _world.PickShort(found: 2);
        _world.Do(TaskKind.Approve, "reroute:Refund");
        _world.Stage();
        _world.Do(TaskKind.HandOver);
        _world.At("W-1").ShouldBe(OrderState.Unsettled);
        _world.Effects<VoidAuthorisation>().ShouldBeEmpty();

        _world.Do(TaskKind.Resolve, "release:Erp", "Booked by hand.");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(capture => capture.Amount).ShouldBe(20m);
        _world.Effects<VoidAuthorisation>().Count().ShouldBe(1);
    }

    [Fact]
    public void What_finance_writes_off_is_closed()
    {
        _world.Refuses<PostDelivery>("Period closed.").Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");

        _world.Do(TaskKind.Resolve, "release:Erp", "Booked by hand.");

        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void An_order_that_costs_nothing_ends_when_its_only_pickup_is_refused()
    {
        _world.Answers<AskReroute>(_ => Advised(Option(RerouteKind.Refund)));
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 2, price: 0m)));
        _world.PickShort(0);

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<AuthorisePayment>().ShouldBeEmpty();
    }

    [Fact]
    public void The_last_answer_of_the_ledger_may_come_after_all_others()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        _world.Hold<SettleStock>();
        _world.Receive("B", York, 1).Tell(CaseId.Order("W-1"), new StockArrived("B", York, 1));
        _world.Cancel("W-1", 2);
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Settling, "the ledger has not said what became of the rest");

        _world.LetGo<SettleStock>();

        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    private void ShipTwo(decimal discount = 0)
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = discount == 0 ? [] : [new Charge("D", "Discount", discount)] });
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
    }
}
