using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Operations;

/// <summary>A bulk operation out of its own journal, and its items' outcomes as they stand now.</summary>
/// <param name="By">who froze the set</param>
/// <param name="PerSecond">the pace it was started at last; 0 before that</param>
/// <param name="Acts">how many acts of people its journal holds; a repeat of the latest is known by it</param>
public sealed record BulkStory(
    string Key, BulkFrozen Frozen, string State, bool Final, string By, DateTimeOffset FrozenAt, DateTimeOffset? Started,
    DateTimeOffset Latest, int PerSecond, BulkCounts Counts, string Because, int Acts);

public sealed class BulkReader(IJournal journal, IHeads heads, IBulkItems items, JournalJson json)
{
    /// <summary>Null when there is no such operation.</summary>
    public async Task<BulkStory?> Read(string key, CancellationToken cancel)
    {
        if (!CaseId.IsKey(key))
        {
            return null;
        }

        var stored = await journal.ReadCase(new CaseId("bulk", key), 0, cancel);
        var rows = stored.Select(row => json.Read(row.Body)).ToList();
        if (rows is not [{ Message.Data: BulkFrozen frozen }, ..])
        {
            return null;
        }

        var applied = rows.Where(row => row.Outcome == Outcome.Applied).ToList();
        var latest = rows[^1];
        return new BulkStory(
            key,
            frozen,
            latest.To,
            latest.Final,
            rows[0].Message.Who.Name,
            rows[0].At,
            applied.FirstOrDefault(row => row.Message.Data is BulkStarted)?.At,
            latest.At,
            applied.Select(row => row.Message.Data switch
            {
                BulkStarted started => started.PerSecond, BulkResumed resumed => resumed.PerSecond, _ => 0,
            }).LastOrDefault(pace => pace > 0),
            await items.Count(key, cancel),
            applied.Last(row => row.Message.Data is not BulkProgressed).Because,
            applied.Count(row => row.Message.Data is BulkStarted or BulkPaused or BulkResumed or BulkCancelled));
    }

    public Task<IReadOnlyList<CaseHead>> List(int skip, int take, CancellationToken cancel) =>
        heads.Search(new HeadFilter(Kind: "bulk"), HeadOrder.Newest, skip, take, cancel);
}
