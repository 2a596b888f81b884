namespace Crossdock.Contracts.Ports;

/// <summary>A row as it lies in the store, however broken: nothing in it is believed yet.</summary>
/// <param name="Case">the id that its number was begun under; null when that entry is gone</param>
public sealed record AuditRow(
    FeedPosition Position, long CaseNo, string? Case, int Seq, DateTimeOffset At, byte[] Body, byte[] Hash);

/// <summary>What of a row a seal covers.</summary>
public sealed record RowPrint(FeedPosition Position, long CaseNo, int Seq, byte[] Hash);

/// <param name="DueAt">when the deadline's index has it due; the deadline itself stands in the head</param>
public sealed record AuditHead(CaseHead Head, DateTimeOffset? DueAt);

public sealed record AuditCheckpoint(string Reader, FeedPosition Reached);

/// <summary>
/// Reads whole tables in the order of their keys, for those who check everything and keep only a page of it. Unlike the other
/// ports it leaves nothing out that does not fit together.
/// </summary>
public interface IAudit
{
    /// <summary>Rows case by case, each case's in order.</summary>
    Task<IReadOnlyList<AuditRow>> ReadRows(long afterCaseNo, int afterSeq, int max, CancellationToken cancel);

    /// <summary>The feed without its bodies, in the order and as far as <see cref="IJournal.ReadFeed"/> gives it.</summary>
    Task<IReadOnlyList<RowPrint>> ReadPrints(FeedPosition after, int max, CancellationToken cancel);

    /// <summary>Case ids that were begun, have no first row and are not archived.</summary>
    Task<IReadOnlyList<string>> ReadCasesWithoutRows(int max, CancellationToken cancel);

    /// <summary>Numbers of cases that rows are said to be archived of, while the case is not.</summary>
    Task<IReadOnlyList<long>> ReadStrayPrints(int max, CancellationToken cancel);

    /// <summary>Heads by the number of their case.</summary>
    Task<IReadOnlyList<AuditHead>> ReadHeads(long afterCaseNo, int max, CancellationToken cancel);

    Task<IReadOnlyList<AuditCheckpoint>> ReadCheckpoints(CancellationToken cancel);

    /// <summary>Where the last row of a case stands; null when it has none.</summary>
    Task<FeedPosition?> ReadLatest(CaseId id, CancellationToken cancel);
}
