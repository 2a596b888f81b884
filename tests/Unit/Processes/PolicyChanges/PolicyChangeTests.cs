using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;
using Crossdock.Runtime.Policies;
using static Crossdock.Unit.Tests.Processes.PolicyChanges.Changes;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.PolicyChanges;

public class PolicyChangeTests
{
    private readonly World _world = new();

    [Fact]
    public void What_one_proposes_and_another_approves_holds_from_then_on()
    {
        var proposed = _world.Propose(Proposal(2));
        (proposed.To, proposed.Waits, proposed.Card!.Owner).ShouldBe(("AwaitingApproval", Waits.OnPerson, OwnerGroup.SupplyChain));
        proposed.Deadline!.Calendar.ShouldBe("team:SupplyChain");
        _world.Book().All.ShouldBeEmpty("nothing holds unapproved");

        _world.Say(2, new PolicyApproved("agreed")).To.ShouldBe("InForce");
        var value = _world.Book().All.ShouldHaveSingleItem();
        (value.Value, value.Version, value.From, value.ApprovedBy).ShouldBe((TimeSpan.FromHours(3), 2, _world.Now, "Omar"));
    }

    [Theory]
    [InlineData("Nia", "operator", "Nia proposed it")]
    [InlineData("NIA ", "admin", "proposed it")]
    [InlineData(" nia", "operator", "proposed it")]
    [InlineData("Bea", "merchandiser", "may not change policies of order to fulfilment; operator or admin may")]
    [InlineData("Rob", "reader", "may not change")]
    public void Nobody_approves_what_they_proposed_nor_what_is_not_theirs(string name, string role, string says)
    {
        _world.Propose(Proposal(2));
        var row = _world.Say(2, new PolicyApproved(""), new Actor(name, role));

        (row.To, row.Because).ShouldBe(("AwaitingApproval", row.Because));
        row.Because.ShouldContain(says);
        _world.Book().All.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("pick-time", "11 d", null, null, "value must be 5 min to 10 d; got 11 d.")]
    [InlineData("pick-time", "soon", null, null, "value must be a time such as")]
    [InlineData("no-such", "1", null, null, "policy is not known.")]
    [InlineData("price-schedule", "1 h", null, null, "policy cannot be set: it is worked out for each case")]
    [InlineData("purchase-until-due", "1 d", null, null, "policy cannot be set")]
    [InlineData("pick-time", "3 h", "MARS", null, "region is not known; got 'MARS'.")]
    [InlineData("pick-time", "3 h", null, "ST-99", "node is not known; got 'ST-99'.")]
    [InlineData("price-tolerance", "0.01", null, null, "policy is not for the role operator; merchandiser or finance or admin may")]
    public void A_proposal_that_cannot_be_is_refused_at_once_with_its_reason(
        string policy, string value, string? region, string? node, string says)
    {
        var row = _world.Propose(Proposal(2, value, policy) with { Scope = new PolicyScope(region, Node: node) });

        (row.To, row.Final).ShouldBe(("Rejected", true));
        row.Because.ShouldStartWith(says);
    }

    [Fact]
    public void A_scope_that_no_reader_knows_is_refused()
    {
        var goods = new PolicyScope(Supplier: "SUP-A");
        _world.Propose(Proposal(2) with { Scope = goods }).Because.ShouldContain("pick-time is read by region, channel, node");
        _world.Propose(Proposal(2, "8 h", "invoice-look-time") with { Scope = new PolicyScope("UK") }, new Actor("Fin", "finance"))
            .Because.ShouldContain("invoice-look-time is read by supplier");
        _world.Propose(Proposal(2, "0.1", "receipt-over") with { Scope = goods }, new Actor("Hedda", "head-of-buying")).To
            .ShouldBe("AwaitingApproval");
        ProposalRules.WhyNot(
                Proposal(2) with { Scope = new PolicyScope("FR", Node: Given.Leeds) }, "admin",
                Given.Network with { Regions = [.. Given.Network.Regions, new("FR", "France", [], "EUR")] })
            .ShouldHaveSingleItem().Reason.ShouldContain("no case is in both");
    }

    [Fact]
    public void A_case_named_after_another_change_does_not_begin()
    {
        _world.Send(Id(7), Proposal(2), Nia);
        _world.Run();
        _world.At(7).ShouldBe(PolicyChangeState.Rejected);
    }

    [Fact]
    public void What_is_approved_for_later_takes_hold_at_its_time_and_can_be_withdrawn_before()
    {
        var from = _world.Now.AddDays(3);
        _world.Propose(Proposal(2) with { From = from });
        _world.Propose(Proposal(3, "4 h") with { From = from, Others = [2] });
        var scheduled = _world.Say(2, new PolicyApproved(""));
        (scheduled.To, scheduled.Deadline!.Due).ShouldBe(("Scheduled", from));
        _world.Say(3, new PolicyApproved(""));
        _world.Say(3, new PolicyWithdrawn("not after all"), Nia).To.ShouldBe("Withdrawn");

        var book = _world.Book();
        book.Read(Policy.PickTime, Scope.Everywhere, from.AddTicks(-1)).ShouldBe((TimeSpan.FromHours(2), 1));
        book.Read(Policy.PickTime, Scope.Everywhere, from).ShouldBe((TimeSpan.FromHours(3), 2));
        _world.Pass(TimeSpan.FromDays(2.9));
        _world.At(2).ShouldBe(PolicyChangeState.Scheduled);
        _world.Pass(TimeSpan.FromDays(0.2));
        _world.At(2).ShouldBe(PolicyChangeState.InForce);
        _world.Say(2, new PolicyWithdrawn("late")).Outcome.ShouldBe(Outcome.IgnoredLate);
    }

