namespace Crossdock.Contracts.Ports;

/// <summary>
/// One transition as the store keeps it. The primary key is (<paramref name="CaseNo"/>, <paramref name="Seq"/>): the fence.
/// </summary>
/// <param name="CaseNo">a number that grows with time, given to a case at its first row, so that keys stay dense</param>
/// <param name="Seq">1, 2, 3 ... without a gap within a case</param>
/// <param name="Body">the transition as UTF-8 JSON</param>
/// <param name="Hash">SHA-256 over the previous row's hash and this body; the first row hashes after 32 zero bytes</param>
public sealed record JournalRow(long CaseNo, CaseId Case, int Seq, DateTimeOffset At, byte[] Body, byte[] Hash);

/// <summary>A place in the feed. Compared by epoch, then number; the store says what an epoch is (PostgreSQL: the transaction).</summary>
public readonly record struct FeedPosition(long Epoch, long Number) : IComparable<FeedPosition>
{
    public static readonly FeedPosition Start = new(0, 0);

    public static bool operator <(FeedPosition a, FeedPosition b) => a.CompareTo(b) < 0;

    public static bool operator >(FeedPosition a, FeedPosition b) => a.CompareTo(b) > 0;

    public static bool operator <=(FeedPosition a, FeedPosition b) => a.CompareTo(b) <= 0;

    public static bool operator >=(FeedPosition a, FeedPosition b) => a.CompareTo(b) >= 0;

    public int CompareTo(FeedPosition other) =>
        Epoch != other.Epoch ? Epoch.CompareTo(other.Epoch) : Number.CompareTo(other.Number);
}

public sealed record FeedRow(FeedPosition Position, JournalRow Row);

/// <summary>A row of the feed by name only, for those who know it already.</summary>
public readonly record struct FeedKey(FeedPosition Position, long CaseNo, int Seq);

/// <summary>The one source of truth.</summary>
public interface IJournal
{
    /// <summary>
    /// Appends all rows in one durable transaction and returns the cases that lost their fence: a row with that number was
    /// there already, or the case id was begun under another number. Of such a case no row of this batch is kept; all other
    /// cases' rows are. Rows of one case come in order and without a gap. Throws when the store cannot be reached; then
    /// nothing is known about the batch, and the same batch may be given again: rows that are already there with the same
    /// hash count as written.
    /// </summary>
    Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel);

    /// <summary>A case's rows after a sequence number, in order; empty when there is no such case.</summary>
    Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel);

    /// <summary>
    /// As <see cref="ReadCase"/> for many cases at once, each after a number of its own; of one that is archived there is nothing.
    /// </summary>
    async Task<IReadOnlyList<JournalRow>> ReadCases(IReadOnlyCollection<(CaseId Id, int AfterSeq)> asked, CancellationToken cancel)
    {
        var rows = new List<JournalRow>();
        foreach (var (id, after) in asked)
        {
            try
            {
                rows.AddRange(await ReadCase(id, after, cancel));
            }
            catch (CaseArchivedException)
            {
                continue;
            }
        }

        return rows;
    }

    /// <summary>Reserves numbers for new cases and returns the first of them. Never the same twice; gaps are fine.</summary>
    Task<long> ReserveNumbers(int count, CancellationToken cancel);

    /// <summary>
    /// Rows after a position, in an order that never gains a row behind what was read, however many writers there are. On
    /// PostgreSQL that means: only rows of transactions older than the oldest in progress.
    /// </summary>
    Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel);

    /// <summary>As <see cref="ReadFeed"/>, without the rows' bodies.</summary>
    Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel);

    Task<long> CountRows(CancellationToken cancel);
}

/// <summary>A folded state kept beside the journal, so that a long-lived case loads fast. May be lost at any time.</summary>
/// <param name="Hash">the hash of the row at <paramref name="Seq"/></param>
public sealed record Snapshot(CaseId Case, long CaseNo, int Seq, byte[] Hash, byte[] Body);

public interface ISnapshots
{
    Task<Snapshot?> Read(CaseId id, CancellationToken cancel);

    /// <summary>Keeps the newest of each case.</summary>
    Task Save(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel);

    Task<IReadOnlyList<Snapshot>> ReadAll(string kind, CancellationToken cancel);
}
