using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.Alerts;

/// <summary>What a limit is held against.</summary>
public enum AlertKind
{
    /// <summary>The figure itself.</summary>
    Absolute,

    /// <summary>What it was in the four weeks before.</summary>
    AgainstPast,

    /// <summary>The age of what is open.</summary>
    Ageing,

    /// <summary>
    /// What it was in the same hours of the four weeks before, the weakest of those that had enough: a channel sells by the hour and by
    /// the day of the week, and what has fallen silent is told from a night only by that.
    /// </summary>
    AgainstSameHours,

    /// <summary>What it is in the middle of the other places in the same time.</summary>
    AgainstOthers,
}

/// <summary>A threshold over one measure of a figure. One alert may be open for each thing that the figure is told by.</summary>
/// <param name="Policy">
/// the limit: a number in the measure's unit, points by which it may be worse than its own past or than others, or the percent by which it
/// may have fallen below the same hours before
/// </param>
/// <param name="Over">how far back the figure looks</param>
/// <param name="IsHighBad">whether above the limit is the bad side</param>
/// <param name="Category">the exception it is, which has the owner</param>
public sealed record AlertRule(
    string Name, string Figure, string Measure, AlertKind Kind, string Policy, TimeSpan Over, bool IsHighBad, ExceptionCategory Category)
{
    /// <summary>It counts what is there, so that few are few, and none is 0; a share or a percentile of none is not known.</summary>
    public bool IsCount { get; init; }

    /// <summary>The only process it is of; null where it is of each.</summary>
    public string? Process { get; init; }

    public Figure Of => FigureCatalogue.Find(Figure)!;

    /// <summary>
    /// A measure of a whole process, or of one of what it is told by: where there are few of it, or where each is held against the others.
    /// </summary>
    public bool Takes(FigureRow row) => row.Measure == Measure && row.Value is not null && (Process is null || row.Process == Process)
        && (IsOfParts ? row.Of is not null : row.Of is null);

    private bool IsOfParts => Kind == AlertKind.AgainstOthers || Of is { By: not null, IsNarrow: true };
}

/// <summary>What was measured, and what it is held against.</summary>
/// <param name="Past">what it is held against: its past, the same hours before, the others; null where that is nothing or too few</param>
/// <param name="Base">out of how many it is computed</param>
public sealed record AlertReading(AlertRule Rule, string? Process, string? Of, string Unit, double Value, double? Past, long Base)
{
    public string Key => string.Join('.', new[] { Rule.Name, Process, Of }.OfType<string>());

    /// <summary>How far on the bad side it is: the figure itself, or by how much it is worse than what it is held against.</summary>
    public double Badness => (Rule.IsHighBad ? 1 : -1) * (Rule.Kind switch
    {
        AlertKind.AgainstPast or AlertKind.AgainstOthers => Value - (Past ?? Value),
        AlertKind.AgainstSameHours => Past is > 0 ? 100 * (Value - Past.Value) / Past.Value : 0,
        _ => Value,
    });
}

/// <summary>When an alert begins and when it ends.</summary>
/// <param name="Clear">the share of a limit at which its alert ends</param>
/// <param name="Least">of how many a share or a percentile has to be</param>
public readonly record struct AlertBounds(double Clear, int Least);

/// <summary>Every threshold.</summary>
public static class AlertRules
{
    // The names are those of the policies' catalogue; a test holds them against it.
    public const string ClearPolicy = "alert-clear-share", LeastPolicy = "alert-least-cases";

    /// <summary>What a figure is held against where it is held against its own past: as long a time, ending where its own begins.</summary>
    public static readonly TimeSpan Past = TimeSpan.FromDays(28);

    /// <summary>How long before are the same hours of the same day of the week.</summary>
    public static readonly ImmutableArray<TimeSpan> SameHours = [.. Enumerable.Range(1, 4).Select(weeks => TimeSpan.FromDays(7 * weeks))];

    /// <summary>Of how many weeks before there has to be enough, so that one sale at night is no measure of nights.</summary>
    public const int FewestWeeks = 2;

    /// <summary>How many other places of enough there have to be to have a middle.</summary>
    public const int FewestOthers = 3;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1), Week = TimeSpan.FromDays(7);

    public static readonly ImmutableArray<AlertRule> All =
    [
        new("sync-latency", "sync-latency", "p90", AlertKind.Absolute, "alert-sync-latency", Hour, true, ExceptionCategory.ChannelLagging),
        new("price-parity", "price-parity", "p90", AlertKind.Absolute, "alert-price-parity", Day, true, ExceptionCategory.PriceMismatch),
        new("integration-failures", "integration-retries", "failed", AlertKind.Absolute, "alert-integration-failures", Hour, true,
            ExceptionCategory.IntegrationFailed)
            { IsCount = true },
        new("promise-accuracy", "promise-accuracy", "kept", AlertKind.AgainstPast, "alert-promise-drop", Day, false,
            ExceptionCategory.LateShipment),
        new("order-fallout", "order-fallout", "share", AlertKind.AgainstPast, "alert-fallout-rise", Day, true,
            ExceptionCategory.DataInvalid),
        new("reconciliation-age", "reconciliation-backlog", "oldest", AlertKind.Ageing, "alert-reconciliation-age", Day, true,
            ExceptionCategory.ReconciliationOpen)
            { IsCount = true },
        new("channel-silent", "intake", "begun", AlertKind.AgainstSameHours, "alert-intake-drop", Hour, false,
            ExceptionCategory.IntegrationFailed)
            { IsCount = true, Process = "order-to-fulfilment" },
        new("pickup-place", "pickup-readiness", "share", AlertKind.AgainstOthers, "alert-pickup-place", Day, false,
            ExceptionCategory.LatePick),
        new("short-pick-place", "short-picks", "share", AlertKind.AgainstOthers, "alert-short-pick-place", Day, true,
            ExceptionCategory.StockVariance),
    ];

    public static AlertRule? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);

    /// <summary>Whether a reading says anything: it is of enough, and so is what it is held against.</summary>
    public static bool IsEnough(AlertReading read, AlertBounds bounds) =>
        (read.Rule.IsCount || read.Base >= bounds.Least) && (read.Past is not null || !IsCompared(read.Rule));

    /// <summary>Whether it is held against something else that was measured.</summary>
    public static bool IsCompared(AlertRule rule) =>
        rule.Kind is AlertKind.AgainstPast or AlertKind.AgainstSameHours or AlertKind.AgainstOthers;

    /// <summary>
    /// How long an alert stays open of which there is never enough to say: a channel that was closed down has no hours to be held against
    /// once its four weeks are over, and a small place may have few cases for weeks.
    /// </summary>
    public static TimeSpan Remembers(AlertRule rule) => rule.Kind == AlertKind.AgainstSameHours ? Past : Week;

    /// <summary>
    /// Whether the alert is open after this reading. It opens past the limit and ends only well inside of it, so that a figure that
    /// trembles about its limit opens one; between the two it stays as it was. Of too few nothing changes.
    /// </summary>
    public static bool IsOpen(bool wasOpen, AlertReading read, double limit, AlertBounds bounds) =>
        !IsEnough(read, bounds) ? wasOpen
        : wasOpen ? read.Badness > limit * bounds.Clear
        : read.Badness > limit;
}
