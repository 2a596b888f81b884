using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class DeadlinesOnSqlite(SqliteFixture fixture) : DeadlineSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class DeadlinesOnPostgres(PostgresFixture fixture) : DeadlineSuite(fixture), IClassFixture<PostgresFixture>;

public abstract class DeadlineSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    // The wall runs apart from business time: leases are timed by it alone.
    private static readonly DateTimeOffset Wall = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IHeads Heads => fixture.Store.Heads;

    public async ValueTask InitializeAsync() => await Heads.Clear("test", Cancel);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Due_deadlines_of_open_cases_are_leased_oldest_first()
    {
        var (late, later, future, closed, none) =
            (Given.NewCase(), Given.NewCase(), Given.NewCase(), Given.NewCase(), Given.NewCase());
        await Heads.Save(
            Given.Changes(
                Given.Head(1, later, due: Given.Noon),
                Given.Head(2, late, due: Given.Noon.AddMinutes(-5)),
                Given.Head(3, future, due: Given.Noon.AddTicks(1)),
                Given.Head(4, closed, due: Given.Noon.AddMinutes(-9), closed: Given.Noon),
                Given.Head(5, none)),
            Cancel);

        var due = await LeaseDue(Wall);

        due.ShouldBe([new(late, Given.DueAt(Given.Noon.AddMinutes(-5))), new(later, Given.DueAt(Given.Noon))]);
        (await Heads.NextDue(Cancel)).ShouldBe(Given.Noon.AddMinutes(-5));
    }

    [Fact]
    public async Task A_leased_deadline_is_given_again_only_after_the_lease()
    {
        var id = Given.NewCase();
        await Heads.Save(Given.Changes(Given.Head(1, id, due: Given.Noon)), Cancel);

        (await LeaseDue(Wall)).Count.ShouldBe(1);
        (await LeaseDue(Wall + Lease - TimeSpan.FromTicks(1))).ShouldBeEmpty();
        (await LeaseDue(Wall + Lease)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_changed_deadline_is_free_at_once_and_an_unchanged_one_stays_leased()
    {
        var (same, changed) = (Given.NewCase(), Given.NewCase());
        await Heads.Save(Given.Changes(Given.Head(1, same, due: Given.Noon), Given.Head(2, changed, due: Given.Noon)), Cancel);
        (await LeaseDue(Wall)).Count.ShouldBe(2);

        await Heads.Save(
            Given.Changes(
                Given.Head(1, same, seq: 2, due: Given.Noon), Given.Head(2, changed, seq: 2, due: Given.Noon.AddMinutes(-1))),
            Cancel);

        (await LeaseDue(Wall)).Select(due => due.Case).ShouldBe([changed]);
    }

    [Fact]
    public async Task Readers_that_poll_at_once_never_get_the_same_deadline()
    {
        await using var another = await fixture.OpenAnother();
        await Heads.Save(
            Given.Changes([.. Enumerable.Range(1, 60).Select(n => Given.Head(n, Given.NewCase(), due: Given.Noon.AddSeconds(-n)))]),
            Cancel);

        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(reader => Task.Run(
            async () =>
            {
                var mine = new List<CaseId>();
                var heads = reader % 2 == 0 ? Heads : another.Heads;
                while (await heads.LeaseDue(Given.Noon, Wall, Lease, $"silo-{reader}", 5, Cancel) is { Count: > 0 } due)
                {
                    due.Count.ShouldBeLessThanOrEqualTo(5);
                    mine.AddRange(due.Select(one => one.Case));
                }

                return mine;
            },
            Cancel)));

        var all = leased.SelectMany(mine => mine).ToList();
        all.Distinct().Count().ShouldBe(all.Count, "deadlines given twice");
        // A reader may pass over rows that another is about to take and find nothing; what is left is taken next time.
        all.AddRange((await LeaseDue(Wall)).Select(due => due.Case));
        all.Distinct().Count().ShouldBe(60);
    }

    [Fact]
    public async Task Without_deadlines_nothing_is_next()
    {
        await Heads.Save(Given.Changes(Given.Head(1, Given.NewCase())), Cancel);

        (await Heads.NextDue(Cancel)).ShouldBeNull();
        (await LeaseDue(Wall)).ShouldBeEmpty();
    }

    private Task<IReadOnlyList<DueDeadline>> LeaseDue(DateTimeOffset wallNow) =>
        Heads.LeaseDue(Given.Noon, wallNow, Lease, "silo", 100, Cancel);
}
