using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Exports;

/// <summary>A statement that runs for every row of a journal: prepared once, with parameters @p0, @p1, ...</summary>
internal sealed class Prepared : IDisposable
{
    private readonly SqliteCommand _command;

    public Prepared(SqliteConnection connection, string sql)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
    }

    public void Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        _command.ExecuteNonQuery();
    }

    /// <summary>The first row; null when there is none.</summary>
    public T? One<T>(Func<SqliteDataReader, T?> read, params ReadOnlySpan<object?> values)
        where T : class
    {
        Bind(values);
        using var rows = _command.ExecuteReader();
        return rows.Read() ? read(rows) : null;
    }

    public List<T> All<T>(Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        Bind(values);
        using var rows = _command.ExecuteReader();
        var all = new List<T>();
        while (rows.Read())
        {
            all.Add(read(rows));
        }

        return all;
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (_command.Parameters.Count == i)
            {
                _command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
            }

            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
