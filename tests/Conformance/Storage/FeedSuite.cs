using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class FeedOnSqlite(SqliteFixture fixture) : FeedSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class FeedOnPostgres(PostgresFixture fixture) : FeedSuite(fixture), IClassFixture<PostgresFixture>;

/// <summary>The journal in the order in which it is followed.</summary>
public abstract class FeedSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IJournal Journal => fixture.Store.Journal;

    [Fact]
    public async Task A_batch_of_five_thousand_rows_is_kept_in_its_order()
    {
        var cases = new List<List<JournalRow>>();
        for (var i = 0; i < 500; i++)
        {
            cases.Add(Given.Rows(Given.NewCase(), await Number(), 1, 10));
        }

        // Woven: the first rows of all cases, then the second ones, and so on.
        var batch = Enumerable.Range(0, 10).SelectMany(seq => cases.Select(rows => rows[seq])).ToList();
        (await Journal.Append(batch, Cancel)).ShouldBeEmpty();

        var read = await ReadUntil([], batch.Count, page: 700, batch.Select(row => row.Case).ToHashSet());
        read.Select(row => (row.Row.Case, row.Row.Seq)).ShouldBe(batch.Select(row => (row.Case, row.Seq)));
    }

    [Fact]
    public async Task The_feed_read_while_many_write_loses_no_row_and_repeats_none()
    {
        await using var another = await fixture.OpenAnother();
        var ids = Enumerable.Range(0, 6 * 15).Select(_ => Given.NewCase()).ToList();
        var writers = Task.WhenAll(Enumerable.Range(0, 6).Select(writer => Task.Run(
            async () =>
            {
                var journal = writer % 2 == 0 ? Journal : another.Journal;
                for (var batch = 0; batch < 15; batch++)
                {
                    var rows = Given.Rows(ids[(writer * 15) + batch], await Number(), 1, 1 + (batch % 4));
                    (await journal.Append(rows, Cancel)).ShouldBeEmpty();
                }
            },
            Cancel)));

        var written = 6 * Enumerable.Range(0, 15).Sum(batch => 1 + (batch % 4));
        var own = ids.ToHashSet();
        var read = new List<FeedRow>();
        while (!writers.IsCompleted)
        {
            read = await ReadUntil(read, 0, page: 5, own);
        }

        await writers;
        read = await ReadUntil(read, written, page: 5, own);

        read.Count.ShouldBe(written);
        read.Select(row => (row.Row.Case, row.Row.Seq)).Distinct().Count().ShouldBe(written);
        read.Zip(read.Skip(1)).ShouldAllBe(pair => pair.First.Position < pair.Second.Position);
        read.GroupBy(row => row.Row.Case)
            .ShouldAllBe(rows => rows.Select(row => row.Row.Seq).SequenceEqual(Enumerable.Range(1, rows.Count())));
    }

    private Task<long> Number() => Journal.ReserveNumbers(1, Cancel);

    /// <summary>
    /// Reads on from what was read, to the end of the feed and until as many rows of these cases have come. PostgreSQL's feed
    /// waits for whatever transaction is open anywhere on the server, so another test may hold it for a moment.
    /// </summary>
    private async Task<List<FeedRow>> ReadUntil(List<FeedRow> read, int count, int page, HashSet<CaseId> own)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        var all = new List<FeedRow>(read);
        var after = read.Count == 0 ? FeedPosition.Start : read[^1].Position;
        while (true)
        {
            var rows = await Journal.ReadFeed(after, page, Cancel);
            rows.Count.ShouldBeLessThanOrEqualTo(page);
            all.AddRange(rows.Where(row => own.Contains(row.Row.Case)));
            after = rows.Count == 0 ? after : rows[^1].Position;
            if (rows.Count == 0 && all.Count >= count)
            {
                return all;
            }

            patience.IsCancellationRequested.ShouldBeFalse($"the feed gave {all.Count} of {count} rows and no more");
        }
    }
}
