using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ProcureToReplenish.Handlers;
using static Crossdock.Processes.ProcureToReplenish.PurchaseState;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>Rows that several states share.</summary>
internal static class MapParts
{
    /// <summary>A supplier says whatever he likes whenever he likes; where it leads does not depend on when he says it.</summary>
    public static ProcessMap<Purchase, PurchaseState> HearsSupplier(
        this ProcessMap<Purchase, PurchaseState> map, ProcessMap<Purchase, PurchaseState>.Handler<Message> hear) => map
        .On<PurchaseConfirmed>(hear, nameof(Hear))
            .To(AwaitingDespatch).Asks<PostPurchase>().Tells<TaskWithdrawn>()
            .To(OnTheWay, Posting).Asks<PostPurchase>().Tells<TaskWithdrawn>()
            .To(Changed).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .To(Closing).Asks<ClosePurchase>().Tells<TaskWithdrawn>()
            .To(Voiding).Asks<VoidPurchase>().Tells<TaskWithdrawn>()
            .To(Recalling).Asks<CancelWithSupplier>()
        .On<PurchaseDeclined>(hear, nameof(Hear))
            .To(Changed).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .To(Recalling).Asks<CancelWithSupplier>()
        .On<DespatchAdvised>(hear, nameof(Hear))
            .To(OnTheWay).Tells<TaskWithdrawn>()
            .To(Recalling).Asks<CancelWithSupplier>();

    /// <summary>Goods that stand in the yard are counted whatever the papers say.</summary>
    public static ProcessMap<Purchase, PurchaseState> ReceivesGoods(this ProcessMap<Purchase, PurchaseState> map) => map
        .On<GoodsReceived>(Receive).TakesIn();

    public static ProcessMap<Purchase, PurchaseState> TakesIn(this ProcessMap<Purchase, PurchaseState> map) => map
        .To(Receiving).Asks<SettleStock>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(Booking).Asks<PostGoodsReceipt>().Tells<TaskOpened>().Tells<TaskWithdrawn>();

    /// <summary>While one receipt is on its way to the books, others wait, and so does the wish to end.</summary>
    public static ProcessMap<Purchase, PurchaseState> QueuesGoods(this ProcessMap<Purchase, PurchaseState> map) => map
        .On<GoodsReceived>(QueueGoods)
        .On<DespatchAdvised>(NoteDespatch)
        .On<PurchaseConfirmed>(KeepWord)
        .On<PurchaseDeclined>(KeepWord)
        .On<PurchaseCancelAsked>(CancelWhenAnswered).Act("Cancel the rest", danger: true);

    public static ProcessMap<Purchase, PurchaseState> GivesUp(this ProcessMap<Purchase, PurchaseState> map) => map
        .On<PurchaseCancelAsked>(Recall).Recalls().Act("Cancel what is still to come", danger: true)
        .On<PurchaseElsewhere>(BuyElsewhere).Tells<TaskOpened>().Tells<TaskWithdrawn>().Recalls();

    private static ProcessMap<Purchase, PurchaseState> Recalls(this ProcessMap<Purchase, PurchaseState> map) => map
        .To(Recalling).Asks<CancelWithSupplier>().Tells<TaskWithdrawn>()
        .To(Closing).Asks<ClosePurchase>().Tells<PurchaseProposed>().Tells<TaskWithdrawn>()
        .To(Voiding).Asks<VoidPurchase>().Tells<PurchaseProposed>().Tells<TaskWithdrawn>();

    /// <summary>Where a booked receipt leads: to the next one, to waiting for the rest, or to the end.</summary>
    public static ProcessMap<Purchase, PurchaseState> GoesOn(this ProcessMap<Purchase, PurchaseState> map) => map
        .To(Receiving).Asks<SettleStock>().Tells<TaskOpened>().Tells<PayablesTold>()
        .To(Booking).Asks<PostGoodsReceipt>().Tells<TaskOpened>().Tells<PayablesTold>()
        .To(AwaitingDespatch).Asks<PostPurchase>().Tells<PayablesTold>()
        .To(OnTheWay, Posting).Asks<PostPurchase>().Tells<PayablesTold>()
        .To(Changed).Tells<TaskOpened>().Tells<PayablesTold>()
        .To(Recalling).Asks<CancelWithSupplier>().Tells<PayablesTold>()
        .To(Closing).Asks<ClosePurchase>().Tells<PurchaseProposed>().Tells<PayablesTold>();
}
