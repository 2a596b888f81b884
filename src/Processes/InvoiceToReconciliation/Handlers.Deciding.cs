using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;
using Policy = Crossdock.Processes.Policies.Policy;

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
        var voice = Voice.Of(message.By, message.Role, null, context);
        if (ApprovalRules.WhyNot(AskOfAccount(invoice, context.Policy), voice) is { } no)
        {
            return Denied(invoice, no, context);
        }

        var by = voice.By;
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
        var voice = Voice.Of(message.By, message.Role, message.For, context);
        if (ApprovalRules.WhyNot(AskOf(invoice, context.Policy), voice) is { } no)
        {
            return Denied(invoice, no, context);
        }

        var yes = new InvoiceYesSaid(new InvoiceYes(voice.By, voice.Role, voice.For));
        var after = InvoiceFacts.Fold(invoice, yes, message);
        var ask = AskOf(after, context.Policy);
        var said = $"Approved by {voice.Says}. {message.Note}".TrimEnd();
        return ask.Next is { } next
            ? AskApproval(
                invoice, Decide.Stay<InvoiceState>($"{said} {ask.Missing} more of {ask.Seats.Length} people have to.").With(yes),
                next, context)
            : Claim(after, Decide.To(Claiming, said).With(yes), context);
    }

    public static Decision<InvoiceState> ApprovalIsLate(PayableInvoice invoice, DeadlinePassed late, Context context)
    {
        var step = invoice.Late + 1;
        var (seat, says) = ApprovalRules.WhenLate(AskOf(invoice, context.Policy), step, context.Policy.Read(Policy.ApprovalReminders));
        return AskApproval(invoice, Decide.Stay<InvoiceState>(says), seat, context).With(new InvoiceLateStep(step));
    }

    public static Decision<InvoiceState> Refuse(PayableInvoice invoice, InvoiceRefused message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return MayDecide(role) || role == "operator"
            ? ClaimBack(invoice, Forget(
                invoice, Withdraw(invoice, Decide.To(Refused, $"Refused by {by}: {message.Reason}"), "It is refused."), message.Reason,
                context), context)
            : Denied(invoice, NoRight(by, role, "refuse an invoice"), context);
    }

    public static Decision<InvoiceState> NoteRefusal(PayableInvoice invoice, RefusalTold answer, Context context) =>
        Decide.Stay<InvoiceState>($"{invoice.Billed.Supplier} has the refusal as {answer.Reference}.");

    public static Decision<InvoiceState> RefusalNotHeard(PayableInvoice invoice, RefusalNotTold answer, Context context)
    {
        var why = $"{invoice.Billed.Supplier} could not be told that it is refused: {answer.Reason}";
        return Aside(
            invoice, Decide.Stay<InvoiceState>(why), new(
                InvoiceQuestion.None, $"Tell {invoice.Billed.Supplier} that {invoice.Billed.Number} is refused", why,
                ExceptionCategory.IntegrationFailed, OwnerGroup.AccountsPayable), context);
    }

    /// <summary>
    /// A credit note that is refused takes nothing back, and what it reduced may be paid in full. Of an invoice that is refused nothing is
    /// to be taken back, and the credit notes about it would be taken off what else is paid.
    /// </summary>
    private static Decision<InvoiceState> ClaimBack(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var billed = invoice.Billed;
        var credited = new Money(
            invoice.Read is { Lines.IsDefault: false } read ? read.Lines.Sum(line => line.Credited) : 0m, billed.Currency);
        var of = billed.Credits is { } number ? $"invoice {number}" : "an invoice";
        var (title, why) = invoice.IsCredit
            ? ($"{billed.Number} took back what may be paid",
                $"It took back {credited} of {of}, net, and is refused. Where that is paid with it in mind, so much is paid too much: "
                + "claim it back, or have it credited anew.")
            : ($"{billed.Number} is refused, and was credited",
                $"Credit notes of {billed.Supplier} took back {credited} of it, net. They are taken off what else is paid to him: refuse "
                + "or end them, unless he owes it all the same.");
        return credited.Amount == 0m ? decision : Aside(
            invoice, decision, new(InvoiceQuestion.None, title, why, ExceptionCategory.ReconciliationOpen, OwnerGroup.AccountsPayable),
            context);
    }

    /// <summary>One that names no supplier is in no book.</summary>
    private static Decision<InvoiceState> Forget(
        PayableInvoice invoice, Decision<InvoiceState> decision, string reason, Context context) =>
        CaseId.IsKey(invoice.Billed.Supplier)
            ? decision.Tell(BookOf(invoice), Word(invoice, new InvoiceWithdrawn(context.Case)))
                .Ask(new TellRefusal(context.Case, invoice.Billed.Supplier, invoice.Billed.Number, reason))
            : decision;
}
