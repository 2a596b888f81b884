using System.Diagnostics;
using Crossdock.Bench.Measuring;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Bench.Runtime;

/// <summary>What the store alone can take.</summary>
public sealed record LimitResult(double RowsPerSecond, double RowsPerCase, double BytesPerCase);

/// <summary>
/// The limit of any runtime on this store: the rows that the run left, byte for byte, appended to a fresh store with the same
/// tables and indexes in large batches by one writer, with no Orleans, no map and no handler.
/// </summary>
public static class Limit
{
    private const int MostRows = 200_000;
    private const int Batch = 4_000;

    public static async Task<LimitResult> Measure(BenchStore written, string asked, CancellationToken cancel)
    {
        var rows = await Read(written, cancel);
        var cases = rows.Select(row => row.CaseNo).Distinct().Count();
        await using var fresh = await BenchStore.Create(asked.StartsWith("sqlite", StringComparison.Ordinal) ? "sqlite" : asked, cancel);
        await using var store = fresh.Open();
        await store.Prepare(cancel);
        var batches = rows.Chunk(Batch).ToList();
        var warm = Math.Max(1, batches.Count / 10);
        foreach (var batch in batches.Take(warm))
        {
            await store.Journal.Append(batch, cancel);
        }

        var clock = Stopwatch.StartNew();
        foreach (var batch in batches.Skip(warm))
        {
            await store.Journal.Append(batch, cancel);
        }

        var seconds = clock.Elapsed.TotalSeconds;
        return new LimitResult(
            batches.Skip(warm).Sum(batch => batch.Length) / seconds, (double)rows.Count / cases,
            (double)rows.Sum(row => (long)row.Body.Length + row.Hash.Length) / cases);
    }

    /// <summary>Rows of whole cases only, in the order of the feed.</summary>
    private static async Task<List<JournalRow>> Read(BenchStore written, CancellationToken cancel)
    {
        await using var store = written.Open();
        await store.Prepare(cancel);
        var (at, rows) = (FeedPosition.Start, new List<JournalRow>());
        while (rows.Count < MostRows && await store.Journal.ReadFeed(at, Batch, cancel) is { Count: > 0 } stretch)
        {
            rows.AddRange(stretch.Select(row => row.Row));
            at = stretch[^1].Position;
        }

        var whole = rows.GroupBy(row => row.CaseNo).Where(rows => rows.Count() == 9).Select(rows => rows.Key).ToHashSet();
        return [.. rows.Where(row => whole.Contains(row.CaseNo))];
    }
}
