using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ProcureToReplenish.Handlers;
using static Crossdock.Processes.ProcureToReplenish.PurchaseState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>
/// Procure to replenish: proposed, approved, sent, confirmed, received, and closed when stock and ERP have all that came.
/// </summary>
public static class PurchaseMap
{
    public static ProcessMap<Purchase, PurchaseState> Build() =>
        new ProcessMap<Purchase, PurchaseState>("procure-to-replenish", "purchase", version: 5, OwnerGroup.Buying)
        .CancelledBy(why => new PurchaseCancelAsked(why))
        .AsksApproval(AwaitingApproval, AskOf, given => given.Yes
            ? new PurchaseApproved("", "", given.Note, given.For) : new PurchaseRejected("", given.Note, "", given.For))
        .Begins<PurchaseProposed>(Propose)
            .To(AwaitingApproval).Tells<TaskOpened>()
            .To(Posting).Asks<PostPurchase>()
            .To(Rejected).Tells<TaskOpened>()

        .In(AwaitingApproval, Waits.OnPerson, OwnerGroup.Buying, Is.ApprovalLate)
            .Within(Policy.PurchaseApprovalTime, Hours.OfTeam).Late(ApprovalIsLate).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<PurchaseApproved>(Approve).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Posting).Asks<PostPurchase>().Tells<TaskWithdrawn>()
            .On<PurchaseRejected>(Reject).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Rejected).Tells<TaskWithdrawn>()
            .On<PurchaseCancelAsked>(CancelUnsent).To(Cancelled).Tells<TaskWithdrawn>().Act("Cancel the purchase", danger: true)

        .In(Posting, Waits.OnSystem)
            .On<PurchasePosted>(Send).To(Sending).Asks<SendPurchase>().Tells<PayablesTold>().To(Voiding).Asks<VoidPurchase>()
                .To(Closing).Asks<ClosePurchase>().Tells<PayablesTold>()
            .On<PurchasePostRefused>(NotPosted).To(Unsent).Tells<TaskOpened>().To(Cancelled)
                .To(Closing).Asks<ClosePurchase>().Tells<TaskOpened>()
            .On<PurchaseCancelAsked>(CancelWhenAnswered).Act("Cancel the purchase", danger: true)

        .In(Sending, Waits.OnSystem)
            .On<PurchaseSent>(AwaitAnswer).To(AwaitingConfirmation).To(Recalling).Asks<CancelWithSupplier>()
            .On<PurchaseSendRefused>(NotSent).To(Unsent).Tells<TaskOpened>().To(Voiding).Asks<VoidPurchase>()
                .To(Recalling).Asks<CancelWithSupplier>()
            .On<PurchaseCancelAsked>(CancelWhenAnswered).Act("Cancel the purchase", danger: true)
            .HearsSupplier(HearWhileSending)
            .ReceivesGoods()

        .In(Unsent, Waits.OnPerson, OwnerGroup.Buying, Is.IntegrationFailed)
            .Within(Policy.HoldTime, Hours.OfTeam).Late(StillUnsent)
            .On<LookAgain>(SendAgain).Act("Send again")
                .To(Posting).Asks<PostPurchase>().Tells<TaskWithdrawn>()
                .To(Sending).Asks<SendPurchase>().Tells<TaskWithdrawn>()
            .On<PurchaseElsewhere>(ElsewhereUnsent).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Recalling).Asks<CancelWithSupplier>().Tells<TaskWithdrawn>()
                .To(Voiding).Asks<VoidPurchase>().Tells<TaskWithdrawn>().Tells<PurchaseProposed>()
                .To(Cancelled).Tells<TaskWithdrawn>().Tells<PurchaseProposed>()
            .On<PurchaseCancelAsked>(CancelUnsent).Act("Cancel the purchase", danger: true)
                .To(Cancelled).Tells<TaskWithdrawn>()
                .To(Recalling).Asks<CancelWithSupplier>().Tells<TaskWithdrawn>()
                .To(Voiding).Asks<VoidPurchase>().Tells<TaskWithdrawn>()
            .On<PurchaseSent>(SentAfterAll).To(AwaitingConfirmation).Tells<TaskWithdrawn>()
            .HearsSupplier(HearUnsent)
            .ReceivesGoods()

        .In(AwaitingConfirmation, Waits.OnPartner, OwnerGroup.Buying, Is.SupplierSilent)
            .Within(Policy.PurchaseConfirmTime, Hours.Always).Late(RemindOrTellBuyer).Asks<RemindSupplier>()
                .To(Silent).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .HearsSupplier(Hear)
            .ReceivesGoods()
            .GivesUp()

        .In(Silent, Waits.OnPerson, OwnerGroup.Buying, Is.SupplierSilent)
            .Within(Policy.PurchaseSilentTime, Hours.OfTeam).Late(StillSilent)
            .On<LookAgain>(RemindAgain).To(AwaitingConfirmation).Asks<RemindSupplier>().Tells<TaskWithdrawn>().Act("Remind again")
            .HearsSupplier(Hear)
            .ReceivesGoods()
            .GivesUp()

        .In(Changed, Waits.OnPerson, OwnerGroup.Buying, Is.SupplierChanged)
            .Within(Policy.PurchaseChangedTime, Hours.OfTeam).Late(StillChanged)
            .On<PurchaseChangeAccepted>(AcceptChange).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(AwaitingDespatch).Asks<PostPurchase>().Tells<TaskWithdrawn>()
                .To(OnTheWay, Posting).Asks<PostPurchase>().Tells<TaskWithdrawn>()
                .To(Voiding).Asks<VoidPurchase>().Tells<TaskWithdrawn>().Tells<PurchaseProposed>()
                .To(Closing).Asks<ClosePurchase>().Tells<TaskWithdrawn>().Tells<PurchaseProposed>()
            .On<LookAgain>(AskAgain).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<PurchaseRenegotiated>(Renegotiate).To(Sending).Asks<SendPurchase>().Tells<TaskWithdrawn>()
            .HearsSupplier(Hear)
            .On<GoodsReceived>(ReceiveUndecided).TakesIn()
            .GivesUp()

        .In(AwaitingDespatch, Waits.OnPartner, OwnerGroup.Buying, Is.LateShipment)
            .Within(ShipmentBudget, Hours.Always, Policy.PurchaseUntilDue, Policy.PurchaseLateLook).Late(ShipmentIsLate)
                .Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<LookAgain>(WaitOn).Tells<TaskWithdrawn>().Act("Wait on")
            .HearsSupplier(Hear)
            .ReceivesGoods()
            .GivesUp()

        .In(OnTheWay, Waits.OnPartner, OwnerGroup.Warehouse, Is.LateShipment)
            .Within(ShipmentBudget, Hours.Always, Policy.PurchaseUntilDue, Policy.PurchaseLateLook).Late(ShipmentIsLate)
                .Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<LookAgain>(WaitOn).Tells<TaskWithdrawn>().Act("Wait on")
            .HearsSupplier(Hear)
            .ReceivesGoods()
            .GivesUp()

        .In(Receiving, Waits.OnSystem)
            .On<StockSettled>(BookReceipt).To(Booking).Asks<PostGoodsReceipt>().Asks<FindWaiting>()
            .On<StockSettleRefused>(BookDespiteLedger).To(Booking).Asks<PostGoodsReceipt>().Tells<TaskOpened>()
            .QueuesGoods()

        .In(Booking, Waits.OnSystem)
            .On<GoodsReceiptPosted>(GoOn).GoesOn()
            .On<GoodsReceiptRejected>(NotBooked).To(Unbooked).Tells<TaskOpened>()
            .QueuesGoods()

        .In(Unbooked, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnbooked)
            .On<LookAgain>(BookAgain).To(Booking).Asks<PostGoodsReceipt>().Tells<TaskWithdrawn>().Act("Book again")
            .QueuesGoods()

        .In(Recalling, Waits.OnSystem)
            .On<SupplierCancelled>(NoMoreComes)
                .To(OnTheWay)
                .To(Receiving).Asks<SettleStock>().Tells<TaskOpened>()
                .To(Booking).Asks<PostGoodsReceipt>().Tells<TaskOpened>()
                .To(Closing).Asks<ClosePurchase>().Tells<PurchaseProposed>()
                .To(Voiding).Asks<VoidPurchase>().Tells<PurchaseProposed>()
            .On<SupplierCancelRefused>(ItComesAnyway)
                .To(Receiving).Asks<SettleStock>().Tells<TaskOpened>()
                .To(Booking).Asks<PostGoodsReceipt>().Tells<TaskOpened>()
                .To(AwaitingDespatch).Asks<PostPurchase>().Tells<TaskOpened>()
                .To(OnTheWay, Posting).Asks<PostPurchase>().Tells<TaskOpened>()
                .To(Changed).Tells<TaskOpened>()
                .To(Closing).Asks<ClosePurchase>().Tells<TaskOpened>()
                .To(Voiding).Asks<VoidPurchase>().Tells<TaskOpened>()
            .On<GoodsReceived>(QueueGoods)
            .On<DespatchAdvised>(NoteDespatch)
            .On<PurchaseConfirmed>(KeepWord)
            .On<PurchaseDeclined>(KeepWord)

        .In(Voiding, Waits.OnSystem)
            .On<PurchaseVoided>(Undone).To(Cancelled).Tells<PayablesTold>()
            .On<PurchaseVoidRefused>(NotUndone).To(Unclosed).Tells<TaskOpened>()

        .In(Closing, Waits.OnSystem)
            .On<PurchaseClosed>(Close).To(Closed).Tells<PayablesTold>()
            .On<PurchaseCloseRefused>(NotClosed).To(Unclosed).Tells<TaskOpened>()

        .In(Unclosed, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnclosed)
            .On<LookAgain>(CloseAgain).Act("Try again")
                .To(Closing).Asks<ClosePurchase>().Tells<TaskWithdrawn>()
                .To(Voiding).Asks<VoidPurchase>().Tells<TaskWithdrawn>()

        .Ends(Closed)
        .Ends(Cancelled)
        .Ends(Rejected)

        .InEveryState()
            .On<WaitingFound>(Serve).Tells<StockArrived>()
            .On<WaitingNotFound>(ServeAsPlanned).Tells<StockArrived>()
            .On<GoodsReceived>(ArrivedUnwanted).Tells<TaskOpened>()
            .On<PurchasePosted>(NoteErp).Tells<PayablesTold>()
            .On<PurchasePostRefused>(ErpDiffers).Tells<TaskOpened>()
            .On<PurchaseSent>(NoteSent)
            .Ignores<PurchaseSendRefused>("The supplier has answered it already.")
            .On<SupplierReminded>(NoteReminder)
            .On<SupplierNotReached>(NotReminded)
            .Ignores<PurchaseConfirmed>("It does not matter any more.")
            .Ignores<PurchaseDeclined>("It does not matter any more.")
            .Ignores<DespatchAdvised>("It does not matter any more; what arrives is counted.")
            .Ignores<PurchaseApproved>("There is nothing to approve any more.")
            .Ignores<PurchaseRejected>("It was approved already.")
            .Ignores<PurchaseChangeAccepted>("No change of the supplier is open.")
            .Ignores<PurchaseRenegotiated>("No change of the supplier is open.")
            .Ignores<PurchaseElsewhere>("There is nothing left to buy elsewhere, or it is being decided.")
            .Ignores<PurchaseCancelAsked>("It cannot be cancelled here any more.")
            .Ignores<LookAgain>("It has gone on already.")
            .Ignores<CaseNotThere>("That order waits no longer.");
}
