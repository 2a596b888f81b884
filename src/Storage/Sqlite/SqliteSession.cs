using System.Text.Json;
using Crossdock.Storage.Sql;
using Microsoft.Data.Sqlite;

namespace Crossdock.Storage.Sqlite;

internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction transaction, CancellationToken cancel)
    : Session(connection, transaction, cancel)
{
    /// <summary>There is one writer at a time, so nothing is locked by another.</summary>
    public override string SkipLocked => "";

    public override string IsAnyOf(string parameter) => $"in (select value from json_each(@{parameter}))";

    public override object Values(IEnumerable<long> values) => $"[{string.Join(',', values)}]";

    public override object Values(IEnumerable<string> values) =>
        JsonSerializer.Serialize([.. values], HeadJson.Default.StringArray);

    public SQLitePCL.sqlite3 Handle => connection.Handle!;

    public SqliteCommand Prepare(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new SqliteParameter($"@{name}", DBNull.Value));
        }

        return command;
    }

    public override Task Insert<T>(string table, IReadOnlyList<Column<T>> columns, string onConflict, IReadOnlyList<T> rows) =>
        ForEach(InsertInto(table, columns, onConflict), columns, rows);

    public override Task Upsert<T>(
        string table, IReadOnlyList<Column<T>> columns, string cheap, string whole, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        using var first = new SqliteStatement(Handle, InsertInto(table, columns, cheap));
        using var second = new SqliteStatement(Handle, InsertInto(table, columns, whole));
        foreach (var row in rows)
        {
            Cancel.ThrowIfCancellationRequested();
            if (!Run(first, columns, row))
            {
                Run(second, columns, row);
            }
        }

        return Task.CompletedTask;
    }

    public override Task Delete<T>(string table, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows) =>
        ForEach($"delete from {table} where {string.Join(" and ", columns.Select(column => $"{column.Name} = ?"))}", columns, rows);

    private Task ForEach<T>(string sql, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            return Task.CompletedTask;
        }

        using var statement = new SqliteStatement(Handle, sql);
        foreach (var row in rows)
        {
            Cancel.ThrowIfCancellationRequested();
            Run(statement, columns, row);
        }

        return Task.CompletedTask;
    }

    private static string InsertInto<T>(string table, IReadOnlyList<Column<T>> columns, string onConflict)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var values = string.Join(", ", columns.Select(_ => "?"));
        return $"insert into {table} ({names}) values ({values}) {onConflict}";
    }

    /// <summary>False when it changed nothing.</summary>
    private static bool Run<T>(SqliteStatement statement, IReadOnlyList<Column<T>> columns, T row)
    {
        for (var place = 0; place < columns.Count; place++)
        {
            statement.Bind(place + 1, columns[place].Value(row));
        }

        statement.Run();
        return statement.Changed;
    }
}
