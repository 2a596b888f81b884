using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.StoreTasks.Handlers;
using static Crossdock.Processes.StoreTasks.TaskState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StoreTasks;

/// <summary>Work for people: claimed, done, handed back, escalated when it is late.</summary>
public static class TaskMap
{
    public static ProcessMap<StoreTask, TaskState> Build() =>
        new ProcessMap<StoreTask, TaskState>("store-task", "task", version: 1, OwnerGroup.StoreOperations)
        .CancelledBy(why => new TaskWithdrawn(why))
        .HandedOverBy((person, why) => new TaskReassigned(person, why))
        .Begins<TaskOpened>(Begin).To(Open)

        .In(Open, Waits.OnPerson, OwnerGroup.StoreOperations, ExceptionCategory.ApprovalLate)
            .Within(BudgetOf, Hours.OfNode, Policy.TaskBudget).Late(Escalate)
            .On<TaskClaimed>(Claim).To(Claimed).Act("Claim")
            .On<TaskReassigned>(Reassign).To(Claimed).Act("Reassign")
            .On<TaskCompleted>(Complete).To(Done).Act("Done").TellsOutcome()
            .On<TaskWithdrawn>(Withdraw).To(Withdrawn)
            .Ignores<TaskHandedBack>("Nobody has it.")

        .In(Claimed, Waits.OnPerson, OwnerGroup.StoreOperations, ExceptionCategory.ApprovalLate)
            .Within(BudgetOf, Hours.OfNode, Policy.TaskBudget).Late(Escalate)
            .On<TaskClaimed>(ClaimAgain)
            .On<TaskHandedBack>(HandBack).To(Open).Act("Hand back")
            .On<TaskReassigned>(Reassign).To(Claimed).Act("Reassign")
            .On<TaskCompleted>(Complete).To(Done).Act("Done").TellsOutcome()
            .On<TaskWithdrawn>(Withdraw).To(Withdrawn)

        .Ends(Done)
        .Ends(Withdrawn)

        .InEveryState()
            .On<TaskCompleted>(CompleteAfterTheEnd).Tells<HandedOver>();

    /// <summary>Every word a task's outcome may turn into for the case that asked.</summary>
    private static ProcessMap<StoreTask, TaskState> TellsOutcome(this ProcessMap<StoreTask, TaskState> map) => map
        .Tells<PickReported>().Tells<PackReported>().Tells<HandedOver>().Tells<PutBack>().Tells<Staged>().Tells<StockInstructed>()
        .Tells<ShelfCounted>().Tells<StockCorrected>()
        .Tells<ReturnInspected>().Tells<HoldReleased>().Tells<OrderRefused>().Tells<LookAgain>().Tells<CancelRequested>()
        .Tells<RerouteChosen>().Tells<CustomerAnswered>().Tells<ReturnMatched>().Tells<ReturnRefused>()
        .Tells<ReturnAllowed>().Tells<RefundSettledByHand>().Tells<ManyAreLosses>()
        .Tells<PromotionApproved>().Tells<PromotionRejected>().Tells<PromotionGoAhead>().Tells<PromotionWithdrawn>()
        .Tells<PurchaseApproved>().Tells<PurchaseRejected>().Tells<PurchaseChangeAccepted>().Tells<PurchaseRenegotiated>()
        .Tells<PurchaseElsewhere>().Tells<PurchaseCancelAsked>().Tells<TransferCancelAsked>().Tells<TransferReceived>()
        .Tells<InvoiceFindingsAccepted>().Tells<InvoiceIsOriginal>().Tells<InvoiceIsDuplicate>().Tells<InvoiceAccountApproved>()
        .Tells<InvoiceVarianceAccepted>().Tells<InvoiceDisputed>().Tells<InvoiceAwaited>().Tells<InvoiceApproved>()
        .Tells<InvoiceRefused>().Tells<InvoiceSettled>().Tells<BankEntryAssigned>().Tells<BankEntryCleared>().Tells<PayoutExplained>();
}
