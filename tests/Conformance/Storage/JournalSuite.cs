using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class JournalOnSqlite(SqliteFixture fixture) : JournalSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class JournalOnPostgres(PostgresFixture fixture) : JournalSuite(fixture), IClassFixture<PostgresFixture>;

public abstract class JournalSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Store Store => fixture.Store;

    private IJournal Journal => Store.Journal;

    [Fact]
    public async Task Appended_rows_are_read_back_in_order_and_untouched()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 5);

        (await Journal.Append(rows, Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
        (await Journal.ReadCase(id, 3, Cancel)).Select(row => row.Seq).ShouldBe([4, 5]);
        (await Journal.ReadCase(id, 5, Cancel)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_case_that_was_never_begun_has_no_rows() =>
        (await Journal.ReadCase(Given.NewCase(), 0, Cancel)).ShouldBeEmpty();

    [Fact]
    public async Task A_case_goes_on_over_several_batches()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 6);

        await Journal.Append(rows[..2], Cancel);
        await Journal.Append(rows[2..5], Cancel);
        (await Journal.Append(rows[5..], Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task Whoever_writes_a_taken_sequence_number_loses_the_fence()
    {
        var id = Given.NewCase();
        var number = await Number();
        var mine = Given.Rows(id, number, 1, 2, "mine");
        await Journal.Append(mine, Cancel);

        (await Journal.Append(Given.Rows(id, number, 2, 1, "theirs"), Cancel)).ShouldBe([id]);

        await ShouldHold(id, mine);
    }

    [Fact]
    public async Task A_case_that_lost_its_fence_is_left_out_whole_and_the_others_are_kept()
    {
        var (lost, begun, going) = (Given.NewCase(), Given.NewCase(), Given.NewCase());
        var (lostNo, begunNo, goingNo) = (await Number(), await Number(), await Number());
        var there = Given.Rows(lost, lostNo, 1, 2, "mine");
        var goingRows = Given.Rows(going, goingNo, 1, 4);
        var begunRows = Given.Rows(begun, begunNo, 1, 3);
        await Journal.Append([.. there, .. goingRows[..2]], Cancel);

        var late = Given.Rows(lost, lostNo, 2, 4, "theirs");
        var batch = new List<JournalRow> { late[0], begunRows[0], late[1], goingRows[2], begunRows[1], late[2], goingRows[3], begunRows[2], late[3] };
        (await Journal.Append(batch, Cancel)).ShouldBe([lost]);

        await ShouldHold(lost, there);
        await ShouldHold(begun, begunRows);
        await ShouldHold(going, goingRows);
    }

    [Fact]
    public async Task The_same_batch_again_counts_as_written()
    {
        var (one, two) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(one, await Number(), 1, 3).Concat(Given.Rows(two, await Number(), 1, 2)).ToList();
        await Journal.Append(rows, Cancel);
        var count = await Journal.CountRows(Cancel);

        (await Journal.Append(rows, Cancel)).ShouldBeEmpty();

        (await Journal.CountRows(Cancel)).ShouldBe(count);
        await ShouldHold(one, rows[..3]);
    }

    [Fact]
    public async Task Of_a_batch_that_is_partly_there_the_rest_is_written()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 5);
        await Journal.Append(rows[..3], Cancel);

        (await Journal.Append(rows[1..], Cancel)).ShouldBeEmpty();

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task A_row_behind_a_gap_is_refused()
    {
        var (begun, never) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(begun, await Number(), 1, 4);
        await Journal.Append(rows[..1], Cancel);

        (await Journal.Append(rows[2..], Cancel)).ShouldBe([begun]);
        (await Journal.Append(Given.Rows(never, await Number(), 2, 1), Cancel)).ShouldBe([never]);
        (await Journal.Append([rows[1], rows[3]], Cancel)).ShouldBe([begun]);
        (await Journal.Append([rows[2], rows[1]], Cancel)).ShouldBe([begun]);

        await ShouldHold(begun, rows[..1]);
        await ShouldHold(never, []);
    }

    [Fact]
    public async Task A_case_begun_under_another_number_has_lost_its_fence()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 2);
        await Journal.Append(rows, Cancel);
        var other = await Number();

        (await Journal.Append(Given.Rows(id, other, 1, 1), Cancel)).ShouldBe([id]);
        (await Journal.Append(Given.Rows(id, other, 3, 1), Cancel)).ShouldBe([id]);

        await ShouldHold(id, rows);
    }

    [Fact]
    public async Task A_number_belongs_to_the_case_that_took_it()
    {
        var (id, thief) = (Given.NewCase(), Given.NewCase());
        var number = await Number();
        var rows = Given.Rows(id, number, 1, 2);
        await Journal.Append(rows, Cancel);

        (await Journal.Append(Given.Rows(thief, number, 1, 1), Cancel)).ShouldBe([thief]);
        (await Journal.Append(Given.Rows(thief, number, 3, 1), Cancel)).ShouldBe([thief]);

        await ShouldHold(id, rows);
        await ShouldHold(thief, []);
    }

    [Fact]
    public async Task Two_beginnings_of_one_case_in_a_batch_are_both_left_out()
    {
        var (id, other) = (Given.NewCase(), Given.NewCase());
        var rows = Given.Rows(other, await Number(), 1, 1);

        var lost = await Journal.Append(
            [.. Given.Rows(id, await Number(), 1, 1, "a"), .. rows, .. Given.Rows(id, await Number(), 1, 1, "b")], Cancel);

        lost.ShouldBe([id]);
        await ShouldHold(id, []);
        await ShouldHold(other, rows);
    }

    [Fact]
    public async Task Of_writers_that_race_for_a_row_exactly_one_wins_it()
    {
        const int Writers = 8;
        var id = Given.NewCase();
        var number = await Number();
        var previous = new byte[32];
        for (var seq = 1; seq <= 10; seq++)
        {
            using var gate = new Barrier(Writers);
            var tries = Enumerable.Range(0, Writers).Select(writer =>
            {
                var row = Given.Rows(id, number, seq, 1, $"w{writer}", previous);
                // Each brings a case of its own too, which must be kept whatever becomes of the race.
                var own = Given.NewCase();
                return Task.Factory.StartNew(
                    () =>
                    {
                        gate.SignalAndWait(Cancel);
                        return Race(row, own);
                    },
                    Cancel,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default).Unwrap();
            });
            var won = (await Task.WhenAll(tries)).Where(row => row is not null).ToList();

            won.Count.ShouldBe(1, $"writers that won row {seq}");
            var kept = await Journal.ReadCase(id, seq - 1, Cancel);
            kept.ShouldHaveSingleItem().Hash.ShouldBe(won[0]!.Hash);
            previous = won[0]!.Hash;
        }

        async Task<JournalRow?> Race(List<JournalRow> row, CaseId own)
        {
            var ownRows = Given.Rows(own, await Number(), 1, 2);
            var lost = await Journal.Append([.. row, .. ownRows], Cancel);
            lost.ShouldNotContain(own);
            await ShouldHold(own, ownRows);
            return lost.Contains(id) ? null : row[0];
        }
    }

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
    public async Task Reserved_numbers_are_never_given_twice()
    {
        await using var another = await fixture.OpenAnother();
        var reserved = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
        {
            var journal = i % 2 == 0 ? Journal : another.Journal;
            var first = await journal.ReserveNumbers(7, Cancel);
            return Enumerable.Range(0, 7).Select(n => first + n);
        }));

        var numbers = reserved.SelectMany(block => block).ToList();
        numbers.Distinct().Count().ShouldBe(40 * 7);
        numbers.Min().ShouldBeGreaterThan(0);
        (await Number()).ShouldBeGreaterThan(numbers.Max());
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

    [Fact]
    public async Task Rows_survive_that_the_store_is_opened_anew()
    {
        var id = Given.NewCase();
        var rows = Given.Rows(id, await Number(), 1, 3);
        await using (var first = await fixture.OpenAnother())
        {
            await first.Journal.Append(rows, Cancel);
        }

        await using var second = await fixture.OpenAnother();
        (await second.Journal.ReadCase(id, 0, Cancel)).Select(row => row.Hash).ShouldBe(rows.Select(row => row.Hash));
        (await second.Journal.ReserveNumbers(1, Cancel)).ShouldBeGreaterThan(rows[0].CaseNo);
    }

    [Fact]
    public async Task Hash_and_body_come_back_byte_for_byte()
    {
        var id = Given.NewCase();
        byte[] body = [0, 255, 10, 13, 0x27, 0x5c, .. Enumerable.Range(0, 256).Select(n => (byte)n)];
        var row = new JournalRow(await Number(), id, 1, Given.Noon.AddTicks(7), body, SHA256.HashData(body));
        await Journal.Append([row], Cancel);

        var kept = (await Journal.ReadCase(id, 0, Cancel)).ShouldHaveSingleItem();
        kept.Body.ShouldBe(body);
        kept.Hash.ShouldBe(row.Hash);
        kept.At.ShouldBe(row.At);
    }

    /// <summary>
    /// Writers that each believe a case to stand somewhere, as stale activations do, append in any order. Whatever comes of it,
    /// each case is gapless, chained, and has only rows whose writer was told that they were kept.
    /// </summary>
    [Fact]
    public void However_appends_of_stale_writers_interleave_each_case_stays_gapless()
    {
        var step = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 2], Gen.Int[1, 3], (writer, @case, count) => (writer, @case, count));
        step.Array[1, 12].Sample(
            steps => Interleave(steps).GetAwaiter().GetResult(),
            iter: 40,
            threads: 1);
    }

    private async Task<bool> Interleave((int Writer, int Case, int Count)[] steps)
    {
        CaseId[] ids = [Given.NewCase(), Given.NewCase(), Given.NewCase()];
        long[] numbers = [await Number(), await Number(), await Number()];
        var known = new Dictionary<(int Writer, int Case), List<JournalRow>>();
        var acknowledged = new HashSet<string>();
        foreach (var together in steps.Chunk(3))
        {
            await Task.WhenAll(together.GroupBy(step => step.Writer).Select(async own =>
            {
                foreach (var step in own)
                {
                    List<JournalRow> seen;
                    lock (known)
                    {
                        seen = known.TryGetValue((step.Writer, step.Case), out var rows) ? rows : [];
                    }

                    var next = Given.Rows(
                        ids[step.Case], numbers[step.Case], seen.Count + 1, step.Count, $"w{step.Writer}", seen.LastOrDefault()?.Hash);
                    var lost = await Journal.Append(next, Cancel);
                    var after = lost.Count > 0 ? await Journal.ReadCase(ids[step.Case], 0, Cancel) : [.. seen, .. next];
                    lock (known)
                    {
                        known[(step.Writer, step.Case)] = [.. after];
                        acknowledged.UnionWith(lost.Count > 0 ? [] : next.Select(row => Convert.ToHexString(row.Hash)));
                    }
                }
            }));
        }

        var kept = new List<JournalRow>();
        foreach (var id in ids)
        {
            var rows = await Journal.ReadCase(id, 0, Cancel);
            var hash = new byte[32];
            rows.Select(row => row.Seq).ShouldBe(Enumerable.Range(1, rows.Count));
            foreach (var row in rows)
            {
                hash = SHA256.HashData([.. hash, .. row.Body]);
                row.Hash.ShouldBe(hash);
            }

            kept.AddRange(rows);
        }

        return acknowledged.SetEquals(kept.Select(row => Convert.ToHexString(row.Hash)));
    }

    private Task<long> Number() => Journal.ReserveNumbers(1, Cancel);

    private async Task ShouldHold(CaseId id, IReadOnlyList<JournalRow> rows)
    {
        var kept = await Journal.ReadCase(id, 0, Cancel);
        kept.Select(row => (row.CaseNo, row.Case, row.Seq, row.At, Convert.ToHexString(row.Hash)))
            .ShouldBe(rows.Select(row => (row.CaseNo, row.Case, row.Seq, row.At, Convert.ToHexString(row.Hash))));
        kept.Select(row => Convert.ToHexString(row.Body)).ShouldBe(rows.Select(row => Convert.ToHexString(row.Body)));
    }

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
