using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ReturnToRefund;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Orders that are paid by several means: each is charged what it holds, and gets back what it paid.</summary>
public class TenderTests
{
    private const string Card = "AUTH-W-1", GiftCard = "AUTH-W-1-gc-1";

    private World _world = new World().Receive("A", Dc, 9).Receive("A", Leeds, 9);

    [Fact]
    public void A_gift_card_pays_first_and_the_card_what_it_leaves()
    {
        Deliver(gift: 15m);

        _world.Effects<AuthorisePayment>().Select(pay => (pay.Token, pay.Amount)).ShouldBe([("gc-1", 15m), ("tok-1", 5m)]);
        Captured().ShouldBe([(GiftCard, 15m), (Card, 5m)]);
        _world.At("W-1").ShouldBe(OrderState.Closed);
        _world.Effects<VoidAuthorisation>().ShouldBeEmpty();
        _world.OrderOf("W-1").Captured.ShouldBe(20m);
    }

    [Fact]
    public void A_gift_card_that_pays_the_whole_is_the_only_one_asked()
    {
        Deliver(gift: 20m);

        _world.Effects<AuthorisePayment>().ShouldHaveSingleItem().Token.ShouldBe("gc-1");
        Captured().ShouldBe([(GiftCard, 20m)]);
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_gift_card_that_holds_less_than_was_said_leaves_more_to_the_card()
    {
        _world.Answers<AuthorisePayment>(pay => pay.Token == "gc-1" ? new PaymentAuthorised(GiftCard, 4m, pay.Currency, 0) : null);
        Deliver(gift: 15m);

        _world.Effects<AuthorisePayment>().Select(pay => pay.Amount).ShouldBe([15m, 16m]);
        Captured().ShouldBe([(GiftCard, 4m), (Card, 16m)]);
        _world.At("W-1").ShouldBe(OrderState.Closed);
    }

    [Fact]
    public void A_card_that_is_declined_after_the_gift_card_holds_the_order_and_is_tried_again_alone()
    {
        DeclineCardOnce();
        _world.Place(Paid(gift: 15m));
        _world.At("W-1").ShouldBe(OrderState.Held);

        _world.Finish(_world.TaskOf(TaskKind.Resolve).Id, "release:Payment");

        _world.Effects<AuthorisePayment>().Select(pay => pay.Token).ShouldBe(["gc-1", "tok-1", "tok-1"]);
        _world.At("W-1").ShouldBe(OrderState.Fulfilling);
    }

    [Fact]
    public void An_order_that_is_cancelled_gives_back_what_each_means_held()
    {
        _world.Place(Paid(gift: 15m));
        _world.Cancel("W-1");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().Select(gone => gone.Authorisation).ShouldBe([GiftCard, Card]);
    }

    [Fact]
    public void A_held_order_that_is_cancelled_gives_back_what_was_held_of_it()
    {
        DeclineCardOnce();
        _world.Place(Paid(gift: 15m));
        _world.Cancel("W-1");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().ShouldHaveSingleItem().Authorisation.ShouldBe(GiftCard);
    }

    [Fact]
    public void A_provider_that_keeps_one_authorisation_does_not_keep_the_order()
    {
        _world.Answers<VoidAuthorisation>(gone => gone.Authorisation == GiftCard ? gone.Refused("Not now.") : null);
        _world.Place(Paid(gift: 15m));
        _world.Cancel("W-1");

        _world.At("W-1").ShouldBe(OrderState.Cancelled);
        _world.Effects<VoidAuthorisation>().Select(gone => gone.Authorisation).ShouldBe([GiftCard, Card]);
    }

    [Theory]
    [InlineData(RefundOrder.StoredValueFirst, new[] { 10.0 })]
    [InlineData(RefundOrder.StoredValueLast, new[] { 5.0, 5.0 })]
    [InlineData(RefundOrder.AsPaid, new[] { 7.5, 2.5 })]
    public void What_comes_back_is_paid_back_by_the_rule_of_the_retailer(RefundOrder rule, double[] amounts)
    {
        Rule(rule);
        Deliver(gift: 15m);
        BringBack("R-1", 1);

        Refunded().Select(refund => refund.Amount).ShouldBe(amounts.Select(amount => (decimal)amount));
        Refunded()[0].Authorisation.ShouldBe(GiftCard);
    }

    [Fact]
    public void No_means_gets_back_more_than_it_paid_however_many_returns_there_are()
    {
        Deliver(gift: 15m);
        BringBack("R-1", 1);
        BringBack("R-2", 1);

        Refunded().ShouldBe([(GiftCard, 10m), (GiftCard, 5m), (Card, 5m)]);
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    [Fact]
    public void A_return_is_closed_when_the_statement_shows_what_the_card_has_back_of_its_refund()
    {
        Deliver(gift: 15m);
        BringBack("R-1", 2);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Settling);
        _world.StatementOf("R-1", 5m);

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed, "nobody settles a gift card");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
    }

    [Fact]
    public void What_went_back_to_a_gift_card_alone_waits_for_no_statement()
    {
        Deliver(gift: 20m);
        BringBack("R-1", 2);

        Refunded().ShouldBe([(GiftCard, 20m)]);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
    }

    [Fact]
    public void A_statement_that_shows_the_card_s_share_early_counts()
    {
        Deliver(gift: 15m);
        _world.Hold<PostCreditNote>();
        BringBack("R-1", 2);
        _world.StatementOf("R-1", 5m);
        _world.LetGo<PostCreditNote>();

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Theory]
    [InlineData(4.65)]
    [InlineData(5)]
    [InlineData(20)]
    public void A_statement_that_shows_another_amount_than_the_card_has_back_is_disputed(double shown)
    {
        Deliver(gift: 15m);
        BringBack("R-1", 2);
        _world.StatementOf("R-1", (decimal)shown);

        _world.ReturnAt("R-1").ShouldBe(shown == 5 ? ReturnState.Closed : ReturnState.Disputed);
    }

