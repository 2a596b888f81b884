using Crossdock.Storage.Sql;

namespace Crossdock.Storage.Sqlite;

/// <summary>The statements of one batch of appends.</summary>
internal sealed class SqliteAppend(SqliteSession session) : IDisposable
{
    private readonly SqliteStatement _begin = new(session.Handle, "insert into cases (case_no, case_id) values (?, ?)");
    private readonly SqliteStatement _id = new(session.Handle, "select 1 from cases where case_no = ? and case_id = ?");
    private readonly SqliteStatement _last = new(session.Handle, "select seq from journal where case_no = ? order by seq desc limit 1");
    private readonly SqliteStatement _insert = new(
        session.Handle, "insert into journal (case_no, seq, at, body, hash, number) values (?, ?, ?, ?, ?, ?)");

    private long? _number;

    /// <summary>The rows of a case that are still to be written; null when it has lost its fence. Begins a case that is new.</summary>
    public CaseRows? Fitting(CaseRows given)
    {
        var id = given.Id.ToString();
        if (given.First == 1)
        {
            _begin.Bind(1, given.Number);
            _begin.Bind(2, id);
            if (_begin.Run(constraintIsNo: true))
            {
                return given;
            }
        }
        else if (IsAt(given.Number, id, given.First - 1))
        {
            return given;
        }

        return Fence.Judge(given, StandingOf(given, id));
    }

    public void Insert(Contracts.Ports.JournalRow row)
    {
        _insert.Bind(1, row.CaseNo);
        _insert.Bind(2, row.Seq);
        _insert.Bind(3, Instants.Ticks(row.At));
        _insert.Bind(4, row.Body);
        _insert.Bind(5, row.Hash);
        _insert.Bind(6, NextNumber());
        _insert.Run(constraintIsNo: false);
    }

    public void Dispose()
    {
        _begin.Dispose();
        _id.Dispose();
        _last.Dispose();
        _insert.Dispose();
    }

    /// <summary>
    /// Behind all that were ever given, also those of rows that were taken out since: a place in the feed is never given twice.
    /// SQLite by itself would go on from the last row that is there.
    /// </summary>
    private long NextNumber()
    {
        if (_number is null)
        {
            using var last = new SqliteStatement(
                session.Handle,
                """
                select max(
                    coalesce((select max(number) from journal), 0), coalesce((select max(number) from archived_rows), 0))
                """);
            _number = last.Long() ?? 0;
        }

        return (_number = _number.Value + 1).Value;
    }

    private bool IsAt(long number, string id, int seq)
    {
        _last.Bind(1, number);
        _id.Bind(1, number);
        _id.Bind(2, id);
        return _last.Long() == seq && _id.Long() == 1;
    }

    /// <summary>The rare case: what is there is looked up whole, to tell a repeat from a lost fence.</summary>
    private Standing StandingOf(CaseRows given, string id)
    {
        using var number = session.Prepare("select case_no from cases where case_id = @id", "id");
        using var name = session.Prepare("select case_id from cases where case_no = @no", "no");
        number.Parameters[0].Value = id;
        name.Parameters[0].Value = given.Number;
        _last.Bind(1, given.Number);
        return new Standing(
            number.ExecuteScalar() as long?, name.ExecuteScalar() as string, (int)(_last.Long() ?? 0), HashesFrom(given));
    }

    private Dictionary<int, byte[]> HashesFrom(CaseRows given)
    {
        using var command = session.Prepare("select seq, hash from journal where case_no = @no and seq >= @first", "no", "first");
        command.Parameters[0].Value = given.Number;
        command.Parameters[1].Value = (long)given.First;
        using var reader = command.ExecuteReader();
        var hashes = new Dictionary<int, byte[]>();
        while (reader.Read())
        {
            hashes[reader.GetInt32(0)] = reader.GetFieldValue<byte[]>(1);
        }

        return hashes;
    }
}
