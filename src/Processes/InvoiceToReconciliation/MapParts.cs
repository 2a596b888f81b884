using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.Handlers;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>Rows that several states share.</summary>
internal static class MapParts
{
    /// <summary>Where a reading leads: it may come in any state that still decides, and means the same in each.</summary>
    public static ProcessMap<PayableInvoice, InvoiceState> Judged(this ProcessMap<PayableInvoice, InvoiceState> map) => map
        .Tells<PayablesTold>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
        .To(Duplicate).Tells<PayablesTold>().Tells<TaskWithdrawn>()
        .To(Suspect, AccountHeld, Discrepant, AwaitingApproval).Tells<TaskOpened>().Tells<TaskWithdrawn>().Tells<PayablesTold>()
        .To(Reading, AwaitingMatch).Tells<TaskWithdrawn>().Tells<PayablesTold>()
        .To(Claiming).Tells<PayablesTold>().Tells<TaskWithdrawn>();

    /// <summary>Until it is in the books, an invoice can be refused.</summary>
    public static ProcessMap<PayableInvoice, InvoiceState> CanBeRefused(this ProcessMap<PayableInvoice, InvoiceState> map) => map
        .On<InvoiceRefused>(Refuse).Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .To(Refused).Asks<TellRefusal>().Tells<PayablesTold>().Tells<TaskOpened>().Tells<TaskWithdrawn>()
            .Act("Refuse the invoice", danger: true);

    public static ProcessMap<PayableInvoice, InvoiceState> EndsPaid(this ProcessMap<PayableInvoice, InvoiceState> map) => map
        .Tells<PaymentDenied>()
        .To(Closed).Tells<PaymentTaken>().Tells<PayablesTold>().Tells<TaskWithdrawn>()
        .To(Unreconciled).Tells<PaymentTaken>().Tells<TaskOpened>().Tells<TaskWithdrawn>();

    public static ProcessMap<PayableInvoice, InvoiceState> HoldsAlways(this ProcessMap<PayableInvoice, InvoiceState> map) => map
        .InEveryState()
            .On<PaymentShown>(PaidUnasked).Tells<TaskOpened>().Tells<PaymentTaken>().Tells<PaymentDenied>()
            .On<PayablePaid>(HearErpPaid).Tells<TaskOpened>()
            .On<PayablesAnswered>(NoteReading)
            .On<DisputeSent>(NoteDispute)
            .On<RefusalTold>(NoteRefusal)
            .On<RefusalNotTold>(RefusalNotHeard).Tells<TaskOpened>()
            .On<PaymentScheduled>(NoteScheduled)
            .Ignores<SetOffAnswered>("It is known what is taken off, or it was paid before.")
            .Ignores<CreditTaken>("It is settled already.")
            .Ignores<PaymentScheduleRefused>("It was paid all the same.")
            .Ignores<DisputeNotSent>("It is decided already.")
            .Ignores<InvoiceInsisted>("No dispute is open.")
            .Ignores<InvoiceMended>("It is not to be mended: nothing is wrong with it, or it has gone on.")
            .Ignores<InvoiceFindingsAccepted>("It has gone on already.")
            .Ignores<InvoiceIsOriginal>("Nobody takes it for a duplicate.")
            .Ignores<InvoiceIsDuplicate>("Nobody takes it for a duplicate.")
            .Ignores<InvoiceAccountApproved>("Its account is not in question.")
            .Ignores<InvoiceVarianceAccepted>("Nothing in it differs, or it has gone on.")
            .Ignores<InvoiceDisputed>("Nothing in it differs, or it is in dispute already.")
            .Ignores<InvoiceAwaited>("Nothing is waited for, or it waits already.")
            .Ignores<InvoiceApproved>("There is nothing to approve here.")
            .Ignores<InvoiceRefused>("It is in the books: only a credit note takes it back.")
            .Ignores<InvoiceSettled>("No payment of it is open.")
            .Ignores<LookAgain>("It has gone on already.")
            .Ignores<CaseNotThere>("The task is there no more.");
}
