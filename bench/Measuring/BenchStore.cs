using System.Globalization;
using Crossdock.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace Crossdock.Bench.Measuring;

/// <summary>A store that is made for one measurement and goes with it: a file, or a database on a server.</summary>
public sealed class BenchStore : IAsyncDisposable
{
    private const string Server = "postgres:";
    private const string File = "sqlite";

    private readonly Func<ValueTask> _drop;

    private BenchStore(string kind, string address, DatabaseCpu cpu, Func<ValueTask> drop) =>
        (Kind, Address, Cpu, _drop) = (kind, address, cpu, drop);

    /// <summary><c>sqlite</c> or <c>postgres</c>.</summary>
    public string Kind { get; }

    public string Address { get; }

    public DatabaseCpu Cpu { get; }

    public Store Open() => Store.Open(Address, NullLoggerFactory.Instance);

    public static async Task<BenchStore> Create(string asked, CancellationToken cancel)
    {
        if (asked.StartsWith(Server, StringComparison.Ordinal))
        {
            return await OnServer(asked[Server.Length..], cancel);
        }

        var given = asked == File ? null : asked.StartsWith($"{File}:", StringComparison.Ordinal) ? asked[(File.Length + 1)..]
            : throw new ArgumentException($"'{asked}' is no store: give sqlite, sqlite:PATH or postgres:CONNECTION-STRING.");
        var path = given ?? Path.Combine(Path.GetTempPath(), $"crossdock-bench-{Guid.NewGuid():N}.db");
        return new BenchStore(File, $"{File}:{path}", DatabaseCpu.InThisProcess, () =>
        {
            foreach (var file in given is null ? FilesOf($"{File}:{path}", "", "-wal", "-shm") : [])
            {
                System.IO.File.Delete(file);
            }

            return ValueTask.CompletedTask;
        });
    }

    /// <summary>A store that another process has made and will drop.</summary>
    public static async Task<BenchStore> At(string address, CancellationToken cancel) =>
        address.StartsWith(Server, StringComparison.Ordinal)
            ? new BenchStore("postgres", address, await DatabaseCpu.Of(address[Server.Length..], cancel), () => ValueTask.CompletedTask)
            : new BenchStore(File, address, DatabaseCpu.InThisProcess, () => ValueTask.CompletedTask);

    /// <summary>What it takes on disk, in megabytes.</summary>
    public async Task<double> Megabytes(CancellationToken cancel)
    {
        if (!Address.StartsWith(Server, StringComparison.Ordinal))
        {
            return FilesOf(Address, "", "-wal").Where(System.IO.File.Exists).Sum(file => new FileInfo(file).Length) / 1e6;
        }

        await using var open = new NpgsqlConnection(Address[Server.Length..]);
        await open.OpenAsync(cancel);
        await using var command = open.CreateCommand();
        command.CommandText = "select pg_database_size(current_database())";
        return (long)(await command.ExecuteScalarAsync(cancel))! / 1e6;
    }

    public ValueTask DisposeAsync() => _drop();

    private static IEnumerable<string> FilesOf(string address, params string[] endings) =>
        Store.FilesOf(address).SelectMany(file => endings.Select(ending => file + ending));

    private static async Task<BenchStore> OnServer(string connection, CancellationToken cancel)
    {
        var name = $"crossdock_bench_{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..12]}";
        var server = new NpgsqlConnectionStringBuilder(connection) { Pooling = false };
        await Execute(server.ConnectionString, $"create database {name}", cancel);
        var own = new NpgsqlConnectionStringBuilder(connection) { Database = name };
        var cpu = await DatabaseCpu.Of(server.ConnectionString, cancel);
        return new BenchStore("postgres", $"{Server}{own.ConnectionString}", cpu, async () =>
        {
            NpgsqlConnection.ClearAllPools();
            await Execute(server.ConnectionString, $"drop database {name} with (force)", CancellationToken.None);
        });
    }

    private static async Task Execute(string connection, string sql, CancellationToken cancel)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(cancel);
        await using var command = open.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
