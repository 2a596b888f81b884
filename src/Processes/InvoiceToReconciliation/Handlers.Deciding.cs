using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>What people decide, and what the supplier says to it.</summary>
public static partial class Handlers
{
    public static Decision<InvoiceState> CallOriginal(PayableInvoice invoice, InvoiceIsOriginal message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return RightOf(role) == InvoiceRight.None
            ? Denied(invoice, NoRight(by, role, "say that it is no duplicate"), context)
            : Withdraw(invoice, Decide.To(Reading, $"No duplicate, says {by}. {message.Note}".TrimEnd()), "It is no duplicate.")
                .With(new InvoiceCalledOriginal(by)).Tell(BookOf(invoice), Word(invoice, new InvoiceIsDistinct(context.Case)));
    }

    public static Decision<InvoiceState> CallDuplicate(PayableInvoice invoice, InvoiceIsDuplicate message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return RightOf(role) == InvoiceRight.None
            ? Denied(invoice, NoRight(by, role, "say that it is a duplicate"), context)
            : Withdraw(invoice, Decide.To(Duplicate, $"A duplicate, says {by}. {message.Note}".TrimEnd()), "It is a duplicate.")
                .Tell(BookOf(invoice), Word(invoice, new InvoiceWithdrawn(context.Case)));
    }

    /// <summary>Only finance, and nobody who ordered or had a hand in the invoice: money goes to this account from now on.</summary>
    public static Decision<InvoiceState> ApproveAccount(PayableInvoice invoice, InvoiceAccountApproved message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        if (WhyNotBy(invoice, InvoiceRight.Finance, by, role, "approve an account") is { } no)
        {
            return Denied(invoice, no, context);
        }

        var cleared = new InvoiceAccountCleared(by);
        return Judge(
            InvoiceFacts.Fold(invoice, cleared, message),
            Decide.To(Reading, $"{by} has made sure of the account. {message.Note}".TrimEnd()).With(cleared)
                .Tell(BookOf(invoice), Word(invoice, new AccountCleared(invoice.Needs.Account!, by))),
            context);
    }

    /// <summary>Taken is what the invoice reads now; whoever takes it does not approve the invoice.</summary>
    public static Decision<InvoiceState> AcceptVariance(PayableInvoice invoice, InvoiceVarianceAccepted message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        if (!MayDecide(role))
        {
            return Denied(invoice, NoRight(by, role, "take what differs"), context);
        }

        var taken = new InvoiceVarianceTaken(by, invoice.Read!.Print);
        return Judge(
            InvoiceFacts.Fold(invoice, taken, message),
            Decide.To(AwaitingApproval, $"{by} takes it: {invoice.Read.Why} {message.Note}".TrimEnd()).With(taken), context);
    }

    public static Decision<InvoiceState> Dispute(PayableInvoice invoice, InvoiceDisputed message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        if (!MayDecide(role))
        {
            return Denied(invoice, NoRight(by, role, "dispute an invoice"), context);
        }

        var dispute = new InvoiceInDispute(invoice.Disputes + 1);
        return Withdraw(invoice, Decide.To(Disputed, $"{by} disputes it. {message.Note}".TrimEnd()), "It is in dispute.").With(dispute)
            .Ask(new DisputeInvoice(
                context.Case, invoice.Billed.Supplier, invoice.Billed.Number, dispute.Dispute,
                message.Note.Length > 0 ? $"{message.Note} {invoice.Read!.Why}" : invoice.Read!.Why));
    }

    public static Decision<InvoiceState> WaitOn(PayableInvoice invoice, InvoiceAwaited message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return MayDecide(role)
            ? Withdraw(invoice, Decide.To(AwaitingMatch, $"{by} waits on. {message.Note}".TrimEnd()), "It is waited for.")
            : Denied(invoice, NoRight(by, role, "let an invoice wait"), context);
    }

    public static Decision<InvoiceState> NoAnswer(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        AskAboutVariance(invoice, Decide.To(Discrepant, $"{invoice.Billed.Supplier} has not answered the dispute."), context);

    public static Decision<InvoiceState> HearInsist(PayableInvoice invoice, InvoiceInsisted answer, Context context) =>
        AskAboutVariance(invoice, Decide.To(Discrepant, $"{invoice.Billed.Supplier} insists: {answer.Reason}"), context);

    public static Decision<InvoiceState> NotDisputed(PayableInvoice invoice, DisputeNotSent answer, Context context) =>
        AskAboutVariance(
            invoice, Decide.To(Discrepant, $"{invoice.Billed.Supplier} could not be told: {answer.Reason}"), context);

    public static Decision<InvoiceState> NoteDispute(PayableInvoice invoice, DisputeSent answer, Context context) =>
        Decide.Stay<InvoiceState>($"{invoice.Billed.Supplier} has the dispute as {answer.Reference}.");

    public static Decision<InvoiceState> Approve(PayableInvoice invoice, InvoiceApproved message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        var (right, eyes) = Needed(invoice, context);
        if (WhyNotBy(invoice, right, by, role, "approve it") is { } no)
        {
            return Denied(invoice, no, context);
        }

        var yes = new InvoiceYesSaid(new InvoiceYes(by, role));
        var after = InvoiceFacts.Fold(invoice, yes, message);
        var said = $"Approved by {by}. {message.Note}".TrimEnd();
        return after.Eyes < eyes
            ? AskApproval(
                invoice, Decide.Stay<InvoiceState>($"{said} {eyes - after.Eyes} more of {eyes} people have to.").With(yes),
                right, context)
            : Claim(after, Decide.To(Claiming, said).With(yes), context);
    }

    /// <summary>Late the first time it is a reminder; from then on finance is asked.</summary>
    public static Decision<InvoiceState> ApprovalIsLate(PayableInvoice invoice, DeadlinePassed late, Context context)
    {
        var step = invoice.Late + 1;
        var right = step == 1 ? Needed(invoice, context).Right : InvoiceRight.Finance;
        return AskApproval(
            invoice,
            Decide.Stay<InvoiceState>(
                step == 1 ? "The approval is late: reminded." : $"The approval is late, step {step}: finance is asked."),
            right, context).With(new InvoiceLateStep(step));
    }

    public static Decision<InvoiceState> Refuse(PayableInvoice invoice, InvoiceRefused message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return MayDecide(role) || role == "operator"
            ? Forget(invoice, Withdraw(invoice, Decide.To(Refused, $"Refused by {by}: {message.Reason}"), "It is refused."), context)
            : Denied(invoice, NoRight(by, role, "refuse an invoice"), context);
    }

    /// <summary>One that names no supplier is in no book.</summary>
    private static Decision<InvoiceState> Forget(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        CaseId.IsKey(invoice.Billed.Supplier)
            ? decision.Tell(BookOf(invoice), Word(invoice, new InvoiceWithdrawn(context.Case)))
            : decision;
}
