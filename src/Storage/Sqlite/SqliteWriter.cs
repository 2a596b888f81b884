using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Crossdock.Storage.Sqlite;

/// <summary>
/// The one thread that writes a file. SQLite lets one write at a time and blocks the thread of a second, and its driver's
/// async calls are synchronous; so writes queue here, outside of any lock, and their callers wait without a thread.
/// </summary>
internal sealed partial class SqliteWriter : IAsyncDisposable
{
    /// <summary>Beyond this the log is brought back into the file and cut, which the automatic checkpoint never does.</summary>
    private const long LongestLogBytes = 32 << 20;

    private const int WritesBetweenChecks = 16;

    /// <summary>
    /// The pages that writes touch again and again: the ends of the journal and of the lists. With the driver's 2 MB they would
    /// be read anew for each batch, and a large batch would spill to the log before its end.
    /// </summary>
    private const int CacheKibibytes = 48 << 10;

    /// <summary>16 MB: a page that many batches change is brought back into the file once for all of them.</summary>
    private const int CheckpointPages = 4_000;

    private readonly string _path;
    private readonly bool _isDerived;
    private readonly ILogger _log;
    private readonly BlockingCollection<Action> _queue = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SqliteConnection? _connection;
    private int _writes;

    /// <param name="isDerived">what it writes can be made again: it waits for the disk only to keep the file whole</param>
    public SqliteWriter(string path, ILogger log, bool isDerived = false)
    {
        _path = path;
        _isDerived = isDerived;
        _log = log;
        new Thread(Run) { IsBackground = true, Name = "crossdock-sqlite-writer" }.Start();
    }

    /// <param name="besides">the file with the lists, where the work writes those too</param>
    public Task<T> Write<T>(Func<SqliteSession, Task<T>> work, CancellationToken cancel, string? besides = null)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            _queue.Add(() => Carry(work, done, besides, cancel), CancellationToken.None);
        }
        catch (InvalidOperationException closed)
        {
            done.SetException(new ObjectDisposedException("The store was closed.", closed));
        }

        return done.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.CompleteAdding();
        await _ended.Task;
    }

    private void Run()
    {
        foreach (var job in _queue.GetConsumingEnumerable())
        {
            job();
            KeepLogShort();
        }

        Close();
        _queue.Dispose();
        _ended.SetResult();
    }

    private void Carry<T>(
        Func<SqliteSession, Task<T>> work, TaskCompletionSource<T> done, string? besides, CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            done.SetCanceled(cancel);
            return;
        }

        try
        {
            done.SetResult(besides is null ? Run(work, cancel) : RunBesides(besides, work, cancel));
        }
        catch (OperationCanceledException stopped)
        {
            done.SetCanceled(stopped.CancellationToken);
        }
        catch (Exception fault)
        {
            if (fault is SqliteException sqlite && SqliteFaults.IsUnavailable(sqlite))
            {
                // After a failed write or sync the connection's view of the file is not to be trusted.
                Close();
            }

            done.SetException(SqliteFaults.Translate(fault));
        }
    }

    /// <summary>With both files at hand a write locks both, so the other is let go of again.</summary>
    private T RunBesides<T>(string besides, Func<SqliteSession, Task<T>> work, CancellationToken cancel)
    {
        SqliteLists.Attach(Connection(), besides);
        try
        {
            return Run(work, cancel);
        }
        finally
        {
            LetGoOfLists();
        }
    }

    private void LetGoOfLists()
    {
        try
        {
            SqliteLists.Detach(Connection());
        }
        catch (SqliteException)
        {
            // The next write opens the file anew, and that alone.
            Close();
        }
    }

    private T Run<T>(Func<SqliteSession, Task<T>> work, CancellationToken cancel)
    {
        using var transaction = Connection().BeginTransaction(deferred: false);
        var result = work(new SqliteSession(Connection(), transaction, cancel)).GetAwaiter().GetResult();
        transaction.Commit();
        return result;
    }

    private SqliteConnection Connection()
    {
        if (_connection is not null)
        {
            return _connection;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        var text = new SqliteConnectionStringBuilder { DataSource = _path, Pooling = false, DefaultTimeout = 30 };
        var connection = new SqliteConnection(text.ConnectionString);
        try
        {
            connection.Open();
            Execute(connection, "pragma busy_timeout = 5000");
            Execute(connection, "pragma journal_mode = wal");
            Execute(connection, _isDerived ? "pragma synchronous = normal" : "pragma synchronous = full");
            Execute(connection, $"pragma cache_size = -{CacheKibibytes}");
            Execute(connection, $"pragma wal_autocheckpoint = {CheckpointPages}");
        }
        catch
        {
            connection.Dispose();
            throw;
        }

        return _connection = connection;
    }

    /// <summary>
    /// The log grows as long as some reader stands in it. The cut does not wait for readers: it is tried again after later
    /// writes.
    /// </summary>
    private void KeepLogShort()
    {
        if (_connection is null || ++_writes % WritesBetweenChecks != 0)
        {
            return;
        }

        try
        {
            var log = new FileInfo($"{_path}-wal");
            if (log.Exists && log.Length > LongestLogBytes)
            {
                Execute(_connection, "pragma busy_timeout = 0");
                Execute(_connection, "pragma wal_checkpoint(truncate)");
                Execute(_connection, "pragma busy_timeout = 5000");
            }
        }
        catch (SqliteException fault)
        {
            LogNotCut(_log, fault);
            Close();
        }
    }

    private void Close()
    {
        _connection?.Dispose();
        _connection = null;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The write-ahead log could not be cut; it is tried again.")]
    private static partial void LogNotCut(ILogger log, Exception fault);
}
