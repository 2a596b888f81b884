namespace Crossdock.Processes.Policies;

/// <summary>From when on a figure is somebody's business.</summary>
public static partial class Policy
{
    public static readonly Policy<TimeSpan> AlertSyncLatency = new(
        "alert-sync-latency", TimeSpan.FromSeconds(60), "time", "from which stock-sync latency (p90 of an hour) on it is told of",
        "In a minute a fast shop sells its last pieces twice.")
    { Bounds = (TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)) };

    public static readonly Policy<TimeSpan> AlertPriceParity = new(
        "alert-price-parity", TimeSpan.FromMinutes(15), "time", "from which time to price parity (p90 of a day) on it is told of",
        "A customer who sees another price at the till than on the web is there within the first quarter of an hour.")
    { Bounds = (TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)) };

    public static readonly Policy<int> AlertIntegrationFailures = new(
        "alert-integration-failures", 100, "failed attempts an hour, 1 or more", "from how many failed attempts at a system on it is told",
        "A restart of the other side costs a few dozen; a hundred are no restart.")
    { Bounds = (1, 1_000_000) };

    public static readonly Policy<decimal> AlertPromiseDrop = new(
        "alert-promise-drop", 5m, "points of a hundred, 0.1 to 100",
        "by how much promises of a day may be kept worse than in the four weeks before",
        "From day to day it is a point or two; five points are an event.")
    { Bounds = (0.1m, 100m) };

    public static readonly Policy<decimal> AlertFalloutRise = new(
        "alert-fallout-rise", 10m, "points of a hundred, 0.1 to 100",
        "by how much order fallout of a day may lie above the four weeks before",
        "A Monday has some points more; ten are a rule or a system that broke.")
    { Bounds = (0.1m, 100m) };

    public static readonly Policy<TimeSpan> AlertReconciliationAge = new(
        "alert-reconciliation-age", TimeSpan.FromDays(3), "time around the clock",
        "how old the oldest open reconciliation of a kind may be",
        "What is three days old is in the weekly closing.")
    { Bounds = (TimeSpan.FromHours(1), TimeSpan.FromDays(90)) };

    public static readonly Policy<decimal> AlertIntakeDrop = new(
        "alert-intake-drop", 80m, "percent, 1 to 99",
        "by how much the orders that a channel sent in an hour may lie below the weakest of the same hours in the four weeks before",
        "Weather and a rival's sale halve an hour; four fifths fewer than in the weakest of four weeks is a shop that sells nothing.")
    { Bounds = (1m, 99m) };

    public static readonly Policy<decimal> AlertPickupPlace = new(
        "alert-pickup-place", 20m, "points of a hundred, 0.1 to 100",
        "by how much a place may have fewer of a day's pickups ready in time than the middle of the other places",
        "Stores differ by ten points with their staff; twenty are a place where something is wrong today.")
    { Bounds = (0.1m, 100m) };

    public static readonly Policy<decimal> AlertShortPickPlace = new(
        "alert-short-pick-place", 15m, "points of a hundred, 0.1 to 100",
        "by how much more often than in the middle of the other places pieces may be missing at a place's picks of a day",
        "A shelf that is a little wrong costs a few points; fifteen say that the place's stock is not what the ledger has.")
    { Bounds = (0.1m, 100m) };

    public static readonly Policy<decimal> AlertClearShare = new(
        "alert-clear-share", 0.8m, "share of the limit, 0 to 1", "how far inside its limit a figure has to be before its alert ends",
        "A figure that trembles about its limit by a tenth opens one alert and not ten.")
    { Bounds = (0m, 1m) };

    public static readonly Policy<int> AlertLeastCases = new(
        "alert-least-cases", 20, "cases, 1 or more",
        "of how many cases a share or percentile, and what a figure is held against, has to be before it opens or ends an alert",
        "Of twenty cases one is five points; below that a single case would open it.")
    { Bounds = (1, 100_000) };

    public static readonly Policy<TimeSpan> AlertEvery = new(
        "alert-every", TimeSpan.FromMinutes(5), "business time", "how often figures are held against their limits",
        "They look back an hour at least; a look every five minutes is soon enough and keeps a thread busy for moments.")
    { Bounds = (TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)) };
}
