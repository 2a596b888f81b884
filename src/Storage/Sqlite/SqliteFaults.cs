using Crossdock.Contracts.Ports;
using Microsoft.Data.Sqlite;

namespace Crossdock.Storage.Sqlite;

/// <summary>Which of SQLite's errors mean that the file cannot be used now, and not that the statement was wrong.</summary>
internal static class SqliteFaults
{
    // https://www.sqlite.org/rescode.html: BUSY, LOCKED, READONLY, IOERR, FULL, CANTOPEN, PROTOCOL.
    public static bool IsUnavailable(SqliteException fault) => fault.SqliteErrorCode is 5 or 6 or 8 or 10 or 13 or 14 or 15;

    public static Exception Translate(Exception fault) =>
        fault is SqliteException sqlite && IsUnavailable(sqlite)
            ? new StoreUnavailableException($"The store's file cannot be used now: {sqlite.Message}", sqlite)
            : fault;
}
