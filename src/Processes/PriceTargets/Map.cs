using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.PriceTargets.Handlers;
using static Crossdock.Processes.PriceTargets.TargetState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.PriceTargets.PriceTargetCase, Crossdock.Processes.PriceTargets.TargetState>;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PriceTargets;

/// <summary>
/// One target of a promotion: sent, read back, live at its own local start, looked after, taken back at its local end and read once
/// more. Each target is a case of its own, so that a slow one keeps nobody waiting. One call is under way at a time: a recall
/// that comes meanwhile is noted and done with the answer.
/// </summary>
public static class PriceTargetMap
{
    public static Rows Build() => new Rows("price-target", "price-target", version: 1, OwnerGroup.Merchandising)
        .Begins<TargetAsked>(Accept).To(Staging).Asks<StagePrices>()

        .In(Staging, Waits.OnSystem).Slow()
            .On<PricesStaged>(ReadBack).To(ReadingBack).Asks<ReadPrices>().OrReverts()
            .On<StagingRefused>(NotStaged).OrLags().OrReverts()

        .In(ReadingBack, Waits.OnSystem).Slow()
            .On<PricesRead>(Compare)
                .To(Ready).Tells<TargetReported>().Tells<TaskWithdrawn>()
                .To(GoingLive).Asks<ActivatePrices>().Tells<TargetReported>().Tells<TaskWithdrawn>()
                .To(Staging).Asks<StagePrices>()
                .OrLags().OrReverts()
            .On<ReadingRefused>(NotReadBack).OrLags().OrReverts()

        .In(Ready, Waits.OnTime, OwnerGroup.Merchandising, Is.ChannelLagging)
            .Within(PaceOf, Hours.Always, Policy.PriceSchedule).Late(StartHasCome).To(GoingLive).Asks<ActivatePrices>().OrReverts()
            .On<TargetReleased>(Release).To(GoingLive).Asks<ActivatePrices>().OrReverts()
            .On<TargetRecalled>(CallBack).OrReverts()

        .In(GoingLive, Waits.OnSystem).Slow()
            .On<PricesActivated>(GoLive).To(Live).Tells<TargetReported>().Tells<TaskOpened>().Tells<TaskWithdrawn>().OrReverts()
            .On<ActivationRefused>(NotActivated).OrLags().OrReverts()

        .In(Live, Waits.OnTime, OwnerGroup.Merchandising, Is.PriceMismatch)
            .Within(PaceOf, Hours.Always, Policy.PriceSchedule).Late(LookOrEnd).To(LookingForDrift).Asks<ReadPrices>().OrReverts()
            .On<TargetRecalled>(CallBack).OrReverts()

        .In(LookingForDrift, Waits.OnSystem).Slow()
            .On<PricesRead>(Judge)
                .To(Live).Tells<TargetReported>().Tells<TaskWithdrawn>()
                .To(Correcting).Asks<ActivatePrices>().Tells<TargetReported>()
                .OrLags().OrReverts()
            .On<ReadingRefused>(NotLookedAt).OrLags().OrReverts()

        .In(Correcting, Waits.OnSystem).Slow()
            .On<PricesActivated>(LookAgainAfterCorrection).To(LookingForDrift).Asks<ReadPrices>().OrReverts()
            .On<ActivationRefused>(NotCorrected).OrLags().OrReverts()

        .In(Reverting, Waits.OnSystem).Slow()
            .On<PricesReverted>(Prove).To(ProvingGone).Asks<ReadPrices>()
            .On<RevertRefused>(NotReverted).OrLags()

        .In(ProvingGone, Waits.OnSystem).Slow()
            .On<PricesRead>(Clear)
                .To(Cleared).Tells<TargetReported>().Tells<TaskWithdrawn>().Tells<TaskOpened>()
                .To(Reverting).Asks<RevertPrices>()
                .OrLags()
            .On<ReadingRefused>(NotProved).OrLags()

        .In(Lagging, Waits.OnPerson, OwnerGroup.Merchandising, Is.ChannelLagging)
            .Within(RetryBudget, Hours.Always, Policy.PriceRetry, Policy.PriceSlowRetry, Policy.PriceSchedule).Late(TryAgain).OnceMore()
            .On<LookAgain>(TryNow).OnceMore().Act("Try again")
            .On<TargetReleased>(ReleaseLagging)
            .On<TargetRecalled>(CallBack).OrReverts()

        .Ends(Cleared)

        .InEveryState()
            .On<TargetReleased>(NoteRelease)
            .On<TargetRecalled>(NoteRecall)
            .On<LookAgain>(SeenTo)
            .Ignores<CaseNotThere>("Its promotion or task is there no more.");

    /// <summary>A target that does not answer in time is told of; the call under way goes on.</summary>
    private static Rows Slow(this Rows map) => map
        .Within(Policy.PriceReceiptTime, Hours.Always).Late(NoAnswerYet).Tells<TargetReported>().Tells<TaskOpened>();

    private static Rows OrReverts(this Rows map) => map.To(Reverting).Asks<RevertPrices>();

    private static Rows OrLags(this Rows map) => map.To(Lagging).Tells<TargetReported>().Tells<TaskOpened>();

    /// <summary>The step that failed, or taking back where it is over meanwhile.</summary>
    private static Rows OnceMore(this Rows map) => map
        .To(Staging).Asks<StagePrices>().To(GoingLive).Asks<ActivatePrices>().To(LookingForDrift).Asks<ReadPrices>().OrReverts();
}
