using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What becomes of pieces that no node has: something else, waiting, or no.</summary>
public class SubstituteTests
{
    private readonly World _world = WorldWith();

    [Fact]
    public void Who_takes_something_else_gets_it_when_no_node_has_any_of_what_was_ordered()
    {
        _world.Receive("A2", Dc, 5).Place(Takes("W-1", Line(1, "A", 2, 12m), Line(2, "B", 1)));
        _world.Receive("B", Dc, 5);

        var part = _world.PartOf("W-1-1").Needs.Lines.ShouldHaveSingleItem();
        (part.Sku, part.Quantity, part.UnitPrice).ShouldBe(("A2", 2, 12m), "at the price of what was ordered");
        _world.OrderOf("W-1").Lines.Select(line => (line.Sku, line.Wanted)).ShouldBe([("A", 0), ("B", 1), ("A2", 2)]);
        var confirmed = _world.Effects<NotifyCustomer>().Single(told => told.Template == "order-confirmed");
        confirmed.Facts.ShouldContain("2 of A2 instead of A", "nobody is silently sent another thing");
        var posted = _world.Effects<PostSalesOrder>().ShouldHaveSingleItem();
        posted.Lines.Select(line => (line.Line, line.Sku, line.Quantity)).ShouldBe([(2, "B", 1), (3, "A2", 2)]);
        posted.Total.ShouldBe(34m);
    }

