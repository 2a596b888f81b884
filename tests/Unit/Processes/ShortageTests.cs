using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Pieces are missing or late: counted, advised about, decided by whoever may decide.</summary>
public class ShortageTests
{
    private readonly World _world = new World().Receive("A", Dc, 9);

    [Fact]
    public void A_short_pick_writes_the_missing_off_opens_a_count_and_asks_for_advice()
    {
        ShipTwoAndFindOne();

        var stock = _world.Stock("A", Dc);
        (stock.Reserved, stock.Adjusted, stock.Available).ShouldBe((1, 1, 7));
        var count = _world.TaskOf(TaskKind.Count).Task;
        (count.Owner, count.Exception, count.Node).ShouldBe((OwnerGroup.StoreOperations, ExceptionCategory.StockVariance, Dc));
        _world.Effects<AskReroute>().ShouldHaveSingleItem().Missing.ShouldHaveSingleItem().Quantity.ShouldBe(1);
        _world.PartAt("W-1-1").ShouldBe(PartState.Short);
    }

    [Fact]
    public void A_count_that_finds_the_missing_piece_brings_the_books_up()
    {
        ShipTwoAndFindOne();

        _world.Finish(_world.TaskOf(TaskKind.Count).Id, null, "", new PickedLine(1, "A", 1));

        (_world.Stock("A", Dc).Adjusted, _world.Stock("A", Dc).Available).ShouldBe((0, 8));
    }

