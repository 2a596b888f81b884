using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A cancellation undoes exactly what was done, in every state that allows it.</summary>
public class OrderCancelTests
{
    private static readonly Dictionary<OrderState, Action<World>> WaysTo = new()
    {
        [OrderState.Checking] = world => Placed(world, w => w.Hold<CheckOrder>()),
        [OrderState.Authorising] = world => Placed(world, w => w.Hold<AuthorisePayment>()),
        [OrderState.Held] = world => Placed(world, w => w.Answers<AuthorisePayment>(
            pay => new PaymentAuthorised("AUTH", pay.Amount, pay.Currency, 0.99))),
        [OrderState.Sourcing] = world => Placed(world, w => w.Hold<FindStock>()),
        [OrderState.Reserving] = world => Placed(world, w => w.Hold<ReserveStock>()),
        [OrderState.WaitingForStock] = world => Placed(world, w => w.SellAtTill("A", Dc, 9)),
        [OrderState.Releasing] = world => Placed(world, w => w.Hold<PostSalesOrder>()),
        [OrderState.Fulfilling] = world => Placed(world, _ => { }),
        [OrderState.Rerouting] = world =>
        {
            Placed(world, _ => { });
            world.WarehousePicks("W-1-1", 1);
        },
        [OrderState.AskingCustomer] = world =>
        {
            world.Advice = _ => Advised(Option(RerouteKind.Ship, York));
            world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
            world.PickShort(1);
        },
    };

    public static TheoryData<OrderState> States => [.. WaysTo.Keys];

    [Theory]
    [MemberData(nameof(States))]
    public void A_cancellation_undoes_exactly_what_was_done(OrderState state)
    {
        var world = new World().Receive("A", Dc, 9);
        WaysTo[state](world);
        world.At("W-1").ShouldBe(state);

        world.Cancel("W-1");
        LetEverythingGo(world);

        world.Incidents.ShouldBeEmpty();
        PutBackWhatWasPicked(world);
        world.At("W-1").ShouldBe(OrderState.Cancelled);
        NothingIsReserved(world);
        world.Effects<VoidAuthorisation>().Count().ShouldBe(world.Messages<PaymentAuthorised>().Count());
        world.Effects<CancelSalesOrder>().Count().ShouldBe(world.Messages<SalesOrderPosted>().Count(), "what the ERP has is cancelled");
        world.Effects<CapturePayment>().ShouldBeEmpty();
        world.OpenTasks.Where(open => open.Task.Kind != TaskKind.Count).ShouldBeEmpty("nobody works for a cancelled order");
    }

    [Theory]
    [InlineData(OrderState.Checking)]
    [InlineData(OrderState.Authorising)]
    [InlineData(OrderState.Sourcing)]
    [InlineData(OrderState.Reserving)]
    [InlineData(OrderState.WaitingForStock)]
    [InlineData(OrderState.Releasing)]
    [InlineData(OrderState.Fulfilling)]
    public void An_order_that_was_held_before_can_be_cancelled_all_the_same(OrderState state)
    {
        var world = new World().Receive("A", Dc, 9);
        world.Refuses<CheckOrder>("The ERP is down.").Place(Shipped("W-1", Line(1, "A", 2)));
        var (task, _) = world.TaskOf(TaskKind.Resolve);
        WaysTo[state](world);
        world.Finish(task, "release:Erp");
        world.At("W-1").ShouldBe(state);

        world.Cancel("W-1");
        LetEverythingGo(world);

        world.Incidents.ShouldBeEmpty();
        world.At("W-1").ShouldBe(OrderState.Cancelled);
        NothingIsReserved(world);
    }

