using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class RecordsOnSqlite(SqliteFixture fixture) : RecordsSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class RecordsOnPostgres(PostgresFixture fixture) : RecordsSuite(fixture), IClassFixture<PostgresFixture>;

/// <summary>The small ports: snapshots, attempts, keys, answered requests and shared values.</summary>
public abstract class RecordsSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Store Store => fixture.Store;

    [Fact]
    public async Task The_newest_snapshot_of_a_case_is_kept()
    {
        var (one, two) = (Given.NewCase("stock"), Given.NewCase("stock"));
        await Store.Snapshots.Save([Snapshot(one, 5), Snapshot(two, 1), Snapshot(one, 4)], Cancel);
        await Store.Snapshots.Save([Snapshot(one, 3), Snapshot(two, 2)], Cancel);

        ShouldBe(await Store.Snapshots.Read(one, Cancel), Snapshot(one, 5));
        ShouldBe(await Store.Snapshots.Read(two, Cancel), Snapshot(two, 2));
        (await Store.Snapshots.Read(Given.NewCase("stock"), Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Snapshots_are_read_by_kind()
    {
        var (one, two, other) = (Given.NewCase("count"), Given.NewCase("count"), Given.NewCase("price"));
        await Store.Snapshots.Save([Snapshot(two, 1), Snapshot(other, 1), Snapshot(one, 1)], Cancel);

        (await Store.Snapshots.ReadAll("count", Cancel)).Select(one => one.Case)
            .ShouldBe(new[] { one, two }.OrderBy(id => id.ToString(), StringComparer.Ordinal));
    }

    [Fact]
    public async Task Attempts_of_a_case_come_back_in_the_order_they_were_made()
    {
        var id = Given.NewCase();
        EffectAttempt[] attempts =
        [
            Attempt(id, "erp-a", 1, AttemptOutcome.Transient, 10), Attempt(id, "erp-a", 2, AttemptOutcome.Succeeded, 7),
            Attempt(Given.NewCase(), "erp-a", 1, AttemptOutcome.Rejected, 3),
        ];
        await Store.Attempts.Record(attempts, Cancel);
        await Store.Attempts.Record([], Cancel);

        (await Store.Attempts.ReadOf(id, Cancel)).ShouldBe(attempts[..2]);
    }

    [Fact]
    public async Task Attempts_without_an_answer_are_followed_by_their_number()
    {
        var id = Given.NewCase();
        var before = (await Store.FailedAttempts.ReadFailed(0, 10_000, Cancel)).Reached;
        EffectAttempt[] attempts =
        [
            Attempt(id, "erp-f", 1, AttemptOutcome.Transient, 10), Attempt(id, "erp-f", 2, AttemptOutcome.Rejected, 7),
            Attempt(id, "erp-f", 3, AttemptOutcome.Throttled, 7), Attempt(id, "erp-f", 4, AttemptOutcome.Succeeded, 7),
        ];
        await Store.Attempts.Record(attempts, Cancel);

        var all = await Store.FailedAttempts.ReadFailed(before, 10, Cancel);
        all.Attempts.Select(one => one.Attempt).ShouldBe([attempts[0], attempts[2]]);
        all.Reached.ShouldBeGreaterThan(all.Attempts[^1].Number, "what succeeded later was looked at, too");
        var first = await Store.FailedAttempts.ReadFailed(before, 1, Cancel);
        first.Reached.ShouldBe(first.Attempts.ShouldHaveSingleItem().Number);
        (await Store.FailedAttempts.ReadFailed(all.Reached, 10, Cancel)).Attempts.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_systems_figures_are_those_of_its_attempts()
    {
        var id = Given.NewCase();
        await Store.Attempts.Record(
            [
                Attempt(id, "carrier", 1, AttemptOutcome.Succeeded, 10),
                Attempt(id, "carrier", 3, AttemptOutcome.Throttled, 40, "429, wait 3 s"),
                Attempt(id, "carrier", 2, AttemptOutcome.Transient, 20, "503"),
                Attempt(id, "carrier", 4, AttemptOutcome.Succeeded, 31),
                Attempt(id, "payments", 1, AttemptOutcome.Succeeded, 8),
            ],
            Cancel);

        var figures = await Store.Attempts.ReadFigures(1_000, Cancel);

        // The median of an even number is the mean of the middle two.
        figures.ShouldContain(new SystemFigures("carrier", 4, 2, 25.5, Given.Noon.AddSeconds(3), "429, wait 3 s"));
        figures.ShouldContain(new SystemFigures("payments", 1, 0, 8, null, null));
        (await Store.Attempts.ReadFigures(1, Cancel)).Sum(system => system.Attempts).ShouldBe(1, "of the latest only");
    }

    [Fact]
    public async Task A_garbled_answer_is_recorded_all_the_same()
    {
        var id = Given.NewCase();
        await Store.Attempts.Record([Attempt(id, "garbled", 1, AttemptOutcome.NotUnderstood, 1, "half\0 an 'answer")], Cancel);

        (await Store.Attempts.ReadOf(id, Cancel)).ShouldHaveSingleItem().Detail.ShouldStartWith("half");
    }

    [Fact]
    public async Task A_key_is_added_once_and_can_be_revoked()
    {
        var key = new ApiKey("key-1", "Web shop", "channel", "web", [1, 2, 3], Given.Noon, false);
        (await Store.Keys.Add(key, Cancel)).ShouldBeTrue();
        (await Store.Keys.Add(key with { Name = "Thief", SecretHash = [9] }, Cancel)).ShouldBeFalse();
        (await Store.Keys.Add(key with { Id = "key-2", Scope = null }, Cancel)).ShouldBeTrue();

        await Store.Keys.Revoke("key-1", Cancel);
        await Store.Keys.Revoke("no such key", Cancel);

        var keys = await Store.Keys.ReadAll(Cancel);
        keys.Select(one => (one.Id, one.Name, one.Role, one.Scope, one.Created, one.Revoked)).ShouldBe(
        [
            ("key-1", "Web shop", "channel", "web", Given.Noon, true), ("key-2", "Web shop", "channel", null, Given.Noon, false),
        ]);
        keys[0].SecretHash.ShouldBe([1, 2, 3]);
    }

    [Fact]
    public async Task The_first_answer_to_a_request_is_the_one_that_is_kept()
    {
        var first = new AnsweredRequest("k", "web", [1], 201, "{\"order\":1}", Given.Noon);
        var adds = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(n => Store.AnsweredRequests.Add(first with { Key = "race", Status = 200 + n }, Cancel)));
        adds.Count(added => added).ShouldBe(1);

        (await Store.AnsweredRequests.Add(first, Cancel)).ShouldBeTrue();
        (await Store.AnsweredRequests.Add(first with { Status = 500, Body = "" }, Cancel)).ShouldBeFalse();
        (await Store.AnsweredRequests.Add(first with { Caller = "app" }, Cancel)).ShouldBeTrue();

        var kept = (await Store.AnsweredRequests.Read("web", "k", Cancel)).ShouldNotBeNull();
        (kept with { Fingerprint = first.Fingerprint }).ShouldBe(first);
        kept.Fingerprint.ShouldBe(first.Fingerprint);
        (await Store.AnsweredRequests.Read("web", "never", Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task Old_answers_are_purged()
    {
        var old = new AnsweredRequest("old", "till", [1], 200, "", Given.Noon.AddDays(-2));
        await Store.AnsweredRequests.Add(old, Cancel);
        await Store.AnsweredRequests.Add(old with { Key = "new", At = Given.Noon.AddDays(-1) }, Cancel);

        await Store.AnsweredRequests.Purge(Given.Noon.AddDays(-1), Cancel);

        (await Store.AnsweredRequests.Read("till", "old", Cancel)).ShouldBeNull();
        (await Store.AnsweredRequests.Read("till", "new", Cancel)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Shared_values_are_seen_by_every_process()
    {
        await using var another = await fixture.OpenAnother();
        await Store.SharedValues.Write("keys", "one", "first", Cancel);
        await another.SharedValues.Write("keys", "one", "second", Cancel);
        await another.SharedValues.Write("keys", "two", "", Cancel);
        await Store.SharedValues.Write("settings", "one", "else", Cancel);

        (await Store.SharedValues.ReadAll("keys", Cancel))
            .ShouldBe(new Dictionary<string, string> { ["one"] = "second", ["two"] = "" }, ignoreOrder: true);
        (await Store.SharedValues.ReadAll("nothing here", Cancel)).ShouldBeEmpty();
    }

    private static Snapshot Snapshot(CaseId id, int seq) => new(id, 17, seq, [(byte)seq, 1], [(byte)seq, 2, 3]);

    private static void ShouldBe(Snapshot? kept, Snapshot expected)
    {
        kept.ShouldNotBeNull();
        (kept.Case, kept.CaseNo, kept.Seq).ShouldBe((expected.Case, expected.CaseNo, expected.Seq));
        kept.Hash.ShouldBe(expected.Hash);
        kept.Body.ShouldBe(expected.Body);
    }

    private static EffectAttempt Attempt(
        CaseId id, string system, int attempt, AttemptOutcome outcome, int milliseconds, string detail = "") =>
        new(
            RequestedEffect.KeyOf(id, 1, 0),
            id,
            system,
            "post",
            attempt,
            Given.Noon.AddSeconds(attempt),
            TimeSpan.FromMilliseconds(milliseconds),
            outcome,
            detail);
}
