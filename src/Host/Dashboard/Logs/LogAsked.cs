using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Host.Dashboard.Logs;

/// <summary>What a URL asks for of a log, as far as the log has it.</summary>
/// <param name="Against">what the part is set beside; null for nothing</param>
/// <param name="Faults">sentences on what was asked for and is left aside</param>
public sealed record LogAsked(LogPart Part, string? Against, ImmutableArray<string> Faults)
{
    private const string Day = "yyyy-MM-dd";
    private const int MostShown = 60;

    public static LogAsked Of(IQueryCollection query, LogSource source)
    {
        var faults = ImmutableArray.CreateBuilder<string>();
        var attribute = Text(query, "attribute");
        if (attribute is not null && !source.Attributes.Contains(attribute))
        {
            faults.Add(
                source.IsObjectCentric ? "An object-centric log is cut by period only."
                : $"The log has no attribute {Shown(attribute)} that it can be cut by, so it is shown whole.");
            attribute = null;
        }

        var value = attribute is null ? null : Text(query, "value");
        if (value is not null)
        {
            // A browser sends every line of a value with its own kind of ending.
            var values = source.Events.Attributes[attribute!].Values;
            var known = values.Contains(value) ? value : values.FirstOrDefault(one => one.ReplaceLineEndings("\r\n") == value);
            if (known is null)
            {
                faults.Add($"Nothing in the log has {LogPart.NameOf(attribute!)} {Shown(value)}; choose another value of it.");
            }

            value = known;
        }

        var (from, until) = (DayOf(query, "from", faults), DayOf(query, "until", faults));
        if (from >= until)
        {
            faults.Add(
                $"No case can have begun from {LogPart.Written(from)} and before {LogPart.Written(until)}, so no period is cut out.");
            (from, until) = (null, null);
        }

        var part = new LogPart(attribute, value, from, until);
        var against = Text(query, "against");
        return new LogAsked(
            part, part.Beside(against) is { } other && source.Has(other) ? against : null, faults.DrainToImmutable());
    }

    private static DateOnly? DayOf(IQueryCollection query, string name, ImmutableArray<string>.Builder faults)
    {
        if (Text(query, name)?.Trim() is not { Length: > 0 } text)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            return day;
        }

        faults.Add($"{Shown(text)} is no day; write it as 2026-01-31.");
        return null;
    }

    // Values are taken as they are: one may begin with a blank.
    private static string? Text(IQueryCollection query, string name) => query[name].FirstOrDefault() is { Length: > 0 } text ? text : null;

    private static string Shown(string text) => text.Length > MostShown ? $"'{text[..MostShown]}...'" : $"'{text}'";
}
