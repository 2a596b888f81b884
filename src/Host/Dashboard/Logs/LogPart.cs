using System.Globalization;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Host.Dashboard.Logs;

/// <summary>The part of an imported log that a page shows, as it stands in the URL.</summary>
/// <param name="Attribute">what it is cut by; while no value of it is chosen, the log is whole</param>
/// <param name="From">cases that began that day or later</param>
/// <param name="Until">cases that began before that day</param>
public sealed record LogPart(string? Attribute = null, string? Value = null, DateOnly? From = null, DateOnly? Until = null)
{
    public const string Whole = "whole", Before = "before", OtherValue = "value:";

    public LogSlice Slice => new(Value is null ? null : Attribute, Value, Instant(From), Instant(Until));

    public IEnumerable<KeyValuePair<string, string?>> Query =>
        [new("attribute", Attribute), new("value", Value), new("from", Written(From)), new("until", Written(Until))];

    /// <summary>Of cases whose events count only as far as they have the value.</summary>
    public bool IsOfEvents => Slice.Attribute is { } name && !LogSlice.IsOfCase(name);

    /// <summary>In words that can stand in brackets behind a count; empty for the whole log.</summary>
    public string Said => string.Join(", ", new[]
    {
        Value is null || Attribute is null ? null : $"{(IsOfEvents ? "only events with " : "")}{NameOf(Attribute)} {Value}",
        (From, Until) switch
        {
            ({ } from, { } until) => $"begun from {Written(from)} and before {Written(until)}",
            ({ } from, null) => $"begun from {Written(from)}",
            (null, { } until) => $"begun before {Written(until)}",
            _ => null,
        },
    }.OfType<string>());

    /// <summary>The part that it is set beside; null for none.</summary>
    public LogPart? Beside(string? against) => against switch
    {
        Whole when !Slice.IsWhole => new LogPart(),
        Before when From is { } from && Until is { } until && from.DayNumber >= Days(from, until) =>
            this with { From = from.AddDays(-Days(from, until)), Until = from },
        not null when Value is not null && OtherIn(against) is { } other && other != Value => this with { Value = other },
        _ => null,
    };

    public string BesideSaid(string? against) => (against, From, Until) switch
    {
        (Whole, _, _) => "the whole log",
        (Before, { } from, { } until) => $"the {Words.Count(Days(from, until), "day", "days")} before",
        ({ } other, _, _) when Attribute is not null => $"{NameOf(Attribute)} {OtherIn(other)}",
        _ => "nothing",
    };

    /// <summary>What people call it: that it says something of whole cases is no part of its name.</summary>
    public static string NameOf(string attribute) => LogSlice.IsOfCase(attribute) ? attribute[LogSlice.OfCase.Length..] : attribute;

    public static string? Written(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? OtherIn(string against) =>
        against.StartsWith(OtherValue, StringComparison.Ordinal) ? against[OtherValue.Length..] : null;

    private static int Days(DateOnly from, DateOnly until) => until.DayNumber - from.DayNumber;

    private static DateTimeOffset? Instant(DateOnly? day) =>
        day is { } known ? new DateTimeOffset(known, TimeOnly.MinValue, TimeSpan.Zero) : null;
}
