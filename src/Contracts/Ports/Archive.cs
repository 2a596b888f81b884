namespace Crossdock.Contracts.Ports;

/// <summary>A closed case that may leave the journal: nothing of it is in flight, and the lists have read its last row.</summary>
public sealed record ClosedCase(long CaseNo, CaseId Case, int Seq, DateTimeOffset Closed);

/// <summary>What stays of a case that was taken out of the journal: it is archived, and not lost.</summary>
/// <param name="LastHash">of its last row, which covers all rows before it</param>
/// <param name="At">when it was taken out</param>
/// <param name="File">the archive file that holds its rows</param>
public sealed record ArchivedCase(
    long CaseNo, CaseId Case, int LastSeq, byte[] LastHash, DateTimeOffset Closed, DateTimeOffset At, string File);

/// <summary>An archive file as it was when it was written and read back.</summary>
/// <param name="Sha256">of the whole file</param>
public sealed record ArchiveFile(string Name, long Cases, long Rows, long Bytes, byte[] Sha256, DateTimeOffset At);

/// <param name="Rows">how many rows were taken out</param>
/// <param name="More">whether rows are left to be taken out</param>
public sealed record PurgeSlice(int Rows, bool More);

/// <summary>The case's rows are in the archive: nothing can be told to it any more, and it cannot begin again.</summary>
public sealed class CaseArchivedException(CaseId id, DateTimeOffset at)
    : Exception($"{id} is closed and was archived on {at:yyyy-MM-dd}. Its rows are in the archive files.")
{
    public CaseId Case { get; } = id;

    public DateTimeOffset At { get; } = at;
}

/// <summary>
/// Takes closed cases out of the journal: whole cases, when their rows are safe in a file, in transactions short enough that no
/// append waits for them. Whatever step a crash comes after, the next run goes on from there.
/// </summary>
public interface IArchive
{
    /// <summary>Cases that were closed before an instant and may leave, by case number.</summary>
    Task<IReadOnlyList<ClosedCase>> ReadClosed(DateTimeOffset before, long afterCaseNo, int max, CancellationToken cancel);

    /// <summary>All rows of the cases, case by case, in order.</summary>
    Task<IReadOnlyList<FeedRow>> ReadRows(IReadOnlyCollection<long> caseNos, CancellationToken cancel);

    /// <summary>
    /// Enters cases as archived, in one transaction, and returns the numbers of those it took. From then on nothing can be appended
    /// to them, no list shows them, and their rows are on their way out. A case that has gone on since, or is entered already, is
    /// left alone.
    /// </summary>
    Task<IReadOnlySet<long>> Enter(ArchiveFile file, IReadOnlyList<ArchivedCase> cases, CancellationToken cancel);

    /// <summary>Takes up to so many rows of entered cases out of the journal, in one transaction.</summary>
    Task<PurgeSlice> Purge(int maxRows, CancellationToken cancel);

    /// <summary>Null when the case was not archived.</summary>
    Task<ArchivedCase?> Find(CaseId id, CancellationToken cancel);

    /// <summary>Those of the cases that are archived.</summary>
    Task<IReadOnlySet<CaseId>> WhichAre(IReadOnlyCollection<CaseId> ids, CancellationToken cancel);

    /// <summary>By case number.</summary>
    Task<IReadOnlyList<ArchivedCase>> Read(long afterCaseNo, int max, CancellationToken cancel);

    /// <summary>By name.</summary>
    Task<IReadOnlyList<ArchiveFile>> ReadFiles(string afterName, int max, CancellationToken cancel);
}
