using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class UpgradeOnSqlite() : UpgradeSuite(new SqliteFixture { Prepares = false })
{
    protected override string Released => ReleasedSchema.OnSqlite;

    protected override string Row(long caseNo, int seq, string hash) =>
        $"insert into journal (case_no, seq, at, body, hash) values ({caseNo}, {seq}, 7, x'7b7d', x'{hash}')";
}

public sealed class UpgradeOnPostgres() : UpgradeSuite(new PostgresFixture { Prepares = false })
{
    protected override string Released => ReleasedSchema.OnPostgres;

    protected override string Row(long caseNo, int seq, string hash) =>
        $"""
        insert into journal (case_no, seq, epoch, number, at, body, hash)
        values ({caseNo}, {seq}, pg_current_xact_id()::text::bigint, {seq}, 7, '\x7b7d', '\x{hash}')
        """;
}

/// <summary>A store of an earlier program, with data in it, is brought up to date where it lies.</summary>
public abstract class UpgradeSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static readonly CaseId Old = CaseId.Order("OLD-1");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract string Released { get; }

    public ValueTask InitializeAsync() => fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return fixture.DisposeAsync();
    }

    [Theory]
    [InlineData(17)]
    [InlineData(654_321)]
    public async Task What_was_there_is_there_and_goes_on(long given)
    {
        await Fill(given);
        await using var store = await fixture.OpenAnother();

        var rows = await store.Journal.ReadCase(Old, 0, Cancel);
        rows.Select(row => (row.CaseNo, row.Seq)).ShouldBe([(given, 1), (given, 2)]);
        var head = (await store.Heads.Read(Old, Cancel))!;
        (head.CaseNo, head.State, head.Held).ShouldBe((given, "AwaitingPick", "counted"));
        (await store.Heads.ReadMany([Old, Given.NewCase()], Cancel)).ShouldBe([head]);
        (await store.Heads.Search(new HeadFilter(Text: "old-"), HeadOrder.Newest, 0, 10, Cancel)).ShouldBe([head]);
        (await store.Heads.Search(new HeadFilter(Text: "order/OLD-1"), HeadOrder.Newest, 0, 10, Cancel)).ShouldBe([head]);
        (await store.Heads.Search(new HeadFilter(Kind: "order", Node: "store-1", Open: true), HeadOrder.Priority, 0, 10, Cancel))
            .ShouldBe([head]);

        var next = Given.Rows(Old, given, 3, 1, previous: rows[^1].Hash);
        (await store.Journal.Append(next, Cancel)).ShouldBeEmpty("the case goes on");
        (await store.Journal.Append(Given.Rows(Old, given + 1, 1, 1, writer: "b"), Cancel)).ShouldContain(Old, "its id is still its own");
        var first = await store.Journal.ReserveNumbers(900_000, Cancel);
        first.ShouldBe(given + 1);
        foreach (var number in (long[])[first, first + 199_999, first + 200_000, first + 899_999])
        {
            (await store.Journal.Append(Given.Rows(Given.NewCase(), number, 1, 2), Cancel)).ShouldBeEmpty($"number {number}");
        }

        (await store.Journal.CountRows(Cancel)).ShouldBe(11);
        await using var again = await fixture.OpenAnother();
        (await again.Journal.CountRows(Cancel)).ShouldBe(11, "preparing a second time changes nothing");
    }

    /// <summary>A row as the earlier program wrote it; its body is an empty object.</summary>
    protected abstract string Row(long caseNo, int seq, string hash);

    private async Task Fill(long given)
    {
        Assert.SkipWhen(fixture.Address is null, "No store to test.");
        await fixture.Execute(Released);
        await fixture.Execute(
            $"""
            update counters set next = {given + 1} where name = 'case';
            insert into cases (case_no, case_id) values ({given}, '{Old}');
            insert into heads (
                case_no, case_id, process, map_version, seq, state, waits, since, opened, updated, touches, title, node, priority, kind,
                folded_key, held)
            values ({given}, '{Old}', 'order-to-fulfilment', 1, 2, 'AwaitingPick', 'OnPerson', 7, 7, 7, 0, 'Old', 'store-1', 0, 'order',
                'OLD-1', 'counted');
            """);
        await fixture.Execute(Row(given, 1, new string('a', 64)));
        await fixture.Execute(Row(given, 2, new string('b', 64)));
    }
}
