using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

/// <summary>What one process does at a time: who holds it, who takes it, and what an earlier holder can no longer write.</summary>
public abstract class LeaseSuite(StoreFixture fixture)
{
    private static int _names;

    private readonly string _name = $"lease-{Interlocked.Increment(ref _names)}";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ILeases Leases => fixture.Store.Leases;

    [Fact]
    public async Task Of_many_who_take_a_free_lease_at_once_one_has_it()
    {
        (await Leases.Read(_name, Cancel)).ShouldBeNull();
        var tokens = await Task.WhenAll(Enumerable.Range(1, 8).Select(n => Leases.Take(_name, $"process {n}", null, Cancel)));
        tokens.Count(token => token is not null).ShouldBe(1);
    }

    [Fact]
    public async Task A_lease_that_was_renewed_since_it_was_seen_cannot_be_taken()
    {
        var token = (await Leases.Take(_name, "first", null, Cancel)).ShouldNotBeNull();
        var seen = await Leases.Read(_name, Cancel);
        (await Leases.Renew(_name, token, Cancel)).ShouldBeTrue();

        (await Leases.Take(_name, "second", seen, Cancel)).ShouldBeNull();
        (await Leases.Renew(_name, token, Cancel)).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_takes_over_has_a_higher_token_and_the_earlier_one_renews_nothing_any_more()
    {
        var first = (await Leases.Take(_name, "first", null, Cancel)).ShouldNotBeNull();
        var second = (await Leases.Take(_name, "second", await Leases.Read(_name, Cancel), Cancel)).ShouldNotBeNull();

        second.ShouldBeGreaterThan(first);
        (await Leases.Renew(_name, first, Cancel)).ShouldBeFalse();
        await Leases.Release(_name, first, Cancel);
        (await Leases.Read(_name, Cancel))!.Holder.ShouldBe("second");
    }

    [Fact]
    public async Task A_lease_that_was_given_back_is_free_and_not_to_be_renewed()
    {
        var token = (await Leases.Take(_name, "first", null, Cancel)).ShouldNotBeNull();
        await Leases.Release(_name, token, Cancel);

        (await Leases.Read(_name, Cancel))!.Holder.ShouldBeEmpty();
        (await Leases.Renew(_name, token, Cancel)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_reader_that_lost_its_lease_saves_nothing_and_moves_no_checkpoint()
    {
        var heads = fixture.Store.Heads;
        var (number, id) = (await fixture.Store.Journal.ReserveNumbers(1, Cancel), Given.NewCase());
        var first = (await Leases.Take(_name, "first", null, Cancel)).ShouldNotBeNull();
        await heads.Save(Changes(Given.Head(number, id), reached: 1, first), Cancel);
        var second = (await Leases.Take(_name, "second", await Leases.Read(_name, Cancel), Cancel)).ShouldNotBeNull();

        await Should.ThrowAsync<LeaseLostException>(() =>
            heads.Save(Changes(Given.Head(number, id, seq: 2, state: "Elsewhere"), reached: 2, first), Cancel));

        (await heads.Read(id, Cancel))!.Seq.ShouldBe(1);
        (await heads.ReadCheckpoint(_name, Cancel)).Number.ShouldBe(1);
        await heads.Save(Changes(Given.Head(number, id, seq: 2), reached: 2, second), Cancel);
        (await heads.Read(id, Cancel))!.Seq.ShouldBe(2);
    }

    private HeadChanges Changes(CaseHead head, long reached, long token) =>
        new(_name, new FeedPosition(0, reached), [head], [], [], Lease: token);
}

public sealed class LeasesOnSqliteTests(SqliteFixture fixture) : LeaseSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class LeasesOnPostgresTests(PostgresFixture fixture) : LeaseSuite(fixture), IClassFixture<PostgresFixture>;
