using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;

namespace Crossdock.Host.Settings;

/// <summary>Exit codes that a service manager may act on.</summary>
internal static class ExitCodes
{
    public const int Fine = 0;
    public const int Faults = 1;
    public const int BadSettings = 2;
    public const int BadMap = 3;
    public const int Blocked = 4;
    public const int NeedsMapping = 5;

    /// <summary>A part that works in the background ended by a fault; the others were stopped for it.</summary>
    public const int PartFailed = 6;
}

/// <summary>Limits of the host itself, each with its reason.</summary>
internal static class HostLimits
{
    /// <summary>A store's phone keeps one connection; 4,000 stores' worth fit, a flood does not.</summary>
    public const int Connections = 4_096;

    /// <summary>Headers that take longer are an attack or a dead line.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
}

/// <summary>What the host is told: where its store and network are, and whether its clock is the wall's.</summary>
internal sealed record HostSettings(string Store, string? NetworkFile, DateTimeOffset? Epoch, DateTimeOffset? WallEpoch, double Factor)
{
    /// <summary>Where each node keeps each SKU; null where nobody says.</summary>
    public string? ShelfFile { get; init; }

    /// <summary>What may be sent instead of what.</summary>
    public string? SubstituteFile { get; init; }

    /// <summary>Some millions of places, which a host holds in memory.</summary>
    private const long MostMasterBytes = 256L << 20;

    private const string DefaultStore = "sqlite:.data/crossdock.db";

    /// <exception cref="ArgumentException">a setting cannot be understood; the message says which, and what it must be</exception>
    public static HostSettings Read(IConfiguration configuration, string? store)
    {
        var section = configuration.GetSection("Crossdock");
        var clock = section.GetSection("Clock");
        store ??= Given(section["Store"]) ?? DefaultStore;
        Storage.Store.Check(store);
        return new HostSettings(
            store,
            Given(section["Network"]),
            Instant("Epoch", clock["Epoch"]),
            Instant("WallEpoch", clock["WallEpoch"]),
            Times(clock["Factor"]))
        {
            ShelfFile = Given(section["Shelves"]),
            SubstituteFile = Given(section["Substitutes"]),
        };
    }

    public BusinessClock Clock(TimeProvider wall) =>
        Epoch is { } epoch ? new BusinessClock(wall, WallEpoch ?? wall.GetUtcNow(), epoch, Factor) : BusinessClock.Wall(wall);

    /// <summary>The retailer's places; null, and said, when they cannot be read.</summary>
    public async Task<RetailNetwork?> ReadNetwork(TextWriter errors, CancellationToken cancel)
    {
        if (NetworkFile is null)
        {
            await errors.WriteLineAsync(
                "No network: set Crossdock:Network (or Crossdock__Network) to the JSON file with the regions, channels and nodes.");
            return null;
        }

        try
        {
            await using var file = File.OpenRead(NetworkFile);
            return await JsonSerializer.DeserializeAsync(file, ContractsJson.Default.RetailNetwork, cancel) is { } network
                ? await WithFiles(network, errors, cancel) : null;
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync($"The network file {NetworkFile} cannot be read: {fault.Message}");
            return null;
        }
    }

    /// <summary>What is too large for the network's own file has a file of its own.</summary>
    private async Task<RetailNetwork?> WithFiles(RetailNetwork network, TextWriter errors, CancellationToken cancel)
    {
        var shelves = await ReadMaster(
            "shelf", ShelfFile, ContractsJson.Default.ShelfPlaces,
            places => network with { Shelves = ShelfPlan.Of(places, network) }, network,
            """It is a JSON object of nodes, each with the place of its SKUs: {"LEEDS": {"85123A": "C 04-1"}}.""", errors, cancel);
        return shelves is null ? null : await ReadMaster(
            "substitute", SubstituteFile, ContractsJson.Default.SubstituteSkus,
            others => shelves with { Substitutes = SubstitutePlan.Of(others) }, shelves,
            """It is a JSON object of SKUs, each with what may be sent instead, the best first: {"85123A": ["85123B"]}.""", errors, cancel);
    }

    private static async Task<RetailNetwork?> ReadMaster<T>(
        string what, string? path, JsonTypeInfo<T> type, Func<T, RetailNetwork> apply, RetailNetwork without, string shape,
        TextWriter errors, CancellationToken cancel)
        where T : class
    {
        if (path is null)
        {
            return without;
        }

        try
        {
            await using var file = File.OpenRead(path);
            return file.Length <= MostMasterBytes
                ? apply(await JsonSerializer.DeserializeAsync(file, type, cancel) ?? throw new ArgumentException("it is empty"))
                : throw new ArgumentException($"it has more than {MostMasterBytes >> 20} MB");
        }
        catch (Exception fault) when (fault is IOException or JsonException or UnauthorizedAccessException or ArgumentException)
        {
            await errors.WriteLineAsync($"The {what} file {path} cannot be used: {fault.Message}. {shape}");
            return null;
        }
    }

    /// <summary>A variable that is set to nothing is not set.</summary>
    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static DateTimeOffset? Instant(string name, string? text) =>
        Given(text) is not { } given ? null
        : DateTimeOffset.TryParse(given, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at
        : throw new ArgumentException($"Crossdock:Clock:{name} must be an instant such as 2026-11-01T07:00:00Z; got '{given}'.");

    private static double Times(string? text) =>
        Given(text) is not { } given ? 1
        : double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor > 0 && double.IsFinite(factor)
            ? factor
            : throw new ArgumentException($"Crossdock:Clock:Factor must be a number above 0 such as 3600; got '{given}'.");
}