    [Theory]
    [InlineData(Card)]
    [InlineData(GiftCard)]
    public void A_refund_is_answered_once_whichever_share_is_refused(string refused)
    {
        Deliver(gift: 15m);
        RefuseOnce(refused);
        BringBack("R-1", 2);

        _world.RowsOf(Return("R-1")).Count(row => row.Message.Data is RefundDeclined or PaymentRefunded).ShouldBe(1);
        _world.ReturnOf("R-1").PartlyRefunded.ShouldBe(refused == Card ? 15m : 5m);
        _world.Do(TaskKind.Resolve, "settled");
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed, "the note says nothing");
        _world.Do(TaskKind.Resolve, "settled", "Paid by cheque 77.");

        _world.Stock("A", Leeds).Available.ShouldBe(11, "paid by hand, and then taken back and credited as every other");
        _world.Effects<PostCreditNote>().ShouldHaveSingleItem().Amount.ShouldBe(20m);
        _world.ReturnOf("R-1").ToSettle.ShouldBe(refused == Card ? 0m : 5m);
        if (refused == GiftCard)
        {
            _world.StatementOf("R-1", 5m);
        }

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
    }

    [Fact]
    public void A_share_that_is_refused_is_tried_again_alone()
    {
        Deliver(gift: 15m);
        RefuseOnce(Card);
        BringBack("R-1", 2);
        _world.ReturnAt("R-1").ShouldBe(ReturnState.Disputed);
        var task = _world.TaskOf(TaskKind.Resolve).Task;
        task.Why.ShouldBe("GBP 15.00 went back, the rest did not: Closed.");
        task.Choices.Select(choice => choice.Code).ShouldBe(["retry", "settled"], "it cannot be refused any more");

        _world.Do(TaskKind.Resolve, "retry");
        _world.StatementOf("R-1", 5m);

        _world.ReturnAt("R-1").ShouldBe(ReturnState.Closed);
        Refunded().ShouldBe([(GiftCard, 15m), (Card, 5m), (Card, 5m)]);
        _world.OrderOf("W-1").Refunded.ShouldBe(20m);
    }

    [Fact]
    public void A_parcel_that_comes_back_is_paid_back_to_what_paid_it()
    {
        _world.Place(Paid(gift: 15m));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.ComesBackAsNew("W-1-1");

        Refunded().ShouldBe([(GiftCard, 15m), (Card, 5m)]);
        _world.At("W-1").ShouldBe(OrderState.Cancelled);
    }

    [Theory]
    [InlineData(Card, GiftCard, 15)]
    [InlineData(GiftCard, Card, 5)]
    public void A_means_that_paid_nothing_for_a_parcel_gets_nothing_back_when_it_comes_back(string refused, string paid, int amount)
    {
        _world.Answers<CapturePayment>(capture => capture.Authorisation == refused ? capture.Refused("Closed.") : null);
        _world.Place(Paid(gift: 15m));
        _world.WarehousePicks("W-1-1");
        _world.CarrierCollects("W-1-1");
        _world.ComesBackAsNew("W-1-1");

        Refunded().ShouldBe([(paid, (decimal)amount)]);
    }

    [Fact]
    public void A_capture_that_is_refused_for_one_means_is_tried_again_alone()
    {
        var times = 0;
        _world.Answers<CapturePayment>(capture => capture.Authorisation == Card && times++ == 0 ? capture.Refused("Closed.") : null);
        Deliver(gift: 15m);
        _world.At("W-1").ShouldBe(OrderState.Unsettled);

        _world.Do(TaskKind.Resolve, "retry");

        _world.At("W-1").ShouldBe(OrderState.Closed);
        Captured().ShouldBe([(GiftCard, 15m), (Card, 5m), (Card, 5m)]);
        _world.OrderOf("W-1").Captured.ShouldBe(20m);
    }

    private static OrderReceived Paid(decimal gift) => Shipped("W-1", Line(1, "A", 2)) with
    {
        Payment = new PaymentMethod("card", "tok-1", [new PaymentTender("gift-card", "gc-1", gift)]),
    };

    private void Deliver(decimal gift)
    {
        _world.Place(Paid(gift));
        _world.DcDelivers("W-1-1");
    }

    private void BringBack(string number, int pieces)
    {
        _world.Tell(Return(number), Back(number, "W-1", "A", pieces));
        _world.Do(TaskKind.Inspect);
    }

    private void DeclineCardOnce()
    {
        var times = 0;
        _world.Answers<AuthorisePayment>(pay => pay.Token == "tok-1" && times++ == 0 ? pay.Refused("Not enough money.") : null);
    }

    private void RefuseOnce(string authorisation)
    {
        var times = 0;
        _world.Answers<RefundPayment>(
            refund => refund.Authorisation == authorisation && times++ == 0 ? refund.Refused("Closed.") : null);
    }

    private void Rule(RefundOrder rule) => _world = new World(policies: new PolicyBook([new PolicyValue(
        Policy.RefundOrder.Name, Scope.Everywhere, rule, 2, Now.AddDays(-1), "Head", "Ours.")])).Receive("A", Dc, 9);

    private List<(string Authorisation, decimal Amount)> Captured() =>
        [.. _world.Effects<CapturePayment>().Select(capture => (capture.Authorisation, capture.Amount))];

    private List<(string Authorisation, decimal Amount)> Refunded() =>
        [.. _world.Effects<RefundPayment>().Select(refund => (refund.Authorisation, refund.Amount))];
}
