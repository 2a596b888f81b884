using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;

namespace Crossdock.Processes.CalendarChanges;

public enum CalendarsState { InForce, Rederiving, Forgotten }

/// <summary>The calendars by which open deadlines were derived, so that a change of hours is known when the next start reads it.</summary>
public sealed record KnownCalendars
{
    public const string Kind = "calendars";

    public static readonly KnownCalendars Empty = new();

    public CalendarsSet? Set { get; init; }

    public int Changes { get; init; }

    public int Reviews { get; init; }

    public ImmutableArray<CalendarPattern> Known => Set is { All.IsDefault: false } set ? set.All : [];

    /// <summary>The hours of each calendar by its name.</summary>
    public IReadOnlyDictionary<string, CalendarHours> ByName => NamesOf(Known);

    public static Dictionary<string, CalendarHours> NamesOf(ImmutableArray<CalendarPattern> all) =>
        all.SelectMany(pattern => pattern.Names.Select(name => (name, pattern.Hours))).DistinctBy(one => one.name)
            .ToDictionary(one => one.name, one => one.Hours, StringComparer.Ordinal);
}

public sealed record CalendarsKnown : Fact;

/// <summary>So many calendars have other hours now.</summary>
public sealed record CalendarsDiffer(int Calendars) : Fact;

public sealed record DeadlinesMoved(int Looked, int Changed) : Fact;

public sealed record CalendarsReviewDue(int Step) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CalendarsKnown)), JsonSerializable(typeof(CalendarsDiffer)), JsonSerializable(typeof(DeadlinesMoved))]
[JsonSerializable(typeof(CalendarsReviewDue))]
public sealed partial class CalendarFactsJson : JsonSerializerContext;

public static class CalendarFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(CalendarsKnown), "calendars.known"), new(typeof(CalendarsDiffer), "calendars.differ"),
        new(typeof(DeadlinesMoved), "calendars.deadlines-moved"), new(typeof(CalendarsReviewDue), "calendars.review-due"),
    ];

    public static KnownCalendars Fold(KnownCalendars calendars, Fact fact, Message message) => fact switch
    {
        CalendarsKnown => calendars with { Set = (CalendarsSet)message },
        CalendarsDiffer => calendars with { Changes = calendars.Changes + 1 },
        DeadlinesMoved => calendars,
        CalendarsReviewDue due => calendars with { Reviews = due.Step },
        _ => throw new InvalidOperationException($"The calendars know no fact {fact.GetType().Name}."),
    };
}
