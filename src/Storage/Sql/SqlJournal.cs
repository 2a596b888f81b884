using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>What the two stores' journals have alike; how rows are appended and the feed is cut is theirs.</summary>
internal abstract class SqlJournal(Database database) : IJournal
{
    public abstract Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel);

    public abstract Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel);

    public abstract Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel);

    public async Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select case_no, seq, at, body, hash from journal
                where case_no = (select case_no from cases where case_id = @id) and seq > @afterSeq
                order by seq
                """,
                new { id = id.ToString(), afterSeq },
                row => new JournalRow(row.Long(), id, row.Int(), row.Instant(), row.Bytes(), row.Bytes())),
            cancel);

    public Task<long> ReserveNumbers(int count, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return database.Write(
            session => session.Scalar<long>(
                "update counters set next = next + @count where name = 'case' returning next - @count",
                new { count = (long)count }),
            cancel);
    }

    public Task<long> CountRows(CancellationToken cancel) =>
        database.Read(session => session.Scalar<long>("select count(*) from journal"), cancel);

    protected static FeedKey ReadFeedKey(Row row) => new(new FeedPosition(row.Long(), row.Long()), row.Long(), row.Int());

    protected static FeedRow ReadFeedRow(Row row)
    {
        var position = new FeedPosition(row.Long(), row.Long());
        var number = row.Long();
        var id = CaseId.Parse(row.Text());
        return new FeedRow(position, new JournalRow(number, id, row.Int(), row.Instant(), row.Bytes(), row.Bytes()));
    }
}
