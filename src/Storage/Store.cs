using Crossdock.Contracts.Ports;
using Crossdock.Storage.Postgres;
using Crossdock.Storage.Sql;
using Crossdock.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace Crossdock.Storage;

/// <summary>One store with all its ports: a file, or a PostgreSQL database. Prepare it once before use.</summary>
public sealed class Store : IAsyncDisposable
{
    private const string File = "sqlite:";
    private const string Server = "postgres:";

    private readonly Database _database;
    private readonly Func<CancellationToken, Task> _prepare;
    private readonly Func<CancellationToken, Task<ListsFound>> _holdLists;

    private Store(
        Database database, IJournal journal, FeedWords feed, string shutWriters, PostgresMembership? membership,
        Func<CancellationToken, Task> prepare, Func<CancellationToken, Task<ListsFound>> holdLists)
    {
        _database = database;
        _prepare = prepare;
        _holdLists = holdLists;
        Membership = membership;
        var attempts = new SqlAttemptLog(database);
        Journal = journal;
        Snapshots = new SqlSnapshots(database);
        Heads = new SqlHeads(database);
        Incidents = new SqlIncidents(database);
        BulkItems = new SqlBulkItems(database);
        Attempts = attempts;
        FailedAttempts = attempts;
        RecentAttempts = attempts;
        Keys = new SqlKeys(database);
        AnsweredRequests = new SqlAnsweredRequests(database);
        SharedValues = new SqlSharedValues(database);
        Leases = new SqlLeases(database);
        Audit = new SqlAudit(database, feed);
        Seals = new SqlSeals(database);
        Archive = new SqlArchive(database, feed, shutWriters);
    }

    public IJournal Journal { get; }

    public ISnapshots Snapshots { get; }

    public IHeads Heads { get; }

    public IIncidents Incidents { get; }

    public IBulkItems BulkItems { get; }

    public IAttemptLog Attempts { get; }

    public IFailedAttempts FailedAttempts { get; }

    public IRecentAttempts RecentAttempts { get; }

    public IKeys Keys { get; }

    public IAnsweredRequests AnsweredRequests { get; }

    public ISharedValues SharedValues { get; }

    public ILeases Leases { get; }

    /// <summary>Null for a file: only one process can use it.</summary>
    public PostgresMembership? Membership { get; }

    /// <summary>Whether several processes can be one cluster on the store of that address.</summary>
    public static bool CanBeShared(string address) => address.StartsWith(Server, StringComparison.Ordinal);

    /// <summary>The files that a store of that address keeps, beside their logs; none where it is a server's.</summary>
    public static IReadOnlyList<string> FilesOf(string address) =>
        address.StartsWith(File, StringComparison.Ordinal) && address.Length > File.Length
            ? [address[File.Length..], SqliteLists.PathOf(address[File.Length..])]
            : [];

    public IAudit Audit { get; }

    public ISeals Seals { get; }

    public IArchive Archive { get; }

    /// <summary>Opens a store by its address. Nothing is connected to yet.</summary>
    /// <param name="address"><c>sqlite:PATH</c> or <c>postgres:CONNECTION-STRING</c></param>
    /// <exception cref="ArgumentException">the address is neither; its text is not repeated, for it may hold a password</exception>
    public static Store Open(string address, ILoggerFactory logs)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.StartsWith(File, StringComparison.Ordinal) && address.Length > File.Length)
        {
            var database = new SqliteDatabase(address[File.Length..], logs.CreateLogger<Store>());
            return new Store(
                database,
                new SqliteJournal(database),
                SqliteJournal.Feed,
                shutWriters: "",
                membership: null,
                database.Prepare,
                database.HoldLists);
        }

        if (address.StartsWith(Server, StringComparison.Ordinal) && address.Length > Server.Length)
        {
            var database = new PostgresDatabase(address[Server.Length..], logs);
            return new Store(
                database,
                new PostgresJournal(database),
                PostgresJournal.Feed,
                PostgresJournal.ShutWriters,
                new PostgresMembership(database, address[Server.Length..], logs),
                database.Prepare,
                _ => Task.FromResult(ListsFound.AsLeft));
        }

        throw NotUnderstood();
    }

    /// <exception cref="ArgumentException">it cannot be opened, whatever is there; says how an address is written</exception>
    public static void Check(string address)
    {
        if (!new[] { File, Server }.Any(scheme => address.StartsWith(scheme, StringComparison.Ordinal) && address.Length > scheme.Length))
        {
            throw NotUnderstood();
        }
    }

    private static ArgumentException NotUnderstood() => new(
        "The store's address is not understood. Write sqlite:PATH, as in sqlite:data/crossdock.db, or "
        + "postgres:CONNECTION-STRING, as in postgres:Host=db;Database=crossdock;Username=crossdock.");

    /// <summary>Creates the schema, or brings it up to date. Any number of processes may do so at once, and again.</summary>
    /// <exception cref="InvalidOperationException">the schema is newer than this program</exception>
    public Task Prepare(CancellationToken cancel) => _prepare(cancel);

    /// <summary>
    /// Before a host follows the journal: whether the lists go with it. Where they are kept apart and do not, they are begun anew, and say
    /// little until they have caught up.
    /// </summary>
    public Task<ListsFound> HoldLists(CancellationToken cancel) => _holdLists(cancel);

    public async ValueTask DisposeAsync()
    {
        if (Membership is not null)
        {
            await Membership.DisposeAsync();
        }

        await _database.DisposeAsync();
    }
}
