using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.ProcureToReplenish;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What a supplier makes of an order after people have said yes to it: whose yes that needs, and what creeps in.</summary>
public class PurchaseChangeTests
{
    private static readonly Actor Nia = new("Nia", "buyer");

    private readonly World _world = new();

    [Fact]
    public void A_yes_to_an_amount_is_none_to_a_larger_one_and_never_the_proposers_own()
    {
        Confirmed(100, 12m);
        _world.DoAs(Nia, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "who proposed 1,000.00 would make it 1,200.00");
        _world.Latest(PurchaseId("P-1")).Because.ShouldBe("Nia proposed it and may not approve it.");

        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").Total.ShouldBe(1_200m);
    }

    [Fact]
    public void A_change_to_less_is_any_buyers_to_take()
    {
        Confirmed(60, 10m);
        _world.DoAs(Nia, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
    }

    [Fact]
    public void A_change_that_a_buyer_takes_and_finance_has_to_approve_is_a_task_of_finance()
    {
        Confirmed(100, 600m);
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");

        var asked = _world.OpenTasks.Single().Task;
        (asked.Owner, asked.Title).ShouldBe((OwnerGroup.FinanceControl, "SUP-A changed P-1 (finance)"));
        _world.DoAs(World.Finance, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        (_world.PurchaseOf("P-1").Cleared, _world.PurchaseOf("P-1").ClearedBy).ShouldBe((ApprovalLevel.Finance, "Fay"));
    }

    [Fact]
    public void A_change_that_takes_two_people_asks_each_of_those_who_may()
    {
        Confirmed(100, 3_000m);
        _world.DoAs(World.Finance, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.OpenTasks.Single().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        _world.DoAs(World.Finance, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "nobody counts twice");

        _world.DoAs(new Actor("Finn", "finance"), "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
    }

    [Theory]
    [InlineData(10.1, 10.2)]
    [InlineData(10.05, 10.15)]
    public void Steps_within_tolerance_do_not_add_up_to_one_beyond_it(double first, double second)
    {
        Confirmed(100, (decimal)first);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.Confirms("P-1", new ConfirmedLine("A", 100, (decimal)second));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.Latest(PurchaseId("P-1")).Because.ShouldContain("instead of 10");
    }

    [Fact]
    public void What_a_person_has_taken_is_what_later_words_are_held_against()
    {
        Confirmed(100, 12m, days: 5);
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");
        _world.Tell(PurchaseId("P-1"), new PurchaseConfirmed("S-2", Now.AddDays(12), [new ConfirmedLine("A", 98, 12.1m)]));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").Items.Single().Ordered.ShouldBe(98);
    }

    [Fact]
    public void What_is_within_tolerance_and_more_than_was_approved_is_asked()
    {
        _world.Propose(Bought("P-1", pieces: 100, price: 99.5m));
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.Confirms("P-1", new ConfirmedLine("A", 100, 100.2m));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "10,020.00 is for the head of buying");
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");
        _world.DoAs(World.Head, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
    }

    [Fact]
    public void A_supplier_who_answers_an_order_that_did_not_go_out_has_it()
    {
        Unsent();
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 10m));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.OpenTasks.ShouldBeEmpty();
        _world.Tell(PurchaseId("P-1"), new PurchaseElsewhere("Bo", "SUP-B"));
        _world.Effects<CancelWithSupplier>().ShouldHaveSingleItem("the first supplier has it, and has to let it go");
    }

    [Fact]
    public void An_order_that_went_out_after_all_is_waited_for_and_taken_back_from_who_has_it()
    {
        Unsent();
        _world.Send(PurchaseId("P-1"), new PurchaseSent("S-9"));
        _world.Run();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Before_the_ERP_has_it_a_suppliers_word_waits()
    {
        _world.Refuses<PostPurchase>("Period closed.");
        _world.Propose(Bought("P-1", pieces: 40));
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 10m));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unsent);
        _world.DoAs(World.Buyer, "P-1 does not go out", "elsewhere", "SUP-B");

        _world.Effects<CancelWithSupplier>().ShouldHaveSingleItem("he has shown that he has it");
    }

    [Fact]
    public void Who_gives_up_what_is_under_way_still_buys_the_rest_elsewhere()
    {
        Confirmed(100, 10m);
        _world.Advises("P-1", "D-1", "A", 30);
        _world.Tell(PurchaseId("P-1"), new PurchaseElsewhere("Bo", "SUP-B"));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("It will never come."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.PurchaseOf("P-1-E").Needs.Lines.Single().Quantity.ShouldBe(100);
    }

    [Fact]
    public void What_the_goods_cost_is_still_decided_when_all_of_them_have_come()
    {
        Confirmed(100, 12m);
        _world.Arrives("P-1", "R-1", "A", 100);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "the question would end with the goods");
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        var posted = _world.Effects<PostPurchase>().Last();
        (posted.Revision, posted.Lines.Single().UnitPrice).ShouldBe((2, 12m), "the ERP has what they cost before it closes the order");
        _world.Messages<PayablesTold>().Select(told => told.News).OfType<OrderPlaced>().Last().Order.Lines.Single().UnitPrice
            .ShouldBe(12m, "and the supplier's book, against which he is paid");
    }

    [Fact]
    public void Terms_that_the_ERP_does_not_take_once_all_has_come_are_a_task_and_hold_up_nothing()
    {
        Confirmed(100, 12m);
        _world.Arrives("P-1", "R-1", "A", 100);
        _world.Refuses<PostPurchase>("Period closed.");
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Title.ShouldBe("Terms of P-1 differ in the ERP");
    }

    [Fact]
    public void An_advice_of_which_two_lorries_bring_a_half_each_is_made_good_once()
    {
        Confirmed(100, 10m);
        _world.Advises("P-1", "D-1", "A", 40);
        _world.Advises("P-1", "D-2", "A", 50);
        _world.Arrives("P-1", "R-1", "A", 20, advice: "D-1");
        _world.Arrives("P-1", "R-2", "A", 20, advice: "D-1");

        _world.PurchaseOf("P-1").UnderWay.ShouldBeTrue("fifty pieces of the second advice are still to come");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
    }

    private void Confirmed(int pieces, decimal price, int days = 0)
    {
        _world.Propose(Bought("P-1"));
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.Tell(PurchaseId("P-1"), new PurchaseConfirmed("S-1", Now.AddDays(7 + days), [new ConfirmedLine("A", pieces, price)]));
    }

    private void Unsent()
    {
        _world.Refuses<SendPurchase>("The line is down.");
        _world.Propose(Bought("P-1", pieces: 40));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unsent);
    }
}
