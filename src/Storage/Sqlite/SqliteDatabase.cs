using System.Collections.Concurrent;
using Crossdock.Storage.Sql;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Crossdock.Storage.Sqlite;

/// <summary>
/// A file for the journal and what is kept for good, and one beside it for what is derived from it. Each has its one writer; reads see
/// the last commits and never wait for them.
/// </summary>
internal sealed partial class SqliteDatabase : Database
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
        ["lean_heads"] = SqliteLists.LeanHeads,
        ["named"] = "create table store_name (id text not null); insert into store_name (id) values (lower(hex(randomblob(16))));",
        ["apart"] = SqliteLists.Gone,
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

    private readonly SqliteWriter _writer;
    private readonly SqliteWriter _listsWriter;
    private readonly SemaphoreSlim _readers = new(MostReaders);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];
    private readonly string _reading;
    private readonly string _path;
    private readonly string _lists;
    private readonly ILogger _log;
    private volatile bool _closed;

    public SqliteDatabase(string path, ILogger log)
    {
        (_path, _lists, _log) = (path, SqliteLists.PathOf(path), log);
        _writer = new SqliteWriter(path, log);
        _listsWriter = new SqliteWriter(_lists, log, isDerived: true);
        _reading = new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30,
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

    public override Task<T> WriteDerived<T>(Func<Session, Task<T>> work, CancellationToken cancel) => _listsWriter.Write(work, cancel);

    public override Task<T> WriteBoth<T>(Func<Session, Task<T>> work, CancellationToken cancel) =>
        _writer.Write(work, cancel, besides: _lists);

    /// <summary>Creates both files, or brings them up to date; what one of them has from before moves to the other.</summary>
    public async Task Prepare(CancellationToken cancel)
    {
        await Write(session => Schema.Migrate(session, Words, upTo: Schema.Apart - 1), cancel);
        CreateLists();
        await WriteDerived(SqliteLists.Create, cancel);
        await WriteBoth(SqliteLists.MoveIn, cancel);
        await Write(session => Schema.Migrate(session, Words), cancel);
        await CloseIdle();
    }

    /// <summary>Only for who goes on to follow the journal: whoever merely reads shall find what was left.</summary>
    public async Task<ListsFound> HoldLists(CancellationToken cancel)
    {
        var found = await WriteBoth(SqliteLists.Hold, cancel);
        if (found == ListsFound.BegunAnew)
        {
            LogBegunAnew(_log, _lists);
        }

        return found;
    }

    /// <summary>It tells what the journal does, so whoever may not read the one shall not read the other.</summary>
    private void CreateLists()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.GetUnixFileMode(_path);
        }

        using var file = new FileStream(_lists, options);
    }

    public override async ValueTask DisposeAsync()
    {
        _closed = true;
        await _writer.DisposeAsync();
        await _listsWriter.DisposeAsync();
        await CloseIdle();
        _readers.Dispose();
    }

    private async Task CloseIdle()
    {
        while (_idle.TryTake(out var connection))
        {
            await connection.DisposeAsync();
        }
    }

    /// <summary>In one deferred transaction, so that several statements see one moment.</summary>
    private async Task<T> ReadNow<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        var (connection, isWhole) = (_idle.TryTake(out var idle) ? idle : await Open(cancel), false);
        try
        {
            await using var transaction = connection.BeginTransaction(deferred: true);
            var result = await work(new SqliteSession(connection, transaction, cancel));
            isWhole = true;
            return result;
        }
        finally
        {
            if (isWhole && !_closed)
            {
                _idle.Add(connection);
            }
            else
            {
                await connection.DisposeAsync();
            }
        }
    }

    private async Task<SqliteConnection> Open(CancellationToken cancel)
    {
        var connection = new SqliteConnection(_reading);
        try
        {
            await connection.OpenAsync(cancel);
            // A store of an earlier version, that nobody has prepared yet, has them in the one file.
            if (File.Exists(_lists))
            {
                SqliteLists.Attach(connection, _lists);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The lists in {Path} were missing, of another journal, or knew more than this one has. They are made anew from its first row.")]
    private static partial void LogBegunAnew(ILogger log, string path);
}
