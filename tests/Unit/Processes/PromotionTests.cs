using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.PromotionToPricing;
using static Crossdock.Unit.Tests.Processes.Promotions;
using GoLive = Crossdock.Processes.Policies.GoLive;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>Promotion to pricing: out ahead of time, live at each place's own midnight, gone everywhere at the end.</summary>
public class PromotionTests
{
    private readonly World _world = new(Small);

    private static DateTimeOffset First => LocalTime.Instant(Starts, "Europe/Helsinki");

    private static DateTimeOffset Last => LocalTime.Instant(Ends, "Atlantic/Azores");

    [Fact]
    public void Over_415_stores_in_four_zones_it_is_live_and_gone_at_each_local_midnight_although_the_clocks_change_in_between()
    {
        var world = new World(NetworkOf(415, ("till", "till")));
        world.Propose(Proposed("P-1")).Approve("P-1");
        world.PassUntil(Last.AddHours(3));

        world.PromotionAt("P-1").ShouldBe(PromotionState.Ended);
        foreach (var node in NetworkOf(415).Nodes)
        {
            var zone = TimeZoneInfo.FindSystemTimeZoneById(node.TimeZone);
            var (up, down) = (world.Prices.WentLive.Single(at => at.Target == $"till.{node.Id}").At,
                world.Prices.WentBack.Single(at => at.Target == $"till.{node.Id}").At);
            TimeZoneInfo.ConvertTime(up, zone).DateTime.ShouldBe(Starts, node.Id);
            TimeZoneInfo.ConvertTime(down, zone).DateTime.ShouldBe(Ends, node.Id);
            (down - up).ShouldBe(TimeSpan.FromHours(47), "the night of the clock change has an hour less");
        }

        world.Prices.WentLive.Select(at => at.At).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public void The_board_says_live_on_412_of_415()
    {
        var world = new World(NetworkOf(415, ("till", "till")));
        string[] broken = ["till.ST-007", "till.ST-100", "till.ST-415"];
        world.Answers<StagePrices>(stage => broken.Contains(stage.Target.Id) ? new StagingRefused("No connection.") : null);
        world.Propose(Proposed("P-1")).Approve("P-1");
        world.PassUntil(First.AddHours(12));

        world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        (world.PromotionOf("P-1").Live, world.PromotionOf("P-1").Selling).ShouldBe((412, 415));
        world.Journal.Last(row => row.Case == Id("P-1") && row.Card is not null).Card!.Why.ShouldBe("Live on 412 of 415.");
        world.OpenTasks.Where(open => open.Task.Exception == ExceptionCategory.ChannelLagging).Select(open => open.Task.Owner)
            .ShouldBe([OwnerGroup.StoreOperations, OwnerGroup.StoreOperations, OwnerGroup.StoreOperations]);
    }

    [Fact]
    public void A_target_that_is_slow_holds_up_no_other_and_its_owner_hears_of_it()
    {
        var slow = new World(Small);
        slow.Answers<ReadPrices>(read => read.Target.Id == "bazaar.UK" ? new ReadingRefused("Queue is full.") : null);
        slow.Propose(Proposed("P-1")).Approve("P-1");
        slow.PassUntil(First.AddHours(-3));

        slow.PromotionOf("P-1").Targets.Values.Where(target => !target.HasIt).Select(target => target.Target.Id).ShouldBe(["bazaar.UK"]);
        slow.TargetAt("P-1", "bazaar.UK").ShouldBe(TargetState.Lagging);
        var task = slow.OpenTasks.Single(open => open.Task.Exception == ExceptionCategory.ChannelLagging).Task;
        (task.Owner, task.Channel).ShouldBe((OwnerGroup.Merchandising, "bazaar"));

        slow.Answers<ReadPrices>(_ => null);
        slow.Retry("bazaar.UK");
        slow.TargetAt("P-1", "bazaar.UK").ShouldBe(TargetState.Ready);
        slow.PromotionAt("P-1").ShouldBe(PromotionState.Live, "all are ready now");
    }

    [Fact]
    public void A_target_that_does_not_answer_at_all_is_told_of_once_and_goes_on_when_it_answers()
    {
        _world.Hold<RevertPrices>();
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(Last.AddHours(12));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Ending);
        _world.OpenTasks.Count(open => open.Task.Exception == ExceptionCategory.ChannelLagging).ShouldBe(20, "one a target");
        _world.LetGo<RevertPrices>();

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Ended);
        _world.OpenTasks.ShouldNotContain(open => open.Task.Exception == ExceptionCategory.ChannelLagging);
    }

    [Fact]
    public void What_is_read_back_wrong_is_sent_again_and_never_live_unread()
    {
        var garbled = 1;
        _world.Answers<ReadPrices>(read => read.Target.Id == "web.UK" && garbled-- > 0
            ? new PricesRead([new HeldPrice("A", 10m, null, 80m)]) : null);
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(-3));

        _world.Effects<StagePrices>().Count(stage => stage.Target.Id == "web.UK").ShouldBe(2);
        _world.TargetAt("P-1", "web.UK").ShouldBe(TargetState.Ready);
    }

    [Theory]
    [InlineData(GoLive.All, PromotionState.Held)]
    [InlineData(GoLive.Quorum, PromotionState.Held)]
    [InlineData(GoLive.Hold, PromotionState.Held)]
    public void Held_back_by_policy_nothing_is_live_until_a_person_lets_it(GoLive policy, PromotionState at)
    {
        var world = new World(Small, Policies(("price-go-live", policy)));
        world.Answers<StagePrices>(stage => stage.Target.System == "tills" ? new StagingRefused("Update.") : null);
        world.Propose(Proposed("P-1")).Approve("P-1");
        world.PassUntil(First.AddHours(6));

        world.PromotionAt("P-1").ShouldBe(at);
        world.Prices.WentLive.ShouldBeEmpty();
        world.Finish(world.OpenTasks.Single(open => open.Task.Choices.Any(choice => choice.Code == "go-live")).Id, "go-live", "Web first.");

        world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        world.Prices.WentLive.Select(at => at.Target).ShouldContain("web.UK", "its start had passed");
        world.Answers<StagePrices>(_ => null);
        world.Pass(TimeSpan.FromHours(3));
        world.PromotionOf("P-1").Live.ShouldBe(16, "tills catch up when they can");
    }

    [Fact]
    public void By_quorum_a_region_goes_live_without_another_and_that_one_follows_when_it_is_ready()
    {
        _world.Answers<StagePrices>(stage => stage.Target.Region == "DE" ? new StagingRefused("Update.") : null);
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(6));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Held);
        _world.PromotionOf("P-1").HeldBack.ShouldBe(["DE"]);
        _world.Prices.WentLive.Count.ShouldBe(15, "three regions of four selling targets and their ERP books");
        _world.Answers<StagePrices>(_ => null);
        _world.Pass(TimeSpan.FromHours(3));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        _world.PromotionOf("P-1").Live.ShouldBe(16);
    }

    [Theory]
    [InlineData("price-quorum", 0.5, new[] { "UK" })]
    [InlineData("price-go-live", GoLive.Hold, new[] { "DE", "UK" })]
    public void Each_region_goes_live_by_its_own_policy(string policy, object value, string[] heldBack)
    {
        var ofGermany = new Crossdock.Processes.Policies.PolicyValue(
            policy, new Crossdock.Processes.Policies.Scope(Region: "DE"), value is double share ? (decimal)share : value, 2,
            DateTimeOffset.MinValue, "Head", "Ours.");
        var world = new World(Small, new Crossdock.Processes.Policies.PolicyBook([ofGermany]));
        world.Answers<StagePrices>(stage => stage.Target.Id is "bazaar.UK" || (stage.Target.Id is "bazaar.DE" && value is double)
            ? new StagingRefused("Queue is full.") : null);
        world.Propose(Proposed("P-1")).Approve("P-1");
        world.PassUntil(First.AddHours(6));

        world.PromotionAt("P-1").ShouldBe(PromotionState.Held);
        world.PromotionOf("P-1").HeldBack.ShouldBe(heldBack);
        world.Prices.WentLive.Any(at => at.Target == "web.DE").ShouldBe(!heldBack.Contains("DE"));
        world.Prices.WentLive.ShouldContain(at => at.Target == "web.FI");
    }

    [Fact]
    public void A_drift_is_corrected_with_evidence_and_counted()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(4));
        _world.Prices.Mistype("till.ST-002", "A", 9.5m);
        _world.Pass(TimeSpan.FromHours(7));

        _world.Prices.PriceAt("till.ST-002", "A").ShouldBe(8m);
        var target = _world.TargetOf("P-1", "till.ST-002");
        (target.Corrections, target.Trouble).ShouldBe((1, null));
        target.Wrong.ShouldBeGreaterThan(TimeSpan.FromHours(5));
        var evidence = _world.RowsOf(Target("P-1", "till.ST-002")).SelectMany(row => row.Facts).OfType<TargetDrifted>()
            .ShouldHaveSingleItem();
        (evidence.Held.Single().Price, evidence.Expected.Single().Price).ShouldBe((9.5m, 8m));
        _world.PromotionOf("P-1").Targets["till.ST-002"].Wrong.ShouldBe(target.Wrong, "the board knows the wrong-price time");
    }

    [Fact]
    public void What_drifts_again_and_again_is_a_price_mismatch_of_the_owner()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(4));
        _world.Answers<ReadPrices>(read => read.Target.Id == "app.UK" || read.Target.Id == "web.UK"
            ? new PricesRead([new HeldPrice("A", 9m, null, null)]) : null);
        _world.Pass(TimeSpan.FromHours(7));

        _world.TargetAt("P-1", "web.UK").ShouldBe(TargetState.Lagging);
        _world.OpenTasks.ShouldContain(open => open.Task.Exception == ExceptionCategory.PriceMismatch
            && open.Task.About == Target("P-1", "web.UK"));
        _world.PromotionOf("P-1").Live.ShouldBe(15, "what sells at another price is not live");
    }

    [Fact]
    public void A_correction_that_is_refused_leaves_the_price_wrong_until_it_is_seen_right()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(4));
        _world.Prices.Mistype("till.ST-002", "A", 9.5m);
        _world.Answers<ActivatePrices>(sent => sent.Target.Id == "till.ST-002" ? sent.Refused("Busy.") : null);
        _world.Pass(TimeSpan.FromHours(7));
        _world.TargetOf("P-1", "till.ST-002").Trouble.ShouldBe(ExceptionCategory.PriceMismatch);
        _world.PromotionOf("P-1").Live.ShouldBe(15, "it does not sell at the price");

        _world.Answers<ActivatePrices>(_ => null);
        _world.Pass(TimeSpan.FromHours(3));
        _world.Prices.PriceAt("till.ST-002", "A").ShouldBe(8m);
        _world.TargetOf("P-1", "till.ST-002").Trouble.ShouldBeNull();
    }

    [Fact]
    public void A_target_that_lags_when_its_end_comes_lets_go_of_the_price_then()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(4));
        _world.Answers<ReadPrices>(read => read.Target.Id == "web.UK" ? read.Refused("Down.") : null);
        _world.PassUntil(Last.AddHours(12));

        var over = _world.TargetOf("P-1", "web.UK").Needs.Until;
        _world.Prices.WentBack.Single(back => back.Target == "web.UK").At.ShouldBeInRange(over, over.AddMinutes(1));
    }

    [Fact]
    public void What_does_not_let_go_of_the_price_at_the_end_stays_an_exception_until_it_is_proved_gone()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(30));
        _world.Answers<RevertPrices>(revert => revert.Target.Id == "bazaar.FI" ? new PricesReverted("Fine.") : null);
        _world.PassUntil(Last.AddHours(12));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Ending);
        _world.Prices.Holding("P-1").ShouldBe(["bazaar.FI"]);
        _world.OpenTasks.ShouldContain(open => open.Task.About == Target("P-1", "bazaar.FI")
            && open.Task.Exception == ExceptionCategory.PriceMismatch);
        _world.Answers<RevertPrices>(_ => null);
        _world.Retry("bazaar.FI");

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Ended);
        _world.Prices.Holding("P-1").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(-100)]
    [InlineData(-30)]
    [InlineData(-1)]
    [InlineData(12)]
    public void Withdrawn_before_or_during_it_is_gone_everywhere(int hoursAfterTheFirstStart)
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(hoursAfterTheFirstStart));
        _world.Tell(Id("P-1"), new PromotionWithdrawn("The supplier cannot deliver."));

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Withdrawn);
        _world.Prices.Holding("P-1").ShouldBeEmpty();
        _world.PassUntil(Last.AddHours(3));
        _world.Prices.WentLive.ShouldAllBe(at => at.At < First.AddHours(12), "nothing goes live after it was withdrawn");
        _world.Propose(Proposed("P-2", Line("A", 7m)) with { StartsLocal = Starts.AddDays(14), EndsLocal = Ends.AddDays(14) });
        _world.PromotionAt("P-2").ShouldBe(
            PromotionState.AwaitingApproval, string.Join(" ", _world.PromotionOf("P-2").Findings.Select(finding => finding.Says)));
    }

    [Fact]
    public void A_recall_that_comes_while_a_call_is_under_way_is_done_with_its_answer()
    {
        _world.Hold<ActivatePrices>();
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddMinutes(5));
        _world.Tell(Id("P-1"), new PromotionWithdrawn("Stop."));
        _world.PromotionAt("P-1").ShouldBe(PromotionState.Withdrawing);
        _world.LetGo<ActivatePrices>();

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Withdrawn);
        _world.Prices.Holding("P-1").ShouldBeEmpty();
    }

    [Fact]
    public void A_store_changes_its_shelf_labels_when_the_price_is_live_and_back_when_it_is_over()
    {
        _world.Propose(Proposed("P-1")).Approve("P-1");
        _world.PassUntil(First.AddHours(5));
        var up = _world.OpenTasks.Where(open => open.Task is { Kind: TaskKind.ShelfLabel, Node: "ST-002" }).ShouldHaveSingleItem();
        up.Task.Lines.ShouldHaveSingleItem().Description.ShouldBe("GBP 8.00");
        _world.Finish(up.Id, null, "Done.");
        _world.PassUntil(Last.AddHours(3));

        var back = _world.OpenTasks.Where(open => open.Task is { Kind: TaskKind.ShelfLabel, Node: "ST-002" }).ShouldHaveSingleItem();
        back.Task.Title.ShouldStartWith("Put the old shelf labels back");
        _world.OpenTasks.Count(open => open.Task.Kind == TaskKind.ShelfLabel).ShouldBe(8, "the ones nobody did are withdrawn");
    }

    [Fact]
    public void An_emergency_fix_is_live_target_by_target_at_once_and_reviewed_by_finance()
    {
        _world.Answers<StagePrices>(stage => stage.Target.Id == "web.UK" ? new StagingRefused("Busy.") : null);
        _world.Propose(Fix("P-1", Line("A", 9m)));
        _world.Prices.WentLive.ShouldBeEmpty("nobody has approved it");
        _world.Approve("P-1");

        _world.PromotionAt("P-1").ShouldBe(PromotionState.Live);
        _world.PromotionOf("P-1").LiveOn.ShouldBe("Live on 15 of 16.");
        var review = _world.OpenTasks.Single(open => open.Task.Title.StartsWith("Review", StringComparison.Ordinal)).Task;
        review.Owner.ShouldBe(OwnerGroup.FinanceControl);
        review.Why.ShouldBe("Bea asked, Lena approved: Typed 1.00 instead of 10.00.");
    }

    [Fact]
    public void At_night_an_emergency_fix_waits_half_an_hour_for_its_approval_and_a_season_until_the_office_opens()
    {
        _world.Pass(new DateTimeOffset(2026, 11, 24, 23, 0, 0, TimeSpan.Zero) - _world.Now);
        _world.Propose(Fix("P-1", Line("A", 9m)));
        _world.Propose(Proposed("P-2", Line("B")));

        _world.Latest(Promotions.Id("P-1")).Deadline!.Due.ShouldBe(_world.Now.AddMinutes(30));
        _world.Latest(_world.ApprovalOf("P-1").Id).Deadline!.Due.ShouldBe(_world.Now.AddMinutes(30));
        _world.Latest(Promotions.Id("P-2")).Deadline!.Due.ShouldBeGreaterThan(_world.Now.AddHours(8));
        _world.Latest(_world.ApprovalOf("P-2").Id).Deadline!.Due.ShouldBeGreaterThan(_world.Now.AddHours(8));
    }
}
