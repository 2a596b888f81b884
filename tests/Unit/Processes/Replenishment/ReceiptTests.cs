using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish;
using static Crossdock.Unit.Tests.Processes.Given;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>From the supplier's answer to shelf, books and end: what can go wrong first.</summary>
public class ReceiptTests
{
    private readonly World _world = new();

    [Fact]
    public void Goods_that_are_not_despatched_in_time_are_late_and_the_buyer_is_asked()
    {
        Confirmed();
        _world.Pass(TimeSpan.FromDays(8.1));

        _world.Latest(PurchaseId("P-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.LateShipment);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.LateShipment);
        _world.Pass(TimeSpan.FromDays(3));
        _world.OpenTasks.ShouldHaveSingleItem("asked once, counted after that");

        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "cancel-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
    }

    [Fact]
    public void Who_waits_on_is_asked_again_when_it_is_late_again()
    {
        Confirmed();
        _world.Pass(TimeSpan.FromDays(8.1));
        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "retry");
        _world.OpenTasks.ShouldBeEmpty();

        _world.Pass(TimeSpan.FromDays(1.5));

        _world.OpenTasks.ShouldHaveSingleItem();
    }

    [Fact]
    public void What_was_advised_and_did_not_come_is_late_on_the_way()
    {
        Confirmed();
        _world.Advises("P-1", "D-1", "A", 40);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        _world.Pass(TimeSpan.FromDays(2.1));

        _world.OpenTasks.ShouldHaveSingleItem();
        _world.Arrives("P-1", "R-1", "A", 40, advice: "D-1");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_under_way_is_waited_for_although_the_rest_was_cancelled()
    {
        Confirmed();
        _world.Advises("P-1", "D-1", "A", 30);
        _world.Pass(TimeSpan.FromDays(2.1));
        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "cancel-purchase");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay, "30 pieces are on a lorry, whatever the supplier agreed to");
        _world.Effects<VoidPurchase>().ShouldBeEmpty();
        _world.Arrives("P-1", "R-1", "A", 30, advice: "D-1");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed, "nothing else is to come");
        _world.Effects<PostGoodsReceipt>().ShouldHaveSingleItem();
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_under_way_and_never_comes_is_given_up_by_who_asks_a_second_time()
    {
        Confirmed();
        _world.Advises("P-1", "D-1", "A", 40);
        _world.Pass(TimeSpan.FromDays(2.1));
        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "cancel-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        _world.Pass(TimeSpan.FromDays(1.1));
        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "cancel-purchase");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.Effects<CancelWithSupplier>().ShouldHaveSingleItem("the supplier has agreed to it already");
        _world.Arrives("P-1", "R-1", "A", 40, advice: "D-1");
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.NotOrdered);
    }

    [Fact]
    public void What_the_supplier_wants_otherwise_while_a_receipt_is_booked_is_decided_after_it()
    {
        Confirmed();
        _world.Hold<PostGoodsReceipt>();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 11m));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Booking);
        _world.LetGo<PostGoodsReceipt>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.DoAs(World.Buyer, "SUP-A changed P-1", "accept-change");
        _world.PurchaseOf("P-1").Items[0].UnitPrice.ShouldBe(11m);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.Arrives("P-1", "R-2", "A", 30);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void A_supplier_who_declines_the_rest_while_a_receipt_is_booked_is_heard_after_it()
    {
        Confirmed();
        _world.Hold<PostGoodsReceipt>();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Tell(PurchaseId("P-1"), new PurchaseDeclined("Discontinued."));
        _world.LetGo<PostGoodsReceipt>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe("Discontinued.");
        _world.DoAs(World.Buyer, "SUP-A changed P-1", "cancel-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void Who_declines_and_sends_something_after_all_is_not_asked_about()
    {
        Confirmed();
        _world.Hold<PostGoodsReceipt>();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Tell(PurchaseId("P-1"), new PurchaseDeclined("Discontinued."));
        _world.Advises("P-1", "D-1", "A", 30);
        _world.LetGo<PostGoodsReceipt>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_within_the_tolerances_while_a_receipt_is_booked_is_taken()
    {
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Hold<PostGoodsReceipt>();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 10.1m));
        _world.LetGo<PostGoodsReceipt>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").Items[0].UnitPrice.ShouldBe(10.1m);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_the_buyer_has_yet_to_decide_is_asked_again_when_goods_came_meanwhile(bool advised)
    {
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 11m));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        if (advised)
        {
            _world.Advises("P-1", "D-1", "A", 10);
            _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "what they cost is not agreed");
        }

        _world.Arrives("P-1", "R-1", "A", 10, advice: advised ? "D-1" : null);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.PurchaseOf("P-1").Offer.ShouldNotBeNull();
        _world.DoAs(World.Buyer, "SUP-A changed P-1", "accept-change");
        (_world.PurchaseAt("P-1"), _world.PurchaseOf("P-1").Items[0].UnitPrice).ShouldBe((PurchaseState.AwaitingDespatch, 11m));
        _world.Arrives("P-1", "R-2", "A", 30);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void An_answer_to_an_order_that_he_is_asked_to_cancel_counts_when_he_will_not()
    {
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Hold<CancelWithSupplier>();
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Too dear."));
        _world.Confirms("P-1", new ConfirmedLine("A", 25, _world.PurchaseOf("P-1").Items[0].UnitPrice));
        _world.Refuses<CancelWithSupplier>("It is packed.").LetGo<CancelWithSupplier>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.OpenTasks.Count.ShouldBe(2, "that he would not, and what he wants otherwise");
        _world.DoAs(World.Buyer, "SUP-A changed P-1", "accept-change");
        _world.PurchaseOf("P-1").Outstanding.ShouldBe(25);
    }

    [Fact]
    public void Damaged_goods_are_rejected_and_the_rest_goes_on_the_shelf()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 40, damaged: 3);

        Counted().ShouldBe((40, 37, 3));
        _world.Stock("A", Dc).Available.ShouldBe(37);
        _world.Effects<PostGoodsReceipt>().Single().Lines.ShouldBe([new CountedLine("A", 40, 37, 3)]);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe("3 of 40 of A damaged or too many.");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch, "three are still owed");
    }

    [Fact]
    public void More_than_was_ordered_is_not_taken_in()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 55);

        Counted().ShouldBe((55, 40, 15));
        _world.Stock("A", Dc).Available.ShouldBe(40);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void Unless_the_policy_for_that_supplier_lets_some_more_in()
    {
        var world = new World(policies: Shelves.With(Policy.ReceiptOver, 0.1m, new Scope(Supplier: "SUP-A")));
        world.Propose(Bought("P-1", pieces: 40));
        world.Arrives("P-1", "R-1", "A", 55);

        world.Stock("A", Dc).Available.ShouldBe(44);
    }

    [Fact]
    public void What_was_never_ordered_is_rejected_whole()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "B", 12);

        _world.Ledgers.Keys.ShouldNotContain("B");
        _world.Effects<PostGoodsReceipt>().Single().Lines.ShouldBe([new CountedLine("B", 12, 0, 12)]);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.NotOrdered);
    }

    [Fact]
    public void Less_than_was_advised_is_said_and_waited_for()
    {
        Confirmed();
        _world.Advises("P-1", "D-1", "A", 40);
        _world.Arrives("P-1", "R-1", "A", 25, advice: "D-1");

        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldBe("25 of 40 of A came with D-1.");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch, "the despatch is in, short; the rest is owed");
        _world.Advises("P-1", "D-2", "A", 15);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        _world.Arrives("P-1", "R-2", "A", 15, advice: "D-2");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.Effects<ClosePurchase>().Single().Short.ShouldBeFalse();
    }

    [Fact]
    public void A_receipt_told_twice_is_stocked_once()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Arrives("P-1", "R-1", "A", 10);

        _world.Stock("A", Dc).Available.ShouldBe(10);
        _world.Latest(PurchaseId("P-1")).Outcome.ShouldBe(Outcome.IgnoredDuplicate);
    }

    [Fact]
    public void A_receipt_that_comes_while_another_is_booked_waits_its_turn()
    {
        Confirmed();
        _world.Hold<PostGoodsReceipt>();
        _world.Arrives("P-1", "R-1", "A", 10);
        _world.Arrives("P-1", "R-2", "A", 30);
        _world.Stock("A", Dc).Available.ShouldBe(10);
        _world.LetGo<PostGoodsReceipt>();

        _world.Stock("A", Dc).Available.ShouldBe(40);
        _world.Effects<PostGoodsReceipt>().Select(receipt => receipt.Receipt).ShouldBe(["R-1", "R-2"]);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void A_receipt_that_the_ERP_refuses_waits_for_finance_and_is_not_stocked_twice()
    {
        Confirmed();
        _world.Refuses<PostGoodsReceipt>("Period closed.");
        _world.Arrives("P-1", "R-1", "A", 40);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unbooked);

        _world.Do(TaskKind.Resolve, "retry");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.Stock("A", Dc).Available.ShouldBe(40);
    }

    [Fact]
    public void Goods_before_any_paper_are_counted_all_the_same()
    {
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Arrives("P-1", "R-1", "A", 40);

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void Goods_for_an_order_that_nobody_approved_are_not_stocked()
    {
        _world.Propose(Bought("P-1"));
        _world.Arrives("P-1", "R-1", "A", 100);

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
        _world.Ledgers.ShouldBeEmpty();
        _world.OpenTasks.ShouldContain(open => open.Task.Exception == ExceptionCategory.NotOrdered);
    }

    [Fact]
    public void Goods_that_come_after_the_end_are_not_stocked()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 40);
        _world.Arrives("P-1", "R-2", "A", 40);

        _world.Stock("A", Dc).Available.ShouldBe(40);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.NotOrdered);
    }

    [Fact]
    public void What_is_missing_is_closed_short_with_supplier_and_ERP()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 25);
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Season is over."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.Effects<CancelWithSupplier>().ShouldHaveSingleItem();
        _world.Effects<ClosePurchase>().Single().Short.ShouldBeTrue();
        _world.Effects<VoidPurchase>().ShouldBeEmpty("25 have come");
    }

    [Fact]
    public void The_rest_bought_elsewhere_is_what_is_still_owed()
    {
        Confirmed();
        _world.Arrives("P-1", "R-1", "A", 25);
        _world.Pass(TimeSpan.FromDays(9));
        _world.DoAs(World.Buyer, "P-1 from SUP-A is late", "elsewhere", "SUP-B");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.PurchaseOf("P-1-E").Needs.Lines.Single().Quantity.ShouldBe(15);
    }

    [Fact]
    public void Goods_that_arrive_while_the_rest_is_cancelled_are_counted_before_it_ends()
    {
        Confirmed();
        _world.Hold<CancelWithSupplier>();
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Season is over."));
        _world.Arrives("P-1", "R-1", "A", 40);
        _world.LetGo<CancelWithSupplier>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.Stock("A", Dc).Available.ShouldBe(40);
    }

    [Fact]
    public void An_end_that_the_ERP_refuses_is_tried_again_by_finance()
    {
        Confirmed();
        _world.Refuses<ClosePurchase>("Invoice open.");
        _world.Arrives("P-1", "R-1", "A", 40);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unclosed);

        _world.Do(TaskKind.Resolve, "retry");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void Orders_that_wait_for_the_goods_are_served_by_their_promise()
    {
        _world.Place(Shipped("W-1", Line(1, "A", 2))).Place(Shipped("W-2", Line(1, "A", 2)) with { PlacedAt = Now.AddHours(-3) });
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Propose(Bought("P-1", 40, 10m));
        _world.Arrives("P-1", "R-1", "A", 2);
        _world.Pass(TimeSpan.FromMinutes(1));

        _world.At("W-2").ShouldBe(OrderState.Fulfilling, "it was placed before the other");
        _world.At("W-1").ShouldBe(OrderState.WaitingForStock);
        _world.Incidents.ShouldBeEmpty();
    }

    private (int Received, int Stocked, int Rejected) Counted()
    {
        var item = _world.PurchaseOf("P-1").Items.Single();
        return (item.Received, item.Stocked, item.Rejected);
    }

    private void Confirmed()
    {
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 10m));
    }
}