    [Fact]
    public void What_stands_in_for_a_line_goes_with_it_when_that_is_cancelled()
    {
        _world.Receive("A2", Dc, 5).Receive("B", Dc, 5).Hold<PostSalesOrder>();
        _world.Place(Takes("W-1", Line(1, "A", 2, 12m), Line(2, "B", 1)));
        _world.At("W-1").ShouldBe(OrderState.Releasing);
        _world.Cancel("W-1", 1);
        _world.LetGo<PostSalesOrder>();

        _world.PartOf("W-1-1").Needs.Lines.ShouldHaveSingleItem().Sku.ShouldBe("B");
        _world.Stock("A2", Dc).Available.ShouldBe(5);
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void An_order_of_which_only_what_stands_in_is_left_is_cancelled_with_its_line()
    {
        _world.Receive("A2", Dc, 5).Hold<PostSalesOrder>();
        _world.Place(Takes("W-1", Line(1, "A", 2, 12m)));
        _world.Cancel("W-1", 1);
        _world.LetGo<PostSalesOrder>();

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Stock("A2", Dc).Available.ShouldBe(5);
    }

    [Fact]
    public void It_is_charged_and_can_be_brought_back_as_what_it_is()
    {
        _world.Receive("A2", Dc, 5).Place(Takes("W-1", Line(1, "A", 2, 12m)));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.CarrierDelivers("W-1-1");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(24m);
        ImmutableArray<ReturnLine> back = [new("A2", "", 1, 12m), new("A", "", 1, 12m)];
        _world.Tell(CaseId.Order("W-1"), new ReturnRightsAsked(Return("R-1"), back));
        _world.OrderOf("W-1").Claims.ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Sku.ShouldBe("A2");
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(15, 12)]
    [InlineData(0, 12)]
    public void The_customer_pays_the_lower_of_both_prices(double inForce, double paid)
    {
        _world.Answers<CheckOrder>(check => new OrderChecked(
            [.. check.Lines.Where(line => line.Sku == "A2").Select(line => new PriceInForce("A2", (decimal)inForce))], [], false, null));
        _world.Receive("A2", Dc, 5).Place(Takes("W-1", Line(1, "A", 2, 12m)));

        _world.PartOf("W-1-1").Needs.Lines.ShouldHaveSingleItem().UnitPrice.ShouldBe((decimal)paid);
        _world.Effects<PostSalesOrder>().ShouldHaveSingleItem().Total.ShouldBe(2 * (decimal)paid);
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(2 * (decimal)paid);
        _world.Effects<CheckOrder>().Count().ShouldBe(2, "once for the order and once for what is sent instead");
    }

    [Fact]
    public void An_erp_that_tells_no_price_keeps_nobody_waiting()
    {
        _world.Answers<CheckOrder>(check => check.Lines.Length > 1
            ? check.Refused("Not now.") : new OrderChecked([], [], false, null));
        _world.Receive("A2", Dc, 5).Place(Takes("W-1", Line(1, "A", 2, 12m)));

        _world.PartOf("W-1-1").Needs.Lines.ShouldHaveSingleItem().UnitPrice.ShouldBe(12m);
    }

    [Theory]
    [InlineData(false, PartShortage.Substitute)]
    [InlineData(true, PartShortage.BackOrder)]
    public void Nobody_else_gets_something_else(bool takes, PartShortage policy)
    {
        var world = WorldWith(policy).Receive("A2", Dc, 5);
        world.Place(Takes("W-1", Line(1, "A", 2)) with { AcceptsSubstitutes = takes });

        world.At("W-1").ShouldBe(OrderState.WaitingForStock);
    }

    [Fact]
    public void A_line_is_sent_as_one_thing_or_the_rest_of_it_waits()
    {
        _world.Receive("A", Dc, 1).Receive("A2", Dc, 5).Place(Takes("W-1", Line(1, "A", 2)));

        _world.PartOf("W-1-1").Needs.Lines.ShouldHaveSingleItem().Sku.ShouldBe("A");
        _world.OrderOf("W-1").Unassigned.ShouldBe(1);
    }

    [Fact]
    public void The_best_that_is_there_in_full_is_sent_and_what_another_line_takes_is_not_sent_twice()
    {
        _world.Receive("A2", Dc, 3).Receive("A3", Dc, 9).Place(Takes("W-1", Line(1, "A", 2), Line(2, "A", 2)));

        _world.OrderOf("W-1").Lines.Where(line => line.Wanted > 0).Select(line => (line.Sku, line.Wanted)).ShouldBe([("A2", 2), ("A3", 2)]);
    }

    [Fact]
    public void A_substitute_that_others_took_is_not_replaced_again_but_waited_for()
    {
        _world.Receive("A2", Dc, 2).Receive("A3", Dc, 9);
        _world.BeforeReserving = () =>
        {
            _world.BeforeReserving = null;
            _world.SellAtTill("A2", Dc, 2);
        };
        _world.Place(Takes("W-1", Line(1, "A", 2)));

        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Receive("A2", Dc, 2).Pass(TimeSpan.FromHours(13));
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void Where_the_retailer_refuses_what_is_not_there_the_rest_goes_and_is_all_that_is_charged()
    {
        var world = WorldWith(PartShortage.Refuse).Receive("A", Dc, 1);
        world.Place(Shipped("W-1", Line(1, "A", 3)));

        world.Effects<NotifyCustomer>().ShouldContain(told => told.Template == "pieces-not-available");
        world.WarehousePicks("W-1-1");
        world.CarrierCollects("W-1-1");
        world.CarrierDelivers("W-1-1");
        world.At("W-1").ShouldBe(OrderState.Closed);
        world.Effects<CapturePayment>().ShouldHaveSingleItem().Amount.ShouldBe(10m);
        world.Effects<PostSalesOrder>().ShouldHaveSingleItem().Lines.ShouldHaveSingleItem().Quantity.ShouldBe(1);
    }

    [Fact]
    public void An_order_of_which_nothing_is_there_is_refused_then_and_the_customer_told()
    {
        var world = WorldWith(PartShortage.Refuse);
        world.Place(Shipped("W-1", Line(1, "A", 3)));

        world.At("W-1").ShouldBe(OrderState.Refused);
        world.Effects<VoidAuthorisation>().ShouldHaveSingleItem();
        world.Effects<NotifyCustomer>().ShouldHaveSingleItem().Template.ShouldBe("order-cancelled");
    }

    [Fact]
    public void A_pre_order_is_not_refused_for_what_is_not_there_yet()
    {
        var world = WorldWith(PartShortage.Refuse);
        world.Place(Shipped("W-1", Line(1, "A", 3)) with { AvailableFrom = Now.AddDays(2) });

        world.At("W-1").ShouldBe(OrderState.WaitingForStock);
    }

    [Fact]
    public void After_a_short_pick_the_customer_is_asked_before_something_else_is_sent()
    {
        Short();
        _world.At("W-1").ShouldBe(OrderState.AskingCustomer);

        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));

        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
        var part = _world.PartOf("W-1-2");
        (part.Needs.Node, part.Needs.Lines.Single().Sku, part.Needs.Mode).ShouldBe((Leeds, "A2", FulfilmentMode.StorePickup));
        var told = _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem();
        told.Lines.ShouldHaveSingleItem().ShouldBe(new LineChange(1, 1));
        told.Instead.ShouldHaveSingleItem().ShouldBe(new OrderLine(2, "A2", "Instead of Thing A", 1, 10m));
    }

