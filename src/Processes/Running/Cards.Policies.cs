using Crossdock.Contracts;
using Crossdock.Processes.Absences;
using Crossdock.Processes.Policies;
using Crossdock.Processes.PolicyChanges;

namespace Crossdock.Processes.Running;

/// <summary>What lists show of changes of policies, and of who is away.</summary>
public static partial class Cards
{
    public static CaseCard Of(Absence absence, AbsenceState at) => new(
        $"{absence.Needs.Person} is away, {absence.Needs.StandIn} stands in", With: absence.Needs.StandIn,
        Why: absence.Ending ?? absence.Needs.Why);

    public static CaseCard Of(PolicyChange change, PolicyChangeState at)
    {
        var needs = change.Needs;
        return new CaseCard(
            $"{needs.Policy} {needs.Value ?? "unset"}, {needs.Scope}", needs.Scope.Region, needs.Scope.Channel, needs.Scope.Node,
            PolicyRegister.AreaOf(needs.Policy).Owner,
            at == PolicyChangeState.AwaitingApproval && change.Late > 0 ? ExceptionCategory.ApprovalLate : null,
            Kind: needs.Policy, Why: change.Ending ?? needs.Reason, Terms: [$"policy:{needs.Policy}"]);
    }
}
