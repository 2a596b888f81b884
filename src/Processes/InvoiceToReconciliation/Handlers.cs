using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>From a document to a reading, and what that leads to.</summary>
public static partial class Handlers
{
    /// <summary>A supplier's gateway has no hand in what it hands over; a person who could approve it has.</summary>
    public static Decision<InvoiceState> Receive(PayableInvoice none, InvoiceReceived message, Context context) =>
        Take(none, new InvoiceTaken(1, RightOf(context.Who.Role) == InvoiceRight.None ? null : context.Who.Name), message, context);

    public static Decision<InvoiceState> Mend(PayableInvoice invoice, InvoiceMended message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return RightOf(role) == InvoiceRight.None
            ? Denied(invoice, NoRight(by, role, "mend an invoice"), context)
            : Take(invoice, new InvoiceTaken(invoice.Edition + 1, by), message, context);
    }

    /// <summary>What breaks a rule may be taken by a person; what could not be posted or matched may not.</summary>
    public static Decision<InvoiceState> AcceptFindings(PayableInvoice invoice, InvoiceFindingsAccepted message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        var no = RightOf(role) == InvoiceRight.None ? NoRight(by, role, "take an invoice that breaks rules")
            : WhyNotAnInvoice(invoice.Needs, context) is [{ } odd, ..] ? $"It cannot be taken as it is: {odd.Message}"
            : null;
        if (no is not null)
        {
            return Denied(invoice, no, context);
        }

        var taken = new InvoiceFindingsTaken(by);
        return Bill(
            InvoiceFacts.Fold(invoice, taken, message),
            Withdraw(invoice, Decide.To(Reading, $"Taken as it is by {by}. {message.Note}".TrimEnd()), "It is taken.").With(taken),
            context);
    }

    public static Decision<InvoiceState> StillToMend(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "Nobody has mended or refused it");

