using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What goes back to the customer for a parcel that came back.</summary>
public class CameBackTests
{
    private readonly World _world = new World().Receive("A", Dc, 9).Receive("A", Leeds, 9);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Postage_goes_back_when_nothing_of_the_order_is_with_the_customer(bool restIsCancelled)
    {
        _world.Place(Shipped("W-1", restIsCancelled ? [Line(1, "A", 2), Line(2, "B", 1)] : [Line(1, "A", 2)]) with
        {
            Charges = [new Charge("POST", "Postage", 4m), new Charge("WRAP", "Gift wrap", 3m)],
        });
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.ComesBackAsNew("W-1-1");
        if (restIsCancelled)
        {
            _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
            _world.Cancel("W-1");
        }

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(27m);
        _world.Effects<RefundPayment>().Select(refund => (refund.Reference, refund.Amount))
            .ShouldBe([("refund/W-1-1", 20m), ("postage/W-1", 4m)]);
        _world.OrderOf("W-1").Refunded.ShouldBe(24m);
    }

    [Fact]
    public void Postage_that_the_provider_would_not_give_back_is_tried_again_with_the_rest()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with { Charges = [new Charge("POST", "Postage", 4m)] });
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.Refuses<RefundPayment>("The card is closed.");
        _world.ComesBackAsNew("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Unsettled);
        _world.Answers<RefundPayment>(asked => new PaymentRefunded("RF", asked.Amount, asked.Currency, asked.Reference));
        _world.Do(TaskKind.Resolve, "retry");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.OrderOf("W-1").Refunded.ShouldBe(24m);
        _world.OrderOf("W-1").Tenders.ShouldAllBe(tender => tender.Returned == 24m);
    }

    [Fact]
    public void Postage_is_kept_while_something_of_the_order_is_with_the_customer()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 2), Line(2, "B", 1)) with
        {
            Charges = [new Charge("POST", "Postage", 4m)],
        });
        var (hall, store) = _world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        _world.DcDelivers(hall);
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(store);
        _world.ComesBackAsNew(store);

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_comes_back_while_it_is_being_charged_is_paid_back_when_it_is_known_what_was(bool declined)
    {
        _world.Hold<CapturePayment>();
        ShipTwo();
        _world.ComesBackAsNew("W-1-1");
        _world.Effects<RefundPayment>().ShouldBeEmpty("nobody knows yet whether it was charged");
        if (declined)
        {
            _world.Refuses<CapturePayment>("The card has expired.");
        }

        _world.LetGo<CapturePayment>();
        _world.Effects<RefundPayment>().Count().ShouldBe(declined ? 0 : 1);
        if (declined)
        {
            _world.At("W-1").ShouldBe(OrderState.Unsettled);
            _world.Do(TaskKind.Resolve, "retry");
        }

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.OrderOf("W-1").Refunded.ShouldBe(declined ? 0m : 20m);
    }

    [Fact]
    public void What_a_return_took_from_one_tender_goes_back_over_the_other()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 1), Line(2, "B", 1)) with
        {
            Payment = new PaymentMethod("card", "tok-1", [new PaymentTender("gift-card", "gc-1", 15m)]),
        });
        var (hall, store) = _world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        _world.WarehousePicks(hall);
        _world.CarrierCollects(hall);
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(store);
        _world.CarrierDelivers(store);
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "B", 1));
        _world.Do(TaskKind.Inspect);
        _world.ComesBackAsNew(hall);

        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
        _world.OrderOf("W-1").Tenders.ShouldAllBe(tender => tender.Returned == tender.Captured);
    }

    [Fact]
    public void A_return_is_not_paid_out_of_what_was_charged_for_something_else()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 1), Line(2, "B", 1)));
        var (hall, store) = _world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        _world.WarehousePicks(hall);
        _world.CarrierCollects(hall);
        _world.Hold<CapturePayment>();
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(store);
        _world.CarrierDelivers(store);
        _world.Tell(Return("R-1"), Back("R-1", "W-1", "B", 1));
        _world.Do(TaskKind.Inspect);
        _world.Effects<RefundPayment>().ShouldBeEmpty("B is not charged yet");
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldStartWith("What was delivered is not charged yet");

        _world.LetGo<CapturePayment>();
        _world.ComesBackAsNew(hall);
        _world.Tell(Return("R-1"), new LookAgain("It is charged now."));
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    [Fact]
    public void What_the_customer_was_never_charged_for_is_not_given_back_out_of_something_else()
    {
        _world.Receive("B", York, 9).Place(Shipped("W-1", Line(1, "A", 1), Line(2, "B", 1)));
        var (hall, store) = _world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        _world.DcDelivers(hall);
        _world.Refuses<CapturePayment>("The card has expired.");
        _world.Do(TaskKind.Pick);
        _world.Do(TaskKind.Pack);
        _world.CarrierCollects(store);
        _world.CarrierDelivers(store);
        _world.Tell(CaseId.Order("W-1"), new HoldReleased(HoldKind.Erp, "Not worth a letter."));
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.OpenTasks.ShouldBeEmpty("nobody is to see to what was written off");

        Returned("R-1", "B");
        _world.Effects<RefundPayment>().ShouldBeEmpty();
        Returned("R-2", "A");
        _world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);

        void Returned(string number, string sku)
        {
            _world.Tell(Return(number), Back(number, "W-1", sku, 1));
            _world.Do(TaskKind.Inspect);
        }
    }

    [Fact]
    public void A_return_waits_for_no_charge_but_that_of_what_was_delivered()
    {
        var world = new World().Receive("A", Dc, 1).Receive("A", York, 1).Place(Shipped("W-1", Line(1, "A", 2)));
        var (hall, store) = world.PartOf("W-1-1").Needs.Node == Dc ? ("W-1-1", "W-1-2") : ("W-1-2", "W-1-1");
        world.DcDelivers(hall);
        world.Hold<CapturePayment>();
        world.Do(TaskKind.Pick);
        world.Do(TaskKind.Pack);
        world.CarrierCollects(store);
        world.Tell(Return("R-1"), Back("R-1", "W-1", "A", 1));
        world.Do(TaskKind.Inspect);

        world.Effects<RefundPayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
    }

    private void ShipTwo()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
    }
}
