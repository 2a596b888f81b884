using System.Diagnostics;
using System.Globalization;
using Crossdock.Estate.Demo;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>
/// A PostgreSQL server that may be let die. It refuses to run as root, so there it runs as the user postgres; it is only ever
/// touched by its own process id.
/// </summary>
public sealed class OwnPostgres : IAsyncDisposable
{
    private const int Oldest = 15;
    private static readonly TimeSpan UpWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);

    private readonly string _folder;
    private readonly string _binaries;
    private readonly TimeProvider _wall;
    private readonly List<string> _said = [];
    private Process? _server;

    private OwnPostgres(string folder, string binaries, TimeProvider wall)
    {
        (_folder, _binaries, _wall) = (folder, binaries, wall);
        Port = DemoSetup.FreePort();
    }

    public int Port { get; }

    public bool IsUp => _server is { HasExited: false };

    private static bool IsRoot => Environment.UserName == "root";

    private string Data => Path.Combine(_folder, "data");

    /// <summary>
    /// Hosts that are killed and up again leave sessions behind that PostgreSQL has yet to notice: with what each may have, those of
    /// several lives have room beside one another.
    /// </summary>
    public string Connection => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Timeout=5;Command Timeout=20;Maximum Pool Size=40");

    /// <param name="folder">an empty one, its own</param>
    /// <exception cref="InvalidOperationException">there is no PostgreSQL here that could be started; the text says why</exception>
    public static async Task<OwnPostgres> Start(string folder, TimeProvider wall, CancellationToken cancel)
    {
        var server = new OwnPostgres(folder, FindBinaries(), wall);
        if (IsRoot)
        {
            await server.Run("chown", ["postgres", folder], cancel);
        }

        await server.RunAsOwner("initdb", ["-D", server.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"], cancel);
        await server.StartAgain(cancel);
        return server;
    }

    /// <summary>Up, and taking connections. What the last one left behind may take it a moment, and a few tries.</summary>
    public async Task StartAgain(CancellationToken cancel)
    {
        var begun = _wall.GetTimestamp();
        while (_wall.GetElapsedTime(begun) < UpWithin)
        {
            if (!IsUp)
            {
                Launch();
            }

            if (await Answers(cancel))
            {
                return;
            }

            await Task.Delay(AskAgain, _wall, cancel);
        }

        throw new InvalidOperationException($"PostgreSQL did not start within {UpWithin}. Its last words:\n{LastWords()}");
    }

    /// <summary>kill -9 of the server. Its sessions notice by themselves and end.</summary>
    public async Task Kill(CancellationToken cancel)
    {
        Signals.Send(_server!, Signal.Kill);
        await _server!.WaitForExitAsync(cancel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { HasExited: false })
        {
            await Kill(CancellationToken.None);
        }

        _server?.Dispose();
    }

    private static string FindBinaries()
    {
        var named = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
            : [];
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0);
        return named.OrderDescending(StringComparer.Ordinal).Concat(onPath)
            .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")))
            ?? throw new InvalidOperationException(
                $"There is no PostgreSQL server here to be killed. Install one, {Oldest} or newer (Debian: apt-get install postgresql).");
    }

    private void Launch()
    {
        var (program, arguments) = AsOwner(
            "postgres", ["-D", Data, "-p", Port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1",
            "-c", "max_connections=250", "-c", "unix_socket_directories=", "-c", "max_wal_size=96MB", "-c", "min_wal_size=32MB"]);
        _server?.Dispose();
        _server = Begin(program, arguments);
        _server.OutputDataReceived += (_, line) => Hear(line.Data);
        _server.ErrorDataReceived += (_, line) => Hear(line.Data);
        _server.BeginOutputReadLine();
        _server.BeginErrorReadLine();
    }

    // A connection alone is not enough: while it recovers it takes them and sends them away.
    private async Task<bool> Answers(CancellationToken cancel)
    {
        using var asking = Begin(
            Path.Combine(_binaries, "pg_isready"), ["-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture)]);
        await asking.WaitForExitAsync(cancel);
        return asking.ExitCode == 0;
    }

    private async Task RunAsOwner(string program, string[] arguments, CancellationToken cancel)
    {
        var (name, all) = AsOwner(program, arguments);
        await Run(name, all, cancel);
    }

    private async Task Run(string program, string[] arguments, CancellationToken cancel)
    {
        using var process = Begin(program, arguments);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        _ = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with exit code {process.ExitCode}: {await errors}");
        }
    }

    private Process Begin(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = _folder, RedirectStandardOutput = true, RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"{program} could not be started.");

    // setpriv becomes the program it starts: the process id is the server's own.
    private (string Program, string[] Arguments) AsOwner(string program, string[] arguments)
    {
        var path = Path.Combine(_binaries, program);
        return IsRoot
            ? ("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : (path, arguments);
    }

    private void Hear(string? line)
    {
        lock (_said)
        {
            _said.Add(line ?? "");
            _said.RemoveRange(0, Math.Max(0, _said.Count - 200));
        }
    }

    private string LastWords()
    {
        lock (_said)
        {
            return string.Join('\n', _said.TakeLast(15));
        }
    }
}
