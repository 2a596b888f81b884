using System.Text.Json.Nodes;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>What the two stores' journals have alike; how rows are appended and the feed is cut is theirs.</summary>
internal abstract class SqlJournal(Database database) : IJournal
{
    /// <summary>Stands where a sequence number would, and before them all.</summary>
    private const int Gone = 0;

    public abstract Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel);

    public abstract Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel);

    public abstract Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel);

    /// <summary>
    /// The feed passes over cases that are being taken out: their last rows are gone, and what is left would read as a case that
    /// stands open.
    /// </summary>
    protected const string IsStaying = "not exists (select 1 from leaving where leaving.case_no = journal.case_no)";

    public async Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel)
    {
        var rows = await database.Read(
            session => session.Query(
                $"""
                select case_no, seq, at, body, hash from journal
                where case_no = (select case_no from cases where case_id = @id) and seq > @afterSeq
                union all
                select case_no, {Gone}, at, last_hash, last_hash from archived_cases
                where case_no = (select case_no from cases where case_id = @id)
                order by 2
                """,
                new { id = id.ToString(), afterSeq },
                row => new JournalRow(row.Long(), id, row.Int(), row.Instant(), row.Bytes(), row.Bytes())),
            cancel);
        return rows is [{ Seq: Gone }, ..] ? throw new CaseArchivedException(id, rows[0].At) : rows;
    }

    public async Task<IReadOnlyList<JournalRow>> ReadCases(
        IReadOnlyCollection<(CaseId Id, int AfterSeq)> asked, CancellationToken cancel) => asked.Count == 0 ? [] : await database.Read(
            session => session.Query(
                $"""
                select case_id, journal.case_no, seq, at, body, hash
                from ({Asked}) as asked
                cross join cases cross join journal
                where cases.case_id = asked.id and journal.case_no = cases.case_no and seq > asked.after_seq
                    and not exists (select 1 from archived_cases where archived_cases.case_no = cases.case_no)
                order by journal.case_no, seq
                """,
                new { asked = Written(asked) },
                row =>
                {
                    var id = CaseId.Parse(row.Text());
                    return new JournalRow(row.Long(), id, row.Int(), row.Instant(), row.Bytes(), row.Bytes());
                }),
            cancel);

    /// <summary>The cases that are asked for, as id and after_seq, out of @asked: an array of pairs in JSON.</summary>
    protected abstract string Asked { get; }

    public abstract Task<long> ReserveNumbers(int count, CancellationToken cancel);

    private static string Written(IEnumerable<(CaseId Id, int AfterSeq)> asked) =>
        new JsonArray([.. asked.Select(one => new JsonArray(one.Id.ToString(), one.AfterSeq))]).ToJsonString();

    protected static Task<long> Reserve(Session session, int count) =>
        session.Scalar<long>(
            "update counters set next = next + @count where name = 'case' returning next - @count", new { count = (long)count });

    public Task<long> CountRows(CancellationToken cancel) =>
        database.Read(session => session.Scalar<long>("select count(*) from journal"), cancel);

    protected static FeedKey ReadFeedKey(Row row) => new(new FeedPosition(row.Long(), row.Long()), row.Long(), row.Int());

    internal static FeedRow ReadFeedRow(Row row)
    {
        var position = new FeedPosition(row.Long(), row.Long());
        var number = row.Long();
        var id = CaseId.Parse(row.Text());
        return new FeedRow(position, new JournalRow(number, id, row.Int(), row.Instant(), row.Bytes(), row.Bytes()));
    }
}
