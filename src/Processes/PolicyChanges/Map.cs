using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PolicyChanges.Handlers;
using static Crossdock.Processes.PolicyChanges.PolicyChangeState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PolicyChanges;

/// <summary>
/// One change of one policy in one scope, named <c>policy:version</c>. It holds from the time that was approved until a later change of
/// the same scope takes hold; the two find out between themselves, whoever of them is told first. A value that holds is an open case, so
/// that it is never archived from under the decisions that read it.
/// </summary>
public static class PolicyChangeMap
{
    public static ProcessMap<PolicyChange, PolicyChangeState> Build() =>
        new ProcessMap<PolicyChange, PolicyChangeState>("policy-change", PolicyChange.Kind, version: 1, OwnerGroup.Integration)
        .CancelledBy(why => new PolicyWithdrawn(why))
        .AsksApproval(AwaitingApproval, AskOf, given => given.Yes
            ? new PolicyApproved(given.Note, given.For) : new PolicyRejected(given.Note))
        .Begins<PolicyProposed>(Propose).To(AwaitingApproval, Rejected)

        .In(AwaitingApproval, Waits.OnPerson, OwnerGroup.Integration, Is.ApprovalLate)
            .Within(Policy.PolicyApprovalTime, Hours.OfTeam).Late(Remind).To(Lapsed)
            .On<PolicyApproved>(Approve).To(Scheduled).To(InForce).Tells<PolicyTookHold>().Act("Approve")
            .On<PolicyRejected>(Reject).To(Rejected).Act("Reject", danger: true)
            .On<PolicyWithdrawn>(Withdraw).To(Withdrawn).Act("Withdraw", danger: true)
            .On<PolicyTookHold>(Hear)

        .In(Scheduled, Waits.OnTime, OwnerGroup.Integration, Is.IntegrationFailed)
            .Within(UntilItHolds, Hours.Always, Policy.PolicySchedule).Late(TakeHold).To(InForce).Tells<PolicyTookHold>().To(Superseded)
            .On<PolicyWithdrawn>(Withdraw).To(Withdrawn).Act("Withdraw", danger: true)
            .On<PolicyTookHold>(Hear)
            .Ignores<PolicyApproved>("It is approved already.")

        .In(InForce, Waits.OnTime, OwnerGroup.Integration, Is.ApprovalLate)
            .Within(Policy.PolicyReview, Hours.Always).Late(AskForReview)
            .On<PolicyTookHold>(Yield).Tells<PolicyTookHold>().To(Superseded, RolledBack)
            .Ignores<PolicyWithdrawn>("It holds already; roll it back instead.")

        .Ends(Superseded)
        .Ends(RolledBack)
        .Ends(Rejected)
        .Ends(Withdrawn)
        .Ends(Lapsed)

        .InEveryState()
            .Ignores<PolicyApproved>("There is nothing to approve now.")
            .Ignores<PolicyRejected>("There is nothing to approve now.")
            .Ignores<PolicyWithdrawn>("There is nothing to withdraw now.")
            .Ignores<PolicyTookHold>("It had ended before.")
            .Ignores<CaseNotThere>("That change is there no more.");
}
