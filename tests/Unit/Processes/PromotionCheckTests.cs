using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.PromotionToPricing;
using static Crossdock.Unit.Tests.Processes.Promotions;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>What a proposal is held against, and who has to say yes.</summary>
public class PromotionCheckTests
{
    private readonly World _world = new(Small);

    [Fact]
    public void Of_two_promotions_told_at_the_same_moment_one_has_the_price_and_the_other_hears_which()
    {
        for (var order = 0; order < 6; order++)
        {
            var seed = order;
            var world = new World(Small) { Pick = pending => (seed * 7919) % pending };
            world.Send(Id("P-1"), Proposed("P-1"), Person(Buyer));
            world.Send(Id("P-2"), Proposed("P-2", Line("A", 7.5m)), Person(Buyer));
            world.Run();

            PromotionState[] stand = [world.PromotionAt("P-1"), world.PromotionAt("P-2")];
            stand.ShouldBe([PromotionState.AwaitingApproval, PromotionState.Mending], ignoreOrder: true);
            var loser = world.PromotionOf(stand[0] == PromotionState.Mending ? "P-1" : "P-2");
            var finding = loser.Findings.ShouldHaveSingleItem();
            finding.Code.ShouldBe("overlap");
            finding.Mend.ShouldContain(loser.Needs.Number == "P-1" ? "promotion/P-2" : "promotion/P-1");
        }
    }

    [Fact]
    public void Another_time_or_another_place_is_no_overlap()
    {
        _world.Propose(Proposed("P-1") with { Scope = Scope("web") });
        _world.Propose(Proposed("P-2") with { Scope = Scope("bazaar") });
        _world.Propose(Proposed("P-3") with { Scope = new PriceScope(["till"], [], ["ST-001"]) });
        _world.Propose(Proposed("P-4") with { Scope = new PriceScope(["till"], [], ["ST-002"]) });
        _world.Propose(
            Proposed("P-5") with { Scope = Scope("web"), Kind = PriceKind.Change, StartsLocal = Ends, EndsLocal = Ends.AddDays(2) });

        foreach (var number in new[] { "P-1", "P-2", "P-3", "P-4", "P-5" })
        {
            _world.PromotionAt(number).ShouldBe(PromotionState.AwaitingApproval, number);
        }

        _world.Propose(Proposed("P-6") with { Scope = new PriceScope([], ["UK"], []) });
        Codes("P-6").ShouldBe(["overlap", "overlap", "overlap"]);
    }

    [Fact]
    public void Below_the_margin_floor_it_is_a_margin_breach_that_says_the_least_price_to_ask()
    {
        _world.Propose(Proposed("P-1", Line("A", 4.1m)));

        var finding = _world.PromotionOf("P-1").Findings.Single(finding => finding.Code == "margin-floor");
        (finding.Category, finding.Mend).ShouldBe((ExceptionCategory.MarginBreach, "Ask 4.22 at least, or leave it out."));
        var task = _world.OpenTasks.ShouldHaveSingleItem().Task;
        (task.Exception, task.Owner).ShouldBe((ExceptionCategory.MarginBreach, OwnerGroup.Merchandising));
        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1", Line("A", 6m))));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
    }

    [Fact]
    public void A_reduction_shows_the_lowest_price_of_the_last_thirty_days_and_no_higher_one()
    {
        PastPrice Sold(int daysBefore, decimal price) =>
            new(new DateTimeOffset(2027, 3, 26, 0, 0, 0, TimeSpan.Zero).AddDays(-daysBefore),
                new DateTimeOffset(2027, 3, 26, 0, 0, 0, TimeSpan.Zero).AddDays(1 - daysBefore), price);
        _world.Prices.Erp["A"] = PriceChannels.Usual("A") with { History = [Sold(12, 9m), Sold(45, 7m)] };
        _world.Prices.Erp["B"] = PriceChannels.Usual("B") with { History = [Sold(12, 7.9m)] };
        _world.Propose(Proposed("P-1", Line("A"), Line("B")));
        Codes("P-1").ShouldBe(["no-reduction"], "B was cheaper twelve days before");
        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1", new PriceLine("A", 8m, 10m))));
        Codes("P-1").ShouldBe(["price-before"]);
        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1", Line("A"))));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
        _world.PromotionOf("P-1").Lines.Single().ShownBefore.ShouldBe(9m, "the price of 45 days before is too old to count");
    }

