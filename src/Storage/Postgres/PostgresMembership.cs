using System.Data.Common;
using Crossdock.Storage.Sql;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crossdock.Storage.Postgres;

/// <summary>
/// Where the processes of a cluster find one another: the tables and queries that Orleans' ADO.NET provider looks up by name. The
/// names of tables, queries, parameters and columns are the provider's; the statements are ours.
/// </summary>
public sealed class PostgresMembership : IAsyncDisposable
{
    /// <summary>Few statements, but each on time: a process that waits for a connection seems dead to the others.</summary>
    private const int Connections = 4;

    private const int TimeoutSeconds = 3;

    private readonly PostgresDatabase _database;
    private readonly Lazy<NpgsqlDataSource> _source;

    internal PostgresMembership(PostgresDatabase database, string connectionString, ILoggerFactory logs)
    {
        _database = database;
        var text = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "crossdock-membership",
            MaxPoolSize = Connections,
            Timeout = TimeoutSeconds,
            CommandTimeout = TimeoutSeconds,
        };
        _source = new Lazy<NpgsqlDataSource>(() => new NpgsqlDataSourceBuilder(text.ConnectionString).UseLoggerFactory(logs).Build());
    }

    /// <summary>Connections of its own, so that no load on the store makes a process seem dead.</summary>
    public DbDataSource Source => _source.Value;

    /// <summary>Creates what is missing. Any number of processes may do so at once, and again.</summary>
    public Task Prepare(CancellationToken cancel) =>
        _database.Prepare(
            async session =>
            {
                await session.Execute(MembershipSql.Tables);
                foreach (var (key, text) in MembershipSql.Queries)
                {
                    await session.Execute(
                        """
                        insert into OrleansQuery (QueryKey, QueryText) values (@key, @text)
                        on conflict (QueryKey) do update set QueryText = excluded.QueryText
                        where OrleansQuery.QueryText <> excluded.QueryText
                        """,
                        new { key, text });
                }
            },
            cancel);

    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated)
        {
            await _source.Value.DisposeAsync();
        }
    }
}
