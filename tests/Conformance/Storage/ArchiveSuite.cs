using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class ArchiveOnSqlite() : ArchiveSuite(new SqliteFixture());

public sealed class ArchiveOnPostgres() : ArchiveSuite(new PostgresFixture());

/// <summary>How closed cases leave the journal, and what of them stays.</summary>
public abstract class ArchiveSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static readonly ArchiveFile File = new("cases-1.ndjson.gz", 2, 7, 100, new byte[32], Given.Noon);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IArchive Archive => fixture.Store.Archive;

    private IJournal Journal => fixture.Store.Journal;

    public ValueTask InitializeAsync() => fixture.InitializeAsync();

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return fixture.DisposeAsync();
    }

    [Fact]
    public async Task Cases_that_were_closed_early_enough_and_have_nothing_open_may_leave()
    {
        var old = await Closed(3, Given.Noon);
        await Closed(2, Given.Noon.AddDays(9));
        var busy = await Closed(2, Given.Noon);
        await fixture.Store.Heads.Save(
            new HeadChanges("test", FeedPosition.Start, [], [new InFlightEffect("x#1.1", busy[0].Case, "test", Given.Noon)], []), Cancel);
        var open = Given.Rows(Given.NewCase(), await Journal.ReserveNumbers(1, Cancel), 1, 1);
        await Journal.Append(open, Cancel);
        await fixture.Store.Heads.Save(Given.Changes(Given.Head(open[0].CaseNo, open[0].Case)), Cancel);

        var may = await Archive.ReadClosed(Given.Noon.AddDays(1), 0, 10, Cancel);

        may.ShouldBe([new ClosedCase(old[0].CaseNo, old[0].Case, 3, Given.Noon)]);
        (await Archive.ReadClosed(Given.Noon.AddDays(1), old[0].CaseNo, 10, Cancel)).ShouldBeEmpty();
        var rows = await Archive.ReadRows([old[0].CaseNo], Cancel);
        rows.Select(row => row.Row.Body).ShouldBe(old.Select(row => row.Body));
    }

    [Fact]
    public async Task An_entered_case_is_archived_at_once_and_its_rows_leave_in_slices()
    {
        var (old, other) = (await Closed(5, Given.Noon), await Closed(2, Given.Noon));
        var prints = await Prints();

        (await Archive.Enter(File, [Entry(old), Entry(other)], Cancel)).ShouldBe([old[0].CaseNo, other[0].CaseNo], ignoreOrder: true);

        (await Should.ThrowAsync<CaseArchivedException>(() => Journal.ReadCase(old[0].Case, 0, Cancel))).Case.ShouldBe(old[0].Case);
        (await Journal.ReadCases([(old[0].Case, 0)], Cancel)).ShouldBeEmpty();
        (await fixture.Store.Heads.Read(old[0].Case, Cancel)).ShouldBeNull();
        (await Journal.ReadFeed(FeedPosition.Start, 100, Cancel)).ShouldBeEmpty("what is left of a case on its way out is no case");
        (await Archive.Find(old[0].Case, Cancel))!.LastHash.ShouldBe(old[^1].Hash);

        var slices = new List<PurgeSlice>();
        do
        {
            slices.Add(await Archive.Purge(2, Cancel));
            (await Prints()).ShouldBe(prints, "the seals must find every row in its place, whatever is left of it");
        }
        while (slices[^1].More);

        slices.Sum(slice => slice.Rows).ShouldBe(5, "the last row of each went with its entry");
        slices.ShouldAllBe(slice => slice.Rows <= 2);
        (await Journal.CountRows(Cancel)).ShouldBe(0);
        (await fixture.Store.Audit.ReadCasesWithoutRows(10, Cancel)).ShouldBeEmpty();
        (await fixture.Store.Audit.ReadStrayPrints(10, Cancel)).ShouldBeEmpty();
        (await Should.ThrowAsync<CaseArchivedException>(() => Journal.ReadCase(old[0].Case, 0, Cancel))).Message.ShouldContain("archived");
    }

    [Fact]
    public async Task A_case_that_was_archived_neither_goes_on_nor_begins_again()
    {
        var old = await Closed(2, Given.Noon);
        await Archive.Enter(File, [Entry(old)], Cancel);

        for (var purged = false; ; purged = true)
        {
            var late = Given.Rows(old[0].Case, old[0].CaseNo, 3, 1, previous: old[^1].Hash);
            (await Journal.Append(late, Cancel)).ShouldContain(old[0].Case, $"a late row, purged: {purged}");
            var anew = Given.Rows(old[0].Case, await Journal.ReserveNumbers(1, Cancel), 1, 1, writer: "b");
            (await Journal.Append(anew, Cancel)).ShouldContain(old[0].Case, $"a second beginning, purged: {purged}");
            if (purged)
            {
                return;
            }

            (await Archive.Purge(100, Cancel)).More.ShouldBeFalse();
        }
    }

    [Fact]
    public async Task A_case_that_has_gone_on_or_was_read_otherwise_is_not_entered()
    {
        var (grown, other) = (await Closed(2, Given.Noon), await Closed(2, Given.Noon));
        await Journal.Append(Given.Rows(grown[0].Case, grown[0].CaseNo, 3, 1, previous: grown[^1].Hash), Cancel);

        var entered = await Archive.Enter(File, [Entry(grown), Entry(other) with { LastHash = new byte[32] }], Cancel);

        entered.ShouldBeEmpty();
        (await Journal.ReadCase(grown[0].Case, 0, Cancel)).Count.ShouldBe(3);
        (await Journal.ReadCase(other[0].Case, 0, Cancel)).Count.ShouldBe(2);
        (await Archive.Enter(File, [Entry(other)], Cancel)).Count.ShouldBe(1);
        (await Archive.Enter(File, [Entry(other)], Cancel)).ShouldBeEmpty("it is entered already");
    }

    [Fact]
    public async Task A_place_in_the_feed_is_not_given_twice_when_the_last_rows_have_left()
    {
        var old = await Closed(3, Given.Noon);
        var reached = (await Prints())[^1].Position;
        await Archive.Enter(File, [Entry(old)], Cancel);
        await Archive.Purge(100, Cancel);

        var next = Given.Rows(Given.NewCase(), await Journal.ReserveNumbers(1, Cancel), 1, 1);
        await Journal.Append(next, Cancel);

        var prints = await Prints(4);
        prints[^1].Position.ShouldBeGreaterThan(reached);
        prints[^1].CaseNo.ShouldBe(next[0].CaseNo);
    }

    private static ArchivedCase Entry(List<JournalRow> rows) =>
        new(rows[0].CaseNo, rows[0].Case, rows[^1].Seq, rows[^1].Hash, Given.Noon, Given.Noon.AddDays(2), File.Name);

    private async Task<List<JournalRow>> Closed(int rows, DateTimeOffset closed)
    {
        var written = Given.Rows(Given.NewCase(), await Journal.ReserveNumbers(1, Cancel), 1, rows);
        (await Journal.Append(written, Cancel)).ShouldBeEmpty();
        await fixture.Store.Heads.Save(
            Given.Changes(Given.Head(written[0].CaseNo, written[0].Case, seq: rows, closed: closed)), Cancel);
        return written;
    }

    /// <summary>The feed may hold back for a while when others use the same server.</summary>
    private async Task<List<(FeedPosition Position, long CaseNo, int Seq)>> Prints(int atLeast = 0)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            var prints = await fixture.Store.Audit.ReadPrints(FeedPosition.Start, 100, patience.Token);
            var written = await Journal.CountRows(patience.Token);
            if (prints.Count >= Math.Max(atLeast, written))
            {
                return [.. prints.Select(print => (print.Position, print.CaseNo, print.Seq))];
            }
        }
    }
}
