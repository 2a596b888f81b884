using System.Globalization;
using System.Net.Sockets;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>Where a host sits in a cluster: all share one administrator.</summary>
/// <param name="Room">null for this machine's own network</param>
internal sealed record Seat(string KeyFile, Room? Room = null);

/// <summary>A host on a store, in a folder of its own. It may be killed, stopped and started again on the same store.</summary>
internal sealed class CrossdockHost : IAsyncDisposable
{
    public static readonly TimeSpan StopWithin = TimeSpan.FromMinutes(2);

    /// <summary>Several may start at once on a machine that has other work.</summary>
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromMinutes(3);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _http;
    private readonly int _port = Programs.FreePort();
    private readonly string _store;
    private readonly Seat? _seat;
    private ChildProcess? _process;

    private CrossdockHost(string? store, IReadOnlyDictionary<string, string> settings, Seat? seat)
    {
        _store = store ?? $"sqlite:{_folder.File("crossdock.db")}";
        _seat = seat;
        _settings = new Dictionary<string, string>(settings)
        {
            ["Crossdock__Network"] = _folder.File("network.json"),
            ["Crossdock__AdminKeyFile"] = KeyFile,
        };
        if (seat is not null)
        {
            _settings["Crossdock__Cluster__SiloPort"] = Programs.FreePort().ToString(CultureInfo.InvariantCulture);
            _settings["Crossdock__Cluster__AdvertisedAddress"] = seat.Room?.AmongOthers.ToString() ?? "127.0.0.1";
        }

        var name = seat?.Room?.Inside.ToString() ?? "127.0.0.1";
        var address = $"http://{name}:{_port.ToString(CultureInfo.InvariantCulture)}";
        // Only read where no port is given.
        _settings["ASPNETCORE_URLS"] = address;
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 })
        {
            BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public string KeyFile => _seat?.KeyFile ?? _folder.File("administrator.key");

    public string Said => _process!.Said;

    public string Store => _store;

    /// <summary>The services, as their callers see them.</summary>
    public Api Api => new(_http);

    /// <param name="store">null for a fresh SQLite file</param>
    /// <param name="systems">what plays the outside systems; null when there are none</param>
    /// <param name="seat">null for the only host on its store</param>
    /// <param name="more">further settings</param>
    public static async Task<CrossdockHost> Start(
        string? store = null, OutsideSystems? systems = null, Seat? seat = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var none = new Dictionary<string, string>();
        var host = new CrossdockHost(store, (systems?.Settings ?? none).Concat(more ?? none).ToDictionary(), seat);
        try
        {
            await Network.Write(host._folder);
            await host.StartAgain();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <param name="program">another build of the host; null for the one beside these tests</param>
    public async Task StartAgain(string? program = null)
    {
        string[] serve = ["dotnet", program ?? Programs.Host, "serve", "--store", _store, .. _seat is null ? [] : (string[])["--cluster"]];
        // Entering a room is a step on the way there: the process id is the host's own.
        string[] all = _seat?.Room is { } room
            ? ["ip", "netns", "exec", room.Name, .. serve]
            : [.. serve, "--port", _port.ToString(CultureInfo.InvariantCulture)];
        _process = ChildProcess.Start(all[0], all[1..], _folder.Path, _settings);
        await Eventually.Holds("the host is ready", IsReady, ReadyWithin, otherwise: () => Said);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(KeyFile)).Trim());
    }

    /// <summary>As after a fault of its machine.</summary>
    public Task Kill() => _process!.Kill();

    /// <summary>Takes it off the processor, as a paused machine is; it keeps its connections and its memory.</summary>
    public Task Freeze() => ChildProcess.Signal("STOP", _process!.Id);

    public Task Thaw() => ChildProcess.Signal("CONT", _process!.Id);

    /// <summary>The exit code of a host that ends by itself.</summary>
    public Task<int> Ends(TimeSpan within) => _process!.WaitForExit(within);

    /// <summary>As a service manager stops it; returns its exit code.</summary>
    public async Task<int> Stop()
    {
        await _process!.Terminate();
        return await _process.WaitForExit(StopWithin);
    }

    public async Task<bool> IsReady()
    {
        if (_process!.HasExited)
        {
            throw new InvalidOperationException($"The host ended. It said:\n{Said}");
        }

        try
        {
            using var answer = await _http.GetAsync("/health/ready");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Stops it, and proves what it left behind.</summary>
    public async Task StopAndVerify()
    {
        (await Stop()).ShouldBe(0, Said);
        await Verification.NothingIsWrong(_store, _folder.Path);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _http.Dispose();
        _folder.Dispose();
    }
}