    [Fact]
    public void Too_late_for_one_part_the_order_ends_with_it_though_another_was_short()
    {
        var world = new World().Receive("A", Dc, 2).Receive("B", Supplier, 2);
        world.Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        var (hall, direct) = world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.WarehousePicks(hall, 1);
        world.At("W-1").ShouldBe(OrderState.Rerouting);
        world.Tell(CaseId.Order("W-1"), new CancelRequested("Changed my mind.", []));
        world.Do(TaskKind.PutBack);
        world.Tell(Part(direct), new SupplierShipped("S-1", $"TRK-{direct}", [new PickedLine(2, "B", 1)]));
        world.At("W-1").ShouldBe(OrderState.Fulfilling, "too late to cancel");
        world.CarrierDelivers(direct);

        world.OrderOf("W-1").Shortages.ShouldBeEmpty("nobody asks what to do about it any more");
        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CancelSalesOrder>().SelectMany(told => told.Lines)
            .ShouldBe([new LineChange(1, 0)], "the ERP knows that the other line was never delivered");
    }

    [Fact]
    public void An_order_whose_goods_have_left_cannot_be_cancelled()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.WarehousePicks("W-1-1");
        world.CarrierCollects("W-1-1");

        world.Cancel("W-1");

        world.At("W-1").ShouldBe(OrderState.Fulfilling);
        world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredLate);
        world.CarrierDelivers("W-1-1");
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_parcel_that_is_labelled_when_the_cancellation_comes_ships_and_is_paid()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.WarehousePicks("W-1-1");
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.TakingBack);

        world.CarrierCollects("W-1-1");
        world.At("W-1").ShouldBe(OrderState.Fulfilling);
        world.CarrierDelivers("W-1-1");

        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CapturePayment>().ShouldHaveSingleItem();
        world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("cancel-too-late");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_no_part_has_yet_is_cancelled_though_a_part_has_left_meanwhile(bool arrives)
    {
        var world = new World().Receive("A", Dc, 2).Place(Shipped("W-1", Line(1, "A", 3)));
        world.WarehousePicks("W-1-1");
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.TakingBack);

        world.CarrierCollects("W-1-1");
        if (arrives)
        {
            world.CarrierDelivers("W-1-1");
            world.At("W-1").ShouldBe(OrderState.Closed);
        }

        world.Receive("A", Dc, 9);
        world.Pass(TimeSpan.FromDays(2));
        world.CarrierDelivers("W-1-1");

        world.At("W-1").ShouldBe(OrderState.Closed);
        NothingIsReserved(world);
        world.Stock("A", Dc).Available.ShouldBe(9, "nothing was set aside for what the customer does not want");
        world.Effects<FindStock>().Count().ShouldBe(1);
        world.Effects<CancelSalesOrder>().SelectMany(told => told.Lines).ShouldBe([new LineChange(1, 2)]);
        world.Effects<NotifyCustomer>().ShouldContain(told => told.Template == "order-changed");
        world.Effects<NotifyCustomer>().ShouldNotContain(told => told.Template == "more-is-coming");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_a_supplier_did_not_send_of_an_order_that_was_to_be_cancelled_is_looked_for_by_nobody(bool overtaken)
    {
        var world = new World().Receive("B", Supplier, 3).Receive("A", Dc, 9);
        world.Place(Shipped("W-1", Line(1, "B", 3)));
        world.Cancel("W-1");
        world.At("W-1").ShouldBe(OrderState.TakingBack);
        world.Receive("B", Dc, 9);

        if (overtaken)
        {
            world.Tell(CaseId.Order("W-1"), new PartShort(
                Part("W-1-1"), Supplier, FulfilmentMode.DropShip, [new PartLine(1, "B", "B", 1, 10m)], "The supplier shipped less."));
            world.Tell(CaseId.Order("W-1"), new PartShipped(Part("W-1-1"), "TRK-9", [new PickedLine(1, "B", 2)]));
        }
        else
        {
            world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-9", [new PickedLine(1, "B", 2)]));
        }

        world.At("W-1").ShouldBe(OrderState.Fulfilling, "nobody is asked what to do about it");
        world.OpenTasks.ShouldBeEmpty();
        world.Pass(TimeSpan.FromDays(2));
        world.Tell(CaseId.Order("W-1"), new PartDelivered(Part("W-1-1"), [new PickedLine(1, "B", 2)]));

        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CapturePayment>().ShouldHaveSingleItem();
        world.Effects<AskReroute>().ShouldBeEmpty();
        world.Stock("B", Dc).Available.ShouldBe(9);
        world.Effects<CancelSalesOrder>().SelectMany(told => told.Lines).Last().ShouldBe(new LineChange(1, 2));
        world.Effects<NotifyCustomer>().ShouldContain(told => told.Template == "order-changed");
    }

    [Fact]
    public void A_part_that_is_delivered_before_it_is_heard_that_it_left_ends_an_order_that_was_to_be_cancelled_without_the_rest()
    {
        var world = new World().Receive("A", Dc, 2).Place(Shipped("W-1", Line(1, "A", 3)));
        world.WarehousePicks("W-1-1");
        world.Cancel("W-1");
        world.Tell(CaseId.Order("W-1"), new PartDelivered(Part("W-1-1"), [new PickedLine(1, "A", 2)]));

        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CancelSalesOrder>().SelectMany(told => told.Lines).ShouldBe([new LineChange(1, 2)]);
        world.Effects<NotifyCustomer>().ShouldContain(told => told.Template == "order-changed");
    }

    [Fact]
    public void A_recall_the_warehouse_refuses_ends_with_the_goods_put_back()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Refuses<RecallFromWarehouse>("Picked already.");
        world.Cancel("W-1");
        world.PartAt("W-1-1").ShouldBe(PartState.PuttingBack);
        world.At("W-1").ShouldBe(OrderState.TakingBack);

        world.Do(TaskKind.PutBack);

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        NothingIsReserved(world);
        world.Stock("A", Dc).Available.ShouldBe(9);
    }

    [Fact]
    public void A_second_cancellation_changes_nothing()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2)));
        world.Cancel("W-1");
        world.Cancel("W-1");

        world.At("W-1").ShouldBe(OrderState.Cancelled);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredLate);
    }

    [Fact]
    public void Back_ordered_lines_can_go_while_the_others_are_picked()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        world.WarehousePicks("W-1-1");
        world.Cancel("W-1", 1);
        world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredLate, "line 1 is picked");

        world.Cancel("W-1", 2);
        world.CarrierCollects("W-1-1");
        world.CarrierDelivers("W-1-1");

        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(2, 0)]);
        world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
    }

    [Fact]
    public void A_reservation_that_answers_after_its_line_was_cancelled_goes_back_to_stock()
    {
        var world = new World().Receive("A", Dc, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 3)));
        world.Hold<ReserveStock>();
        world.Receive("B", Dc, 5);
        world.Tell(CaseId.Order("W-1"), new StockArrived("B", Dc, 5));
        world.Cancel("W-1", 2);
        world.LetGo<ReserveStock>();

        world.OrderOf("W-1").Parts.ShouldHaveSingleItem();
        world.Stock("B", Dc).Reserved.ShouldBe(0);
        world.DcDelivers("W-1-1");
        world.At("W-1").ShouldBe(OrderState.Closed);
    }

    private static void Placed(World world, Action<World> before)
    {
        before(world);
        if (!world.Knows(CaseId.Order("W-1")))
        {
            world.Place(Shipped("W-1", Line(1, "A", 2)));
        }
    }

    private static void LetEverythingGo(World world)
    {
        world.LetGo<CheckOrder>();
        world.LetGo<AuthorisePayment>();
        world.LetGo<FindStock>();
        world.LetGo<ReserveStock>();
        world.LetGo<PostSalesOrder>();
    }

    private static void PutBackWhatWasPicked(World world)
    {
        if (world.OpenTasks.Any(open => open.Task.Kind == TaskKind.PutBack))
        {
            world.Do(TaskKind.PutBack);
        }
    }

    private static void NothingIsReserved(World world)
    {
        world.Ledgers.Values.SelectMany(item => item.Reservations.Values).ShouldBeEmpty();
        world.Ledgers.Values.SelectMany(item => item.Nodes.Values).Sum(node => node.Reserved).ShouldBe(0);
    }
}
