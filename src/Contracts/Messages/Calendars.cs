using System.Collections.Immutable;
using Crossdock.Contracts.Network;

namespace Crossdock.Contracts.Messages;

/// <param name="Names">of the calendars with these hours, as deadlines name them: a node's id, or <c>team:Name</c></param>
public sealed record CalendarPattern(CalendarHours Hours, ImmutableArray<string> Names);

/// <summary>All calendars as a host has read them at its start.</summary>
public sealed record CalendarsSet(ImmutableArray<CalendarPattern> All, string Why) : Message;

/// <summary>What was recorded of calendars is not to be gone by: the next start records them as they are then.</summary>
public sealed record CalendarsForgotten(string Why) : Message;

/// <summary>Calendars that had these hours and have those now.</summary>
public sealed record HoursChange(ImmutableArray<string> Names, CalendarHours Was, CalendarHours Is);

/// <param name="Changed">cases whose deadline is another one now</param>
public sealed record DeadlinesRederived(int Looked, int Changed) : Message;

public sealed record RederivingFailed(string Reason) : Message;

/// <summary>The opening hours that a case's deadline counts by have changed: it is derived anew.</summary>
/// <param name="Was">the hours until then; the holidays are those that matter for this case</param>
/// <param name="From">since when the new ones hold</param>
public sealed record HoursChanged(string Calendar, CalendarHours Was, CalendarHours Is, DateTimeOffset From, string Why)
    : Message, IBesideTheMap;
