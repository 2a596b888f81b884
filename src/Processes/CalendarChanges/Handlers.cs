using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Map;
using static Crossdock.Processes.CalendarChanges.CalendarsState;

namespace Crossdock.Processes.CalendarChanges;

public static class Handlers
{
    public static Decision<CalendarsState> Begin(KnownCalendars none, CalendarsSet told, Context context) =>
        Decide.To(InForce, $"{KnownCalendars.NamesOf(told.All).Count} calendars are known. {told.Why}").With(new CalendarsKnown());

    public static Decision<CalendarsState> Change(KnownCalendars calendars, CalendarsSet told, Context context)
    {
        var changes = ChangesOf(calendars, told);
        var names = changes.Sum(change => change.Names.Length);
        // Places that came or went have no deadline that was derived by other hours.
        return names == 0
            ? Decide.Stay<CalendarsState>("Calendars came or went; none of those known before has other hours.").With(new CalendarsKnown())
            : Decide.To(Rederiving, $"{Said(changes)} {(names == 1 ? "has" : "have")} other hours. {told.Why}")
                .With(new CalendarsKnown(), new CalendarsDiffer(names))
                .Ask(new RederiveDeadlines(changes, context.Now, told.Why));
    }

    public static Decision<CalendarsState> NotNow(KnownCalendars calendars, CalendarsSet told, Context context) =>
        Decide.TooLate<CalendarsState>("Deadlines are being derived by an earlier change; it is told again after that.");

    public static Decision<CalendarsState> Done(KnownCalendars calendars, DeadlinesRederived answer, Context context) =>
        Decide.To(InForce, $"{answer.Changed} of {answer.Looked} open cases with a deadline by these hours have another one now.")
            .With(new DeadlinesMoved(answer.Looked, answer.Changed));

    public static Decision<CalendarsState> NotDone(KnownCalendars calendars, RederivingFailed answer, Context context) =>
        Decide.To(InForce, $"Deadlines stay as they were: {answer.Reason}");

    /// <summary>A calendar whose holidays end last year opens at Christmas.</summary>
    public static Decision<CalendarsState> AskForReview(KnownCalendars calendars, DeadlinePassed due, Context context) =>
        Decide.Stay<CalendarsState>("Time to look at opening hours, and to enter the next holidays.")
            .With(new CalendarsReviewDue(calendars.Reviews + 1));

    public static Decision<CalendarsState> Forget(KnownCalendars calendars, CalendarsForgotten message, Context context) =>
        Decide.To(Forgotten, message.Why);

    /// <summary>What differs, those together that had the same hours and have the same now.</summary>
    public static ImmutableArray<HoursChange> ChangesOf(KnownCalendars calendars, CalendarsSet told)
    {
        var before = calendars.ByName;
        return
        [
            .. KnownCalendars.NamesOf(told.All)
                .Where(now => before.TryGetValue(now.Key, out var was) && was.Text != now.Value.Text)
                .GroupBy(now => (before[now.Key].Text, now.Value.Text))
                .Select(same => new HoursChange(
                    [.. same.Select(one => one.Key).Order(StringComparer.Ordinal)], before[same.First().Key], same.First().Value)),
        ];
    }

    private static string Said(ImmutableArray<HoursChange> changes)
    {
        var names = changes.SelectMany(change => change.Names).Order(StringComparer.Ordinal).ToList();
        return names.Count <= 3 ? string.Join(", ", names) : $"{names[0]}, {names[1]} and {names.Count - 2} others";
    }
}
