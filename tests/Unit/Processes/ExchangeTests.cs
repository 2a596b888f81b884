using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.ReturnToRefund;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Something else instead of money: an order like any other, paid by the credit that the money became.</summary>
public class ExchangeTests
{
    private readonly World _world = new World().Receive("A", Dc, 9).Receive("B", Dc, 9).Receive("A", Leeds, 9);

    [Fact]
    public void What_is_wanted_instead_is_ordered_when_the_goods_were_looked_at_and_paid_by_their_credit()
    {
        Deliver();
        _world.Tell(Return("R-1"), Wanting("R-1", 1, Line(1, "B", 1)));
        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse("nobody has looked at what comes back");
        _world.Do(TaskKind.Inspect);

        Refunded().ShouldBe([(10m, true)]);
        _world.OrderOf("EX-R-1").Needs.Payment.Tenders.ShouldBe([new PaymentTender("store-credit", "sc-return/R-1", 10m)]);
        _world.Effects<AuthorisePayment>().Last().Token.ShouldBe("sc-return/R-1");
        _world.DcDelivers("EX-R-1-1");
        _world.At("EX-R-1").ShouldBe(OrderState.Closed);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed, "a credit is the retailer's own: no provider settles it");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(10m, "the books show a return and a sale");
    }

    [Fact]
    public void What_comes_back_beyond_the_exchange_is_paid_back()
    {
        Deliver();
        BringBack(Wanting("R-1", 2, Line(1, "B", 1, price: 12.5m)));

        Refunded().ShouldBe([(12.5m, true), (7.5m, false)]);
        _world.StatementOf("R-1", 7.5m);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void An_exchange_that_costs_more_takes_the_rest_of_the_payment_given_for_it()
    {
        Deliver();
        BringBack(Wanting("R-1", 1, Line(1, "B", 2)) with
        {
            Exchange = new ExchangeWish([Line(1, "B", 2)], null, new PaymentMethod("card", "tok-9")),
        });

        Refunded().ShouldBe([(10m, true)]);
        _world.Effects<AuthorisePayment>().Skip(1).Select(pay => (pay.Token, pay.Amount))
            .ShouldBe([("sc-return/R-1", 10m), ("tok-9", 10m)]);
    }

    [Fact]
    public void An_exchange_that_costs_more_and_that_nothing_pays_is_asked_about_and_paid_back()
    {
        Deliver();
        _world.Tell(Return("R-1"), Wanting("R-1", 1, Line(1, "B", 2)));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Deciding);
        _world.TaskOf(TaskKind.Resolve).Task.Why.ShouldContain("nothing pays the difference");
        _world.Do(TaskKind.Resolve, "accept-return");
        _world.Do(TaskKind.Inspect);

        Refunded().ShouldBe([(10m, false)]);
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("exchange-refunded");
        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse();
    }

    [Fact]
    public void An_exchange_is_fetched_where_the_customer_says()
    {
        Deliver();
        BringBack(Wanting("R-1", 1) with { Exchange = new ExchangeWish([Line(1, "A", 1)], Leeds, null) });

        _world.OrderOf("EX-R-1").Needs.ShouldSatisfyAllConditions(
            needs => needs.Wish.ShouldBe(DeliveryWish.StorePickup), needs => needs.PickupNode.ShouldBe(Leeds),
            needs => needs.Customer.ShouldBe(_world.OrderOf("W-1").Needs.Customer));
        _world.TaskOf(TaskKind.Pick).Task.Node.ShouldBe(Leeds);
    }

    [Fact]
    public void An_exchange_that_cannot_be_had_waits_for_stock_as_every_order_does()
    {
        Deliver();
        BringBack(Wanting("R-1", 1, Line(1, "C", 1)));

        _world.At("EX-R-1").ShouldBe(OrderState.WaitingForStock);
        _world.Cancel("EX-R-1");
        _world.At("EX-R-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().Last().Authorisation.ShouldBe("AUTH-EX-R-1-sc-return/R-1", "the credit stays the customer's");
    }

    [Fact]
    public void A_credit_that_the_provider_refuses_orders_nothing_until_it_is_tried_again()
    {
        _world.Refuses<RefundPayment>("Closed.");
        Deliver();
        BringBack(Wanting("R-1", 1, Line(1, "B", 1)));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse();

        _world.Do(TaskKind.Resolve, "retry");

        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeTrue();
        Refunded().ShouldBe([(10m, true), (10m, true)]);
    }

    [Fact]
    public void What_is_wanted_is_ordered_though_the_rest_of_the_money_has_to_be_paid_by_hand()
    {
        _world.Answers<RefundPayment>(refund => refund.AsCredit ? null : refund.Refused("The card is closed."));
        Deliver();
        BringBack(Wanting("R-1", 2, Line(1, "B", 1, price: 12.5m)));
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse();
        _world.Do(TaskKind.Resolve, "settled", "7.50 by transfer.");

        _world.OrderOf("EX-R-1").Needs.Payment.Tenders.ShouldBe([new PaymentTender("store-credit", "sc-return/R-1", 12.5m)]);
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldNotContain("exchange-refunded");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_credit_that_was_paid_by_hand_instead_buys_nothing()
    {
        _world.Answers<RefundPayment>(refund => refund.AsCredit ? refund.Refused("Not now.") : null);
        Deliver();
        BringBack(Wanting("R-1", 2, Line(1, "B", 1, price: 12.5m)));
        _world.Do(TaskKind.Resolve, "settled", "12.50 by transfer.");

        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse();
        _world.Effects<NotifyCustomer>().Select(mail => mail.Template).ShouldContain("exchange-refunded");
    }

    [Fact]
    public void What_became_a_credit_of_a_payment_that_was_ended_by_hand_is_told_to_the_customer()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with
        {
            Payment = new PaymentMethod("card", "tok-1", [new PaymentTender("gift-card", "gc-1", 15m)]),
        });
        _world.DcDelivers("W-1-1");
        _world.Answers<RefundPayment>(refund => refund.Amount == 3m ? refund.Refused("The card is closed.") : null);
        BringBack(Wanting("R-1", 2, Line(1, "B", 1, price: 18m)));
        _world.Do(TaskKind.Resolve, "settled", "3.00 by transfer.");

        _world.Knows(CaseId.Order("EX-R-1")).ShouldBeFalse("15 do not pay 18");
        _world.Effects<NotifyCustomer>().Last(mail => mail.Template == "exchange-refunded").Facts.ShouldBe(["GBP 15.00"]);
    }

    [Fact]
    public void What_was_had_for_nothing_is_exchanged_for_nothing()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2, price: 0m)));
        _world.DcDelivers("W-1-1");
        BringBack(Wanting("R-1", 1, Line(1, "B", 1, price: 0m)));

        Refunded().ShouldBeEmpty();
        _world.At("EX-R-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void An_exchange_for_an_order_of_two_means_turns_what_each_gets_back_into_credits()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)) with
        {
            Payment = new PaymentMethod("card", "tok-1", [new PaymentTender("gift-card", "gc-1", 15m)]),
        });
        _world.DcDelivers("W-1-1");
        BringBack(Wanting("R-1", 2, Line(1, "B", 1, price: 18m)));

        Refunded().ShouldBe([(15m, true), (3m, true), (2m, false)]);
        _world.OrderOf("EX-R-1").Tenders.Select(tender => tender.Authorised).ShouldBe([15m, 3m]);
    }

    [Fact]
    public void What_was_exchanged_comes_back_to_the_credit_that_paid_it()
    {
        Deliver();
        BringBack(Wanting("R-1", 1, Line(1, "B", 1)));
        _world.DcDelivers("EX-R-1-1");
        _world.Tell(Return("R-2"), Back("R-2", "EX-R-1", "B", 1));
        _world.Do(TaskKind.Inspect);

        _world.Effects<RefundPayment>().Last().ShouldSatisfyAllConditions(
            refund => refund.Authorisation.ShouldBe("AUTH-EX-R-1-sc-return/R-1"), refund => refund.AsCredit.ShouldBeFalse());
    }

    private static ReturnAsked Wanting(string number, int pieces, params ImmutableArray<OrderLine> lines) =>
        Back(number, "W-1", "A", pieces) with { Exchange = new ExchangeWish(lines, null, null) };

    private void Deliver()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2)));
        _world.DcDelivers("W-1-1");
    }

    private void BringBack(ReturnAsked back)
    {
        _world.Tell(Return(back.Number), back);
        _world.Do(TaskKind.Inspect);
    }

    private List<(decimal Amount, bool AsCredit)> Refunded() =>
        [.. _world.Effects<RefundPayment>().Select(refund => (refund.Amount, refund.AsCredit))];
}
