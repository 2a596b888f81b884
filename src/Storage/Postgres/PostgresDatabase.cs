using Crossdock.Storage.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crossdock.Storage.Postgres;

/// <summary>A PostgreSQL database. Everything is read from the primary; a replica's feed could miss rows.</summary>
internal sealed class PostgresDatabase : Database
{
    /// <summary>Ours alone among the advisory locks of a database: the letters "Crossdoc".</summary>
    private const long PreparingLock = 0x43726F7373646F63;

    /// <summary>The second is for a session whose answer nobody takes off the line.</summary>
    private static readonly (string Name, int Milliseconds)[] OpenTransactions =
        [("idle_in_transaction_session_timeout", 5_000), ("tcp_user_timeout", 10_000)];

    /// <summary>
    /// Of one host, where the connection string does not say: with the four of its membership three hosts leave some of a server's
    /// usual 100 to others. More only wait for the same disk and cost the server: each plans every statement for itself.
    /// </summary>
    private static readonly int MostConnections = Math.Clamp(4 * Environment.ProcessorCount, 8, 24);

    private readonly NpgsqlDataSource _source;

    public PostgresDatabase(string connectionString, ILoggerFactory logs)
    {
        var text = new NpgsqlConnectionStringBuilder(connectionString);
        if (text.MaxAutoPrepare == 0)
        {
            text.MaxAutoPrepare = 64;
        }

        if (!IsGiven(connectionString, "Maximum Pool Size", "MaxPoolSize"))
        {
            text.MaxPoolSize = Math.Max(MostConnections, text.MinPoolSize);
        }

        // Nothing here changes a session, so none has to be put back: seven statements for each that is worth something.
        if (!IsGiven(connectionString, "No Reset On Close", "NoResetOnClose"))
        {
            text.NoResetOnClose = true;
        }

        text.ApplicationName ??= "crossdock";
        text.Options = WithTimeouts(text.Options);
        _source = new NpgsqlDataSourceBuilder(text.ConnectionString).UseLoggerFactory(logs).Build();
    }

    public override async Task<T> Read<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            return await work(new PostgresSession(connection, null, cancel));
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    public override async Task<T> Write<T>(Func<Session, Task<T>> work, CancellationToken cancel)
    {
        try
        {
            await using var connection = await _source.OpenConnectionAsync(cancel);
            await using var transaction = await connection.BeginTransactionAsync(cancel);
            var result = await work(new PostgresSession(connection, transaction, cancel));
            await transaction.CommitAsync(cancel);
            return result;
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    /// <summary>One statement that is its own transaction: one round trip.</summary>
    public async Task Execute(Action<NpgsqlCommand> write, CancellationToken cancel)
    {
        await using var connection = await _source.OpenConnectionAsync(cancel);
        await using var command = connection.CreateCommand();
        write(command);
        await command.ExecuteNonQueryAsync(cancel);
    }

    public Task Prepare(CancellationToken cancel) => Prepare(
        async session =>
        {
            await Schema.Migrate(session, PostgresSchema.Words);
            await session.Execute(PostgresSchema.FeedGuard);
            await Partitions.MakeAhead(session);
        },
        cancel);

    /// <summary>Processes that start at once take turns; the lock goes with the transaction.</summary>
    public Task Prepare(Func<Session, Task> work, CancellationToken cancel) => Write(
        async session =>
        {
            await session.Execute("select pg_advisory_xact_lock(@lock)", new { @lock = PreparingLock });
            await work(session);
        },
        cancel);

    /// <summary>
    /// A process that is frozen within a transaction would hold its locks, and the feed of everybody else, for as long as it is.
    /// The server ends such a session; whoever sets these in the connection string has the last word.
    /// </summary>
    private static string WithTimeouts(string? given)
    {
        var timeouts = OpenTransactions.Where(setting => given?.Contains(setting.Name, StringComparison.Ordinal) != true)
            .Select(setting => $"-c {setting.Name}={setting.Milliseconds}");
        return string.Join(' ', [.. timeouts, .. given is null ? [] : new[] { given }]);
    }

    /// <summary>Npgsql's own builder knows every key; a plain one knows those that were written.</summary>
    private static bool IsGiven(string connectionString, params ReadOnlySpan<string> names)
    {
        var written = new System.Data.Common.DbConnectionStringBuilder { ConnectionString = connectionString };
        foreach (var name in names)
        {
            if (written.ContainsKey(name))
            {
                return true;
            }
        }

        return false;
    }

    public override ValueTask DisposeAsync() => _source.DisposeAsync();
}
