using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Crossdock.Tests.Shared;

/// <summary>
/// A PostgreSQL server for tests: the one that CROSSDOCK_TEST_POSTGRES names, or a temporary one from the machine's own
/// binaries, started at first use and stopped by its own process id when the test program ends.
/// </summary>
public sealed class PostgresServer
{
    public const string Variable = "CROSSDOCK_TEST_POSTGRES";

    private static readonly Lazy<Task<PostgresServer>> Shared = new(Start);

    private static int _databases;

    private readonly string? _connectionString;

    private PostgresServer(string? connectionString, string reason)
    {
        _connectionString = connectionString;
        WhyNot = reason;
    }

    /// <summary>Why there is no server, for the report of skipped tests; empty when there is one.</summary>
    public string WhyNot { get; }

    public bool IsThere => _connectionString is not null;

    public static Task<PostgresServer> Get() => Shared.Value;

    /// <summary>A new empty database; returns its connection string.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"crossdock_test_{Environment.ProcessId}_{Interlocked.Increment(ref _databases)}";
        await Execute($"create database {name}");
        return new NpgsqlConnectionStringBuilder(_connectionString) { Database = name }.ConnectionString;
    }

    public async Task DropDatabase(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await Execute($"drop database if exists {name} with (force)");
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> Start()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given)
        {
            return new PostgresServer(given, "");
        }

        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : null;
        return binaries is null
            ? new PostgresServer(null, $"{Variable} is not set and there are no PostgreSQL binaries in /usr/lib/postgresql/*/bin.")
            : new PostgresServer(await StartCluster(binaries), "");
    }

    private static async Task<string> StartCluster(string binaries)
    {
        var folder = Directory.CreateTempSubdirectory("crossdock-pg-").FullName;
        var data = Path.Combine(folder, "data");
        if (Environment.UserName == "root")
        {
            // PostgreSQL refuses to run as root.
            await Run("chown", "postgres", folder);
        }

        await RunAsOwner(
            Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8");
        var port = FreePort();
        var log = Path.Combine(folder, "server.log");
        await RunAsOwner(
            Path.Combine(binaries, "pg_ctl"),
            "start",
            "-w",
            "-D",
            data,
            "-l",
            log,
            "-o",
            $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c max_connections=200");

        var processId = int.Parse((await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid")))[0], CultureInfo.InvariantCulture);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop(processId, folder);
        return $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres";
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>At once and without a last checkpoint: the data goes with it.</summary>
    private static void Stop(int processId, string folder)
    {
        try
        {
            using var server = Process.GetProcessById(processId);
            using var signal = Process.Start("kill", ["-QUIT", processId.ToString(CultureInfo.InvariantCulture)]);
            server.WaitForExit(TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException)
        {
            // It has ended already.
        }

        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What they say about themselves is not of interest to a test report; their errors are.</summary>
    private static Task RunAsOwner(string program, params string[] arguments)
    {
        string[] quiet = ["-c", "exec \"$0\" \"$@\" > /dev/null", program, .. arguments];
        return Environment.UserName == "root"
            ? Run("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "sh", .. quiet])
            : Run("sh", quiet);
    }

    private static async Task Run(string program, params string[] arguments)
    {
        // Nothing is redirected: the server would inherit the pipe and hold it open for as long as it runs.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = Path.GetTempPath() };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with code {process.ExitCode}.");
        }
    }
}
