using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Prices;
using Crossdock.Processes.PriceTargets;
using Crossdock.Processes.PromotionToPricing;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Tower;

public sealed class PriceStandingReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 42, 0, TimeSpan.Zero);
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();

    private readonly FakeHeads _heads = new();
    private readonly FakeJournal _journal = new(Json);
    private int _no;

    [Fact]
    public async Task Laggards_drift_and_left_overs_are_counted_and_each_target_says_its_latest_reason()
    {
        Promotion("P-1", "Live", "Live on 1 of 3.");
        Target("P-1", "till.LEEDS", "Live", node: "LEEDS");
        Target("P-1", "till.YORK", "Lagging", ExceptionCategory.ChannelLagging, node: "YORK");
        Target("P-1", "web.UK", "Correcting", ExceptionCategory.PriceMismatch);
        Promotion("P-2", "Ending", "Live on 0 of 2.");
        Target("P-2", "till.LEEDS", "Reverting", node: "LEEDS");
        Target("P-2", "till.YORK", "Cleared", node: "YORK", closed: true);
        _journal.Add(Row("P-1:till.YORK", 1, "Sent."), Row("P-1:till.YORK", 2, "Read back, and it sells at 9.99."),
            Row("P-1:till.YORK", 3, "The till is off."));

        var board = await Read(new());

        (board.Behind, board.Drifting, board.LeftOver).ShouldBe((2, 1, 1));
        board.Rows.Select(row => (row.Head.Card.Node, row.Phase, row.Reason)).ShouldBe(
            [("YORK", TargetPhase.Lagging, "The till is off."), (null, TargetPhase.Drifting, "")], ignoreOrder: true);
        board.Promotions.Select(one => (one.Head.Case.Key, one.Targets, one.Behind, one.LeftOver)).ShouldBe(
            [("P-2", 2, 0, 1), ("P-1", 3, 2, 0)], "the newest first");
        board.Phases.Where(count => count.Targets > 0).Select(count => (count.Phase, count.Targets)).ShouldBe(
            [(TargetPhase.Live, 1), (TargetPhase.Drifting, 1), (TargetPhase.Lagging, 1), (TargetPhase.TakingBack, 1)], "open ones");
    }

    [Fact]
    public async Task Of_one_promotion_all_targets_are_there_and_a_number_that_nobody_knows_is_none()
    {
        Promotion("P-1", "Live", "Live on 1 of 1.");
        Target("P-1", "web.UK", "Cleared", closed: true);
        Target("P-1", "app.UK", "Live");
        Promotion("P-2", "Live", "Live on 0 of 1.");
        Target("P-2", "web.UK", "Lagging", ExceptionCategory.ChannelLagging);

        var board = await Read(new(Price: "P-1"));

        board.Chosen!.Head.Case.Key.ShouldBe("P-1");
        board.Rows.Select(row => row.Head.Case.Key).ShouldBe(["P-1:web.UK", "P-1:app.UK"], ignoreOrder: true);
        board.Phases.Single(count => count.Phase == TargetPhase.Cleared).Targets.ShouldBe(1);
        foreach (var hostile in new[] { "P-9", "../P-1", "<b>", "P\0", " " })
        {
            (await Read(new(Price: hostile))).Chosen.ShouldBeNull(hostile);
        }
    }

    [Fact]
    public async Task A_view_a_place_and_a_page_narrow_the_targets_and_a_page_too_far_is_the_last()
    {
        Promotion("P-1", "Live", "Live on 0 of 31.");
        for (var i = 0; i < 30; i++)
        {
            Target("P-1", $"till.S{i}", "Lagging", ExceptionCategory.ChannelLagging, node: $"S{i}");
        }

        Target("P-1", "web.UK", "Lagging", ExceptionCategory.PriceMismatch);

        (await Read(new(View: TargetView.Drifting))).Rows.Single().Head.Case.Key.ShouldBe("P-1:web.UK");
        (await Read(new(Node: "S7"))).Rows.Single().Head.Card.Node.ShouldBe("S7");
        var last = await Read(new(TargetPage: 400));
        (last.TargetPage, last.Rows.Length, last.RowCount).ShouldBe((2, 6, 31));
        (await Read(new(Over: true))).Promotions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_place_has_the_promotions_with_a_target_there_and_counts_these_only()
    {
        Promotion("P-1", "Live", "Live on 1 of 3.");
        Target("P-1", "till.LEEDS", "Live", node: "LEEDS");
        Target("P-1", "till.YORK", "Lagging", ExceptionCategory.ChannelLagging, node: "YORK");
        Promotion("P-2", "Ending", "Live on 0 of 2.");
        Target("P-2", "till.LEEDS", "Reverting", node: "LEEDS");
        Target("P-2", "till.HULL", "Reverting", node: "HULL");
        Promotion("P-3", "Planned", "Starts on Friday.");

        async Task<(string Promotions, int Count, int LeftOver, int Behind)> At(PriceSlice slice) =>
            await Read(slice) is var board
                ? (string.Join(' ', board.Promotions.Select(one => one.Head.Case.Key)), board.PromotionCount, board.LeftOver, board.Behind)
                : default;

        (await At(new())).ShouldBe(("P-3 P-2 P-1", 3, 2, 1));
        (await At(new(Node: "YORK"))).ShouldBe(("P-3 P-1", 2, 0, 1));
        (await At(new(Node: "LEEDS"))).ShouldBe(("P-3 P-2 P-1", 3, 1, 0));
        (await At(new(Node: "LEEDS", Over: true))).ShouldBe(("P-2", 1, 1, 0));
        (await At(new(Node: "YORK", Over: true))).ShouldBe(("", 0, 0, 1));
        (await At(new("nordics"))).ShouldBe(("P-3", 1, 0, 0));
        var chosen = await Read(new(Node: "YORK", Price: "P-1"));
        (chosen.Chosen!.Targets, chosen.Chosen.Behind, chosen.RowCount, chosen.Phases.Sum(count => count.Targets)).ShouldBe((1, 1, 1, 1));
    }

    [Fact]
    public async Task All_targets_of_a_promotion_are_counted_however_many_there_are()
    {
        Promotion("P-1", "Live", "Live on 2,005.");
        for (var i = 0; i < 2_005; i++)
        {
            Target("P-1", $"till.S{i}", "Live", node: $"S{i}");
        }

        (await Read(new(Price: "P-1"))).Phases.Single(count => count.Targets > 0).Targets.ShouldBe(2_005);
    }

    [Fact]
    public void Every_state_of_a_target_has_the_phase_that_its_name_says()
    {
        var phases = Enum.GetNames<TargetState>().ToLookup(Phases.Of);

        phases[TargetPhase.Sending].ShouldBe([nameof(TargetState.Staging), nameof(TargetState.ReadingBack)]);
        phases[TargetPhase.Ready].ShouldBe([nameof(TargetState.Ready), nameof(TargetState.GoingLive)]);
        phases[TargetPhase.Live].ShouldBe([nameof(TargetState.Live), nameof(TargetState.LookingForDrift)]);
        phases[TargetPhase.TakingBack].ShouldBe([nameof(TargetState.Reverting), nameof(TargetState.ProvingGone)]);
        Enum.GetNames<PromotionState>().Except(Phases.OutStates).ShouldBe(
            ["Checking", "Mending", "AwaitingApproval", "Planned", "Ended", "Withdrawn", "Refused"]);
        Phases.OverStates.ToArray().ShouldBe([nameof(PromotionState.Ending), nameof(PromotionState.Withdrawing)]);
    }

    private Task<PriceBoard> Read(PriceSlice slice)
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(Now));
        var overview = new OverviewReader(
            _heads, ProcessCatalogue.Retail, new FakeAttempts(), new FakeOutbound(), MadeUpRetailer.Network, clock);
        return new PriceStandingReader(_heads, _journal, Json, overview, clock).Read(slice, TestContext.Current.CancellationToken);
    }

    private void Promotion(string number, string state, string why) => Add(
        new CaseId("promotion", number), "promotion-to-pricing", state, false, new CaseCard(number, Kind: "Promotion", Why: why));

    private void Target(
        string promotion, string target, string state, ExceptionCategory? trouble = null, string? node = null, bool closed = false) => Add(
            new CaseId("price-target", $"{promotion}:{target}"), "price-target", state, closed,
            new CaseCard($"{promotion} at {target}", "uk", "till", node, Exception: trouble, Parent: new CaseId("promotion", promotion),
                Kind: "tills"));

    private void Add(CaseId id, string process, string state, bool closed, CaseCard card) => _heads.All.Add(new CaseHead(
        ++_no, id, process, 1, 3, state, Waits.OnSystem, Now.AddHours(-2), Now.AddHours(-9), closed ? Now : null, Now, null, null, 0,
        card));

    private static Transition Row(string target, int seq, string because)
    {
        var id = new CaseId("price-target", target);
        return new Transition(
            id, seq, Now, "price-target", 1, new Envelope($"m-{seq}", "test", id, Now, Actor.Crossdock, new LookAgain("x")),
            Outcome.Applied, "Staging", "Lagging", false, Waits.OnPerson, [], [], null, null, because, []);
    }
}