    public static Decision<InvoiceState> AskBookAgain(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Bill(invoice, Climb(invoice, "The supplier's book has not answered"), context);

    public static Decision<InvoiceState> HearBook(PayableInvoice invoice, PayablesAnswered answer, Context context)
    {
        if (answer.Round <= invoice.Round)
        {
            return Decide.Again<InvoiceState>("A later reading is known.");
        }

        var read = new InvoiceReadingTaken(answer.Round);
        var after = InvoiceFacts.Fold(invoice, read, answer);
        return invoice.Read is { } before && SaysTheSame(before, after.Read!, after.AccountCleared)
            ? Decide.Stay<InvoiceState>("It reads as before.").With(read)
            : Judge(after, Decide.To(Reading, after.Read!.Why).With(read), context);
    }

    /// <summary>While the supplier is asked, only a reading that settles it ends the dispute.</summary>
    public static Decision<InvoiceState> HearBookInDispute(PayableInvoice invoice, PayablesAnswered answer, Context context)
    {
        var decision = HearBook(invoice, answer, context);
        return decision.To is Discrepant or AwaitingMatch
            ? Decide.Stay<InvoiceState>($"Still in dispute. {answer.Reading.Why}").With(new InvoiceReadingTaken(answer.Round))
            : decision;
    }

    public static Decision<InvoiceState> NoteReading(PayableInvoice invoice, PayablesAnswered answer, Context context) =>
        Decide.TooLate<InvoiceState>("It is decided; how it reads now changes nothing.");

    /// <summary>The book has promised what the invoice bills, or says that it reads otherwise by now.</summary>
    public static Decision<InvoiceState> HearPromise(PayableInvoice invoice, PayablesAnswered answer, Context context)
    {
        var (newer, answers) = (answer.Round > invoice.Round, answer.Claim == invoice.Claim);
        if (!newer && !answers)
        {
            return Decide.Again<InvoiceState>("A later reading is known.");
        }

        var read = new InvoiceReadingTaken(answer.Round);
        var after = newer ? InvoiceFacts.Fold(invoice, read, answer) : invoice;
        var decision = newer ? Decide.To(Posting, after.Read!.Why).With(read) : Decide.To(Posting, after.Read!.Why);
        return after.Read!.Promised && IsReady(after, context)
            ? (decision with { Because = "What it bills is promised to it." }).Ask(PostingOf(after, context))
            : answers || after.Read.Promised ? Judge(after, decision, context)
            : decision with { To = null, Because = "It reads otherwise; the answer to its claim is still to come." };
    }

    public static Decision<InvoiceState> ClaimAgain(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "The supplier's book has not answered").Tell(BookOf(invoice), AskPromise(invoice, invoice.Claim, context));

    public static Decision<InvoiceState> WaitedInVain(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        AskAboutVariance(invoice, Decide.To(Discrepant, $"Waited in vain. {invoice.Read!.Why}"), context);

    public static Decision<InvoiceState> StillSuspect(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "Nobody has said whether it is a duplicate");

    public static Decision<InvoiceState> AccountStillHeld(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "Nobody has made sure of the account");

    public static Decision<InvoiceState> StillDiscrepant(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "Nobody has decided what to do about it");

    private static Decision<InvoiceState> Take(PayableInvoice invoice, InvoiceTaken taken, Message message, Context context)
    {
        var after = InvoiceFacts.Fold(invoice, taken, message);
        return FindingsOf(after, context).IsEmpty
            ? Bill(after, Withdraw(invoice, Decide.To(Reading, $"{Shown(after)}, to be matched."), "It is mended.").With(taken), context)
            : AskToMend(after, Decide.To(Mending, Says(FindingsOf(after, context))).With(taken), context);
    }

    /// <summary>
    /// Where a reading leads: what was billed before ends or is asked about, then the account, then what differs, then who approves.
    /// </summary>
    private static Decision<InvoiceState> Judge(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var reading = invoice.Read!;
        if (reading.Likeness != Likeness.None)
        {
            return invoice.Original
                ? Withdraw(
                    invoice, decision with { To = Reading, Because = "It is no duplicate, and its book has not heard so yet." },
                    "It is read anew.")
                : reading.Likeness == Likeness.Same
                    ? Withdraw(invoice, decision with { To = Duplicate, Because = reading.Why }, "It was billed before.")
                        .Tell(BookOf(invoice), Word(invoice, new InvoiceWithdrawn(context.Case)))
                : AskAboutLikeness(invoice, decision with { To = Suspect, Because = reading.Why }, context);
        }

        if (reading.Account != AccountStanding.Known && !invoice.AccountCleared)
        {
            return AskAboutAccount(invoice, decision with { To = AccountHeld, Because = WhyAccount(invoice) }, context);
        }

        if (!IsClean(reading) && invoice.AcceptedPrint != reading.Print)
        {
            return reading.Standing == InvoiceStanding.Waiting
                ? Withdraw(invoice, decision with { To = AwaitingMatch }, "It waits for what is missing.")
                : AskAboutVariance(invoice, decision with { To = Discrepant }, context);
        }

        return IsApproved(invoice, context)
            ? Claim(invoice, decision, context)
            : AskApproval(invoice, decision with { To = AwaitingApproval }, NextOf(invoice, context), context);
    }

    /// <summary>
    /// Nothing is left to be asked. A promise may change the reading it was asked for, since what is promised is served first: then it is
    /// judged anew, and keeps what was promised meanwhile.
    /// </summary>
    private static bool IsReady(PayableInvoice invoice, Context context)
    {
        var reading = invoice.Read!;
        return reading.Likeness == Likeness.None
            && (reading.Account == AccountStanding.Known || invoice.AccountCleared)
            && (IsClean(reading) || invoice.AcceptedPrint == reading.Print)
            && IsApproved(invoice, context);
    }

    private static bool IsClean(InvoiceReading reading) => reading.Standing is InvoiceStanding.Matched or InvoiceStanding.InTolerance;

    private static Decision<InvoiceState> Claim(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var claim = new InvoiceClaimed(invoice.Claim + 1);
        return Withdraw(invoice, decision with { To = Claiming }, "It is decided.").With(claim)
            .Tell(BookOf(invoice), AskPromise(invoice, claim.Claim, context));
    }

    private static bool SaysTheSame(InvoiceReading a, InvoiceReading b, bool accountCleared) =>
        a.Print == b.Print && (accountCleared || a.Account == b.Account) && a.Promised == b.Promised
        && a.OrderedBy.SequenceEqual(b.OrderedBy);

    private static Decision<InvoiceState> Bill(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        decision.Tell(
            BookOf(invoice), Word(invoice, new InvoiceBilled(context.Case, invoice.Billed, invoice.Needs.Account)));

    private static PayablesTold AskPromise(PayableInvoice invoice, int claim, Context context) =>
        Word(invoice, new PromiseAsked(context.Case, claim, invoice.Round));

    private static PayablesTold Word(PayableInvoice invoice, PayablesNews news) => new(invoice.Billed.Supplier, news);

    private static CaseId BookOf(PayableInvoice invoice) => new("payables", invoice.Billed.Supplier);

    private static PostPayable PostingOf(PayableInvoice invoice, Context context)
    {
        var billed = invoice.Billed;
        return new PostPayable(
            context.Case, billed.Supplier, billed.Kind, billed.Number, billed.Date, DueOf(invoice, context), billed.Currency, billed.Net,
            invoice.Needs.Gross, billed.Credits,
            [.. billed.Lines.Select(line => new PayableLine(line.Line, line.Order, line.Sku, line.Quantity, line.Amount))]);
    }

    private static DateOnly DueOf(PayableInvoice invoice, Context context) =>
        invoice.Needs.Due ?? invoice.Billed.Date.AddDays(context.Policy.Read(Policy.PayableTermDays));

    private static ImmutableArray<InvoiceFinding> FindingsOf(PayableInvoice invoice, Context context)
    {
        var (odd, broken) = (WhyNotAnInvoice(invoice.Needs, context), invoice.Needs.Findings.IsDefault ? [] : invoice.Needs.Findings);
        return odd.IsEmpty ? [.. WhyNotThatMuch(invoice.Needs, context), .. broken] : [.. odd, .. broken];
    }
}