    [Fact]
    public void Advice_above_the_ceiling_is_taken_without_a_person()
    {
        _world.Receive("A", Leeds, 9);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds, 0.75), Option(RerouteKind.Refund, null, 0.2));
        ShipTwoAndFindOne();

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OrderOf("W-1").Parts.Select(part => part.Node).ShouldBe([Dc, Leeds]);
        _world.OpenTasks.ShouldNotContain(open => open.Task.Kind == TaskKind.Approve);
        Finish("W-1-1", "W-1-2");
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().Sum(capture => capture.Amount).ShouldBe(20m);
    }

    [Fact]
    public void Advice_between_floor_and_ceiling_is_put_to_a_person_and_what_is_below_is_not_shown()
    {
        _world.Receive("A", Leeds, 9);
        _world.Advice = _ => Advised(
            Option(RerouteKind.Ship, Leeds, 0.74), Option(RerouteKind.Ship, York, 0.29), Option(RerouteKind.Refund, null, 0.1));
        ShipTwoAndFindOne();
        _world.At("W-1").ShouldBe(OrderState.Rerouting);
        _world.TaskOf(TaskKind.Approve).Task.Choices.Select(choice => choice.Code).ShouldBe(["reroute:Ship@ST-1", "reroute:Refund"]);

        _world.Do(TaskKind.Approve, "reroute:Ship@ST-1", "Fine.");

        _world.OrderOf("W-1").Parts.Select(part => part.Node).ShouldBe([Dc, Leeds]);
    }

    [Fact]
    public void Without_advice_a_person_chooses_between_waiting_and_refunding()
    {
        ShipTwoAndFindOne();
        _world.Do(TaskKind.Approve, "reroute:Refund");

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Lines.ShouldBe([new LineChange(1, 1)]);
    }

    [Fact]
    public void A_choice_that_is_not_among_the_options_is_refused()
    {
        ShipTwoAndFindOne();

        _world.Tell(CaseId.Order("W-1"), new RerouteChosen("Ship@ST-2", ""));

        _world.At("W-1").ShouldBe(OrderState.Rerouting);
        _world.Latest(CaseId.Order("W-1")).Outcome.ShouldBe(Outcome.IgnoredLate);
    }

    [Fact]
    public void A_late_pick_asks_for_a_way_round_before_the_promise_is_broken_and_asks_once()
    {
        _world.Receive("A", Leeds, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(1.9));
        _world.Effects<AskReroute>().ShouldBeEmpty();
        _world.Pass(TimeSpan.FromHours(0.1));

        _world.PartOf("W-1-1").Late.ShouldBe(1);
        _world.Now.ShouldBeLessThan(_world.OrderOf("W-1").Promise!.Value);
        _world.Effects<AskReroute>().ShouldHaveSingleItem();
        _world.At("W-1").ShouldBe(OrderState.Rerouting);

        _world.Do(TaskKind.Approve, "reroute:Wait");
        _world.Pass(TimeSpan.FromHours(4));
        _world.PartOf("W-1-1").Late.ShouldBeGreaterThan(1);
        _world.Effects<AskReroute>().ShouldHaveSingleItem("whoever waits is not asked at every step");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_late_part_that_is_picked_after_all_ends_the_question_about_it(bool asked)
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 9).Place(Collected("W-1", Leeds, Line(1, "A", 2)));
        _world.Advice = _ => Advised(Option(RerouteKind.OtherStore, York, 0.5, mustAgree: true));
        _world.Pass(TimeSpan.FromHours(2));
        if (asked)
        {
            _world.Do(TaskKind.Approve, $"reroute:OtherStore@{York}");
            _world.At("W-1").ShouldBe(OrderState.AskingCustomer);
        }

        _world.Do(TaskKind.Pick);

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.OpenTasks.ShouldNotContain(open => open.Task.Kind == TaskKind.Approve || open.Task.Kind == TaskKind.Contact);
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));
        _world.OrderOf("W-1").PickupNode.ShouldBe(Leeds, "the goods lie there");
    }

    [Fact]
    public void What_is_waited_for_at_a_node_is_sent_by_it_when_it_has_come()
    {
        ShipTwoAndFindOne();
        _world.SellAtTill("A", Dc, 7);
        _world.Do(TaskKind.Approve, "reroute:Wait");
        _world.Receive("A", Dc, 5);
        _world.Pass(TimeSpan.FromHours(13));

        _world.OrderOf("W-1").Parts.Select(part => part.Node).ShouldBe([Dc, Dc]);
    }

    [Fact]
    public void Fewer_pieces_asked_for_while_the_pick_was_told_leave_no_second_pick_behind()
    {
        _world.Receive("A", Leeds, 9).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 3)));
        _world.Tell(CaseId.Order("W-1"), new ChangeRequested([new LineChange(1, 2)], null));
        _world.OpenTasks.Single(open => open.Task.Kind == TaskKind.Pick).Task.Lines.Single().Quantity.ShouldBe(2);
        _world.Tell(new CaseId("fulfilment", "W-1-1"), new PickReported([new PickedLine(1, "A", 3)]));

        _world.OpenTasks.ShouldNotContain(open => open.Task.Kind == TaskKind.Pick);
    }

    [Fact]
    public void A_late_pick_of_an_order_that_has_days_asks_on_the_second_step()
    {
        _world.Receive("A", Leeds, 9).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(2));
        _world.PartOf("W-1-1").Late.ShouldBe(1);
        _world.Effects<AskReroute>().ShouldBeEmpty();
        _world.Pass(TimeSpan.FromHours(2));

        _world.Effects<AskReroute>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_late_part_that_is_rerouted_gives_back_what_it_has_before_the_chosen_node_sends_it()
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 8).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var first = _world.PartOf("W-1-1").Needs.Node;
        var other = first == Leeds ? York : Leeds;
        _world.Receive("A", Dc, 9);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, other, 0.5), Option(RerouteKind.Ship, Dc, 0.4));
        _world.Pass(TimeSpan.FromHours(4));
        _world.Do(TaskKind.Approve, $"reroute:Ship@{other}");

        _world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        (_world.Stock("A", first).Reserved, _world.Stock("A", other).Reserved).ShouldBe((0, 2));
        _world.PartOf("W-1-2").Needs.Node.ShouldBe(other, "it was chosen, though the DC would have been found first");
    }

    [Fact]
    public void A_late_part_whose_order_waits_keeps_what_it_has()
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 9).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        var first = _world.PartOf("W-1-1").Needs.Node;
        _world.Pass(TimeSpan.FromHours(4));
        _world.Do(TaskKind.Approve, "reroute:Wait");

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        _world.PartAt("W-1-1").ShouldBe(PartState.AwaitingPick, "to wait changes nothing");
        _world.Stock("A", first).Reserved.ShouldBe(2);
    }

    [Fact]
    public void The_node_that_was_chosen_sends_the_pieces_though_another_comes_first()
    {
        _world.Receive("A", Leeds, 1).Receive("A", Dc, 9);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds, 0.5));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Receive("A", York, 9);
        _world.WarehousePicks("W-1-1", 1);
        _world.Do(TaskKind.Approve, $"reroute:Ship@{Leeds}");

        _world.PartOf("W-1-2").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_chosen_node_that_sold_out_meanwhile_is_replaced_by_any_other()
    {
        _world.Receive("A", Leeds, 1).Receive("A", York, 9);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds, 0.5));
        ShipTwoAndFindOne();
        _world.SellAtTill("A", Leeds, 1);
        _world.Run();
        _world.Do(TaskKind.Approve, $"reroute:Ship@{Leeds}");

        _world.PartOf("W-1-2").Needs.Node.ShouldBe(York);
    }

    [Fact]
    public void Another_date_is_not_given_without_asking_even_where_no_store_was_chosen()
    {
        _world.Receive("A", Leeds, 9);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds, 0.9, mustAgree: true));
        ShipTwoAndFindOne();
        _world.At("W-1").ShouldBe(OrderState.AskingCustomer);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));

        _world.PartOf("W-1-2").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_late_supplier_is_not_gone_round_since_it_cannot_be_told_to_stop()
    {
        _world.Receive("B", Supplier, 5).Receive("B", Leeds, 5);
        _world.SellAtTill("B", Leeds, 5);
        _world.Run();
        _world.Place(Shipped("W-1", Line(1, "B", 1)));
        _world.PartAt("W-1-1").ShouldBe(PartState.WithSupplier);
        _world.Pass(TimeSpan.FromDays(30));

        _world.PartOf("W-1-1").Late.ShouldBeGreaterThan(1);
        _world.Effects<AskReroute>().ShouldBeEmpty();
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void A_late_part_that_is_refunded_is_not_delivered_by_another_node()
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 9).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(4));

        _world.Do(TaskKind.Approve, "reroute:Refund");

        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem("do not deliver, do not charge");
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<CapturePayment>().ShouldBeEmpty();
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
    }

    [Fact]
    public void What_a_late_part_lacks_besides_is_not_sent_by_another_node_when_the_part_is_refunded()
    {
        _world.Receive("A", Leeds, 9).Receive("A", York, 9).SellAtTill("A", Dc, 9);
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.Pass(TimeSpan.FromHours(4));
        _world.At("W-1").ShouldBe(OrderState.Rerouting);
        _world.PickShort(found: 1);
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, York));

        _world.Do(TaskKind.Approve, "reroute:Refund");
        _world.Do(TaskKind.PutBack);

        _world.OrderOf("W-1").Parts.ShouldHaveSingleItem("neither what it found nor what it lacks");
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<CapturePayment>().ShouldBeEmpty();
        _world.Effects<AskReroute>().ShouldHaveSingleItem();
        _world.OrderOf("W-1").Lines.ShouldAllBe(line => line.Wanted == 0 && line.Assigned == 0);
    }

    [Fact]
    public void A_warehouse_that_refuses_a_part_frees_its_stock_and_the_order_goes_elsewhere()
    {
        _world.Receive("A", Leeds, 9).Refuses<ReleaseToWarehouse>("Closed for stock-taking.");
        _world.Advice = _ => Advised(Option(RerouteKind.Ship, Leeds));
        _world.Place(Shipped("W-1", Line(1, "A", 2)));

        _world.PartAt("W-1-1").ShouldBe(PartState.Cancelled);
        (_world.Stock("A", Dc).Available, _world.Stock("A", Dc).Reserved).ShouldBe((9, 0));
        _world.PartOf("W-1-2").Needs.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void A_supplier_that_ships_less_is_paid_for_what_it_shipped()
    {
        _world.Receive("B", Supplier, 5).Place(Shipped("W-1", Line(1, "B", 3)));
        _world.Tell(Part("W-1-1"), new SupplierShipped("S-1", "TRK-9", [new PickedLine(1, "B", 2)]));
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.Do(TaskKind.Approve, "reroute:Refund");
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Stock("B", Supplier).ShouldBe(new(2, 0, 0, 2, 1, -5));
    }

    private void ShipTwoAndFindOne()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1", 1);
    }

    private void Finish(string shipped, string fromStore)
    {
        _world.CarrierCollects(shipped);
        _world.CarrierDelivers(shipped);
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(fromStore);
        _world.CarrierDelivers(fromStore);
    }
}
