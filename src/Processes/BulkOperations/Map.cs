using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.BulkOperations.BulkState;
using static Crossdock.Processes.BulkOperations.Handlers;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.BulkOperations;

/// <summary>
/// One act on many cases. While it runs its run is an effect in flight, so a restart takes it up like any other; a pause is a state
/// that the run hears of with its next progress.
/// </summary>
public static class BulkMap
{
    public static ProcessMap<BulkOperation, BulkState> Build() =>
        new ProcessMap<BulkOperation, BulkState>("bulk-operation", "bulk", version: 2, OwnerGroup.Integration)
        .CancelledBy(why => new BulkCancelled(why))
        .Begins<BulkFrozen>(Freeze).To(Frozen)

        .In(Frozen, Waits.OnPerson, OwnerGroup.Integration, Is.IntegrationFailed)
            .Within(Policy.BulkFreeze, Hours.Always).Late(Lapse).To(Lapsed)
            .On<BulkStarted>(Start).To(UnderWay).Asks<RunBulk>()
            .On<BulkCancelled>(Cancel).To(Cancelled)

        .In(UnderWay, Waits.OnSystem)
            .On<BulkProgressed>(Count)
            .On<BulkRan>(End).To(Done, UnderWay).Asks<RunBulk>()
            .On<BulkFailed>(Fail).To(Paused)
            .On<BulkPaused>(Pause).To(Paused)
            .On<BulkCancelled>(Cancel).To(Cancelled)
            .Ignores<BulkStarted>("It runs already.")
            .Ignores<BulkResumed>("It runs already.")

        .In(Paused, Waits.OnPerson, OwnerGroup.Integration, Is.IntegrationFailed)
            .Within(Policy.BulkPause, Hours.OfTeam).Late(StayPaused)
            .On<BulkResumed>(Resume).To(UnderWay).Asks<RunBulk>()
            .On<BulkCancelled>(Cancel).To(Cancelled)
            .On<BulkProgressed>(Count)
            .On<BulkRan>(EndWhilePaused).To(Done)
            .On<BulkFailed>(FailWhilePaused)
            .Ignores<BulkPaused>("It is paused already.")

        .Ends(Done)
        .Ends(Cancelled)
        .Ends(Lapsed);
}
