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
        ["journal"] =
            """
            create table cases (case_no integer primary key, case_id text not null unique);
            create table journal (
                number integer primary key, case_no integer not null, seq integer not null,
                at integer not null, body blob not null, hash blob not null, unique (case_no, seq));
            """,
    };

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
