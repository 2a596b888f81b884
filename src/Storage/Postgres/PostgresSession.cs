using System.Data.Common;
using Crossdock.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Crossdock.Storage.Postgres;

internal sealed class PostgresSession(NpgsqlConnection connection, DbTransaction? transaction, CancellationToken cancel)
    : Session(connection, transaction, cancel)
{
    public override string SkipLocked => "for update skip locked";

    public override string IsAnyOf(string parameter) => $"= any(@{parameter})";

    public override object Values(IEnumerable<long> values) => values.ToArray();

    public override object Values(IEnumerable<string> values) => values.ToArray();

    public override Task Insert<T>(string table, IReadOnlyList<Column<T>> columns, string onConflict, IReadOnlyList<T> rows)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", columns.Select(column => $"@{column.Name}"));
        return OnArrays($"insert into {table} ({names}) select * from unnest({arrays}) {onConflict}", columns, rows);
    }

    public override Task Delete<T>(string table, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        var names = string.Join(", ", columns.Select(column => column.Name));
        var arrays = string.Join(", ", columns.Select(column => $"@{column.Name}"));
        var same = string.Join(" and ", columns.Select(column => $"{table}.{column.Name} = given.{column.Name}"));
        return OnArrays($"delete from {table} using unnest({arrays}) as given ({names}) where {same}", columns, rows);
    }

    /// <summary>One array a column: a batch of any length is one statement with one plan and one round trip.</summary>
    private async Task OnArrays<T>(string sql, IReadOnlyList<Column<T>> columns, IReadOnlyList<T> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var column in columns)
        {
            command.Parameters.Add(ArrayOf(column, rows));
        }

        await command.ExecuteNonQueryAsync(Cancel);
    }

    private static NpgsqlParameter ArrayOf<T>(Column<T> column, IReadOnlyList<T> rows) => column.Kind switch
    {
        ColumnKind.Integer => ArrayOf(column, NpgsqlDbType.Bigint, rows.Select(row => (long?)column.Value(row)).ToArray()),
        ColumnKind.Text => ArrayOf(column, NpgsqlDbType.Text, rows.Select(row => TextOf(column, row)).ToArray()),
        ColumnKind.Decimal => ArrayOf(column, NpgsqlDbType.Numeric, rows.Select(row => (decimal?)column.Value(row)).ToArray()),
        ColumnKind.Bytes => ArrayOf(column, NpgsqlDbType.Bytea, rows.Select(row => (byte[]?)column.Value(row)).ToArray()),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Kind, "is no kind of column"),
    };

    private static NpgsqlParameter ArrayOf<T>(Column<T> column, NpgsqlDbType element, object values) =>
        new(column.Name, NpgsqlDbType.Array | element) { Value = values };

    private static string? TextOf<T>(Column<T> column, T row) =>
        column.Value(row) is string text ? StoredText.Of(text) : null;
}
