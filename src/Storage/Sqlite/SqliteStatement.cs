using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Crossdock.Storage.Sqlite;

/// <summary>
/// A statement that many rows go through: prepared once and driven without ADO.NET, whose cost a row is several times that of
/// the row itself.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(sqlite3 handle, string sql)
    {
        _handle = handle;
        Check(raw.sqlite3_prepare_v2(_handle, sql, out _statement));
    }

    public void Bind(int place, long value) => Check(raw.sqlite3_bind_int64(_statement, place, value));

    public void Bind(int place, string value) => Check(raw.sqlite3_bind_text(_statement, place, value));

    public void Bind(int place, byte[] value) => Check(raw.sqlite3_bind_blob(_statement, place, value));

    public void Bind(int place, object? value)
    {
        switch (value)
        {
            case null:
                Check(raw.sqlite3_bind_null(_statement, place));
                break;
            case long number:
                Bind(place, number);
                break;
            case string text:
                Bind(place, text);
                break;
            case byte[] bytes:
                Bind(place, bytes);
                break;
            case decimal amount:
                // As text: SQLite's own numbers would round it.
                Bind(place, amount.ToString(System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"A {value.GetType().Name} is no value of a column.", nameof(value));
        }
    }

    /// <summary>Whether the last run changed a row.</summary>
    public bool Changed => raw.sqlite3_changes(_handle) > 0;

    /// <summary>False when a constraint refused it, where that is an answer.</summary>
    public bool Run(bool constraintIsNo = false)
    {
        var result = raw.sqlite3_step(_statement);
        // The lowest byte is the kind; the rest says which constraint.
        var refused = constraintIsNo && (result & 0xff) == raw.SQLITE_CONSTRAINT;
        if (!refused && result != raw.SQLITE_DONE)
        {
            SqliteException.ThrowExceptionForRC(result, _handle);
        }

        raw.sqlite3_reset(_statement);
        return !refused;
    }

    /// <summary>The first column of the first row, a number; null when there is none.</summary>
    public long? Long()
    {
        var result = raw.sqlite3_step(_statement);
        if (result is not (raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            SqliteException.ThrowExceptionForRC(result, _handle);
        }

        long? value = result == raw.SQLITE_ROW ? raw.sqlite3_column_int64(_statement, 0) : null;
        raw.sqlite3_reset(_statement);
        return value;
    }

    public void Dispose() => _statement.Dispose();

    private void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            SqliteException.ThrowExceptionForRC(result, _handle);
        }
    }
}
