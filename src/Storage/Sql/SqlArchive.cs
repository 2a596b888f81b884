using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <param name="words">what this store writes for a row's place in the feed</param>
/// <param name="shutWriters">
/// a statement that waits until no append is under way, and holds new ones back; empty where there is one writer
/// </param>
internal sealed partial class SqlArchive(Database database, FeedWords words, string shutWriters) : IArchive
{
    /// <summary>Cases whose rows one slice takes out; a slice is bounded by its rows, this only bounds the look.</summary>
    private const int CasesAtOnce = 20;

    private const string Selected =
        "archived_cases.case_no, case_id, last_seq, last_hash, closed, at, file from archived_cases "
        + "join cases on cases.case_no = archived_cases.case_no";

    public async Task<IReadOnlyList<ClosedCase>> ReadClosed(
        DateTimeOffset before, long afterCaseNo, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select case_no, case_id, seq, closed from heads
                where case_no > @afterCaseNo and closed is not null and closed < @before
                    and not exists (select 1 from in_flight where in_flight.case_id = heads.case_id)
                    and not exists (select 1 from incidents where incidents.case_no = heads.case_no)
                order by case_no limit @max
                """,
                new { before = Instants.Ticks(before), afterCaseNo, max = (long)max },
                row => new ClosedCase(row.Long(), CaseId.Parse(row.Text()), row.Int(), row.Instant())),
            cancel);

    public async Task<IReadOnlyList<FeedRow>> ReadRows(IReadOnlyCollection<long> caseNos, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {words.Epoch}, number, journal.case_no, case_id, seq, at, body, hash
                from journal join cases on cases.case_no = journal.case_no
                where journal.case_no {session.IsAnyOf("numbers")} order by journal.case_no, seq
                """,
                new { numbers = session.Values(caseNos) },
                SqlJournal.ReadFeedRow),
            cancel);

    public Task<ArchivedCase?> Find(CaseId id, CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne($"select {Selected} where case_id = @id", new { id = id.ToString() }, ReadCase), cancel);

    public async Task<IReadOnlySet<CaseId>> WhichAre(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        (await database.Read(
            session => session.Query(
                $"""
                select case_id from cases join archived_cases on archived_cases.case_no = cases.case_no
                where case_id {session.IsAnyOf("ids")}
                """,
                new { ids = session.Values(ids.Select(id => id.ToString())) },
                row => CaseId.Parse(row.Text())),
            cancel)).ToHashSet();

    public async Task<IReadOnlyList<ArchivedCase>> Read(long afterCaseNo, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"select {Selected} where archived_cases.case_no > @afterCaseNo order by archived_cases.case_no limit @max",
                new { afterCaseNo, max = (long)max },
                ReadCase),
            cancel);

    public async Task<IReadOnlyList<ArchiveFile>> ReadFiles(string afterName, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select name, cases, row_count, bytes, sha256, at from archive_files where name > @afterName order by name limit @max",
                new { afterName, max = (long)max },
                row => new ArchiveFile(row.Text(), row.Long(), row.Long(), row.Long(), row.Bytes(), row.Instant())),
            cancel);

    private static ArchivedCase ReadCase(Row row) => new(
        row.Long(), CaseId.Parse(row.Text()), row.Int(), row.Bytes(), row.Instant(), row.Instant(), row.Text());
}
