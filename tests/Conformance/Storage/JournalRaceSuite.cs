using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Storage;

public sealed class JournalRaceOnSqlite(SqliteFixture fixture) : JournalRaceSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class JournalRaceOnPostgres(PostgresFixture fixture) : JournalRaceSuite(fixture), IClassFixture<PostgresFixture>;

/// <summary>What becomes of a case that several believe to be theirs.</summary>
public abstract class JournalRaceSuite(StoreFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IJournal Journal => fixture.Store.Journal;

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
            (await Journal.ReadCase(own, 0, Cancel)).Select(kept => kept.Hash).ShouldBe(ownRows.Select(given => given.Hash));
            return lost.Contains(id) ? null : row[0];
        }
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

    /// <summary>
    /// Writers that each believe a case to stand somewhere, as stale activations do, append in any order. Whatever comes of it,
    /// each case is gapless, chained, and has only rows whose writer was told that they were kept.
    /// </summary>
    [Fact]
    public void However_appends_of_stale_writers_interleave_each_case_stays_gapless()
    {
        // Asked for here, since inside the law a skipped test would count as a broken one.
        _ = fixture.Store;
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
}
