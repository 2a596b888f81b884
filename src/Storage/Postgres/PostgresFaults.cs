using System.Net.Sockets;
using Crossdock.Contracts.Ports;
using Npgsql;

namespace Crossdock.Storage.Postgres;

/// <summary>Which of PostgreSQL's errors mean that the server cannot be used now, and not that the statement was wrong.</summary>
internal static class PostgresFaults
{
    /// <summary>Raised by our own function when a row does not fit behind what is there.</summary>
    public const string FenceLost = "CD001";

    public static bool IsUnavailable(Exception fault) => fault switch
    {
        // Class 08 connections, 53 resources, 57P0x shutting down or starting, 25006 a standby after a switch-over.
        PostgresException server => server.SqlState.StartsWith("08", StringComparison.Ordinal)
            || server.SqlState.StartsWith("53", StringComparison.Ordinal)
            || server.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || server.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
            || server.SqlState == PostgresErrorCodes.DeadlockDetected
            || server.SqlState == PostgresErrorCodes.SerializationFailure,
        NpgsqlException or SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Another wrote one of the rows first, or waited for us while we waited for it.</summary>
    public static bool IsConflict(PostgresException fault) =>
        fault.SqlState is FenceLost or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected;

    /// <summary>A row's case number lies behind the last part of the journal.</summary>
    public static bool HasNoPart(PostgresException fault) => fault.SqlState == PostgresErrorCodes.CheckViolation;

    public static StoreUnavailableException Translate(Exception fault) =>
        new($"The store cannot be reached now: {fault.Message}", fault);
}
