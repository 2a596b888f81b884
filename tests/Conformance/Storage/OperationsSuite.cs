using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class OperationsOnSqlite(SqliteFixture fixture) : OperationsSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class OperationsOnPostgres(PostgresFixture fixture) : OperationsSuite(fixture), IClassFixture<PostgresFixture>;

/// <summary>What operators work with: open incidents, holds, and frozen sets with their outcomes.</summary>
public abstract class OperationsSuite(StoreFixture fixture)
{
    private static int _numbers = 50_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Store Store => fixture.Store;

    [Fact]
    public async Task Incidents_are_saved_with_the_heads_counted_by_cause_and_read_newest_first()
    {
        var (old, fresh, parked) = (Incident("no line 2 of A-1", 1), Incident("no line 7 of B-9", 5), Incident("503 at 10:01", 3, "crm"));
        await Save([old, fresh, parked], []);

        var causes = await Store.Incidents.CountByCause(new IncidentFilter(), 10, Cancel);
        var lines = causes.Single(cause => cause.Cause == "no line # of #");
        (lines.Count, lines.Cases, lines.System, lines.Since, lines.Latest)
            .ShouldBe((2, 2, null, Given.Noon.AddMinutes(1), Given.Noon.AddMinutes(5)));
        causes.Single(cause => cause.System == "crm").Cause.ShouldBe("crm: 503 at #");
        var found = await Store.Incidents.Search(new IncidentFilter(CauseId: lines.CauseId), 0, 10, Cancel);
        found.ShouldBe([fresh, old]);
        (await Store.Incidents.Search(new IncidentFilter(CauseId: lines.CauseId), 1, 1, Cancel)).ShouldBe([old]);
        (await Store.Incidents.Count(new IncidentFilter(System: "crm"), Cancel)).ShouldBe(1);
        (await Store.Incidents.Count(new IncidentFilter(Case: parked.Case), Cancel)).ShouldBe(1);
        (await Store.Incidents.Count(new IncidentFilter(System: "none\0"), Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_failure_that_goes_on_keeps_its_beginning_and_shows_its_latest_reason_until_it_is_cured()
    {
        var first = Incident("first reason", 1);
        var again = first with { Seq = 9, Reason = "second reason", Since = Given.Noon.AddMinutes(8), Latest = Given.Noon.AddMinutes(8) };
        await Save([first], []);
        await Save([again], []);

        (await Of(first)).ShouldBe([again with { Since = first.Since }]);
        await Save([first with { Reason = "an old row read again" }], []);
        (await Of(first)).Single().Reason.ShouldBe("second reason");

        await Save([again with { Seq = 12, Since = Given.Noon.AddMinutes(20) }], [first.Key]);
        (await Of(first)).Single().Since.ShouldBe(Given.Noon.AddMinutes(20), "cured and failed anew within one stretch");
        await Save([], [first.Key]);
        (await Of(first)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_effect_that_is_settled_is_no_incident_any_more()
    {
        var parked = Incident("401", 1, "erp");
        await Save([parked], []);
        await Store.Heads.Save(new HeadChanges("test", FeedPosition.Start, [], [], [parked.Effect]), Cancel);

        (await Of(parked)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Incidents_are_found_by_who_owns_their_case_and_go_when_the_lists_are_cleared()
    {
        var mine = Incident("mine", 1);
        var head = Given.Head(mine.CaseNo, mine.Case, incident: "mine", card: new CaseCard("Mine", Owner: OwnerGroup.Buying));
        await Store.Heads.Save(Given.Changes(head) with { Opened = [mine] }, Cancel);

        (await Store.Incidents.Search(new IncidentFilter(Owner: OwnerGroup.Buying), 0, 10, Cancel)).ShouldBe([mine]);
        (await Store.Incidents.Count(new IncidentFilter(Owner: OwnerGroup.Merchandising), Cancel)).ShouldBe(0);
        await Store.Heads.Clear("test", Cancel);
        (await Store.Incidents.Count(new IncidentFilter(), Cancel)).ShouldBe(0);
    }

    [Fact]
    public async Task A_held_case_says_so_and_is_found_by_it()
    {
        var number = Interlocked.Increment(ref _numbers);
        var head = Given.Head(number, Given.NewCase()) with { Held = "the store floods" };
        await Store.Heads.Save(Given.Changes(head, Given.Head(number + 500_000, Given.NewCase())), Cancel);

        (await Store.Heads.Read(head.Case, Cancel)).ShouldBe(head);
        (await Store.Heads.Search(new HeadFilter(Held: true), HeadOrder.Newest, 0, 10, Cancel)).Select(one => one.Case)
            .ShouldContain(head.Case);
        (await Store.Heads.Search(new HeadFilter(Held: false), HeadOrder.Newest, 0, 1_000, Cancel)).Select(one => one.Case)
            .ShouldNotContain(head.Case);
    }

    [Fact]
    public async Task A_set_is_frozen_once_and_each_item_keeps_its_first_outcome()
    {
        BulkItem[] set = [.. Enumerable.Range(1, 5).Select(place => Item(place))];
        var key = $"set-{Interlocked.Increment(ref _numbers)}";
        (await Store.BulkItems.Freeze(key, set, Cancel)).ShouldBeTrue();
        (await Store.BulkItems.Freeze(key, [Item(1)], Cancel)).ShouldBeFalse();
        (await Store.BulkItems.Read(key, null, 0, 10, Cancel)).ShouldBe(set);

        var done = set[1] with { Outcome = BulkOutcome.Done, Reason = "as asked", At = Given.Noon };
        await Store.BulkItems.Record(key, [done, set[2] with { Outcome = BulkOutcome.Failed, Reason = "again", At = Given.Noon }], Cancel);
        await Store.BulkItems.Record(key, [done with { Outcome = BulkOutcome.MovedOn, Reason = "a second run" }], Cancel);

        (await Store.BulkItems.Read(key, BulkOutcome.Done, 0, 10, Cancel)).ShouldBe([done]);
        (await Store.BulkItems.Read(key, BulkOutcome.Waiting, 1, 1, Cancel)).ShouldBe([set[3]]);
        (await Store.BulkItems.Count(key, Cancel)).ShouldBe(new BulkCounts(3, 1, 0, 0, 1));
        (await Store.BulkItems.Count("no such set", Cancel)).ShouldBe(new BulkCounts(0, 0, 0, 0, 0));
    }

    [Fact]
    public async Task Of_those_who_freeze_a_set_at_once_one_does()
    {
        var key = $"set-{Interlocked.Increment(ref _numbers)}";
        await using var another = await fixture.OpenAnother();
        var frozen = await Task.WhenAll(Enumerable.Range(1, 6).Select(count =>
            (count % 2 == 0 ? Store : another).BulkItems.Freeze(key, [.. Enumerable.Range(1, count).Select(Item)], Cancel)));

        frozen.Count(first => first).ShouldBe(1);
        var items = await Store.BulkItems.Read(key, null, 0, 10, Cancel);
        items.Count.ShouldBe(Array.IndexOf(frozen, true) + 1);
    }

    private static BulkItem Item(int place) =>
        new(place, new CaseId("order", $"P{place}"), "", place, "Held", BulkOutcome.Waiting, "", null);

    private static OpenIncident Incident(string reason, int minute, string? system = null)
    {
        var (number, id) = (Interlocked.Increment(ref _numbers), Given.NewCase());
        return new OpenIncident(
            number, id, system is null ? "" : $"{id}#4.1", 4, system is null ? "OrderChecked" : "post", system, reason,
            Given.Noon.AddMinutes(minute), Given.Noon.AddMinutes(minute));
    }

    private Task<IReadOnlyList<OpenIncident>> Of(OpenIncident one) =>
        Store.Incidents.Search(new IncidentFilter(Case: one.Case), 0, 10, Cancel);

    private Task Save(OpenIncident[] opened, IncidentKey[] cured) =>
        Store.Heads.Save(new HeadChanges("test", FeedPosition.Start, [], [], []) { Opened = opened, Cured = cured }, Cancel);
}
