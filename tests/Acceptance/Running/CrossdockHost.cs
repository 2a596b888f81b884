using System.Globalization;

namespace Crossdock.Acceptance.Tests.Running;

/// <summary>A host on a store, in a folder of its own. It may be killed, stopped and started again on the same store.</summary>
internal sealed class CrossdockHost : IAsyncDisposable
{
    public static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(30);

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private readonly HttpClient _http;
    private readonly int _port = Programs.FreePort();
    private readonly string _store;
    private ChildProcess? _process;

    private CrossdockHost(string? store, IReadOnlyDictionary<string, string> settings)
    {
        _store = store ?? $"sqlite:{_folder.File("crossdock.db")}";
        _settings = new Dictionary<string, string>(settings)
        {
            ["Crossdock__Network"] = _folder.File("network.json"),
            ["Crossdock__AdminKeyFile"] = KeyFile,
        };
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 512 })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}"), Timeout = TimeSpan.FromMinutes(2),
        };
    }

    public string KeyFile => _folder.File("administrator.key");

    public string Said => _process!.Said;

    /// <summary>The services, as their callers see them.</summary>
    public Api Api => new(_http);

    /// <param name="store">null for a fresh SQLite file</param>
    /// <param name="systems">what plays the outside systems; null when there are none</param>
    /// <param name="more">further settings</param>
    public static async Task<CrossdockHost> Start(
        string? store = null, OutsideSystems? systems = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var host = new CrossdockHost(
            store, (systems?.Settings ?? new Dictionary<string, string>()).Concat(more ?? new Dictionary<string, string>()).ToDictionary());
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

    public async Task StartAgain()
    {
        _process = ChildProcess.Start(
            "dotnet",
            [Programs.Host, "serve", "--store", _store, "--port", _port.ToString(CultureInfo.InvariantCulture)],
            _folder.Path,
            _settings);
        await Eventually.Holds("the host is ready", IsReady, otherwise: () => Said);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", (await File.ReadAllTextAsync(KeyFile)).Trim());
    }

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
        catch (HttpRequestException)
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
