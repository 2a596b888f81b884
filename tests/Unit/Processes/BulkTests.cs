using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.BulkOperations;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Bulk;

namespace Crossdock.Unit.Tests.Processes;

public class BulkTests
{
    private static readonly CaseId Id = new("bulk", "B-1");
    private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;
    private static readonly int Map = OrderMap.Build().Table.Version;

    private readonly CaseRun _run = new(Catalogue.Find("bulk")!, Id, Rulebook.Of(Given.Network));
    private int _told;

    public BulkTests() => Tell(new BulkFrozen(BulkAct.RetryIncidents, "mended", "all incidents", 3, 2, "digest"));

    [Fact]
    public void A_frozen_set_lapses_when_nobody_starts_it()
    {
        var row = Tell(new DeadlinePassed(nameof(BulkState.Frozen), Given.Now));
        (row.To, row.Final).ShouldBe((nameof(BulkState.Lapsed), true));
    }

    [Fact]
    public void A_start_asks_for_its_run_in_the_name_of_who_started_it()
    {
        var row = Tell(new BulkStarted("read", 5));
        row.Effects.ShouldHaveSingleItem().Effect
            .ShouldBe(new RunBulk(BulkAct.RetryIncidents, "mended", new Actor("Ida", "operator"), 1, 5));
    }

    [Fact]
    public void A_run_that_was_paused_and_started_anew_says_nothing_any_more()
    {
        var first = Tell(new BulkStarted("read", 5)).Effects.Single().Key;
        Tell(new BulkPaused("look"));
        Tell(new BulkProgressed(1, new BulkCounts(1, 1, 0, 1, 0))).Outcome.ShouldBe(Outcome.Applied, "what was under way is counted");
        Tell(new BulkResumed("fine", 9)).Effects.Single().Effect.ShouldBeOfType<RunBulk>().Run.ShouldBe(2);

        Tell(new BulkProgressed(1, new BulkCounts(0, 2, 0, 1, 0))).Outcome.ShouldBe(Outcome.IgnoredLate);
        Tell(new BulkRan(1, true, new BulkCounts(0, 2, 0, 1, 0)), first).Outcome.ShouldBe(Outcome.IgnoredLate);
        _run.At.ShouldBe(nameof(BulkState.UnderWay));
        ((BulkOperation)_run.State).Standing.ShouldBe(new BulkCounts(1, 1, 0, 1, 0));
    }

    [Fact]
    public void It_is_done_when_every_item_has_an_outcome_and_a_failed_run_waits_for_a_person()
    {
        var run = Tell(new BulkStarted("read", 5)).Effects.Single().Key;
        Tell(new BulkFailed("no such set"), run).To.ShouldBe(nameof(BulkState.Paused));
        var again = Tell(new BulkResumed("mended", 5)).Effects.Single().Key;
        var ended = Tell(new BulkRan(2, true, new BulkCounts(0, 2, 0, 1, 0)), again);
        (ended.To, ended.Because).ShouldBe((nameof(BulkState.Done), "2 done, 0 had moved on, 1 not allowed, 0 failed."));
    }

    public static TheoryData<BulkAct, string, BulkOutcome, string> Previews => new()
    {
        { BulkAct.RetryIncidents, "failed", BulkOutcome.Waiting, "Its message is decided again." },
        { BulkAct.RetryIncidents, "open", BulkOutcome.MovedOn, "There is no open incident." },
        { BulkAct.RetryIncidents, "held", BulkOutcome.NotAllowed, "The case is held; resume it first." },
        { BulkAct.CancelCases, "open", BulkOutcome.Waiting, "Its map's cancel row undoes what was done." },
        { BulkAct.CancelCases, "Settling", BulkOutcome.NotAllowed, "Settling has no row for order.cancel-requested." },
        { BulkAct.CancelCases, "Cancelling", BulkOutcome.NotAllowed, "The order is being cancelled." },
        { BulkAct.CancelCases, "ended", BulkOutcome.MovedOn, "The case has ended." },
        { BulkAct.CancelCases, "nobody", BulkOutcome.NotAllowed, "There is no such case." },
        { BulkAct.HoldCases, "open", BulkOutcome.Waiting, "What it is told waits, its deadline stops." },
        { BulkAct.HoldCases, "held", BulkOutcome.MovedOn, "The case is held already." },
        { BulkAct.ResumeCases, "held", BulkOutcome.Waiting, "What waited is told, the rest of its budget runs." },
        { BulkAct.ResumeCases, "open", BulkOutcome.MovedOn, "The case is not held." },
        { BulkAct.MigrateCases, "open", BulkOutcome.MovedOn, $"It runs by map {Map} already." },
        { BulkAct.MigrateCases, "map before", BulkOutcome.Waiting, $"Held is in map {Map} and hears all that is under way." },
        { BulkAct.ResendEffects, "open", BulkOutcome.MovedOn, "That effect is not given up any more." },
    };

    [Theory]
    [MemberData(nameof(Previews))]
    public void A_preview_says_what_an_act_would_come_to(BulkAct act, string given, BulkOutcome outcome, string reason)
    {
        var head = new CaseHead(
            1, CaseId.Order("W-1"), "order-to-fulfilment", given == "map before" ? Map - 1 : Map, 4,
            given is "Settling" or "Cancelling" ? given : nameof(Crossdock.Processes.OrderToFulfilment.OrderState.Held), Waits.OnPerson,
            Given.Now, Given.Now, given == "ended" ? Given.Now : null, Given.Now, null, given == "failed" ? "broken" : null, 0,
            new CaseCard("Order W-1"), given == "held" ? "look" : null);

        BulkRules.Preview(act, new BulkCandidate(head.Case, "", given == "nobody" ? null : head, null, []), Catalogue)
            .ShouldBe((outcome, reason));
    }

    private Transition Tell(Message data, string? answers = null)
    {
        var row = _run.Next(
            new Envelope($"m{++_told}", "test", Id, Given.Now, new Actor("Ida", "operator"), data, answers), Given.Now);
        _run.Apply(row);
        return row;
    }
}
