using System.Text.RegularExpressions;
using Crossdock.Connectors;

namespace Crossdock.Host.Settings;

/// <summary>A setting that nobody reads is a mistake that shows late: the start stops at it and names what was meant.</summary>
internal static partial class KnownSettings
{
    private static readonly string[] Plain =
    [
        "Store", "Network", "Shelves", "Substitutes", "AdminKeyFile", "Clock:Epoch", "Clock:WallEpoch", "Clock:Factor",
        "Cluster:Id", "Cluster:SiloPort", "Cluster:AdvertisedAddress",
        "Limits:ConcurrentOrders", "Limits:WaitingOrders", "Limits:ConcurrentWrites", "Limits:WaitingWrites",
        "Limits:LongestWaitSeconds", "Limits:EffectsInHand", "Limits:RowsToWrite",
        "Seals:Key", "Seals:KeyFile", "Seals:File", "Seals:IntervalSeconds",
        "Synchronisation:Enabled", "StockBooks:Systems", "StockBooks:Nodes:erp", "StockBooks:Nodes:wms",
        "Archive:Folder", "Archive:AfterDays",
        "Analysis:File", "Logs:Folder",
        "Telemetry:Endpoint",
    ];

    private static readonly string[] OfSystem = ["Address", "Key", "TimeoutSeconds", "Concurrency"];

    /// <summary>What is wrong with the first unknown key under <c>Crossdock</c>; null when all are known.</summary>
    public static string? FirstUnknown(IConfiguration configuration)
    {
        var known = Plain
            .Concat(new ConnectorCatalogue().Cards.SelectMany(card => OfSystem.Select(name => $"Systems:{card.System}:{name}")))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var given = configuration.GetSection("Crossdock").AsEnumerable(makePathsRelative: true)
            .Where(pair => pair.Value is not null && !DeliverySetting().IsMatch(pair.Key)).Select(pair => pair.Key);
        return given.FirstOrDefault(key => !known.Contains(key)) is { } unknown
            ? $"Crossdock:{unknown} is not a setting. Did you mean Crossdock:{known.MinBy(name => Distance(name, unknown))}?"
            : null;
    }

    /// <summary>Edits between two names, ignoring case.</summary>
    internal static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]) ? 0 : 1;
                left = Math.Min(Math.Min(left + 1, row[j] + 1), diagonal + same);
                (diagonal, row[j]) = (row[j], left);
            }
        }

        return row[b.Length];
    }

    // Bound and validated where delivery is set up.
    [GeneratedRegex("^Delivery:[A-Za-z]+$", RegexOptions.IgnoreCase)]
    private static partial Regex DeliverySetting();
}
