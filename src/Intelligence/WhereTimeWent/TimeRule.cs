using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.WhereTimeWent;

/// <param name="Fits">of a moment: how the case stands, whether an attempt has failed by then, whether its calendar is closed</param>
/// <param name="Means">in words, for screens and documents</param>
public sealed record CauseRule(Cause Cause, string Means, Func<Situation, bool, bool, bool> Fits);

/// <summary>
/// Says what a case's time went into. A pure function of what the journal holds of the state: who is waited for, what was asked and
/// failed, what is held, and the calendar that its deadline runs on.
/// </summary>
public static class TimeRule
{
    /// <summary>The first row that fits counts. The last of each kind of wait fits always, so that no moment is left over.</summary>
    public static readonly ImmutableArray<CauseRule> Table =
    [
        new(Cause.HeldByPolicy, "an operator holds the case", (at, _, _) => at.Held),
        new(Cause.WaitingOnPerson, "an incident is open, or delivery gave an effect up for now: an operator has to look",
            (at, _, _) => at.Stuck),
        new(Cause.IntegrationRetry, "the state waits on a system, and an attempt at what it asked for has failed",
            (at, failed, _) => at.Waits == Waits.OnSystem && failed),
        new(Cause.Working, "the state waits on a system that has been asked", (at, _, _) => at.Waits == Waits.OnSystem && at.Asked),
        new(Cause.Queueing, "the state waits on a system, and all that it asked for is answered: the case waits its turn",
            (at, _, _) => at.Waits is Waits.OnSystem or Waits.Nothing),
        new(Cause.OutsideBusinessHours, "the calendar that the state's deadline runs on is closed", (_, _, closed) => closed),
        new(Cause.Queueing, "a task is open and nobody has it in hand", (at, _, _) => at.Waits == Waits.OnPerson && at.Queued),
        new(Cause.WaitingOnPerson, "the state waits on a person", (at, _, _) => at.Waits == Waits.OnPerson),
        new(Cause.WaitingOnPartner, "the state waits on a partner: a supplier, a carrier, a customer, another case's node",
            (at, _, _) => at.Waits == Waits.OnPartner),
        new(Cause.HeldByPolicy, "the state waits for a time that a policy sets", (_, _, _) => true),
    ];

    public static Cause Of(Situation at, bool failed, bool closed) => Table.First(rule => rule.Fits(at, failed, closed)).Cause;

    /// <summary>Adds the time between two instants to the parts; what it adds is exactly that time, and none when it is turned.</summary>
    public static void Split(Situation at, DateTimeOffset from, DateTimeOffset to, OpenTime hours, TimeParts parts)
    {
        if (to <= from)
        {
            return;
        }

        var failed = at.FailedSince is not { } since || since >= to ? to : since > from ? since : from;
        Add(at, failed: false, from, failed, hours, parts);
        Add(at, failed: true, failed, to, hours, parts);
    }

    private static void Add(Situation at, bool failed, DateTimeOffset from, DateTimeOffset to, OpenTime hours, TimeParts parts)
    {
        var whole = (to - from).Ticks;
        var (open, closed) = (Of(at, failed, closed: false), Of(at, failed, closed: true));
        if (open == closed || at.Calendar == Situation.AroundTheClock)
        {
            parts.Add(open, whole);
            return;
        }

        // A calendar that says more than there was would make the rest negative.
        var inHours = Math.Clamp(hours(at.Calendar, from, to).Ticks, 0, whole);
        parts.Add(open, inHours);
        parts.Add(closed, whole - inHours);
    }
}