    [Fact]
    public void A_promotion_that_ran_within_thirty_days_lowers_the_price_that_the_next_one_shows()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(new DateTimeOffset(2027, 3, 30, 0, 0, 0, TimeSpan.Zero));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Ended);

        _world.Propose(Proposed("P-2", Line("A", 8.5m)) with { StartsLocal = new(2027, 4, 10), EndsLocal = new(2027, 4, 12) });
        Codes("P-2").ShouldBe(["no-reduction"]);
        _world.Propose(Proposed("P-3", Line("A", 7m)) with { StartsLocal = new(2027, 4, 10), EndsLocal = new(2027, 4, 12) });
        _world.PromotionOf("P-3").Lines.Single().ShownBefore.ShouldBe(8m);
    }

    [Fact]
    public void Marketplaces_take_no_deeper_and_no_longer_reduction_than_they_say_and_stock_covers_what_is_expected()
    {
        _world.Prices.Erp["A"] = PriceChannels.Usual("A") with { UnitCost = 1m };
        _world.Prices.Erp["B"] = PriceChannels.Usual("B") with { DailyDemand = 100m, OnHand = 100 };
        _world.Propose(Proposed("P-1", Line("A", 3m), Line("B")) with { EndsLocal = Starts.AddDays(60) });

        Codes("P-1").ShouldBe(["marketplace-depth", "stock-cover", "marketplace-days"]);
        _world.PromotionOf("P-1").Findings.ShouldAllBe(finding => finding.Mend.Length > 10);
        _world.Tell(Id("P-1"), new PromotionRevised(
            Proposed("P-1", Line("A", 3m)) with { EndsLocal = Starts.AddDays(60), Scope = Scope("till", "web") }));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
    }

    [Theory]
    [InlineData("no lines", "lines")]
    [InlineData("twice", "sku-twice")]
    [InlineData("key", "sku")]
    [InlineData("price", "price")]
    [InlineData("channel", "channel,nowhere")]
    [InlineData("node", "node,nowhere")]
    [InlineData("currency", "currency,currency,currency,currency")]
    [InlineData("times", "times")]
    [InlineData("year", "times")]
    [InlineData("past", "started")]
    [InlineData("over", "over")]
    [InlineData("reason", "reason")]
    [InlineData("number", "number")]
    public void What_cannot_be_is_said_before_anybody_is_asked(string what, string codes)
    {
        var right = Proposed("P-1");
        var wrong = what switch
        {
            "no lines" => right with { Lines = [] },
            "twice" => right with { Lines = [Line("A"), Line("A", 7m)] },
            "key" => right with { Lines = [Line("A/../B")] },
            "price" => right with { Lines = [Line("A", 0m)] },
            "channel" => right with { Scope = Scope("fax") },
            "node" => right with { Scope = new PriceScope([], [], ["DC-9"]) },
            "currency" => right with { Currency = "EUR" },
            "times" => right with { EndsLocal = Starts },
            "year" => right with { StartsLocal = DateTime.MinValue, EndsLocal = DateTime.MaxValue },
            "past" => right with { StartsLocal = new DateTime(2026, 11, 1) },
            "over" => right with { StartsLocal = new DateTime(2026, 11, 1), EndsLocal = new DateTime(2026, 11, 2) },
            "reason" => Fix("P-1") with { Reason = " " },
            _ => right with { Number = new string('9', 78) },
        };
        _world.Propose(wrong);

        string.Join(",", _world.PromotionOf(wrong.Number).Findings.Select(finding => finding.Code)).ShouldBe(codes);
        _world.Effects<CheckPrices>().ShouldBeEmpty();
        _world.Incidents.ShouldBeEmpty();
    }

    [Fact]
    public void Of_what_the_erp_says_nothing_no_price_is_let_through_unseen()
    {
        _world.Answers<CheckPrices>(check => new PricesKnown(check.Round, [], []));
        _world.Propose(Proposed("P-1", Line("A", 0.01m)));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Mending);
        _world.OpenTasks.ShouldHaveSingleItem().Task.Why.ShouldContain("A: The ERP says nothing about it.");
    }

    [Fact]
    public void What_nobody_mends_is_over_at_its_end_and_its_task_with_it()
    {
        _world.Prices.UnknownSkus.Add("A");
        _world.Propose(Proposed("P-1"));
        _world.PassUntil(new DateTimeOffset(2027, 4, 2, 0, 0, 0, TimeSpan.Zero));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Refused);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void Many_small_steps_down_are_one_deep_one()
    {
        _world.Prices.Erp["A"] = PriceChannels.Usual("A") with
        {
            Price = 9.2m, History = [new PastPrice(Given.Now.AddDays(-20), Given.Now.AddDays(-2), 10m)],
        };
        _world.Propose(Proposed("P-1", Line("A", 8.5m)));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval, "a seventh off what it cost three weeks ago");
    }

    [Fact]
    public void An_erp_that_refuses_or_a_book_that_is_closed_is_a_finding_and_not_a_dead_end()
    {
        _world.Refuses<CheckPrices>("Closed for the month.").Propose(Proposed("P-1"));
        Codes("P-1").ShouldBe(["erp"]);
        _world.Tell(new CaseId("price", "A"), new PriceBookClosed("Delisted."));
        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1")));
        Codes("P-1").ShouldBe(["book"]);
        _world.Hold<CheckPrices>();
        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1", Line("B"))));
        _world.Pass(TimeSpan.FromHours(2));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Mending);
        Codes("P-1").ShouldBe(["erp"]);
        _world.LetGo<CheckPrices>();
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Mending, "its answer is of an earlier proposal");
    }

    [Fact]
    public void Who_asked_may_not_approve_and_the_same_person_not_twice()
    {
        _world.Propose(Proposed("P-1", Line("A", 5.5m)));
        _world.PromotionOf("P-1").Needed.ShouldBe([OwnerGroup.Merchandising, OwnerGroup.FinanceControl]);
        _world.Approve("P-1", by: Buyer);
        _world.PromotionOf("P-1").Approvals.ShouldBeEmpty();
        _world.Approve("P-1");
        _world.ApprovalOf("P-1").Task.Owner.ShouldBe(OwnerGroup.FinanceControl);
        _world.Approve("P-1", by: Lead);
        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
        _world.Approve("P-1", by: "Fred");

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Planned);
        _world.PromotionOf("P-1").Approvals.Select(given => given.By).ShouldBe([Lead, "Fred"]);
    }

    [Fact]
    public void A_task_that_another_took_before_is_approved_by_whoever_says_so()
    {
        _world.Propose(Proposed("P-1"));
        _world.Tell(_world.ApprovalOf("P-1").Id, new TaskClaimed("Somebody"));
        _world.Approve("P-1", by: Buyer);

        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval, "claimed in another name it is still the buyer's word");
    }

    [Fact]
    public void A_small_reduction_needs_nobody_and_a_costly_one_needs_finance()
    {
        _world.Propose(Proposed("P-1", Line("A", 9.5m)));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Planned);
        _world.Prices.Erp["B"] = PriceChannels.Usual("B") with { DailyDemand = 20_000m, OnHand = 1_000_000 };
        _world.Propose(Proposed("P-2", Line("B", 9.5m)) with { ExpectedLift = 0 });

        _world.PromotionOf("P-2").Needed.ShouldBe([OwnerGroup.Merchandising, OwnerGroup.FinanceControl]);
    }

    [Fact]
    public void A_late_approval_is_reminded_then_climbs_and_a_fix_does_so_within_the_hour()
    {
        _world.Propose(Proposed("P-1"));
        _world.Propose(Fix("P-2", Line("B", 9m)));
        _world.Pass(TimeSpan.FromMinutes(70));

        _world.PromotionOf("P-1").Late.ShouldBe(0);
        _world.PromotionOf("P-2").Late.ShouldBe(2);
        _world.ApprovalOf("P-2").Task.Why.ShouldBe("The approval is late, step 2: finance is asked.");
        _world.RowsOf(Id("P-2")).Last(row => row.Card is not null).Card!.Exception.ShouldBe(ExceptionCategory.ApprovalLate);
        _world.Pass(TimeSpan.FromDays(4));
        _world.PromotionOf("P-1").Late.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Who_may_not_approve_and_says_so_without_a_task_is_told_no_and_whoever_is_asked_stays_asked()
    {
        _world.Propose(Proposed("P-1"));
        var asked = _world.ApprovalOf("P-1").Id;
        _world.Send(Id("P-1"), new PromotionApproved("", ""), Person(Buyer));
        _world.Run();

        _world.Latest(Id("P-1")).Outcome.ShouldBe(Outcome.IgnoredLate);
        _world.Latest(Id("P-1")).Because.ShouldBe("Bea asked for it and may not approve it.");
        _world.ApprovalOf("P-1").Id.ShouldBe(asked);
    }

    [Fact]
    public void A_no_of_a_role_that_stands_in_no_row_of_the_matrix_decides_nothing_and_it_is_asked_anew()
    {
        _world.Propose(Proposed("P-1"));
        var first = _world.ApprovalOf("P-1").Id;
        _world.DoAs(new Actor("Rob", "staff"), "Approve", "reject-price", "I do not like it.");

        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
        _world.Latest(Id("P-1")).Because.ShouldStartWith("Rob (staff) may not approve P-1");
        _world.ApprovalOf("P-1").Id.ShouldNotBe(first, "somebody who may has to be asked, for the first task is done");

        _world.Send(Id("P-1"), new PromotionRejected("", "Still not."), new Actor("Rob", "staff"));
        _world.Run();
        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval, "nor does a no that comes without a task");
        _world.Approve("P-1", choice: "reject-price");
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Refused);
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void What_is_rejected_or_never_approved_goes_nowhere_and_frees_its_price()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1", choice: "reject-price");
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Refused);
        _world.Propose(Proposed("P-2"));
        _world.PromotionAt("P-2").ShouldBe(PromotionState.AwaitingApproval, "the price is free again");
        _world.PassUntil(new DateTimeOffset(2027, 4, 10, 0, 0, 0, TimeSpan.Zero));

        _world.PromotionAt("P-2").ShouldBe(PromotionState.Refused);
        _world.Effects<StagePrices>().ShouldBeEmpty();
        _world.OpenTasks.ShouldBeEmpty();
    }

    [Fact]
    public void A_claim_that_comes_after_it_was_given_up_keeps_nobody_away()
    {
        var claim = new PriceClaim(Id("P-1"), 1, Scope(), Starts, Ends, "GBP", 8m);
        _world.Tell(new CaseId("price", "A"), new PriceInstructed(Id("P-1"), 1, null, Ran: false));
        _world.Tell(new CaseId("price", "A"), new PriceInstructed(Id("P-1"), 1, claim, Ran: false));
        _world.Propose(Proposed("P-2"));

        _world.PromotionAt("P-2").ShouldBe(PromotionState.AwaitingApproval);
    }

    private IEnumerable<string> Codes(string number)
    {
        _world.PromotionAt(number).ShouldBe(PromotionState.Mending);
        return _world.PromotionOf(number).Findings.Select(finding => finding.Code);
    }
}
