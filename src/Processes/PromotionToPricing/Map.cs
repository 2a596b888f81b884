using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using static Crossdock.Processes.PromotionToPricing.Handlers;
using static Crossdock.Processes.PromotionToPricing.PromotionState;
using Hours = Crossdock.Processes.Map.Hours;
using Is = Crossdock.Contracts.ExceptionCategory;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.PromotionToPricing.Promotion, Crossdock.Processes.PromotionToPricing.PromotionState>;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>
/// Promotion to pricing: checked, approved, sent to every target ahead of time, let go live by policy, and taken back at the end of
/// each place's own clock. Each target is a case under it; the promotion ends when none holds anything of it.
/// </summary>
public static class PromotionMap
{
    public static Rows Build() => new Rows("promotion-to-pricing", "promotion", version: 3, OwnerGroup.Merchandising)
        .CancelledBy(why => new PromotionWithdrawn(why))
        .AsksApproval(AwaitingApproval, AskOf, given => given.Yes
            ? new PromotionApproved("", given.Note, "", given.For) : new PromotionRejected("", given.Note, "", given.For))
        .Begins<PromotionProposed>(Propose).OrChecks().OrMends()

        .In(Checking, Waits.OnPartner, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(Policy.PriceCheckTime, Hours.Always).Late(JudgeUnanswered).OrMends()
            .On<PricesKnown>(HearErp).OrMends().OrAwaitsApproval().OrGoes()
            .On<PricesUnknown>(HearErpRefuse).OrMends()
            .On<PriceAnswered>(HearBook).OrMends().OrAwaitsApproval().OrGoes()
            .On<PromotionWithdrawn>(WithdrawUnsent).OrLeaves(Withdrawn).Act("Withdraw", danger: true)

        .In(Mending, Waits.OnPerson, OwnerGroup.Merchandising, Is.MarginBreach)
            .Within(Policy.PriceMendTime, Hours.OfTeam).Late(StillToMend).OrLeaves(Refused)
            .On<PromotionRevised>(Revise).OrChecks().OrMends().Act("Mend")
            .On<PromotionWithdrawn>(WithdrawUnclaimed).OrLeaves(Withdrawn).Act("Withdraw", danger: true)

        .In(AwaitingApproval, Waits.OnPerson, OwnerGroup.Merchandising, Is.ApprovalLate)
            .Within(ApprovalBudget, Hours.OfTeam, Policy.PriceApprovalTime, Policy.PriceFixApprovalTime)
                .Late(RemindApprover).Tells<TaskOpened>().Tells<TaskWithdrawn>().OrLeaves(Refused)
            .On<PromotionApproved>(Approve).Tells<TaskOpened>().Tells<TaskWithdrawn>().OrMends().OrGoes().Act("Approve")
            .On<PromotionRejected>(Reject).Tells<TaskOpened>().Tells<TaskWithdrawn>().OrLeaves(Refused).Act("Reject", danger: true)
            .On<PriceAnswered>(HearLowest)
            .On<PromotionWithdrawn>(WithdrawUnsent).OrLeaves(Withdrawn).Act("Withdraw", danger: true)

        .In(Planned, Waits.OnTime, OwnerGroup.Merchandising, Is.ChannelLagging)
            .Within(PaceOf, Hours.Always, Policy.PriceSchedule).Late(SendOut).OrMends().OrGoes()
            .On<PriceAnswered>(HearLowest)
            .On<PromotionWithdrawn>(WithdrawUnsent).OrLeaves(Withdrawn).Act("Withdraw", danger: true)

        .In(Distributing, Waits.OnPartner, OwnerGroup.Merchandising, Is.ChannelLagging)
            .Within(PaceOf, Hours.Always, Policy.PriceSchedule).Late(DecideGoLive).OrRuns()
                .To(Held).Tells<TargetReleased>().Tells<TaskOpened>()
            .On<TargetReported>(HearWhileDistributing).OrRuns().OrEnds()
            .On<PriceAnswered>(HearLowestSent).Tells<TaskOpened>()
            .On<CaseNotThere>(TellTargetAgain).Tells<TargetReleased>()
            .On<PromotionWithdrawn>(TakeBack).OrTakesBack().Act("Withdraw", danger: true)

        .In(Held, Waits.OnPerson, OwnerGroup.Merchandising, Is.ChannelLagging)
            .Within(Policy.PriceHoldTime, Hours.Always).Late(StayHeld)
            .On<TargetReported>(HearWhileHeld).Tells<TargetReleased>().OrRuns().OrEnds()
            .On<PriceAnswered>(HearLowestSent).Tells<TaskOpened>()
            .On<PromotionGoAhead>(GoAhead).OrRuns().Act("Let go live")
            .On<CaseNotThere>(TellTargetAgain).Tells<TargetReleased>()
            .On<PromotionWithdrawn>(TakeBack).OrTakesBack().Act("Withdraw", danger: true)

        .In(Live, Waits.OnTime, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(PaceOf, Hours.Always, Policy.PriceSchedule).Late(EndIsDue).To(Ending).Tells<TaskOpened>()
            .On<TargetReported>(Hear).OrEnds()
            .On<PriceAnswered>(HearLowestSent).Tells<TaskOpened>()
            .On<CaseNotThere>(TellTargetAgain).Tells<TargetReleased>()
            .On<PromotionWithdrawn>(TakeBack).OrTakesBack().Act("Withdraw", danger: true)

        .In(Ending, Waits.OnPartner, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(Policy.PriceRevertTime, Hours.Always).Late(StillThere)
            .On<TargetReported>(Hear).OrEnds()
            .On<CaseNotThere>(TellTargetAgain).Tells<TargetReleased>()
            .On<PromotionWithdrawn>(TakeBack).OrTakesBack().Act("Withdraw", danger: true)

        .In(Withdrawing, Waits.OnPartner, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(Policy.PriceRevertTime, Hours.Always).Late(StillThere)
            .On<TargetReported>(Hear).OrEnds()
            .On<CaseNotThere>(RecallAgain).Tells<TargetRecalled>()
            .Ignores<PromotionWithdrawn>("It is being taken back already.")

        .Ends(Ended)
        .Ends(Withdrawn)
        .Ends(Refused)

        .InEveryState()
            .Ignores<PricesKnown>("The proposal has gone on since.")
            .Ignores<PricesUnknown>("The proposal has gone on since.")
            .Ignores<PriceAnswered>("The proposal has gone on since.")
            .Ignores<PromotionApproved>("There is nothing to approve now.")
            .Ignores<PromotionRejected>("There is nothing to approve now.")
            .Ignores<PromotionGoAhead>("It is not held back.")
            .Ignores<PromotionRevised>("There is nothing to mend now.")
            .Ignores<CaseNotThere>("It needs nothing of that case any more.");

    private static Rows OrChecks(this Rows map) => map.To(Checking).Asks<CheckPrices>().Tells<PriceInstructed>().Tells<TaskWithdrawn>();

    private static Rows OrMends(this Rows map) => map.To(Mending).Tells<TaskOpened>().Tells<PriceInstructed>().Tells<TaskWithdrawn>();

    private static Rows OrAwaitsApproval(this Rows map) => map.To(AwaitingApproval).Tells<TaskOpened>();

    /// <summary>Nothing stands in its way: planned, sent out, or, where its end has passed meanwhile, refused.</summary>
    private static Rows OrGoes(this Rows map) => map
        .To(Planned).Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(Distributing, Live).Tells<TargetAsked>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .OrLeaves(Refused);

    private static Rows OrLeaves(this Rows map, PromotionState end) => map.To(end).Tells<PriceInstructed>().Tells<TaskWithdrawn>();

    private static Rows OrRuns(this Rows map) => map.To(Live).Tells<TargetReleased>().Tells<TaskWithdrawn>();

    private static Rows OrTakesBack(this Rows map) => map.To(Withdrawing).Tells<TargetRecalled>().Tells<TaskWithdrawn>();

    private static Rows OrEnds(this Rows map) => map.To(Ended, Withdrawn).Tells<PriceInstructed>().Tells<TaskWithdrawn>();
}
