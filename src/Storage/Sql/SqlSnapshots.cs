using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlSnapshots(Database database) : ISnapshots
{
    private static readonly Column<Snapshot>[] Columns =
    [
        Column<Snapshot>.Text("case_id", one => one.Case.ToString()),
        Column<Snapshot>.Integer("case_no", one => one.CaseNo),
        Column<Snapshot>.Text("kind", one => one.Case.Kind),
        Column<Snapshot>.Integer("seq", one => one.Seq),
        Column<Snapshot>.Bytes("hash", one => one.Hash),
        Column<Snapshot>.Bytes("body", one => one.Body),
    ];

    public Task<Snapshot?> Read(CaseId id, CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne(
                "select case_id, case_no, seq, hash, body from snapshots where case_id = @id",
                new { id = id.ToString() },
                ReadSnapshot),
            cancel);

    public Task Save(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel)
    {
        // One row a case at most, since a statement may not touch a row twice; in one order, since two savers may meet.
        var newest = snapshots.GroupBy(one => one.Case).Select(same => same.MaxBy(one => one.Seq)!)
            .OrderBy(one => one.Case.ToString(), StringComparer.Ordinal).ToList();
        return newest.Count == 0
            ? Task.CompletedTask
            : database.Write(
                session => session.Insert(
                    "snapshots",
                    Columns,
                    """
                    on conflict (case_id) do update set case_no = excluded.case_no, seq = excluded.seq,
                        hash = excluded.hash, body = excluded.body
                    where excluded.seq >= snapshots.seq
                    """,
                    newest),
                cancel);
    }

    public async Task<IReadOnlyList<Snapshot>> ReadAll(string kind, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select case_id, case_no, seq, hash, body from snapshots where kind = @kind order by case_id",
                new { kind },
                ReadSnapshot),
            cancel);

    private static Snapshot ReadSnapshot(Row row) =>
        new(CaseId.Parse(row.Text()), row.Long(), row.Int(), row.Bytes(), row.Bytes());
}
