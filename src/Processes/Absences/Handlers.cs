using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.Absences.AbsenceState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Absences;

public static class Handlers
{
    private const int MostName = 80;

    /// <summary>The deadline of an absence is its own last moment.</summary>
    public static Policy<TimeSpan> UntilItEnds(Absence absence) => Policy.ApprovalAbsenceEnds with { Default = absence.Until };

    public static Decision<AbsenceState> Record(Absence absence, AbsenceRecorded told, Context context)
    {
        var left = told.Until > context.Now ? told.Until - context.Now : TimeSpan.Zero;
        var begun = new AbsenceBegun(context.Who.Name, left);
        return WhyNot(told, context) is { } no
            ? Decide.To(Refused, no).With(begun, new AbsenceOver(no))
            : Decide.To(
                Recorded, $"{told.Person} is away from {told.From:u} until {told.Until:u}; {told.StandIn} stands in: {told.Why}")
                .With(begun);
    }

    public static Decision<AbsenceState> End(Absence absence, DeadlinePassed due, Context context) => Over(absence, "Its time is over.");

    public static Decision<AbsenceState> Back(Absence absence, AbsenceEnded message, Context context) =>
        ApprovalRules.IsSame(context.Who.Name, absence.Needs.Person) || context.Who.Role is "admin" or "operator"
            ? Over(absence, $"{context.Who.Name} ends it: {message.Reason}")
            : Decide.Stay<AbsenceState>($"{context.Who.Name} may not end the absence of {absence.Needs.Person}.");

    private static Decision<AbsenceState> Over(Absence absence, string why) => Decide.To(Ended, why).With(new AbsenceOver(why));

    /// <summary>A right is handed on by who has it, and by nobody else; an administrator's is not handed on at all.</summary>
    private static string? WhyNot(AbsenceRecorded told, Context context) =>
        !IsName(told.Person) || !IsName(told.StandIn) ? $"A name has 1 to {MostName} characters."
        : ApprovalRules.IsSame(told.Person, told.StandIn) ? "Nobody stands in for himself."
        : told.Role == "admin" ? "An administrator's right is not handed on; give out a key instead."
        : context.Who.Role != "admin" && !(ApprovalRules.IsSame(context.Who.Name, told.Person) && context.Who.Role == told.Role)
            ? $"{context.Who.Name} ({context.Who.Role}) may not hand on what {told.Person} ({told.Role}) may."
        : told.Until <= told.From || told.Until <= context.Now ? "It ends before it has begun, or has ended already."
        : told.Until - told.From > context.Policy.Read(Policy.ApprovalLongestAbsence)
            ? $"It may last {PolicyWords.Of(context.Policy.Read(Policy.ApprovalLongestAbsence))} at most."
        : null;

    private static bool IsName(string name) => name.Trim().Length is > 0 and <= MostName && !name.Any(char.IsControl);
}
