using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Wire;

namespace Crossdock.Rehearsal.Surroundings;

/// <summary>What a rehearsal is played on.</summary>
/// <param name="Store">sqlite, postgres, or postgres:CONNECTION of a server that is not the rehearsal's own</param>
/// <param name="Hosts">hosts that serve side by side on the store</param>
/// <param name="Factor">business seconds a wall second</param>
/// <param name="HostDll">empty for the one that was built here</param>
public sealed record SceneOptions(string Store, int Hosts, int Seed, double Factor, int DiskMegabytes, string Folder, string HostDll = "")
{
    public bool OnPostgres => Store.StartsWith("postgres", StringComparison.Ordinal);

    public bool OnOwnPostgres => Store == "postgres";
}

/// <summary>
/// Everything that stands when a rehearsal begins: the store on a disk of its own, the line to it, the outside systems, and the real
/// host or hosts. Whatever was started here is ended here.
/// </summary>
public sealed class Scene : IAsyncDisposable
{
    private static readonly IReadOnlyList<string> AsCluster = ["--cluster"];

    private readonly SceneOptions _options;
    private readonly Stack<Func<ValueTask>> _toEnd = new();
    private Dictionary<string, string> _settings = [];
    private string _hostStore = "";

    private Scene(SceneOptions options, TimeProvider wall)
    {
        (_options, Wall) = (options, wall);
        Hosts = new Hosts(wall);
        WallEpoch = wall.GetUtcNow();
        Epoch = new DateTimeOffset(WallEpoch.Date.AddHours(7), TimeSpan.Zero);
        Clock = new BusinessClock(wall, WallEpoch, Epoch, options.Factor);
        Network = RetailMap.Build(Enumerable.Range(2020, 20));
    }

    public TimeProvider Wall { get; }

    public Hosts Hosts { get; }

    public BusinessClock Clock { get; }

    public RetailNetwork Network { get; }

    /// <summary>The store as the rehearsal itself reads it, past the line that it breaks.</summary>
    public string Store { get; private set; } = "";

    /// <summary>The figures over time that the hosts keep, on the store's own disk.</summary>
    public string Figures { get; private set; } = "";

    public string Key { get; private set; } = "";

    /// <summary>Where each host's log is.</summary>
    public string Logs => _options.Folder;

    public OwnPostgres? Postgres { get; private set; }

    /// <summary>Between the hosts and PostgreSQL; null on SQLite.</summary>
    public TcpProxy? Line { get; private set; }

    /// <summary>Null where none can be made, or the store is not on it.</summary>
    public SmallDisk? Disk { get; private set; }

    private DateTimeOffset Epoch { get; }

    private DateTimeOffset WallEpoch { get; }

    public static async Task<Scene> Set(SceneOptions options, TimeProvider wall, CancellationToken cancel)
    {
        var scene = new Scene(options, wall);
        try
        {
            Directory.CreateDirectory(options.Folder);
            await scene.SetStore(cancel);
            return scene;
        }
        catch
        {
            await scene.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ended after whatever is begun from now on.</summary>
    public T Keep<T>(T thing)
        where T : IDisposable
    {
        _toEnd.Push(() =>
        {
            thing.Dispose();
            return ValueTask.CompletedTask;
        });
        return thing;
    }

    /// <summary>The outside systems; they tell Crossdock through <paramref name="crossdock"/>.</summary>
    public async Task<OutsideWorld> OpenWorld(PriceList prices, CrossdockClient crossdock, CancellationToken cancel)
    {
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        var world = new OutsideWorld(_options.Seed, prices, secret, Clock, Wall, DemoRun.Through(crossdock));
        _toEnd.Push(world.DisposeAsync);
        await world.Start(0, cancel);
        var network = Path.Combine(_options.Folder, "network.json");
        await File.WriteAllBytesAsync(network, RetailMap.Write(Network), cancel);
        var keyFile = Path.Combine(_options.Folder, "administrator.key");
        _settings = DemoSetup.Settings(network, keyFile, Epoch, WallEpoch, _options.Factor, world.Addresses, secret);
        _settings["Crossdock__Analysis__File"] = Figures;
        return world;
    }

    public async Task StartHosts(IReadOnlyDictionary<string, string> more, CancellationToken cancel)
    {
        foreach (var (name, value) in more)
        {
            _settings[name] = value;
        }

        _toEnd.Push(Hosts.DisposeAsync);
        for (var i = 0; i < _options.Hosts; i++)
        {
            await StartHost(cancel);
        }

        Key = await DemoSetup.ReadKey(Path.Combine(_options.Folder, "administrator.key"), cancel);
    }

    /// <summary>One more on the same store, which serves from now on.</summary>
    public Task<HostProcess> StartHost(CancellationToken cancel)
    {
        var (port, clustered) = (DemoSetup.FreePort(), _options.Hosts > 1);
        var log = Path.Combine(Logs, $"host-{port.ToString(CultureInfo.InvariantCulture)}.log");
        var dll = _options.HostDll.Length > 0 ? _options.HostDll : DemoSetup.FindHost();
        return Hosts.Start(
            new HostStart(dll, _hostStore, port, clustered ? InCluster() : _settings, log, clustered ? AsCluster : []), cancel);
    }

    /// <summary>A host's settings with its business clock set forward or back.</summary>
    public IReadOnlyDictionary<string, string> WithClockOff(TimeSpan by) => new Dictionary<string, string>(_settings)
    {
        ["Crossdock__Clock__Epoch"] = (Epoch + by).ToString("O", CultureInfo.InvariantCulture),
    };

    /// <summary>All on one machine: each needs a port of its own among them.</summary>
    private Dictionary<string, string> InCluster() => new(_settings)
    {
        ["Crossdock__Cluster__AdvertisedAddress"] = "127.0.0.1",
        ["Crossdock__Cluster__SiloPort"] = DemoSetup.FreePort().ToString(CultureInfo.InvariantCulture),
    };

    public async ValueTask DisposeAsync()
    {
        while (_toEnd.TryPop(out var last))
        {
            await last();
        }
    }

    private async Task SetStore(CancellationToken cancel)
    {
        var place = _options.Folder;
        if (SmallDisk.CanBeMade && (_options.OnOwnPostgres || !_options.OnPostgres))
        {
            place = Path.Combine(_options.Folder, "disk");
            Disk = await SmallDisk.Mount(place, _options.DiskMegabytes, cancel);
            _toEnd.Push(Disk.DisposeAsync);
        }

        Figures = Path.Combine(place, "figures.db");
        if (!_options.OnPostgres)
        {
            Store = _hostStore = $"sqlite:{Path.Combine(place, "crossdock.db")}";
            return;
        }

        var server = _options.OnOwnPostgres ? null : _options.Store["postgres:".Length..];
        if (server is null)
        {
            var folder = Path.Combine(place, "postgres");
            Directory.CreateDirectory(folder);
            Postgres = await OwnPostgres.Start(folder, Wall, cancel);
            _toEnd.Push(Postgres.DisposeAsync);
            server = Postgres.Connection;
        }

        var connection = new DbConnectionStringBuilder { ConnectionString = server };
        var at = new DnsEndPoint(
            (string)connection["Host"],
            connection.TryGetValue("Port", out var port) ? Convert.ToInt32(port, CultureInfo.InvariantCulture) : 5432);
        Line = new TcpProxy(at);
        _toEnd.Push(Line.DisposeAsync);
        Store = $"postgres:{server}";
        connection["Host"] = "127.0.0.1";
        connection["Port"] = Line.Port.ToString(CultureInfo.InvariantCulture);
        _hostStore = $"postgres:{connection.ConnectionString}";
    }
}
