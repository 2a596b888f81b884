using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.Absences.AbsenceState;
using static Crossdock.Processes.Absences.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Absences;

/// <summary>Who is away, from when until when, and who approves in that place: recorded, so that each approval can name it.</summary>
public static class AbsenceMap
{
    public static ProcessMap<Absence, AbsenceState> Build() =>
        new ProcessMap<Absence, AbsenceState>("absence", Absence.Kind, version: 1, OwnerGroup.Integration)
        .CancelledBy(why => new AbsenceEnded(why))
        .Begins<AbsenceRecorded>(Record).To(Recorded, Refused)

        .In(Recorded, Waits.OnTime, OwnerGroup.Integration, Is.ApprovalLate)
            .Within(UntilItEnds, Hours.Always, Policy.ApprovalAbsenceEnds).Late(End).To(Ended)
            .On<AbsenceEnded>(Back).To(Ended).Act("End the absence")

        .Ends(Ended)
        .Ends(Refused)

        .InEveryState()
            .Ignores<AbsenceEnded>("It is over already.");
}
