using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Approvals;

/// <summary>
/// Four eyes and segregation of duties, for every process: whoever asked for something or changed it never approves it, and nobody counts
/// twice, not by a stand-in either.
/// </summary>
public static class ApprovalRules
{
    /// <summary>Why that word does not count; null when it does.</summary>
    public static string? WhyNot(ApprovalAsk ask, Voice voice)
    {
        if (WhyNoRight(ask, voice) is { } no)
        {
            return no;
        }

        if (BarredAmong(ask, voice) is { } barred)
        {
            return IsSame(barred.Person, voice.By)
                ? $"{voice.By} {barred.Did} and may not approve it."
                : $"{voice.By} stands in for {barred.Person}, who {barred.Did}, and may not approve it.";
        }

        return voice.People.FirstOrDefault(person => ask.Counted.Any(said => said.People.Any(other => IsSame(other, person)))) is { } again
            ? $"{again} has approved it already; somebody else has to."
            : null;
    }

    /// <summary>Whoever may say yes may say no, and so may who asked for it: a no gives nothing away.</summary>
    public static string? WhyNoRight(ApprovalAsk ask, Voice voice) =>
        ask.Next is { } seat && !seat.IsFor(voice) ? $"{voice} may not approve {ask.What}; {seat.Title} has to." : null;

    /// <summary>Who is asked now, and the word for it: the same again for each reminder, then one step up each time.</summary>
    /// <param name="step">how often its time has passed</param>
    public static (ApprovalSeat Seat, string Says) WhenLate(ApprovalAsk ask, int step, int reminders)
    {
        var next = ask.Next ?? ask.Seats[^1];
        if (step <= reminders || ask.Above.IsEmpty)
        {
            return (next, step == 1 ? "The approval is late: reminded." : $"The approval is late, step {step}: reminded again.");
        }

        var above = ask.Above[Math.Min(step - reminders, ask.Above.Length) - 1];
        return (above, $"The approval is late, step {step}: {above.Title} is asked.");
    }

    /// <summary>
    /// Whom a person may speak for at a time, where his own word would not do. What is lent is not lent on.
    /// </summary>
    public static StandsFor? StandInFor(
        ApprovalAsk ask, string person, string role, IEnumerable<(string Id, AbsenceRecorded Told)> absences, DateTimeOffset now) =>
        absences.Where(one => IsSame(one.Told.StandIn, person) && one.Told.From <= now && now < one.Told.Until)
            .Select(one => new StandsFor(one.Told.Person, one.Told.Role, one.Id))
            .Where(away => !IsSame(away.Person, person))
            .OrderBy(away => away.Absence, StringComparer.Ordinal)
            .FirstOrDefault(away => WhyNot(ask, new Voice(person, role, away)) is null);

    public static bool IsSame(string one, string other) => string.Equals(Plain(one), Plain(other), StringComparison.OrdinalIgnoreCase);

    internal static Barred? BarredAmong(ApprovalAsk ask, Voice voice) =>
        ask.Barred.FirstOrDefault(barred => voice.People.Any(person => IsSame(person, barred.Person)));

    /// <summary>The same name whatever its spaces.</summary>
    private static string Plain(string name) => string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
