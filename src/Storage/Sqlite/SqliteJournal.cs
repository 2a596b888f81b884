using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Crossdock.Storage.Sqlite;

/// <summary>Appends while no one else can write, so what is looked up still holds when it is written.</summary>
internal sealed class SqliteJournal(Database database) : SqlJournal(database)
{
    private readonly Database _database = database;

    public override async Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        var lost = new HashSet<CaseId>();
        var cases = Fence.Group(rows, lost);
        if (cases.Count > 0)
        {
            // The work returns what it found lost, and adds nothing outside: a caller may give it again.
            lost.UnionWith(await _database.Write(session => Task.FromResult(Append((SqliteSession)session, cases)), cancel));
        }

        return lost;
    }

    public override async Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        await _database.Read(
            session => session.Query(
                """
                select 0, number, j.case_no, case_id, seq, at, body, hash from journal j join cases c on c.case_no = j.case_no
                where number > @number order by number limit @max
                """,
                new { number = after.Number, max = (long)max },
                ReadFeedRow),
            cancel);

    private static List<CaseId> Append(SqliteSession session, List<CaseRows> cases)
    {
        using var standings = new Standings(session);
        var lost = new List<CaseId>();
        var rows = new List<BatchRow>();
        using var begin = session.Prepare("insert into cases (case_no, case_id) values (@no, @id)", "no", "id");
        foreach (var given in cases)
        {
            var standing = standings.Of(given);
            if (Fence.Judge(given, standing) is not { } remaining)
            {
                lost.Add(given.Id);
                continue;
            }

            if (standing.NumberOfId is null)
            {
                begin.Parameters[0].Value = given.Number;
                begin.Parameters[1].Value = given.Id.ToString();
                begin.ExecuteNonQuery();
            }

            rows.AddRange(remaining.Rows);
        }

        // In the order they were given, which becomes their order in the feed.
        Insert(session, rows.OrderBy(one => one.Ordinal));
        return lost;
    }

    private static void Insert(SqliteSession session, IEnumerable<BatchRow> rows)
    {
        using var insert = session.Prepare(
            "insert into journal (case_no, seq, at, body, hash) values (@no, @seq, @at, @body, @hash)",
            "no",
            "seq",
            "at",
            "body",
            "hash");
        foreach (var (_, row) in rows)
        {
            insert.Parameters[0].Value = row.CaseNo;
            insert.Parameters[1].Value = (long)row.Seq;
            insert.Parameters[2].Value = Instants.Ticks(row.At);
            insert.Parameters[3].Value = row.Body;
            insert.Parameters[4].Value = row.Hash;
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Looks up what is there of each case: three key reads, and the stored hashes only where rows overlap.</summary>
    private sealed class Standings(SqliteSession session) : IDisposable
    {
        private readonly SqliteCommand _number = session.Prepare("select case_no from cases where case_id = @id", "id");
        private readonly SqliteCommand _id = session.Prepare("select case_id from cases where case_no = @no", "no");
        private readonly SqliteCommand _last = session.Prepare("select max(seq) from journal where case_no = @no", "no");
        private readonly SqliteCommand _hashes =
            session.Prepare("select seq, hash from journal where case_no = @no and seq >= @first", "no", "first");

        public Standing Of(CaseRows given)
        {
            _number.Parameters[0].Value = given.Id.ToString();
            _id.Parameters[0].Value = given.Number;
            _last.Parameters[0].Value = given.Number;
            var last = _last.ExecuteScalar() is long seq ? (int)seq : 0;
            return new Standing(
                _number.ExecuteScalar() as long?, _id.ExecuteScalar() as string, last, Hashes(given.Number, given.First, last));
        }

        public void Dispose()
        {
            _number.Dispose();
            _id.Dispose();
            _last.Dispose();
            _hashes.Dispose();
        }

        private Dictionary<int, byte[]> Hashes(long number, int first, int last)
        {
            var hashes = new Dictionary<int, byte[]>();
            if (first > last)
            {
                return hashes;
            }

            _hashes.Parameters[0].Value = number;
            _hashes.Parameters[1].Value = (long)first;
            using var reader = _hashes.ExecuteReader();
            while (reader.Read())
            {
                hashes[reader.GetInt32(0)] = reader.GetFieldValue<byte[]>(1);
            }

            return hashes;
        }
    }
}