    [Fact]
    public void A_date_that_passed_before_the_approval_is_the_moment_of_the_approval()
    {
        _world.Propose(Proposal(2) with { From = _world.Now.AddHours(1) });
        _world.Pass(TimeSpan.FromHours(2));
        _world.Say(2, new PolicyApproved("")).To.ShouldBe("InForce");
        _world.Book().All.Single().From.ShouldBe(_world.Now);
    }

    [Fact]
    public void A_later_value_supersedes_and_a_roll_back_says_so()
    {
        _world.Propose(Proposal(2));
        _world.Say(2, new PolicyApproved(""));
        _world.Propose(Proposal(3, "5 h") with { Others = [2] });
        _world.Say(3, new PolicyApproved(""));
        (_world.At(2), _world.At(3)).ShouldBe((PolicyChangeState.Superseded, PolicyChangeState.InForce));

        _world.Propose(Proposal(4) with { RollsBack = 3, Others = [3] });
        _world.Say(4, new PolicyApproved(""), Nia).Because.ShouldContain("Nia proposed it", Case.Sensitive, "four eyes");
        _world.Say(4, new PolicyApproved(""));
        (_world.At(3), _world.At(4)).ShouldBe((PolicyChangeState.RolledBack, PolicyChangeState.InForce));
        _world.Latest(Id(3)).Because.ShouldBe("Rolled back by version 4.");
        _world.Book().Read(Policy.PickTime, Scope.Everywhere, _world.Now).ShouldBe((TimeSpan.FromHours(3), 4));
    }

    [Fact]
    public void A_value_that_is_taken_away_leaves_the_scope_to_what_is_around_it()
    {
        var leeds = new PolicyScope(Node: Given.Leeds);
        _world.Propose(Proposal(2));
        _world.Say(2, new PolicyApproved(""));
        _world.Propose(Proposal(3, "1 h") with { Scope = leeds });
        _world.Say(3, new PolicyApproved(""));
        int VersionAt(string node) => _world.Book().Read(Policy.PickTime, new Scope("UK", Node: node), _world.Now).Version;
        (VersionAt(Given.Leeds), VersionAt(Given.York)).ShouldBe((3, 2));

        _world.Propose(Proposal(4, null) with { Scope = leeds, Others = [3] });
        _world.Say(4, new PolicyApproved(""));
        (VersionAt(Given.Leeds), VersionAt(Given.York), _world.At(3)).ShouldBe((2, 2, PolicyChangeState.Superseded));
    }

    [Fact]
    public void What_nobody_approves_is_reminded_of_and_lapses()
    {
        _world.Propose(Proposal(2));
        _world.Pass(TimeSpan.FromDays(2));
        _world.Latest(Id(2)).Because.ShouldStartWith("The approval is late, reminder");
        _world.Latest(Id(2)).Card.ShouldBeNull("the exception was shown at the first reminder");
        _world.RowsOf(Id(2)).Last(row => row.Card is not null).Card!.Exception.ShouldBe(ExceptionCategory.ApprovalLate);
        _world.Pass(TimeSpan.FromDays(10));
        _world.At(2).ShouldBe(PolicyChangeState.Lapsed);
        _world.Say(2, new PolicyApproved("")).Outcome.ShouldBe(Outcome.IgnoredLate);
        _world.Book().All.ShouldBeEmpty();
    }

    [Fact]
    public void What_has_held_for_half_a_year_is_asked_about_and_goes_on_holding()
    {
        _world.Propose(Proposal(2));
        _world.Say(2, new PolicyApproved(""));
        _world.Pass(TimeSpan.FromDays(365));
        _world.RowsOf(Id(2)).SelectMany(row => row.Facts).OfType<PolicyReviewDue>().Select(due => due.Reviews).ShouldBe([1, 2]);
        _world.At(2).ShouldBe(PolicyChangeState.InForce);
    }

    [Fact]
    public void A_scheduled_value_that_an_operator_holds_does_not_take_hold_until_it_is_resumed()
    {
        var from = _world.Now.AddHours(1);
        _world.Propose(Proposal(2) with { From = from });
        _world.Say(2, new PolicyApproved(""));
        _world.Say(2, new CaseHeld("look at it again"));
        _world.Book().All.ShouldBeEmpty();
        _world.Pass(TimeSpan.FromHours(2));
        _world.Say(2, new CaseResumed("fine"));
        _world.Pass(TimeSpan.FromHours(1));

        _world.At(2).ShouldBe(PolicyChangeState.InForce);
        _world.Book().All.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_person_and_a_bulk_operation_may_cancel_only_what_has_not_taken_hold()
    {
        _world.Propose(Proposal(2));
        _world.Say(2, new CaseCancelOrdered("tidied up"), new Actor("Ida", "operator")).To.ShouldBe("Withdrawn");
        _world.Propose(Proposal(3));
        _world.Say(3, new PolicyApproved(""));
        _world.Say(3, new CaseCancelOrdered("tidied up"), new Actor("Ida", "operator")).To.ShouldBe("InForce");
    }
}
