using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.PromotionToPricing;
using static Crossdock.Unit.Tests.Processes.Promotions;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>The price that a reduction shows before it, when others plan cheaper ones after it was approved.</summary>
public class PriceBeforeTests
{
    /// <summary>A day before it: every target has it and may let it go live at its own midnight.</summary>
    private static readonly DateTimeOffset Sent = new(2027, 3, 25, 20, 0, 0, TimeSpan.Zero);

    private readonly World _world = new(Small);

    [Fact]
    public void A_cheaper_one_before_its_start_that_is_planned_later_lowers_the_price_before_when_it_is_sent_out()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.Propose(Earlier("P-2", 8.5m)).Approve("P-2");
        Shown("P-1").ShouldBe(10m, "what lowers it may still be withdrawn");
        _world.PassUntil(Sent);

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        Shown("P-1").ShouldBe(8.5m);
        _world.Journal.SelectMany(row => row.Effects).Select(asked => (asked.Effect as TellCase)?.Data)
            .OfType<TargetAsked>().Where(asked => asked.Number == "P-1").ShouldAllBe(asked => asked.Lines.Single().ShownBefore == 8.5m);
    }

    [Fact]
    public void One_that_is_as_cheap_makes_it_no_reduction_and_it_is_mended_and_approved_anew_before_it_is_sent_out()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.Propose(Earlier("P-2", 8m)).Approve("P-2");
        _world.PassUntil(Sent);

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Mending);
        _world.PromotionOf("P-1").Findings.ShouldHaveSingleItem().Code.ShouldBe("no-reduction");
        _world.Prices.Holding("P-1").ShouldBeEmpty();
        _world.OpenTasks.Count(open => open.Task.About == Id("P-1")).ShouldBe(1);

        _world.Tell(Id("P-1"), new PromotionRevised(Proposed("P-1", Line("A", 7.5m))));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval, "who approved 8.00 has not approved 7.50");
        _world.Approve("P-1");
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        Shown("P-1").ShouldBe(8m);
    }

    [Fact]
    public void What_is_given_up_again_in_time_changes_nothing()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.Propose(Earlier("P-2", 7m));
        _world.Tell(Id("P-2"), new PromotionWithdrawn("Not this time."));
        _world.PassUntil(Sent);

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        Shown("P-1").ShouldBe(10m);
    }

    [Fact]
    public void Planned_while_it_waits_for_its_approval_it_lowers_the_price_before_too()
    {
        _world.Propose(Proposed("P-1"));
        _world.Propose(Earlier("P-2", 9m));
        _world.Approve("P-1");
        _world.PassUntil(Sent);

        Shown("P-1").ShouldBe(9m);
    }

    [Fact]
    public void Elsewhere_or_longer_ago_than_the_days_that_count_it_changes_nothing()
    {
        _world.Propose(Proposed("P-1") with { Scope = Scope("web") }).Approve("P-1");
        _world.Propose(Earlier("P-2", 7m) with { Scope = Scope("bazaar") });
        _world.Propose(Earlier("P-3", 7m) with
        {
            Scope = Scope("web"), StartsLocal = Starts.AddDays(-40), EndsLocal = Starts.AddDays(-31),
        });
        _world.PassUntil(Sent);

        Shown("P-1").ShouldBe(10m);
    }

    [Fact]
    public void Once_it_is_sent_out_a_person_hears_that_the_price_before_is_too_high_and_hears_it_once()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(Sent);
        _world.Propose(Fix("P-2", Line("A", 9m)) with { StartsLocal = new DateTime(2027, 3, 25, 23, 0, 0), EndsLocal = Starts });
        _world.Tell(Id("P-2"), new PromotionWithdrawn("It was right after all."));
        _world.OpenTasks.Count(IsAboutThePriceBefore).ShouldBe(1);
        var task = _world.OpenTasks.Single(IsAboutThePriceBefore);
        task.Task.Why.ShouldStartWith("It was sent out with GBP 10.00 as the price before of A. Before its start A is sold for 9.00");
        (task.Task.Owner, task.Task.Exception).ShouldBe((OwnerGroup.Merchandising, ExceptionCategory.PriceMismatch));

        _world.Finish(task.Id, "withdraw-price", "Proposed anew.");
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Withdrawn);
        _world.Prices.Holding("P-1").ShouldBeEmpty();
    }

    [Fact]
    public void Of_two_words_of_a_book_the_later_counts_whichever_is_heard_last()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        var known = _world.PromotionOf("P-1").Books["A"];
        _world.Tell(Id("P-1"), known with { Lowest = 9m, Turn = known.Turn + 2 });
        _world.Tell(Id("P-1"), known with { Lowest = 5m, Turn = known.Turn + 1 });
        _world.Tell(Id("P-1"), known with { Lowest = 4m, Round = known.Round + 1, Turn = known.Turn + 9 });
        _world.PassUntil(Sent);

        Shown("P-1").ShouldBe(9m);
    }

    private static bool IsAboutThePriceBefore((CaseId Id, TaskOpened Task) open) =>
        open.Task.Title.StartsWith("The price before", StringComparison.Ordinal);

    /// <summary>For some days of the month before.</summary>
    private static PromotionProposed Earlier(string number, decimal price) => Proposed(number, Line("A", price)) with
    {
        StartsLocal = Starts.AddDays(-10), EndsLocal = Starts.AddDays(-5),
    };

    private decimal? Shown(string number) => _world.PromotionOf(number).Lines.Single().ShownBefore;
}
