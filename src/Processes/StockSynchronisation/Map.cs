using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StockSynchronisation.Handlers;
using static Crossdock.Processes.StockSynchronisation.SyncState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Rows = Crossdock.Processes.Map.ProcessMap<
    Crossdock.Processes.StockSynchronisation.Publication, Crossdock.Processes.StockSynchronisation.SyncState>;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockSynchronisation;

/// <summary>
/// One channel, kept up to date with what it may sell. One call is under way at a time, so that no figure overtakes a newer one: what
/// moves meanwhile waits, once a SKU, and goes with the next. At intervals the channel's own book is held against what it was told,
/// narrowed down to the SKUs that differ, and put right.
/// </summary>
public static class SyncMap
{
    public const string Kind = "availability";

    public static Rows Build() => new Rows("stock-synchronisation", Kind, version: 2, OwnerGroup.SupplyChain)
        .Begins<PublicationBegun>(Begin).To(Current)

        .In(Current, Waits.OnTime, OwnerGroup.SupplyChain, Is.ChannelLagging)
            .Within(PaceOf, Hours.Always, Policy.SyncSchedule).Late(CompareNow).To(Comparing).Asks<HashAvailability>()
            .On<AvailabilityMoved>(Publish).GoesOn()
            .On<LookAgain>(TryRefusals).GoesOn().Act("Send again what it refused")

        .In(Publishing, Waits.OnSystem).Slow()
            .On<AvailabilityPublished>(Agree).GoesOn()
            .On<ChannelSaidNo>(NotPublished).OrLags()

        .In(Comparing, Waits.OnSystem).Slow()
            .On<AvailabilityHashed>(Compare).GoesOn().To(Narrowing).Asks<ReadAvailability>().OrLags()
            .On<ChannelSaidNo>(NotCompared).OrLags()

        .In(Narrowing, Waits.OnSystem).Slow()
            .On<AvailabilityRead>(PutRight).GoesOn()
            .On<ChannelSaidNo>(NotCompared).OrLags()

        .In(Lagging, Waits.OnPerson, OwnerGroup.SupplyChain, Is.ChannelLagging)
            .Within(Policy.SyncRetry, Hours.Always).Late(TryAgain).OnceMore()
            .On<LookAgain>(TryNow).OnceMore().Act("Try again")

        .Ends(PassedOn)

        .InEveryState()
            .On<AvailabilityMoved>(NoteMoved)
            .On<LookAgain>(SeenTo).Tells<TaskWithdrawn>()
            .Ignores<CaseNotThere>("Its task is there no more.");

    /// <summary>To whatever is due next: to publish what waits, to look, to rest, or to hand over to the next run.</summary>
    private static Rows GoesOn(this Rows map) => map
        .To(Publishing).Asks<PublishAvailability>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(Comparing).Asks<HashAvailability>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(Current).Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(PassedOn).Tells<PublicationBegun>().Tells<TaskOpened>().Tells<TaskWithdrawn>();

    private static Rows OnceMore(this Rows map) => map
        .To(Publishing).Asks<PublishAvailability>().Tells<TaskWithdrawn>().To(Comparing).Asks<HashAvailability>().Tells<TaskWithdrawn>();

    private static Rows OrLags(this Rows map) => map.To(Lagging).Tells<TaskOpened>();

    /// <summary>A channel that does not answer in time is told of; the call under way goes on.</summary>
    private static Rows Slow(this Rows map) => map.Within(Policy.SyncReceiptTime, Hours.Always).Late(NoAnswerYet).Tells<TaskOpened>();
}
