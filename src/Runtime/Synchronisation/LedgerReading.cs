using System.Runtime.CompilerServices;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Stock;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>A SKU's ledger as far as it is committed.</summary>
/// <param name="At">when the row was written; null where only a snapshot of it was read</param>
internal sealed record LedgerAt(StockItem Item, int Row, DateTimeOffset? At);

/// <summary>
/// The ledgers as the journal has them, folded along with what is heard of it. Unlike a live ledger it never knows of a movement whose
/// row is not on the disk yet, and it knows which row a figure is of.
/// </summary>
internal sealed class LedgerReading(IJournal journal, ISnapshots snapshots, JournalJson json)
{
    /// <summary>Beyond it all are forgotten and read again.</summary>
    private const int MaxKnown = 50_000;

    private readonly Dictionary<string, LedgerAt> _known = new(StringComparer.Ordinal);

    /// <summary>A row that was heard. One that does not follow what is known makes the SKU be read anew.</summary>
    public void Take(Transition row)
    {
        var sku = row.Case.Key;
        if (!_known.TryGetValue(sku, out var known) || row.Seq <= known.Row)
        {
            return;
        }

        if (row.Seq == known.Row + 1)
        {
            _known[sku] = Next(known, row);
        }
        else
        {
            _known.Remove(sku);
        }
    }

    /// <param name="anew">whether the journal is asked, too, for rows that were not heard</param>
    public async ValueTask<LedgerAt> Read(string sku, bool anew, CancellationToken cancel)
    {
        if (_known.TryGetValue(sku, out var known) && !anew)
        {
            return known;
        }

        var id = CaseId.Stock(sku);
        known ??= await FromSnapshot(id, cancel);
        foreach (var row in await journal.ReadCase(id, known.Row, cancel))
        {
            known = Next(known, json.Read(row.Body));
        }

        if (_known.Count >= MaxKnown)
        {
            _known.Clear();
        }

        return _known[sku] = known;
    }

    /// <summary>As <see cref="Read"/> of each, anew, in their order; what is new of all that is known comes in one answer.</summary>
    public async IAsyncEnumerable<(string Sku, LedgerAt Ledger)> ReadAnew(
        IReadOnlyCollection<string> skus, [EnumeratorCancellation] CancellationToken cancel)
    {
        var known = skus.Where(_known.ContainsKey).Select(sku => (CaseId.Stock(sku), _known[sku].Row)).ToList();
        foreach (var row in await journal.ReadCases(known, cancel))
        {
            _known[row.Case.Key] = Next(_known[row.Case.Key], json.Read(row.Body));
        }

        var fresh = known.Select(one => one.Item1.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var sku in skus)
        {
            yield return (sku, await Read(sku, anew: !fresh.Contains(sku), cancel));
        }
    }

    private async Task<LedgerAt> FromSnapshot(CaseId id, CancellationToken cancel)
    {
        var snapshot = await snapshots.Read(id, cancel);
        var kept = snapshot is null ? null : JsonSerializer.Deserialize(snapshot.Body, StockSnapshotJson.Default.StockSnapshot);
        return kept is null ? new LedgerAt(StockItem.Empty with { Sku = id.Key }, 0, null) : new LedgerAt(kept.Item, snapshot!.Seq, null);
    }

    private static LedgerAt Next(LedgerAt known, Transition row) =>
        new(row.Facts.Aggregate(known.Item, StockFacts.Fold), row.Seq, row.At);
}
