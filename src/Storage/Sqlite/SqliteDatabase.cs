using Crossdock.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Crossdock.Storage.Sqlite;

/// <summary>One file. Writes go through its one writer; reads see the last commit and never wait for it.</summary>
internal sealed class SqliteDatabase : Database
{
    /// <summary>The driver blocks the thread it reads on, so only a few are lent to it.</summary>
    private const int MostReaders = 8;

    public static readonly IReadOnlyDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["text"] = "text",
        ["bytes"] = "blob",
        // Text, for SQLite's numbers are binary and would round money.
        ["decimal"] = "text",
        ["key"] = "integer primary key",
        ["serial"] = "integer primary key autoincrement",
        ["lean_heads"] = LeanHeads,
        // The tree of the key (case_no, seq) keeps a case's rows together, and old cases apart from new ones, by itself.
        ["partitions"] = "",
        ["archived_rows"] =
            """
            create table archived_rows (
                epoch integer not null, number integer primary key, case_no integer not null, seq integer not null, hash blob not null);
            """,
        ["journal"] =
            """
            create table cases (case_no integer primary key, case_id text not null unique);
            create table journal (
                number integer primary key, case_no integer not null, seq integer not null,
                at integer not null, body blob not null, hash blob not null, unique (case_no, seq));
            """,
    };

    /// <summary>A constraint can only go with its table here: the heads move to a new one.</summary>
    private const string LeanHeads =
        """
        create table lean_heads (
            case_no integer primary key, case_id text not null, process text not null, map_version bigint not null,
            seq bigint not null, state text not null, waits text not null, since bigint not null,
            opened bigint not null, closed bigint, updated bigint not null, deadline text, incident text,
            touches bigint not null, title text not null, region text, channel text, node text, owner text,
            exception text, promise bigint, value text, currency text, parent text, with_whom text,
            task_kind text, priority bigint not null, why text, terms text,
            kind text not null, folded_key text not null, due_at bigint,
            lease_until bigint, lease_holder text, held text);
        insert into lean_heads select * from heads;
        drop table heads;
        alter table lean_heads rename to heads;
        create index heads_open on heads (case_no) where closed is null;
        create index heads_due on heads (due_at, case_no) where closed is null and due_at is not null;
        create index heads_promise on heads (promise) where closed is null and promise is not null;
        create index heads_parent on heads (parent) where parent is not null;
        create index heads_exception on heads (exception) where closed is null and exception is not null;
        create index heads_incident on heads (case_no) where incident is not null;
        create index heads_open_opened on heads (opened, case_no) where closed is null;
        create index heads_kind_opened on heads (kind, opened, case_no);
        create index heads_opened on heads (opened, case_no);
        create index heads_open_kind on heads (kind, opened, case_no) where closed is null;
        create index heads_kind_closed on heads (kind, closed) where closed is not null;
        create index heads_key on heads (folded_key);
        create index heads_held on heads (case_no) where held is not null;
        """;

    private readonly SqliteWriter _writer;
    private readonly SemaphoreSlim _readers = new(MostReaders);
    private readonly string _reading;

    public SqliteDatabase(string path, ILogger log)
    {
        _writer = new SqliteWriter(path, log);
        _reading = new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = true, DefaultTimeout = 30,
        }.ConnectionString;
    }

    public override async Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        await _readers.WaitAsync(cancel);
        try
        {
            return await Task.Run(() => ReadNow(work, cancel), cancel);
        }
        catch (SqliteException fault) when (SqliteFaults.IsUnavailable(fault))
        {
            throw SqliteFaults.Translate(fault);
        }
        finally
        {
            _readers.Release();
        }
    }

    public override Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel) => _writer.Write(work, cancel);

    public override async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        using (var connection = new SqliteConnection(_reading))
        {
            SqliteConnection.ClearPool(connection);
        }

        _readers.Dispose();
    }

    /// <summary>In one deferred transaction, so that several statements see one moment.</summary>
    private async Task<T> ReadNow<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(_reading);
        await connection.OpenAsync(cancel);
        await using var transaction = connection.BeginTransaction(deferred: true);
        return await work(new SqliteSession(connection, transaction, cancel));
    }
}
