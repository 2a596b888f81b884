using System.Globalization;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>A PostgreSQL server that one test may let die. PostgreSQL refuses to run as root, so it runs as its own user there.</summary>
internal sealed class OwnCluster : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly int _port = Programs.FreePort();
    private readonly string _binaries;
    private ChildProcess? _server;

    private OwnCluster(string binaries) => _binaries = binaries;

    public string Connection =>
        $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database=postgres;Timeout=5";

    private string Data => _folder.File("data");

    private static bool IsRoot => Environment.UserName == "root";

    public static async Task<OwnCluster> Start()
    {
        var binaries = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).Order(StringComparer.Ordinal).LastOrDefault()
            : null;
        Assert.SkipWhen(binaries is null, "There are no PostgreSQL binaries in /usr/lib/postgresql/*/bin to let die.");
        var cluster = new OwnCluster(binaries!);
        if (IsRoot)
        {
            await ChildProcess.Run("chown", ["postgres", cluster._folder.Path], cluster._folder.Path, Eventually.Patience);
        }

        var (code, said) = await cluster.Run("initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8");
        code.ShouldBe(0, said);
        await cluster.StartAgain();
        return cluster;
    }

    /// <summary>Up, and taking connections.</summary>
    public async Task StartAgain()
    {
        var (program, arguments) = AsOwner(
            "postgres", "-D", Data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={_folder.Path}");
        _server = ChildProcess.Start(program, arguments, _folder.Path);
        await Eventually.Holds(
            "PostgreSQL takes connections",
            async () => (await Run("pg_isready", "-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture))).Code == 0,
            otherwise: () => _server.Said);
    }

    /// <summary>At once, as after a fault of the machine: nothing is flushed, sessions end.</summary>
    public async Task Die()
    {
        await ChildProcess.Signal("QUIT", _server!.Id);
        await _server.WaitForExit(Eventually.Patience);
        await _server.DisposeAsync();
        _server = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await Die();
        }

        _folder.Dispose();
    }

    private Task<(int Code, string Said)> Run(string program, params string[] arguments)
    {
        var (name, all) = AsOwner(program, arguments);
        return ChildProcess.Run(name, all, _folder.Path, Eventually.Patience);
    }

    // setpriv becomes the program it starts: the process id is the server's own.
    private (string Program, string[] Arguments) AsOwner(string program, params string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return IsRoot
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : (path, arguments);
    }
}
