using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Intelligence.Alerts;

/// <summary>What a limit is held against: the figure itself, its own past, or the age of what is open.</summary>
public enum AlertKind { Absolute, AgainstPast, Ageing }

/// <summary>A threshold over one measure of a figure. One alert may be open for each thing that the figure is told by.</summary>
/// <param name="Policy">the limit: a number in the measure's unit, or points by which it may be worse than its own past</param>
/// <param name="Over">how far back the figure looks</param>
/// <param name="IsHighBad">whether above the limit is the bad side</param>
/// <param name="Category">the exception it is, which has the owner</param>
public sealed record AlertRule(
    string Name, string Figure, string Measure, AlertKind Kind, string Policy, TimeSpan Over, bool IsHighBad, ExceptionCategory Category)
{
    /// <summary>It counts what is there, so that few are few, and none is 0; a share or a percentile of none is not known.</summary>
    public bool IsCount { get; init; }

    public Figure Of => FigureCatalogue.Find(Figure)!;

    /// <summary>A measure of a whole process, or of one of what it is told by where there are few of it.</summary>
    public bool Takes(FigureRow row) => row.Measure == Measure && row.Value is not null && (IsNarrow ? row.Of is not null : row.Of is null);

    private bool IsNarrow => Of is { By: not null, IsNarrow: true };
}

/// <summary>What was measured, and what it is held against.</summary>
/// <param name="Past">of its own past; null where it is not held against that, or where that was too few</param>
/// <param name="Base">out of how many it is computed</param>
public sealed record AlertReading(AlertRule Rule, string? Process, string? Of, string Unit, double Value, double? Past, long Base)
{
    public string Key => string.Join('.', new[] { Rule.Name, Process, Of }.OfType<string>());

    /// <summary>How far on the bad side it is: the figure itself, or by how much it is worse than its own past.</summary>
    public double Badness =>
        (Rule.IsHighBad ? 1 : -1) * (Value - (Rule.Kind == AlertKind.AgainstPast ? Past ?? Value : 0));
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

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

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
    ];

    public static AlertRule? Find(string name) => All.FirstOrDefault(rule => rule.Name == name);

    /// <summary>Whether a reading says anything: it is of enough, and so is the past that it is held against.</summary>
    public static bool IsEnough(AlertReading read, AlertBounds bounds) =>
        (read.Rule.IsCount || read.Base >= bounds.Least) && (read.Rule.Kind != AlertKind.AgainstPast || read.Past is not null);

    /// <summary>
    /// Whether the alert is open after this reading. It opens past the limit and ends only well inside of it, so that a figure that
    /// trembles about its limit opens one; between the two it stays as it was. Of too few nothing changes.
    /// </summary>
    public static bool IsOpen(bool wasOpen, AlertReading read, double limit, AlertBounds bounds) =>
        !IsEnough(read, bounds) ? wasOpen
        : wasOpen ? read.Badness > limit * bounds.Clear
        : read.Badness > limit;
}
