using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Runtime.Stock;

/// <summary>
/// What a ledger had at an instant: what it has now, less what moved since. Only committed rows are read, so whoever asks sees to it that
/// everything that was decided before is committed.
/// </summary>
public sealed class LedgerPast(IJournal journal, ISnapshots snapshots, JournalJson json)
{
    /// <summary>A count is a moment old, mostly; for one that is older four times as many rows are read.</summary>
    private const int FirstLook = 100;

    /// <returns>the pieces on hand, and the last row that counts</returns>
    public async Task<(int OnHand, int Row)> OnHand(string sku, string node, DateTimeOffset at, CancellationToken cancel)
    {
        var now = await new LedgerReading(journal, snapshots, json).Read(sku, anew: true, cancel);
        var since = await Since(CaseId.Stock(sku), now.Row, at, cancel);
        return (OnHandOf(now.Item.At(node)) - since.SelectMany(row => row.Facts).OfType<StockMoved>().Sum(moved => Change(moved, node)),
            now.Row - since.Count);
    }

    /// <summary>The rows up to that one that were written after the instant.</summary>
    private async Task<List<Transition>> Since(CaseId id, int upTo, DateTimeOffset at, CancellationToken cancel)
    {
        for (var look = FirstLook; ; look *= 4)
        {
            var after = Math.Max(0, upTo - look);
            var rows = (await journal.ReadCase(id, after, cancel)).Where(row => row.Seq <= upTo).ToList();
            if (after == 0 || rows is [] || rows[0].At <= at)
            {
                return [.. rows.Where(row => row.At > at).Select(row => json.Read(row.Body))];
            }
        }
    }

    private static int OnHandOf(NodeStock at) => at.Available + at.Reserved;

    private static int Change(StockMoved moved, string node) => moved.Node != node ? 0
        : (IsThere(moved.To) ? moved.Pieces : 0) - (IsThere(moved.From) ? moved.Pieces : 0);

    private static bool IsThere(Account account) => account is Account.Available or Account.Reserved;
}