    [Fact]
    public void What_the_customer_agreed_to_costs_its_own_price_where_that_is_lower()
    {
        _world.Answers<CheckOrder>(check => new OrderChecked(
            [.. check.Lines.Where(line => line.Sku == "A2").Select(_ => new PriceInForce("A2", 7m))], [], false, null));
        Short();
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Agree));

        _world.PartOf("W-1-2").Needs.Lines.Single().UnitPrice.ShouldBe(7m);
        _world.Effects<CancelSalesOrder>().ShouldHaveSingleItem().Instead.ShouldHaveSingleItem().UnitPrice.ShouldBe(7m);
    }

    [Fact]
    public void A_customer_who_wants_nothing_else_gets_the_money_back()
    {
        Short();
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Refuse));

        _world.OrderOf("W-1").Lines.ShouldHaveSingleItem().Wanted.ShouldBe(1);
    }

    [Fact]
    public void What_waits_after_a_short_pick_is_not_replaced_behind_the_customers_back()
    {
        Short();
        _world.Tell(CaseId.Order("W-1"), new CustomerAnswered(CustomerAnswer.Wait));
        _world.Pass(TimeSpan.FromHours(13));

        _world.OrderOf("W-1").Lines.ShouldHaveSingleItem().Sku.ShouldBe("A");
    }

    [Fact]
    public void What_is_left_of_an_order_that_the_erp_has_is_not_replaced_behind_the_customers_back()
    {
        _world.Receive("B", Dc, 1).Hold<PostSalesOrder>();
        _world.Place(Takes("W-1", Line(1, "A", 2), Line(2, "B", 1)));
        _world.Cancel("W-1", 2);
        _world.Receive("A2", Dc, 5);
        _world.LetGo<PostSalesOrder>();
        _world.OrderOf("W-1").Lines.Where(line => line.Wanted > 0).Select(line => (line.Sku, line.Assigned)).ShouldBe([("A", 0)]);
        _world.Stock("A2", Dc).Available.ShouldBe(5);

        _world.Receive("A", Dc, 2).Pass(TimeSpan.FromHours(13));
        _world.DcDelivers("W-1-1");
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    /// <summary>Of two pieces for a store one is not on its shelf, and another thing is.</summary>
    private void Short()
    {
        _world.Advice = _ => Advised(new RerouteOption(
            RerouteKind.Substitute, Leeds, "A2", 1.5m, Now.AddHours(3), CustomerMustAgree: true, 0.9, "Send A2 instead."));
        _world.Receive("A", Leeds, 2).Receive("A2", Leeds, 4).Place(Takes("W-1", Line(1, "A", 2)) with
        {
            Wish = DeliveryWish.StorePickup,
            PickupNode = Leeds,
        });
        _world.PickShort(1);
    }

    private static OrderReceived Takes(string number, params OrderLine[] lines) =>
        Shipped(number, lines) with { AcceptsSubstitutes = true };

    private static World WorldWith(PartShortage policy = PartShortage.Substitute) => new(
        Network with
        {
            Substitutes = SubstitutePlan.Of(new Dictionary<string, string[]> { ["A"] = ["A2", "A3"], ["A2"] = ["A3"] }),
        },
        new PolicyBook([new PolicyValue(Policy.PartShortage.Name, new Scope(), policy, 2, Now.AddDays(-1), "Omar", "So decided.")]));
}
