using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ProcureToReplenish.Transfers.Handlers;
using static Crossdock.Processes.ProcureToReplenish.Transfers.TransferState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish.Transfers;

/// <summary>A transfer: reserved where it can be spared, picked, shipped, and counted where it is needed.</summary>
public static class TransferMap
{
    public static ProcessMap<Transfer, TransferState> Build() =>
        new ProcessMap<Transfer, TransferState>("node-transfer", "transfer", version: 3, OwnerGroup.SupplyChain)
        .CancelledBy(why => new TransferCancelAsked(why))
        .Begins<TransferAsked>(Ask)
            .To(Reserving).Asks<ReserveStock>()
            .To(Unfilled)

        .In(Reserving, Waits.OnSystem)
            .On<StockReserved>(Firm)
                .To(Firming).Asks<SettleStock>()
                .To(Releasing).Asks<SettleStock>()
                .To(Unfilled)
            .On<StockRefused>(NothingFree).To(Unfilled)
            .On<TransferCancelAsked>(CancelWhenAnswered).Act("Cancel the transfer", danger: true)

        .In(Firming, Waits.OnSystem)
            .On<StockSettled>(AskPick).To(AwaitingPick).Tells<TaskOpened>().To(Releasing).Asks<SettleStock>()
            .On<StockSettleRefused>(NotFirm).To(Releasing).Asks<SettleStock>()
            .On<TransferCancelAsked>(CancelWhenAnswered).Act("Cancel the transfer", danger: true)

        .In(AwaitingPick, Waits.OnPerson, OwnerGroup.StoreOperations, Is.LateTransfer)
            .Within(Policy.TransferPickTime, Hours.OfNode).Late(PickIsLate).Tells<TaskOpened>()
            .On<PickReported>(Pick).To(Leaving).Asks<SettleStock>().Tells<TaskOpened>().Tells<StockCorrected>()
                .Tells<TaskWithdrawn>()
            .On<TransferReceived>(NoteEarly)
            .On<TransferCancelAsked>(CancelUnpicked).To(Releasing).Asks<SettleStock>().Tells<TaskWithdrawn>()
                .Act("Cancel the transfer", danger: true)

        .In(Leaving, Waits.OnSystem)
            .On<StockSettled>(Left).LeadsOut()
            .On<StockSettleRefused>(LeftDifferently).LeadsOut()
            .On<TransferReceived>(NoteEarly)

        .In(OnTheWay, Waits.OnPartner, OwnerGroup.Warehouse, Is.LateTransfer)
            .Within(Policy.TransferTransit, Hours.Always).Late(ArrivalIsLate).Tells<TaskOpened>()
            .On<TransferReceived>(Arrive).To(Arriving).Asks<SettleStock>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<TransferCancelAsked>(GiveUp).To(Arriving).Asks<SettleStock>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .Act("Write it off as lost", danger: true)

        .In(Arriving, Waits.OnSystem)
            .On<StockSettled>(Post).To(Posting).Asks<PostTransfer>().Asks<FindWaiting>()
            .On<StockSettleRefused>(PostDespiteLedger).To(Posting).Asks<PostTransfer>().Tells<TaskOpened>()

        .In(Posting, Waits.OnSystem)
            .On<TransferPosted>(Close).To(Closed)
            .On<TransferPostRefused>(NotPosted).To(Unposted).Tells<TaskOpened>()

        .In(Unposted, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnposted)
            .On<LookAgain>(PostAgain).To(Posting).Asks<PostTransfer>().Tells<TaskWithdrawn>().Act("Post again")

        .In(Releasing, Waits.OnSystem)
            .On<StockSettled>(Released).To(Cancelled)
            .On<StockSettleRefused>(ReleasedDifferently).To(Cancelled)

        .Ends(Closed)
        .Ends(Cancelled)
        .Ends(Unfilled)

        .InEveryState()
            .On<WaitingFound>(Serve).Tells<StockArrived>()
            .On<WaitingNotFound>(ServeAsPlanned).Tells<StockArrived>()
            .On<TransferReceived>(ArrivedUnwanted).Tells<TaskOpened>()
            .Ignores<PickReported>("There is nothing to pick any more.")
            .Ignores<TransferCancelAsked>("The goods have left, or it has ended already.")
            .Ignores<LookAgain>("It has gone on already.")
            .Ignores<CaseNotThere>("That order waits no longer.");

    /// <summary>What left is on the way, or was counted already; where nothing was found, nothing leaves.</summary>
    private static ProcessMap<Transfer, TransferState> LeadsOut(this ProcessMap<Transfer, TransferState> map) => map
        .To(OnTheWay).Tells<TaskOpened>()
        .To(Arriving).Asks<SettleStock>().Tells<TaskOpened>()
        .To(Unfilled).Tells<TaskOpened>();
}
