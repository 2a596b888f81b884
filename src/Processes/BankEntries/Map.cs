using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.BankEntries.Handlers;
using static Crossdock.Processes.BankEntries.MovementState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.BankEntries;

/// <summary>
/// A movement on a bank account: looked for among the invoices, offered to the one that it names, or in parts to the several that it
/// pays, and ended when all of it is taken. Whatever cannot be told for sure is a person's to say; no invoice is ever guessed.
/// </summary>
public static class BankEntryMap
{
    public static ProcessMap<BankMovement, MovementState> Build() =>
        new ProcessMap<BankMovement, MovementState>("bank-entry", "bank-entry", version: 3, OwnerGroup.FinanceControl)
        .CancelledBy(why => new BankEntryCleared("", "", why))
        .Begins<BankEntryBooked>(Book).To(Looking).Asks<FindPayments>()

        .In(Looking, Waits.OnSystem)
            .On<PaymentsFound>(Find)
                .To(Offered).Tells<PaymentShown>()
                .To(Waiting)
                .To(Unmatched).Tells<TaskOpened>()
            .On<PaymentsNotFound>(FindNone).To(Waiting).To(Unmatched).Tells<TaskOpened>()
            .CanBeCleared()

        .In(Waiting, Waits.OnTime, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.BankEntryWait, Hours.Always).Late(LookOnceMore).To(Looking).Asks<FindPayments>()
            .CanBeCleared()

        .In(Offered, Waits.OnTime, OwnerGroup.FinanceControl, Is.IntegrationFailed)
            .Within(Policy.BankEntryWait, Hours.Always).Late(StillOffered)
            .On<PaymentTaken>(Take).To(Matched).Tells<TaskWithdrawn>().To(Unmatched).Tells<TaskOpened>()
            .On<PaymentDenied>(HearDenial).To(Unmatched).Tells<TaskOpened>()
            .On<CaseNotThere>(HearNobody).To(Unmatched).Tells<TaskOpened>()

        .In(Unmatched, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnmatched).Asks<FindPayments>()
            .On<PaymentsFound>(FindLate).To(Offered).Tells<PaymentShown>().Tells<TaskWithdrawn>()
            .On<PaymentsNotFound>(FindNoneLate)
            .On<LookAgain>(LookOnOrder).To(Looking).Asks<FindPayments>().Tells<TaskWithdrawn>().Act("Look for it again")
            .On<BankEntryAssigned>(Assign).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Offered).Tells<PaymentShown>().Tells<TaskWithdrawn>()
            .CanBeCleared()

        .Ends(Matched)
        .Ends(Cleared)

        .InEveryState()
            .Ignores<PaymentTaken>("It is decided already.")
            .Ignores<PaymentDenied>("It is decided already.")
            .Ignores<PaymentsFound>("It is decided already.")
            .Ignores<PaymentsNotFound>("It is decided already.")
            .On<BankEntryBooked>(BookOther).Tells<BankEntryBooked>()
            .Ignores<BankEntryAssigned>("Nobody is asked to which invoice it belongs.")
            .Ignores<BankEntryCleared>("It is with an invoice, or was cleared before.")
            .Ignores<LookAgain>("It is being looked for, or is decided already.")
            .Ignores<CaseNotThere>("The task is there no more.");

    private static ProcessMap<BankMovement, MovementState> CanBeCleared(this ProcessMap<BankMovement, MovementState> map) => map
        .On<BankEntryCleared>(Clear).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .To(Cleared).Tells<TaskWithdrawn>().Act("It belongs to no invoice");
}
