using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Clustering;

/// <summary>What the cluster says of this process.</summary>
public interface IStanding
{
    /// <exception cref="StoreUnavailableException">the cluster's books cannot be read now</exception>
    Task<bool> IsMember(CancellationToken cancel);

    /// <summary>Ends this process at once: whatever it still holds is another's by now.</summary>
    void End();
}

/// <summary>
/// The journal as a member of a cluster may write it. A process that was frozen has been evicted meanwhile and its cases are others':
/// it looks before it writes, finds that out, and ends. The fence would refuse what others have written over; this refuses the rest.
/// </summary>
public sealed partial class MembersOnly(IJournal journal, IStanding standing, TimeProvider wall, ILogger<MembersOnly> log) : IJournal
{
    /// <summary>Shorter than any eviction takes, so that whoever looked as late as that was a member when it wrote.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private long? _looked;

    public async Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        if (_looked is not { } looked || wall.GetElapsedTime(looked) >= LookEvery)
        {
            var now = wall.GetTimestamp();
            if (!await standing.IsMember(cancel))
            {
                LogEvicted(rows.Count);
                standing.End();
                throw new StoreUnavailableException("This process is no longer a member of its cluster.");
            }

            _looked = now;
        }

        return await journal.Append(rows, cancel);
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        journal.ReadCase(id, afterSeq, cancel);

    public Task<IReadOnlyList<JournalRow>> ReadCases(IReadOnlyCollection<(CaseId Id, int AfterSeq)> asked, CancellationToken cancel) =>
        journal.ReadCases(asked, cancel);

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => journal.ReserveNumbers(count, cancel);

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        journal.ReadFeed(after, max, cancel);

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        journal.ReadFeedKeys(after, max, cancel);

    public Task<long> CountRows(CancellationToken cancel) => journal.CountRows(cancel);

    [LoggerMessage(
        Level = LogLevel.Critical, Message = "The cluster went on without this process; {Rows} decisions are dropped, and it ends")]
    private partial void LogEvicted(int rows);
}
