using System.Data.Common;
using Dapper;

namespace Crossdock.Storage.Sql;

/// <summary>A connection at work, and the few ways in which the two stores' SQL differs.</summary>
internal abstract class Session(DbConnection connection, DbTransaction? transaction, CancellationToken cancel)
{
    public CancellationToken Cancel { get; } = cancel;

    protected DbConnection Connection { get; } = connection;

    protected DbTransaction? Transaction { get; } = transaction;

    /// <summary>Appended to a select that takes rows for an update, so that others' rows are passed over.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>SQL for "is one of the values", which were made by <see cref="Values(IEnumerable{long})"/>.</summary>
    public abstract string IsAnyOf(string parameter);

    public abstract object Values(IEnumerable<long> values);

    public abstract object Values(IEnumerable<string> values);

    /// <summary>Inserts the rows; <paramref name="onConflict"/> is the statement's tail.</summary>
    public abstract Task Insert<T>(
        string table, IReadOnlyList<Column<T>> columns, string onConflict, IReadOnlyList<T> rows);

    /// <summary>
    /// Inserts the rows, or updates those that are there. A store to which it makes a difference tries <paramref name="cheap"/>
    /// first, which leaves columns out, and <paramref name="whole"/> for a row that it did not fit.
    /// </summary>
    public virtual Task Upsert<T>(
        string table, IReadOnlyList<Column<T>> columns, string cheap, string whole, IReadOnlyList<T> rows) =>
        Insert(table, columns, whole, rows);

    /// <summary>Deletes the rows of a table whose columns equal one of the given.</summary>
    public abstract Task Delete<T>(string table, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows);

    public async Task<List<T>> Query<T>(string sql, object? values, Func<Row, T> read)
    {
        await using var reader = await Connection.ExecuteReaderAsync(Command(sql, values));
        var row = new Row(reader);
        var found = new List<T>();
        while (await reader.ReadAsync(Cancel))
        {
            row.Rewind();
            found.Add(read(row));
        }

        return found;
    }

    public async Task<T?> QueryOne<T>(string sql, object? values, Func<Row, T> read) =>
        (await Query(sql, values, read)).FirstOrDefault();

    public Task<T?> Scalar<T>(string sql, object? values = null) => Connection.ExecuteScalarAsync<T>(Command(sql, values));

    public Task<int> Execute(string sql, object? values = null) => Connection.ExecuteAsync(Command(sql, values));

    private CommandDefinition Command(string sql, object? values) =>
        new(sql, values, Transaction, cancellationToken: Cancel);
}
