using System.Text.Json;
using Crossdock.Contracts.Ports;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Stays;

/// <summary>What one stretch of the feed changes; saved in one transaction with the place that it reaches.</summary>
/// <param name="From">where the file stood when the stretch was read: of two followers of one file the slower one saves nothing</param>
/// <param name="AttemptsReached">the number of the last attempt that was looked at</param>
internal sealed record StayChanges(
    FeedPosition From, FeedPosition Reached, long AttemptsReached, IReadOnlyList<MeasuredCase> Cases, IReadOnlyList<MeasuredStay> Stays,
    IReadOnlyList<MeasuredNote> Notes, IReadOnlyList<FailedAttempt> Failures);

/// <summary>How far a file has followed.</summary>
/// <param name="Store">which store it was made from</param>
internal sealed record FileStanding(string Store, FeedPosition Reached, long AttemptsReached);

/// <summary>
/// The stays of all cases in a SQLite file of its own, beside the store and never in it. It can be deleted at any time: whoever
/// follows the journal makes it again.
/// </summary>
public sealed class AnalysisFile(string path)
{
    // A file of another layout is made again, never migrated.
    private const int Layout = 7;

    private const string Schema =
        """
        create table standing (store text not null, epoch integer not null, number integer not null, attempts integer not null);
        create table cases (
            case_no integer primary key, case_id text not null, process text not null, seq integer not null, region text, channel text,
            node text, task_kind text, opened integer not null, closed integer, touches integer not null, loops integer not null,
            category text, category_since integer, ended text, owner text, supplier text, goods text, value text, currency text,
            seen text not null, troubles text not null, staff text not null, systems text not null, policies text not null,
            messages integer not null, duplicates integer not null, overtaken integer not null, unexpected integer not null);
        create index cases_opened on cases (opened);
        create index cases_closed on cases (closed);
        create index cases_id on cases (case_id);
        create index cases_supplier on cases (supplier, process) where supplier is not null;
        create index cases_goods on cases (goods, process) where goods is not null;
        create table stays (
            case_no integer not null, number integer not null, case_id text not null, process text not null, state text not null,
            waits text not null, region text, channel text, node text, owner text, entered integer not null, entered_seq integer not null,
            entered_by text not null, left_at integer, left_seq integer, left_by text, waited_for text not null, again integer not null,
            due integer, working integer not null, person integer not null, queueing integer not null, retry integer not null,
            partner integer not null, policy integer not null, outside integer not null, until integer not null, queued integer not null,
            held integer not null, stuck integer not null, asked integer not null, failed_since integer, calendar text,
            task_kind text, primary key (case_no, number)) without rowid;
        create index stays_left on stays (left_at);
        create table notes (
            case_no integer not null, number integer not null, case_id text not null, process text not null, region text, channel text,
            node text, name text not null, of text, by text, at integer not null, value real not null,
            primary key (case_no, number)) without rowid;
        create index notes_at on notes (at);
        create index notes_name on notes (name, at);
        create table failures (
            effect_key text not null, attempt integer not null, case_id text not null, system text not null, operation text not null,
            at integer not null, outcome text not null, primary key (effect_key, attempt)) without rowid;
        create index failures_case on failures (case_id);
        create index failures_at on failures (at);
        """;

    internal string Path => path;

    /// <summary>Whether there is anything to read yet.</summary>
    public bool IsThere => File.Exists(path);

    /// <summary>Makes the file ready for a store; what was made from another store, or by another layout, is thrown away.</summary>
    internal FileStanding Prepare(string store)
    {
        if (System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        using var connection = Open(SqliteOpenMode.ReadWriteCreate);
        connection.Execute("pragma journal_mode = wal; pragma synchronous = normal");
        using var transaction = connection.BeginTransaction(deferred: false);
        var layout = connection.ExecuteScalar<long>("pragma user_version", transaction: transaction);
        if (layout != Layout || Read(connection, transaction) is not { } standing || standing.Store != store)
        {
            standing = Empty(connection, transaction, store);
        }

        transaction.Commit();
        return standing;
    }

    internal FileStanding Clear(string store)
    {
        Prepare(store);
        using var connection = Open(SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction(deferred: false);
        var standing = Empty(connection, transaction, store);
        transaction.Commit();
        return standing;
    }

    /// <summary>False, and nothing is saved, when the file does not stand where the changes go on from.</summary>
    internal bool Save(StayChanges changes)
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction(deferred: false);
        var moved = connection.Execute(
            """
            update standing set epoch = @epoch, number = @number, attempts = @attempts
            where epoch = @fromEpoch and number = @fromNumber
            """,
            new
            {
                epoch = changes.Reached.Epoch, number = changes.Reached.Number, attempts = changes.AttemptsReached,
                fromEpoch = changes.From.Epoch, fromNumber = changes.From.Number,
            },
            transaction);
        if (moved != 1)
        {
            return false;
        }

        StayRows.Write(connection, transaction, changes);
        transaction.Commit();
        return true;
    }

    internal IReadOnlyList<FailedAttempt> FailuresOf(IReadOnlyCollection<string> cases)
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        return StayRows.ReadFailures(
            connection, "where case_id in (select value from json_each(@cases))", new { cases = JsonSerializer.Serialize(cases) });
    }

    /// <summary>The number and last followed row of a case; null when none was.</summary>
    internal (long CaseNo, int Seq)? Followed(string caseId)
    {
        using var connection = Open(SqliteOpenMode.ReadWrite);
        return connection.Query<(long, int)>("select case_no, seq from cases where case_id = @caseId", new { caseId })
            .Select(row => ((long, int)?)row).FirstOrDefault();
    }

    /// <summary>A connection that only reads. The caller closes it; as long as it is open it sees one moment.</summary>
    internal SqliteConnection OpenToRead() => Open(SqliteOpenMode.ReadOnly);

    internal static FileStanding? Read(SqliteConnection connection, SqliteTransaction? transaction = null) =>
        connection.Query<(string Store, long Epoch, long Number, long Attempts)>(
            "select store, epoch, number, attempts from standing", transaction: transaction)
            .Select(row => new FileStanding(row.Store, new FeedPosition(row.Epoch, row.Number), row.Attempts)).FirstOrDefault();

    private static FileStanding Empty(SqliteConnection connection, SqliteTransaction transaction, string store)
    {
        var tables = connection.Query<string>("select name from sqlite_master where type = 'table'", transaction: transaction).ToList();
        foreach (var table in tables)
        {
            connection.Execute($"drop table \"{table}\"", transaction: transaction);
        }

        connection.Execute(Schema, transaction: transaction);
        connection.Execute("insert into standing values (@store, 0, 0, 0)", new { store }, transaction);
        connection.Execute($"pragma user_version = {Layout}", transaction: transaction);
        return new FileStanding(store, FeedPosition.Start, 0);
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, DefaultTimeout = 30, Pooling = false };
        var connection = new SqliteConnection(address.ToString());
        connection.Open();
        return connection;
    }
}
