using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Estate.Channels;
using Crossdock.Estate.Geography;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Wire;
using Spectre.Console;

namespace Crossdock.Estate.Demo;

/// <summary>
/// One run of the whole: writes the network, starts the outside systems in this process and the host as a child, plays the order
/// book, lets people work, and at the end holds everybody's books against each other.
/// </summary>
/// <param name="home">where its files go, in a folder of their own</param>
/// <param name="hosts">makes the host; null makes it a process of its own</param>
public sealed class DemoRun(
    DemoOptions options, TimeProvider wall, IAnsiConsole console, string home, Func<HostStart, IRunHost>? hosts = null)
{
    public const int Accounted = 0;
    public const int NotAccounted = 1;
    public const int Interrupted = 130;

    private readonly Screen _screen = new(console, wall);
    private RunPlaces? _places;

    public async Task<int> Run(CancellationToken cancel)
    {
        var faults = FaultSettings.Named(options.Faults);
        var hostDll = options.HostDll.Length > 0 ? options.HostDll : DemoSetup.FindHost();
        var (book, network) = DemoSetup.ReadBook(options);
        var places = Places(DemoSetup.PortFor(options.Port));
        var arrivals = options.ArrivalsOf(Math.Max(1, book.Facts.Orders));
        var pace = new Pace(arrivals, Channels.Calendar.FactorFor(book.Span, arrivals, !options.ExitWhenSettled, options.Factor));
        _screen.TellBook(book, options);
        _screen.TellPace(pace.Factor, arrivals, book);

        var wallEpoch = wall.GetUtcNow();
        var epoch = book.Events.IsEmpty ? wallEpoch : new DateTimeOffset(book.Events[0].At.Date.AddHours(7), TimeSpan.Zero);
        var clock = new BusinessClock(wall, wallEpoch, epoch, pace.Factor);
        using var crossdock = new CrossdockClient(places.Host, wall);
        var secret = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        await using var world = new OutsideWorld(options.Seed, book.Prices, secret, clock, wall, Through(crossdock));
        KeepBooks(world.ErpStock, network, node => node.Kind != NodeKind.Supplier);
        KeepBooks(world.WmsStock, network, node => node.Kind == NodeKind.Dc);
        await world.Start(0, cancel);
        await File.WriteAllBytesAsync(places.Network, RetailMap.Write(network), cancel);
        await File.WriteAllBytesAsync(places.Shelves, StoreLayout.Write(network, book.Skus), cancel);
        var settings = DemoSetup.Settings(places.Network, places.KeyFile, epoch, wallEpoch, pace.Factor, world.Addresses, secret);
        await File.WriteAllBytesAsync(places.Substitutes, Variants.Write(book.Skus), cancel);
        settings["Crossdock__Shelves"] = places.Shelves;
        settings["Crossdock__Substitutes"] = places.Substitutes;
        settings["Crossdock__Synchronisation__Enabled"] = options.Availability ? "true" : "false";
        settings["Crossdock__StockBooks__Systems"] = options.Books ? "erp,wms" : "";
        var start = new HostStart(hostDll, places.Store, places.Host.Port, settings, places.Log);
        await using var host = hosts?.Invoke(start) ?? new HostProcess(start, wall);
        await host.Start(cancel);
        var key = await DemoSetup.ReadKey(places.KeyFile, cancel);
        crossdock.UseKey(key);
        _screen.TellAddress(
            places.Host, world.Control!, places.StoreShown, places.KeyFile, places.Log, options.ExitWhenSettled ? null : key);
        world.SetFaults(faults);

        using var performance = new Performance(options, new Cast(book, network, clock, wall, world, host, crossdock, faults), pace,
            _screen);
        try
        {
            var report = await performance.Play(places.Store, cancel);
            return await Conclude(report, places);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            _screen.Say("");
            _screen.Say($"stopped; {performance.OrdersIn} orders went in. The store stays at {places.StoreShown}.");
            return options.ExitWhenSettled ? Interrupted : Accounted;
        }
    }

    public static Deliver Through(CrossdockClient crossdock) => (system, message, cancel) => crossdock.TryOnce(
        HttpMethod.Post, $"/v1/inbound/{system}", WireJson.Write(message), message.Id, cancel, "application/cloudevents+json");

    private void KeepBooks(StockBook books, RetailNetwork network, Func<Node, bool> kept)
    {
        books.NotKept = network.Nodes.Where(node => !kept(node)).Select(node => node.Id).ToHashSet(StringComparer.Ordinal);
        books.Loses = new Drift(options.Drift, new Seeded(options.Seed), books).Loses;
    }

    private async Task<int> Conclude(RunReport report, RunPlaces places)
    {
        _screen.Tell(report);
        if (options.Report is { } file)
        {
            await File.WriteAllBytesAsync(file, WireJson.Write(report), CancellationToken.None);
        }

        // What failed stays, to be looked into.
        _screen.Say(report.Good && !options.Keep && options.Store is null
            ? "The run was good: its store goes with it (--keep keeps it)."
            : $"The run's files stay in {places.Folder}.");
        places.Sweep = report.Good && !options.Keep && options.Store is null;
        return report.Good ? Accounted : NotAccounted;
    }

    private RunPlaces Places(int port)
    {
        var folder = Path.GetFullPath(Path.Combine(home, $"demo-{wall.GetUtcNow():yyyyMMdd-HHmmss}-{Environment.ProcessId}"));
        Directory.CreateDirectory(folder);
        return _places = new RunPlaces(
            folder,
            options.Store ?? $"sqlite:{Path.Combine(folder, "crossdock.db")}",
            Path.Combine(folder, "network.json"),
            Path.GetFullPath(options.KeyFile ?? Path.Combine(folder, "administrator.key")),
            Path.Combine(folder, "host.log"),
            new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Runs, and sweeps up once everything has let go of its files.</summary>
    public async Task<int> RunAndSweep(CancellationToken cancel)
    {
        var code = await Run(cancel);
        if (_places is { Sweep: true } places)
        {
            Directory.Delete(places.Folder, recursive: true);
        }

        return code;
    }
}

/// <param name="Arrivals">how long orders arrive for, on the wall</param>
/// <param name="Factor">business seconds a wall second</param>
public sealed record Pace(TimeSpan Arrivals, double Factor);

/// <summary>Where a run's things lie.</summary>
internal sealed record RunPlaces(string Folder, string Store, string Network, string KeyFile, string Log, Uri Host)
{
    public bool Sweep { get; set; }

    public string Shelves => Path.Combine(Folder, "shelves.json");

    public string Substitutes => Path.Combine(Folder, "substitutes.json");

    /// <summary>The store as it may be shown: a server's address holds a password.</summary>
    public string StoreShown => Store.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) ? "postgres" : Store;
}

/// <summary>Everybody and everything that plays.</summary>
public sealed record Cast(
    Book Book,
    RetailNetwork Network,
    BusinessClock Clock,
    TimeProvider Wall,
    OutsideWorld World,
    IRunHost Host,
    CrossdockClient Crossdock,
    FaultSettings Faults);
