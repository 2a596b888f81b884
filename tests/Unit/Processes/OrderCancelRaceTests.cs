using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A cancellation crosses what partners, the provider and the ERP say in the same moment.</summary>
public class OrderCancelRaceTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_order_does_not_end_before_the_money_of_a_parcel_that_came_back_is(bool declined)
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        world.WarehousePicks("W-1-1");
        world.CarrierCollects("W-1-1");
        world.Hold<RefundPayment>();
        world.ComesBackAsNew("W-1-1");
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.Cancelling, "what was paid is not back yet");
        if (declined)
        {
            world.Refuses<RefundPayment>("The card is closed.");
            world.LetGo<RefundPayment>();
            world.At("W-1").ShouldBe(OrderState.Unsettled);
            world.TaskOf(TaskKind.Resolve).Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
            world.Answers<RefundPayment>(asked => new PaymentRefunded("RF", asked.Amount, asked.Currency, asked.Reference));
            world.Do(TaskKind.Resolve, "retry");
        }
        else
        {
            world.LetGo<RefundPayment>();
        }

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.OrderOf("W-1").Refunded.ShouldBe(20m);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        NothingIsReserved(world);
    }

    [Fact]
    public void An_authorisation_is_given_back_after_what_is_being_taken_from_it()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        world.WarehousePicks("W-1-1");
        world.Hold<CapturePayment>();
        world.CarrierCollects("W-1-1");
        world.Hold<RefundPayment>();
        world.ComesBackAsNew("W-1-1");
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.Cancelling);
        world.Effects<VoidAuthorisation>().ShouldBeEmpty("20 of it are being taken");
        world.LetGo<CapturePayment>();
        world.LetGo<RefundPayment>();

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        world.OrderOf("W-1").Captured.ShouldBe(world.OrderOf("W-1").Refunded);
    }

    [Fact]
    public void What_no_carrier_takes_goes_back_when_it_was_cancelled_while_one_was_asked()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Hold<BookCarrier>();
        world.WarehousePicks("W-1-1");
        world.Cancel("W-1");
        world.PartAt("W-1-1").ShouldBe(PartState.Booking);
        world.Refuses<BookCarrier>("No such address.").LetGo<BookCarrier>();

        world.OpenTasks.ShouldHaveSingleItem().Task.Kind.ShouldBe(TaskKind.PutBack, "nobody books it again");
        world.Do(TaskKind.PutBack);
        world.At("W-1").ShouldBe(OrderState.Cancelled);
        NothingIsReserved(world);
        world.Stock("A", Dc).Available.ShouldBe(9);
    }

    [Fact]
    public void A_supplier_that_refuses_while_the_order_is_cancelled_has_nothing_to_wait_for()
    {
        var world = new World().Receive("B", Supplier, 3);
        world.Hold<OrderFromSupplier>();
        world.Place(Shipped("W-1", Line(1, "B", 3)));
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.TakingBack);
        world.Refuses<OrderFromSupplier>("Discontinued.").LetGo<OrderFromSupplier>();

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        world.OpenTasks.ShouldBeEmpty();
        NothingIsReserved(world);
    }

    [Fact]
    public void A_supplier_that_refuses_when_another_part_of_a_cancelled_order_has_left_has_nothing_to_wait_for_either()
    {
        var world = new World().Receive("B", Supplier, 3).Receive("A", Dc, 9);
        world.Hold<OrderFromSupplier>();
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        var (hall, direct) = world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.WarehousePicks(hall);
        world.Cancel("W-1");
        world.CarrierCollects(hall);
        world.At("W-1").ShouldBe(OrderState.Fulfilling);
        world.Refuses<OrderFromSupplier>("Discontinued.").LetGo<OrderFromSupplier>();
        world.CarrierDelivers(hall);

        world.PartAt(direct).ShouldBe(PartState.Cancelled);
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void What_the_erp_says_about_lines_is_not_taken_for_its_word_about_the_order()
    {
        var world = new World().Receive("A", Dc, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1))).Hold<CancelSalesOrder>();
        world.Cancel("W-1", 2);
        world.Cancel("W-1");
        world.Answers<CancelSalesOrder>(asked => asked.OfLines ? null : asked.Refused("The period is closed."));
        world.LetGo<CancelSalesOrder>();

        world.At("W-1").ShouldBe(OrderState.Unsettled, "the ERP keeps the order, whatever it did with its lines");
        world.TaskOf(TaskKind.Resolve).Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
    }

    [Fact]
    public void Lines_that_the_ERP_keeps_are_somebody_s_to_take_off_there()
    {
        var world = new World().Receive("A", Dc, 9);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        world.Refuses<CancelSalesOrder>("The period is closed.");
        world.Cancel("W-1", 2);

        var task = world.TaskOf(TaskKind.Resolve).Task;
        (task.Owner, task.Exception, task.Why)
            .ShouldBe((OwnerGroup.FinanceControl, ExceptionCategory.ReconciliationOpen, "The period is closed."));
        world.Do(TaskKind.Resolve, "done", "Taken off.");
        world.DcDelivers("W-1-1");
        world.At("W-1").ShouldBe(OrderState.Closed);
        world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_ERP_will_not_cancel_is_put_to_a_person_and_asked_for_again()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Refuses<CancelSalesOrder>("The period is closed.");
        world.Cancel("W-1");

        world.At("W-1").ShouldBe(OrderState.Unsettled);
        world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("The period is closed.");
        world.Do(TaskKind.Resolve, "retry");
        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.Effects<CancelSalesOrder>().Count().ShouldBe(2);
        NothingIsReserved(world);
    }

    [Fact]
    public void A_part_that_ends_before_it_is_heard_what_it_lacked_does_not_end_its_order()
    {
        var world = new World().Receive("A", Leeds, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        var (order, part) = (CaseId.Order("W-1"), Part("W-1-1"));
        world.Tell(order, new PartEnded(part, PartEnd.Cancelled, [], "It was late."));
        world.At("W-1").ShouldBe(OrderState.Fulfilling, "nobody has said what became of two pieces");
        world.Tell(order, new PartShort(part, Leeds, FulfilmentMode.ShipFromStore, [new PartLine(1, "A", "A", 2, 10m)], "Not found."));

        world.At("W-1").ShouldBe(OrderState.Rerouting);
    }

    [Fact]
    public void What_was_never_delivered_can_be_cancelled_though_its_part_has_ended()
    {
        var world = new World().Receive("A", Leeds, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Tell(CaseId.Order("W-1"), new PartEnded(Part("W-1-1"), PartEnd.Cancelled, [], "It was late."));
        world.Cancel("W-1");

        world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Fact]
    public void What_a_part_gave_up_before_it_gave_up_all_is_counted_once()
    {
        var world = new World().Receive("A", Leeds, 9).Receive("B", Dc, 9);
        world.Place(Shipped("W-1", Line(1, "A", 3), Line(2, "B", 1)));
        var (store, hall) = world.PartOf("W-1-1").Needs.Node == Leeds ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.WarehousePicks(hall);
        world.Send(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 1)], null));
        while (!world.RowsOf(Part(store)).Any(row => row.Message.Data is FulfilmentLessAsked))
        {
            world.Step();
        }

        // That there is less is heard after that there is nothing.
        world.Pick = pending => pending - 1;
        world.Tell(CaseId.Order("W-1"), new CancelRequested("Not wanted.", []));
        world.Pick = _ => 0;
        world.CarrierCollects(hall);
        world.CarrierDelivers(hall);

        world.OrderOf("W-1").Lines.Select(line => (line.Wanted, line.Assigned)).ShouldBe([(0, 0), (1, 1)]);
        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_a_supplier_refuses_is_counted_once_though_its_part_ends_before_it_is_heard()
    {
        var world = new World().Receive("B", Supplier, 3).Receive("A", Dc, 9);
        world.Hold<OrderFromSupplier>();
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        var (hall, direct) = world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.WarehousePicks(hall);
        world.Cancel("W-1");
        world.Send(Part(direct), new SupplierRefused("Discontinued."));
        world.Step();
        world.Send(Part(direct), new FulfilmentCancelAsked("Not wanted."));
        world.Pick = pending => pending - 1;
        world.Run();
        world.Pick = _ => 0;
        world.CarrierCollects(hall);
        world.CarrierDelivers(hall);

        world.OrderOf("W-1").Lines.Select(line => (line.Wanted, line.Assigned)).ShouldBe([(2, 2), (0, 0)]);
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_line_given_up_after_a_cancellation_that_came_too_late_keeps_nothing_waiting()
    {
        var world = new World().Receive("A", Leeds, 9).Receive("B", Dc, 9);
        world.Place(Shipped("W-1", Line(1, "A", 4), Line(2, "B", 1)));
        var (store, hall) = world.PartOf("W-1-1").Needs.Node == Leeds ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.WarehousePicks(hall);
        world.Send(world.TaskOf(TaskKind.Pick).Id, new TaskCompleted(new TaskResult([new PickedLine(1, "A", 2)], null, "")));
        world.Send(CaseId.Order("W-1"), new CancelRequested("Not wanted.", []));
        world.Run();
        world.PartAt(store).ShouldBe(PartState.PuttingBack);
        world.CarrierCollects(hall);
        world.At("W-1").ShouldBe(OrderState.Fulfilling);
        world.Cancel("W-1", 1);
        world.Do(TaskKind.PutBack);
        world.CarrierDelivers(hall);

        world.OrderOf("W-1").Recalls.ShouldBeEmpty();
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    private static void NothingIsReserved(World world)
    {
        world.Ledgers.Values.SelectMany(item => item.Reservations.Values).ShouldBeEmpty();
        world.Ledgers.Values.SelectMany(item => item.Nodes.Values).Sum(node => node.Reserved).ShouldBe(0);
    }
}
