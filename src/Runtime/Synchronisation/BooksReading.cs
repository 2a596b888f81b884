using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>How one system's books of stock stand beside the ledger.</summary>
/// <param name="Node">the place whose books they are; null for all places that are ours</param>
/// <param name="Compared">when a look last ended; null before the first</param>
/// <param name="Agreed">when a look last found nothing that differed</param>
/// <param name="Buckets">of 1,024, how many differed at the latest look</param>
/// <param name="UnderWay">differences of the latest look that open cases explain</param>
/// <param name="SeenOnce">differences that are looked at once more before they are believed</param>
/// <param name="Believed">differences that were believed, of any time</param>
/// <param name="Counting">of these, places that are being counted</param>
/// <param name="Correcting">of these, those that are being put right now</param>
/// <param name="Healed">of these, those that were small and were put right</param>
/// <param name="Counted">of these, those that a count settled</param>
/// <param name="LeftToKeeper">of these, those of which the system that keeps the place says otherwise, too</param>
/// <param name="Cases">how the keys of their cases begin</param>
/// <param name="Task">of whoever sees to it while they cannot be compared</param>
public sealed record BooksCompared(
    string System, string? Node, CaseId Case, string State, DateTimeOffset? Compared, DateTimeOffset? Agreed, int Buckets, int UnderWay,
    int SeenOnce, int Believed, int Counting, int Correcting, int Healed, int Counted, int LeftToKeeper, string Cases, CaseId? Task);

/// <param name="AsOf">business time</param>
public sealed record BooksView(DateTimeOffset AsOf, ImmutableArray<BooksCompared> Books);

/// <summary>Reads from the comparisons' cases how systems stand. What was read before is kept, so that a look costs new rows.</summary>
public sealed class BooksReading(IHeads heads, IJournal journal, JournalJson json, BusinessClock clock) : IDisposable
{
    private const int MostRuns = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private ImmutableDictionary<CaseId, (int Row, string State, Comparison Known)> _read =
        ImmutableDictionary<CaseId, (int, string, Comparison)>.Empty;

    public async Task<BooksView> Read(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var open = await heads.Search(new HeadFilter(Kind: ComparisonMap.Kind, Open: true), HeadOrder.Newest, 0, MostRuns, cancel);
            var runs = ImmutableDictionary<CaseId, (int, string, Comparison)>.Empty;
            foreach (var head in open)
            {
                runs = runs.SetItem(head.Case, await ReadRun(head.Case, cancel));
            }

            _read = runs;
            var books = ImmutableArray.CreateBuilder<BooksCompared>();
            foreach (var run in _read.Where(run => run.Value.Known.Begun is not null)
                .GroupBy(run => (run.Value.Known.Needs.System, run.Value.Known.Needs.Node))
                .Select(same => same.MaxBy(run => run.Value.Known.Needs.Run)).OrderBy(run => run.Key.Key, StringComparer.Ordinal))
            {
                books.Add(await Of(run.Key, run.Value.State, run.Value.Known, cancel));
            }

            return new BooksView(clock.GetUtcNow(), books.ToImmutable());
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(int Row, string State, Comparison Known)> ReadRun(CaseId run, CancellationToken cancel)
    {
        var (row, state, known) = _read.TryGetValue(run, out var before) ? before : (0, "", Comparison.Empty);
        foreach (var stored in await journal.ReadCase(run, row, cancel))
        {
            var next = json.Read(stored.Body);
            known = next.Facts.Aggregate(known, (folded, fact) => ComparisonFacts.Fold(folded, fact, next.Message.Data));
            (row, state) = (next.Seq, next.To);
        }

        return (row, state, known);
    }

    private async Task<BooksCompared> Of(CaseId run, string state, Comparison known, CancellationToken cancel)
    {
        var cases = known.Needs.Node is { } node ? $"{known.Needs.System}:{node}:" : $"{known.Needs.System}:";
        var by = await heads.CountByState(new HeadFilter(Text: cases, Kind: DiscrepancyMap.Kind), cancel);
        int In(DiscrepancyState at) => by.GetValueOrDefault(at.ToString());
        return new BooksCompared(
            known.Needs.System, known.Needs.Node, run, state, known.Compared, known.Agreed, known.Differing, known.Explained,
            known.Suspects.Count, by.Values.Sum(), In(DiscrepancyState.Counting),
            In(DiscrepancyState.Correcting) + In(DiscrepancyState.Asking), In(DiscrepancyState.Healed), In(DiscrepancyState.Counted),
            In(DiscrepancyState.LeftToKeeper), cases, known.Task);
    }
}
