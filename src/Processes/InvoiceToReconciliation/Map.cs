using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.Handlers;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;
using Is = Crossdock.Contracts.ExceptionCategory;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>
/// Invoice to reconciliation: taken, read against orders and receipts, approved, promised what it bills, posted, paid, and closed when
/// a statement of the bank shows that what was owed has gone.
/// </summary>
public static class InvoiceMap
{
    public static ProcessMap<PayableInvoice, InvoiceState> Build() =>
        new ProcessMap<PayableInvoice, InvoiceState>("invoice-to-reconciliation", "invoice", version: 4, OwnerGroup.AccountsPayable)
        .CancelledBy(why => new InvoiceRefused("", "", why))
        .AsksApproval(AwaitingApproval, AskOf, given => given.Yes
            ? new InvoiceApproved("", "", given.Note, given.For) : new InvoiceRefused("", "", given.Note))
        .Begins<InvoiceReceived>(Receive)
            .To(Reading).Tells<PayablesTold>()
            .To(Mending).Tells<TaskOpened>()

        .In(Mending, Waits.OnPerson, OwnerGroup.AccountsPayable, Is.DataInvalid)
            .Within(Policy.InvoiceMendTime, Hours.OfTeam).Late(StillToMend)
            .On<InvoiceMended>(Mend).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Reading).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .On<InvoiceFindingsAccepted>(AcceptFindings).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Reading).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .CanBeRefused()

        .In(Reading, Waits.OnTime, OwnerGroup.AccountsPayable, Is.IntegrationFailed)
            .Within(Policy.InvoiceReadTime, Hours.Always).Late(AskBookAgain).Tells<PayablesTold>()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(Suspect, Waits.OnPerson, OwnerGroup.AccountsPayable, Is.Duplicate)
            .Within(Policy.InvoiceLookTime, Hours.OfTeam).Late(StillSuspect)
            .On<InvoiceIsOriginal>(CallOriginal).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Reading).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .On<InvoiceIsDuplicate>(CallDuplicate).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Duplicate).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(AccountHeld, Waits.OnPerson, OwnerGroup.FinanceControl, Is.FraudSuspected)
            .Within(Policy.InvoiceLookTime, Hours.OfTeam).Late(AccountStillHeld)
            .On<InvoiceAccountApproved>(ApproveAccount).Judged()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(AwaitingMatch, Waits.OnPartner, OwnerGroup.Buying, Is.NotReceived)
            .Within(Policy.InvoiceMatchWait, Hours.Always).Late(WaitedInVain).To(Discrepant).Tells<TaskOpened>()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(Discrepant, Waits.OnPerson, OwnerGroup.AccountsPayable, Is.QuantityMismatch)
            .Within(Policy.InvoiceDiscrepancyTime, Hours.OfTeam).Late(StillDiscrepant)
            .On<InvoiceVarianceAccepted>(AcceptVariance).Judged()
            .On<InvoiceDisputed>(Dispute).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Disputed).Asks<DisputeInvoice>().Tells<TaskWithdrawn>()
            .On<InvoiceAwaited>(WaitOn).Tells<TaskOpened>().Tells<TaskWithdrawn>().To(AwaitingMatch).Tells<TaskWithdrawn>()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(Disputed, Waits.OnPartner, OwnerGroup.AccountsPayable, Is.SupplierSilent)
            .Within(Policy.InvoiceDisputeTime, Hours.Always).Late(NoAnswer).To(Discrepant).Tells<TaskOpened>()
            .On<InvoiceInsisted>(HearInsist).To(Discrepant).Tells<TaskOpened>()
            .On<DisputeNotSent>(NotDisputed).To(Discrepant).Tells<TaskOpened>()
            .On<InvoiceVarianceAccepted>(AcceptVariance).Judged()
            .On<PayablesAnswered>(HearBookInDispute).Judged()
            .CanBeRefused()

        .In(AwaitingApproval, Waits.OnPerson, OwnerGroup.AccountsPayable, Is.ApprovalLate)
            .Within(Policy.InvoiceApprovalTime, Hours.OfTeam).Late(ApprovalIsLate).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<InvoiceApproved>(Approve).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Claiming).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .On<PayablesAnswered>(HearBook).Judged()
            .CanBeRefused()

        .In(Claiming, Waits.OnTime, OwnerGroup.AccountsPayable, Is.IntegrationFailed)
            .Within(Policy.InvoiceReadTime, Hours.Always).Late(ClaimAgain).Tells<PayablesTold>()
            .On<PayablesAnswered>(HearPromise).Judged().To(Posting).Asks<PostPayable>()
            .CanBeRefused()

        .In(Posting, Waits.OnSystem)
            .On<PayablePosted>(Posted)
                .To(Netting, AwaitingSetOff, Closed).Tells<PayablesTold>()
                .To(AwaitingPayment)
                .To(Unreconciled).Tells<TaskOpened>()
            .On<PayablePostRefused>(NotPosted).To(Unposted).Tells<TaskOpened>()

        .In(Unposted, Waits.OnPerson, OwnerGroup.FinanceControl, Is.IntegrationFailed)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnposted)
            .On<LookAgain>(PostAgain).To(Posting).Asks<PostPayable>().Tells<TaskWithdrawn>().Act("Post again")
            .CanBeRefused()

        .In(Netting, Waits.OnTime, OwnerGroup.AccountsPayable, Is.IntegrationFailed)
            .Within(Policy.InvoiceReadTime, Hours.Always).Late(NetAgain).Tells<PayablesTold>()
            .On<SetOffAnswered>(Net).To(Scheduling).Asks<SchedulePayment>().To(Unreconciled).Tells<TaskOpened>()

        .In(AwaitingSetOff, Waits.OnTime, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.PayableCreditWait, Hours.Always).Late(StillNotTakenOff).Tells<PayablesTold>().Tells<TaskOpened>()
                .Tells<TaskWithdrawn>()
            .On<CreditTaken>(NoteTaken).To(Closed).Tells<PayablesTold>().Tells<TaskWithdrawn>()
            .On<InvoiceSettled>(EndCredit).Tells<PayablesTold>().Tells<TaskOpened>().Tells<TaskWithdrawn>()

        .In(Scheduling, Waits.OnSystem)
            .On<PaymentScheduled>(Scheduled).To(AwaitingPayment).To(Closed).Tells<PayablesTold>()
            .On<PaymentScheduleRefused>(NotScheduled).To(Unscheduled).Tells<TaskOpened>()
            .On<PaymentShown>(Pay).EndsPaid()

        .In(Unscheduled, Waits.OnPerson, OwnerGroup.FinanceControl, Is.IntegrationFailed)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnscheduled)
            .On<LookAgain>(ScheduleAgain).Act("Schedule again")
                .To(Scheduling).Asks<SchedulePayment>().Tells<TaskWithdrawn>()
                .To(Unreconciled).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<InvoiceSettled>(SettleByHand).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Closed).Tells<PayablesTold>().Tells<TaskWithdrawn>().Tells<TaskOpened>()
            .On<PaymentShown>(Pay).EndsPaid()

        .In(AwaitingPayment, Waits.OnPartner, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(PaymentBudget, Hours.Always, Policy.PayableUntilPaid, Policy.PayablePaidGrace).Late(NotPaid)
                .Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .On<PaymentShown>(Pay).EndsPaid()
            .On<InvoiceSettled>(SettleByHand).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Closed).Tells<PayablesTold>().Tells<TaskWithdrawn>().Tells<TaskOpened>()

        .In(Unreconciled, Waits.OnPerson, OwnerGroup.FinanceControl, Is.ReconciliationOpen)
            .Within(Policy.UnsettledTime, Hours.OfTeam).Late(StillUnreconciled)
            .On<PaymentShown>(Pay).EndsPaid()
            .On<InvoiceSettled>(SettleByHand).Tells<TaskOpened>().Tells<TaskWithdrawn>()
                .To(Closed).Tells<PayablesTold>().Tells<TaskWithdrawn>().Tells<TaskOpened>()

        .Ends(Closed)
        .Ends(Duplicate)
        .Ends(Refused)

        .HoldsAlways();
}
