using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>Procure to replenish, up to the supplier's answer: what can go wrong first.</summary>
public class PurchaseTests
{
    private readonly World _world = new();

    [Fact]
    public void Who_proposed_may_not_approve()
    {
        _world.Propose(Bought("P-1"));
        _world.DoAs(new Actor("Nia", "buyer"), "Approve P-1", "approve-purchase");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
        _world.Latest(PurchaseId("P-1")).Because.ShouldBe("Nia proposed it and may not approve it.");
        _world.Effects<SendPurchase>().ShouldBeEmpty();
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation, "the question was asked anew");
    }

    [Fact]
    public void Who_may_not_approve_and_says_so_without_a_task_is_told_no_and_whoever_is_asked_stays_asked()
    {
        _world.Propose(Bought("P-1"));
        var asked = _world.OpenTasks.Single().Id;
        foreach (var word in new Message[] { new PurchaseApproved("", "", ""), new PurchaseRejected("", "No.", "") })
        {
            _world.Send(PurchaseId("P-1"), word, word is PurchaseApproved ? new Actor("Nia", "buyer") : new Actor("Rob", "staff"));
            _world.Run();

            _world.Latest(PurchaseId("P-1")).Outcome.ShouldBe(Outcome.IgnoredLate);
            _world.Latest(PurchaseId("P-1")).Because.ShouldContain("may not approve");
        }

        _world.OpenTasks.Single().Id.ShouldBe(asked);
        _world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    [Theory]
    [InlineData(499, "nobody")]
    [InlineData(500, "buyer")]
    [InlineData(10_000, "head-of-buying")]
    [InlineData(50_000, "finance")]
    public void The_matrix_says_by_value_who_has_to_approve(int total, string needed)
    {
        _world.Propose(Bought("P-1", pieces: 1, price: total));
        if (needed == "nobody")
        {
            _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
            return;
        }

        foreach (var role in new[] { "staff", "store", "buyer", "head-of-buying", "finance" }.TakeWhile(role => role != needed))
        {
            _world.DoAs(new Actor("Bo", role), "Approve P-1", "approve-purchase");
            _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval, role);
        }

        _world.DoAs(new Actor("Bo", needed), "Approve P-1", "approve-purchase");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    [Theory]
    [InlineData("SUP-A", null)]
    [InlineData(null, "toys")]
    public void And_by_supplier_and_category(string? supplier, string? category)
    {
        var strict = new PolicyBook([new PolicyValue(
            "purchase-finance-from", new Scope(Category: category, Supplier: supplier), 0m, 2, Now.AddDays(-1), "Fay", "New supplier.")]);
        var world = new World(policies: strict).Propose(Bought("P-1", pieces: 1));

        world.OpenTasks.Single().Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        world.DoAs(World.Head, "Approve P-1", "approve-purchase");
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
        world.DoAs(World.Finance, "Approve P-1", "approve-purchase");
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    [Fact]
    public void Whoever_tells_the_case_himself_speaks_for_himself_only()
    {
        _world.Propose(Bought("P-1"));
        _world.Tell(PurchaseId("P-1"), new PurchaseApproved("Fay", "finance", "I am Fay."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval, "Aylin, staff, said it");
    }

    [Fact]
    public void A_late_approval_is_reminded_and_then_escalated()
    {
        _world.Propose(Bought("P-1"));
        var first = _world.OpenTasks.Single().Id;
        _world.Pass(TimeSpan.FromHours(4.5));
        _world.OpenTasks.Single().Id.ShouldNotBe(first);
        _world.Latest(PurchaseId("P-1")).Card.ShouldNotBeNull().Exception.ShouldBe(ExceptionCategory.ApprovalLate);

        _world.Pass(TimeSpan.FromDays(1));

        _world.OpenTasks.Single().Task.Title.ShouldNotBe("Approve P-1 (a buyer)");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
    }

    [Fact]
    public void What_is_rejected_goes_nowhere()
    {
        _world.Propose(Bought("P-1"));
        _world.DoAs(World.Buyer, "Approve P-1", "reject-purchase", "Too many.");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Rejected);
        _world.Asked.ShouldBeEmpty();
    }

    [Fact]
    public void A_no_of_a_role_that_stands_in_no_row_of_the_matrix_decides_nothing_and_it_is_asked_anew()
    {
        _world.Propose(Bought("P-1"));
        var first = _world.OpenTasks.Single().Id;
        _world.DoAs(new Actor("Rob", "staff"), "Approve P-1", "reject-purchase", "I do not like it.");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
        _world.Latest(PurchaseId("P-1")).Because
            .ShouldBe("Rob (staff) may not approve GBP 1,000.00 from SUP-A for DC-1; a buyer has to.");
        _world.OpenTasks.Single().Id.ShouldNotBe(first, "somebody who may has to be asked, for the first task is done");

        _world.DoAs(World.Buyer, "Approve P-1", "reject-purchase", "Too many.");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Rejected);
    }

    [Fact]
    public void Where_the_matrix_names_a_role_that_nobody_has_it_climbs_and_can_be_cancelled()
    {
        var world = new World(policies: new PolicyBook([new PolicyValue(
            Policy.PurchaseBuyerRoles.Name, Scope.Everywhere, "nobody-here", 2, Now.AddDays(-1), "Fay", "For a test.")]));
        world.Propose(Bought("P-1"));
        world.DoAs(World.Buyer, "Approve P-1", "reject-purchase", "Too many.");
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);

        world.Pass(TimeSpan.FromDays(3));
        var latest = world.Latest(PurchaseId("P-1"));
        (latest.Waits, latest.Deadline is not null).ShouldBe((Waits.OnPerson, true), "it is late and not silent");
        world.OpenTasks.ShouldHaveSingleItem().Task.Title.ShouldNotContain("a buyer", Case.Insensitive);
        world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Nobody may decide it."));
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_proposal_that_is_no_order_is_rejected_with_the_reason()
    {
        _world.Propose(Bought("P-1", pieces: 0));
        _world.Propose(Bought("P-2") with { Lines = [] });
        _world.Propose(Bought("P-3") with { Lines = [.. Bought("P-3").Lines, .. Bought("P-3").Lines] });

        _world.Latest(PurchaseId("P-1")).Because.ShouldBe("Line 1 orders 0 pieces.");
        _world.Latest(PurchaseId("P-2")).Because.ShouldBe("The proposal has no lines.");
        _world.Latest(PurchaseId("P-3")).Because.ShouldBe("A stands on 2 lines; it belongs on one.");
        _world.OpenTasks.Count.ShouldBe(3);
    }

    [Fact]
    public void The_same_need_told_twice_is_one_order()
    {
        _world.Propose(Bought("P-1", pieces: 1)).Propose(Bought("P-1", pieces: 1));

        _world.Effects<SendPurchase>().ShouldHaveSingleItem();
    }

    [Fact]
    public void An_order_that_the_ERP_refuses_is_sent_to_nobody_and_goes_out_when_a_person_says_so()
    {
        _world.Refuses<PostPurchase>("No such vendor.").Propose(Bought("P-1", pieces: 1));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unsent);
        _world.Effects<SendPurchase>().ShouldBeEmpty();

        _world.Do(TaskKind.Resolve, "retry");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    [Fact]
    public void An_order_that_cannot_be_sent_is_taken_back_in_the_ERP_when_it_is_cancelled()
    {
        _world.Refuses<SendPurchase>("Unknown address.").Propose(Bought("P-1", pieces: 1));

        _world.Do(TaskKind.Resolve, "cancel-purchase");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.Effects<VoidPurchase>().ShouldHaveSingleItem();
        _world.Effects<CancelWithSupplier>().ShouldBeEmpty("he never had it");
    }

    [Fact]
    public void A_cancel_before_approval_undoes_nothing_since_nothing_was_done()
    {
        _world.Propose(Bought("P-1"));
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.Asked.ShouldBeEmpty();
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_cancel_after_sending_is_undone_with_the_supplier_and_in_the_ERP()
    {
        Sent();
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        (_world.Effects<CancelWithSupplier>().Count(), _world.Effects<VoidPurchase>().Count()).ShouldBe((1, 1));
    }

    [Fact]
    public void A_cancel_while_it_is_being_posted_waits_for_the_answer_and_is_never_sent()
    {
        _world.Hold<PostPurchase>();
        _world.Propose(Bought("P-1", pieces: 1));
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));
        _world.LetGo<PostPurchase>();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.Effects<SendPurchase>().ShouldBeEmpty();
        _world.Effects<VoidPurchase>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_supplier_who_will_not_cancel_delivers_and_the_buyer_is_told()
    {
        Sent();
        _world.Refuses<CancelWithSupplier>("It is on the lorry.");
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Exception.ShouldBe(ExceptionCategory.SupplierChanged);
        _world.Arrives("P-1", "R-1", "A", 40);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void A_silent_supplier_is_reminded_twice_and_then_the_buyer_calls()
    {
        Sent();
        _world.Pass(TimeSpan.FromDays(4.5));
        _world.Effects<RemindSupplier>().Select(reminder => reminder.Reminder).ShouldBe([1, 2]);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);

        _world.Pass(TimeSpan.FromDays(2));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Silent);
        var call = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (call.Exception, call.Owner).ShouldBe((ExceptionCategory.SupplierSilent, OwnerGroup.Buying));
        _world.Confirms("P-1", new ConfirmedLine("A", 40, 10m));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.OpenTasks.ShouldBeEmpty("the call is not needed any more");
    }

    [Fact]
    public void What_a_silent_supplier_has_can_be_bought_elsewhere_once_he_has_let_go_of_it()
    {
        Sent();
        _world.Pass(TimeSpan.FromDays(7));
        _world.DoAs(World.Buyer, "Call SUP-A", "elsewhere", "SUP-B");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        var instead = _world.PurchaseOf("P-1-E").Needs;
        (instead.Supplier, instead.ProposedBy, instead.Lines.Single().Quantity).ShouldBe(("SUP-B", "Bo", 40));
    }

    [Theory]
    [InlineData("no such/supplier")]
    [InlineData("SUP-A")]
    [InlineData("")]
    public void But_not_from_nobody_and_not_from_himself(string supplier)
    {
        Sent();
        _world.Pass(TimeSpan.FromDays(7));
        _world.DoAs(World.Buyer, "Call SUP-A", "elsewhere", supplier);

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Silent);
        _world.OpenTasks.ShouldHaveSingleItem("the buyer is asked again");
    }

    [Theory]
    [InlineData(40, 10.0, 0, false)]
    [InlineData(38, 10.0, 0, false)]
    [InlineData(37, 10.0, 0, true)]
    [InlineData(43, 10.0, 0, true)]
    [InlineData(40, 10.1, 0, false)]
    [InlineData(40, 10.2, 0, true)]
    [InlineData(40, 5.0, 0, false)]
    [InlineData(40, 10.0, 2, false)]
    [InlineData(40, 10.0, 3, true)]
    public void A_change_within_tolerance_is_taken_and_beyond_it_the_buyer_decides(int pieces, double price, int days, bool asked)
    {
        Sent();
        _world.Tell(PurchaseId("P-1"), new PurchaseConfirmed("S-1", Now.AddDays(7 + days), [new("A", pieces, (decimal)price)]));

        _world.PurchaseAt("P-1").ShouldBe(asked ? PurchaseState.Changed : PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").Items.Single().Ordered.ShouldBe(asked ? 40 : pieces);
    }

    [Fact]
    public void A_change_that_the_buyer_accepts_is_what_ERP_and_dock_expect_from_then_on()
    {
        Changed(30, 10m);
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        var posted = _world.Effects<PostPurchase>().Last();
        (posted.Revision, posted.Lines.Single().Quantity).ShouldBe((2, 30));
        _world.Arrives("P-1", "R-1", "A", 30);
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Closed);
    }

    [Fact]
    public void A_dearer_change_needs_whoever_approves_that_much()
    {
        Changed(40, 300m);
        _world.DoAs(World.Buyer, "SUP-A changed", "accept-change");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed, "12,000 are for the head of buying");

        _world.DoAs(World.Head, "SUP-A changed", "accept-change");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingDespatch);
        _world.PurchaseOf("P-1").ClearedBy.ShouldBe("Hana");
    }

    [Fact]
    public void A_change_that_the_buyer_will_not_have_goes_back_as_the_order_it_was()
    {
        Changed(30, 12m);
        _world.DoAs(World.Buyer, "SUP-A changed", "renegotiate");

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
        var sent = _world.Effects<SendPurchase>().Last();
        (sent.Revision, sent.Lines.Single().Quantity, sent.Lines.Single().UnitPrice).ShouldBe((2, 40, 10m));
    }

    [Fact]
    public void A_supplier_who_declines_leaves_nothing_to_accept()
    {
        Sent();
        _world.Tell(PurchaseId("P-1"), new PurchaseDeclined("Discontinued."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.OpenTasks.Single().Task.Choices.ShouldNotContain(choice => choice.Code == "accept-change");
        _world.DoAs(World.Buyer, "SUP-A changed", "elsewhere", "SUP-B");
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Cancelled);
        _world.Knows(PurchaseId("P-1-E")).ShouldBeTrue();
    }

    [Theory]
    [InlineData(-4, 10)]
    [InlineData(40, -10)]
    public void A_confirmation_that_cannot_be_is_never_accepted(int pieces, int price)
    {
        Changed(pieces, price);
        _world.OpenTasks.Single().Task.Choices.ShouldNotContain(choice => choice.Code == "accept-change");
        _world.Send(PurchaseId("P-1"), new PurchaseChangeAccepted("", "", ""), World.Head);
        _world.Run();

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
        _world.PurchaseOf("P-1").Items.Single().Ordered.ShouldBe(40);
    }

    [Fact]
    public void What_was_not_ordered_and_what_is_left_out_are_changes()
    {
        Sent();
        _world.Confirms("P-1", new ConfirmedLine("B", 40, 10m));

        _world.Latest(PurchaseId("P-1")).Because.ShouldBe("0 of A instead of 40. 40 of B, which was not ordered.");
    }

    /// <summary>Forty pieces for 400.00, which nobody has to approve.</summary>
    private void Sent() => _world.Propose(Bought("P-1", pieces: 40));

    private void Changed(int pieces, decimal price)
    {
        Sent();
        _world.Confirms("P-1", new ConfirmedLine("A", pieces, price));
        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Changed);
    }
}
