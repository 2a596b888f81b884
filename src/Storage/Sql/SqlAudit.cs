using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <param name="words">what this store writes for a row's place in the feed, and for how far the feed may be read</param>
internal sealed class SqlAudit(Database database, FeedWords words) : IAudit
{
    public async Task<IReadOnlyList<AuditRow>> ReadRows(long afterCaseNo, int afterSeq, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {words.Epoch}, number, journal.case_no, case_id, seq, at, body, hash
                from journal left join cases on cases.case_no = journal.case_no
                where (journal.case_no, seq) > (@afterCaseNo, @afterSeq) order by journal.case_no, seq limit @max
                """,
                new { afterCaseNo, afterSeq = (long)afterSeq, max = (long)max },
                row => new AuditRow(
                    Position(row), row.Long(), row.TextOrNull(), row.Int(), row.Instant(), row.Bytes(), row.Bytes())),
            cancel);

    /// <summary>Rows that were taken out stand in the feed by their prints.</summary>
    public async Task<IReadOnlyList<RowPrint>> ReadPrints(FeedPosition after, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {words.Epoch}, number, case_no, seq, hash from (
                    select * from (
                        select {words.Epoch} as epoch, number, case_no, seq, hash from journal
                        where {words.After} and {words.Stable} order by {words.Order} limit @max) as there
                    union all
                    select * from (
                        select epoch, number, case_no, seq, hash from archived_rows
                        where {words.After} and {words.Stable} order by {words.Order} limit @max) as gone) as prints
                order by {words.Order} limit @max
                """,
                new { epoch = after.Epoch, number = after.Number, max = (long)max },
                row => new RowPrint(Position(row), row.Long(), row.Int(), row.Bytes())),
            cancel);

    public async Task<IReadOnlyList<string>> ReadCasesWithoutRows(int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select case_id from cases
                where not exists (select 1 from journal where journal.case_no = cases.case_no and seq = 1)
                    and not exists (select 1 from archived_cases where archived_cases.case_no = cases.case_no)
                order by case_id limit @max
                """,
                new { max = (long)max },
                row => row.Text()),
            cancel);

    public async Task<IReadOnlyList<long>> ReadStrayPrints(int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select distinct case_no from archived_rows
                where not exists (select 1 from archived_cases where archived_cases.case_no = archived_rows.case_no)
                order by case_no limit @max
                """,
                new { max = (long)max },
                row => row.Long()),
            cancel);

    public async Task<IReadOnlyList<AuditHead>> ReadHeads(long afterCaseNo, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {HeadTable.Selected}, due_at from heads where case_no > @afterCaseNo order by case_no limit @max
                """,
                new { afterCaseNo, max = (long)max },
                row => new AuditHead(HeadTable.Read(row), row.InstantOrNull())),
            cancel);

    public async Task<IReadOnlyList<AuditCheckpoint>> ReadCheckpoints(CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select reader, epoch, number from checkpoints order by reader",
                null,
                row => new AuditCheckpoint(row.Text(), Position(row))),
            cancel);

    public Task<FeedPosition?> ReadLatest(CaseId id, CancellationToken cancel) =>
        database.Read<FeedPosition?>(
            async session => (await session.Query(
                $"""
                select {words.Epoch}, number from journal
                where case_no = (select case_no from cases where case_id = @id) order by seq desc limit 1
                """,
                new { id = id.ToString() },
                Position)) is [var latest] ? latest : null,
            cancel);

    private static FeedPosition Position(Row row) => new(row.Long(), row.Long());
}

/// <summary>How the feed's order is written in a store's SQL.</summary>
/// <param name="After">the rows behind <c>@epoch</c> and <c>@number</c></param>
/// <param name="Stable">those that no row can come before any more</param>
internal sealed record FeedWords(string Epoch, string After, string Stable, string Order);
