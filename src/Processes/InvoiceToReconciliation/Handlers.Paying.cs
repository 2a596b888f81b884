using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>From the books to the bank, and to the end.</summary>
public static partial class Handlers
{
    private const int DaysOfYear = 365;

    /// <summary>The payment's own day, or after it the interval at which a missing one is looked at.</summary>
    public static Policy<TimeSpan> PaymentBudget(PayableInvoice invoice) =>
        invoice.Late > 0 ? Policy.PayablePaidGrace : Policy.PayableUntilPaid with { Default = invoice.PaidIn };

    public static Decision<InvoiceState> NotPosted(PayableInvoice invoice, PayablePostRefused answer, Context context) =>
        AskAboutPosting(invoice, Decide.To(Unposted, answer.Reason), context);

    public static Decision<InvoiceState> StillUnposted(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "The ERP does not have it");

    public static Decision<InvoiceState> PostAgain(PayableInvoice invoice, LookAgain message, Context context) =>
        Withdraw(invoice, Decide.To(Posting, message.Note), "It is posted again.").Ask(PostingOf(invoice, context));

    public static Decision<InvoiceState> Scheduled(PayableInvoice invoice, PaymentScheduled answer, Context context)
    {
        var noted = new InvoiceScheduled(answer.Reference);
        return invoice.Plan!.Amount > 0m
            ? Decide.To(AwaitingPayment, $"To be paid on {invoice.Plan.On:yyyy-MM-dd} as {answer.Reference}.").With(noted)
            : End(
                invoice, Decide.To(Closed, $"Credit notes cover all of it; the ERP has cleared it as {answer.Reference}.").With(noted),
                context);
    }

    public static Decision<InvoiceState> NotScheduled(PayableInvoice invoice, PaymentScheduleRefused answer, Context context) =>
        AskAboutScheduling(invoice, Decide.To(Unscheduled, answer.Reason), context);

    public static Decision<InvoiceState> StillUnscheduled(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "Its payment is not scheduled");

    public static Decision<InvoiceState> ScheduleAgain(PayableInvoice invoice, LookAgain message, Context context) =>
        Schedule(
            invoice, Withdraw(invoice, Decide.To(Scheduling, message.Note), "It is scheduled again."), invoice.Plan?.Credits ?? [],
            context);

    /// <summary>The word of the ERP came after the bank's.</summary>
    public static Decision<InvoiceState> NoteScheduled(PayableInvoice invoice, PaymentScheduled answer, Context context) =>
        Decide.Stay<InvoiceState>($"It was scheduled as {answer.Reference}.").With(new InvoiceScheduled(answer.Reference));

    public static Decision<InvoiceState> NotPaid(PayableInvoice invoice, DeadlinePassed late, Context context)
    {
        var step = invoice.Late + 1;
        var decision = Decide.Stay<InvoiceState>($"No statement shows the payment of {invoice.Plan!.On:yyyy-MM-dd}, step {step}.");
        return (invoice.Task is not null ? decision : AskAboutPayment(invoice, decision, context))
            .With(new InvoiceLateStep(step));
    }

    /// <summary>
    /// The bank shows that money moved. What was owed ends the case; any other sum, or money that came back, is a person's to clear.
    /// </summary>
    public static Decision<InvoiceState> Pay(PayableInvoice invoice, PaymentShown shown, Context context)
    {
        if (WhyNotTaken(invoice, shown, context) is { } no)
        {
            return Decide.Stay<InvoiceState>($"{shown.Entry} is not its own: {no}")
                .Tell(shown.Entry, new PaymentDenied(context.Case, no));
        }

        var noted = Noted(shown);
        var after = InvoiceFacts.Fold(invoice, noted, shown);
        var (owed, currency) = (invoice.Plan!.Amount, invoice.Billed.Currency);
        var said = $"{shown.Why} {new Money(after.Paid, currency)} of {new Money(owed, currency)}.";
        var decision = Decide.To(Unreconciled, said).With(noted).Tell(shown.Entry, new PaymentTaken(context.Case, said));
        var odd = after.Payments.Any(payment => payment.Currency != currency) ? $"It is owed in {currency}."
            : after.Paid == owed ? null
            : shown.Amount < 0m ? "Money came back."
            : after.Paid > owed ? "That is too much."
            : $"{new Money(owed - after.Paid, currency)} are missing.";
        return odd is null
            ? End(invoice, decision, context)
            : AskAboutPayment(after, decision with { Because = $"{said} {odd}" }, context);
    }

    /// <summary>Money moved for an invoice that nobody has scheduled, or that was paid already; or money came back after the end.</summary>
    public static Decision<InvoiceState> PaidUnasked(PayableInvoice invoice, PaymentShown shown, Context context)
    {
        if (shown.By == PaymentTie.Amount)
        {
            return Decide.Stay<InvoiceState>($"{shown.Entry} is not its own.")
                .Tell(shown.Entry, new PaymentDenied(context.Case, "nothing is to be paid of it."));
        }

        var why = $"{shown.Why} {(shown.Amount < 0m ? "It had been settled." : "Nothing was to be paid.")}";
        var title = shown.Amount < 0m ? "money came back" : "it was paid, and was not to be";
        return Aside(
            invoice,
            Decide.Stay<InvoiceState>(why).With(Noted(shown)).Tell(shown.Entry, new PaymentTaken(context.Case, why)),
            new(
                InvoiceQuestion.None, $"{invoice.Billed.Number}: {title}", why, ExceptionCategory.ReconciliationOpen,
                OwnerGroup.FinanceControl),
            context);
    }

    /// <summary>
    /// The ERP's word ends nothing: it says what it told the bank, and the bank's statement says what the bank did. Where nothing was to be
    /// paid, finance hears of it before the statement comes.
    /// </summary>
    public static Decision<InvoiceState> HearErpPaid(PayableInvoice invoice, PayablePaid paid, Context context)
    {
        var why = $"The ERP says that it paid {new Money(paid.Amount, paid.Currency)} on {paid.On:yyyy-MM-dd} as {paid.Payment}.";
        if (invoice.Ordered.Contains(paid.Payment))
        {
            return Decide.Again<InvoiceState>($"{paid.Payment} is known.");
        }

        var decision = Decide.Stay<InvoiceState>(why).With(new InvoicePaymentOrdered(paid.Payment));
        return invoice.Plan is not null
            ? decision
            : Aside(
                invoice, decision with { Because = $"{why} Nothing was to be paid." },
                new(
                    InvoiceQuestion.None, $"{invoice.Billed.Number}: it was paid, and was not to be", $"{why} Nothing was to be paid.",
                    ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl),
                context);
    }

    /// <summary>What was found by reference or by a person is taken, whatever it is; what only looks alike has to fit in full.</summary>
    private static string? WhyNotTaken(PayableInvoice invoice, PaymentShown shown, Context context)
    {
        var days = context.Policy.Read(Policy.BankMatchDays);
        return shown.By != PaymentTie.Amount ? null
            : !invoice.Payments.IsEmpty ? "money for it has moved already."
            : Math.Abs(shown.On.DayNumber - invoice.Plan!.On.DayNumber) > days
                ? $"it is to be paid on {invoice.Plan.On:yyyy-MM-dd}, more than {days} days away."
            : null;
    }

    private static InvoicePaymentNoted Noted(PaymentShown shown) =>
        new(new InvoicePayment(shown.Entry.ToString(), shown.Amount, shown.Currency, shown.On));

    public static Decision<InvoiceState> StillUnreconciled(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "What was paid is not what was owed");

    public static Decision<InvoiceState> SettleByHand(PayableInvoice invoice, InvoiceSettled message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        if (WhoMayNotEnd(invoice, by, role))
        {
            return Denied(invoice, $"{by} ({role}) may not end it; finance has to, and nobody who approved it.", context);
        }

        var paid = new Money(invoice.Paid, invoice.Billed.Currency);
        var ended = End(invoice, Decide.To(Closed, $"Ended by {by} with {paid} paid. {message.Note}".TrimEnd()), context);
        return invoice.Plan is { Credits: [_, ..] credits } plan && invoice.Paid != plan.Amount
            ? Aside(
                invoice, ended, new(
                    InvoiceQuestion.None, $"{invoice.Billed.Number}: credit notes of a payment that was not made",
                    $"{LessOf(credits, paid.Currency)} were taken off {new Money(plan.Amount, paid.Currency)}, and {paid} were paid. They "
                    + "are taken off nothing else: where it was paid in full, claim them back.",
                    ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl), context)
            : ended;
    }

    /// <summary>Pays on the last day that costs nothing, or early where the discount yields more than the money would.</summary>
    private static Decision<InvoiceState> Schedule(
        PayableInvoice invoice, Decision<InvoiceState> decision, ImmutableArray<CreditShare> credits, Context context)
    {
        var owed = PlanOf(invoice, context);
        var less = Math.Max(0m, owed.Amount - credits.Sum(share => share.Amount));
        var plan = credits.IsEmpty ? owed : owed with { Amount = less, Credits = credits };
        var planned = new InvoicePlanned(plan, UntilPaid(plan, context));
        var (after, scheduled) = (invoice with { Plan = plan }, decision.With(planned));
        return !HasMoved(invoice)
            ? scheduled.Ask(new SchedulePayment(
                context.Case, invoice.Billed.Supplier, invoice.Billed.Number, plan.On, plan.Amount, invoice.Billed.Currency,
                invoice.Needs.Account, RemittanceOf(invoice, credits), credits.IsEmpty ? null : credits))
            : AskAboutPayment(after, scheduled with { To = Unreconciled, Because = MovedBefore(invoice, credits) }, context);
    }

    private static string MovedBefore(PayableInvoice invoice, ImmutableArray<CreditShare> credits) =>
        "Money for it moved before it was to be paid." + (credits.IsEmpty ? ""
            : $" {LessOf(credits, invoice.Billed.Currency)} were to be taken off and are taken off nothing else: claim them back.");

    private static PaymentPlan PlanOf(PayableInvoice invoice, Context context)
    {
        var (gross, today) = (invoice.Needs.Gross, DateOnly.FromDateTime(context.Now.UtcDateTime));
        var (due, lead) = (DueOf(invoice, context), context.Policy.Read(Policy.PayableLeadDays));
        DateOnly On(DateOnly day) => day.AddDays(-lead) > today ? day.AddDays(-lead) : today;
        if (invoice.Needs.Discount is { } discount && discount.Until.AddDays(-lead) >= today
            && Yield(discount, due) >= context.Policy.Read(Policy.PayableDiscountYield))
        {
            var off = Math.Round(gross * discount.Rate, 2, MidpointRounding.AwayFromZero);
            return new PaymentPlan(On(discount.Until), gross - off, off);
        }

        return new PaymentPlan(On(due), gross, 0m);
    }

    /// <summary>What paying early earns in a year, in shares of what is paid.</summary>
    private static decimal Yield(EarlyDiscount discount, DateOnly due) =>
        discount.Rate / (1m - discount.Rate) * DaysOfYear / Math.Max(1, due.DayNumber - discount.Until.DayNumber);

    private static TimeSpan UntilPaid(PaymentPlan plan, Context context)
    {
        var left = plan.On.ToDateTime(TimeOnly.MaxValue, DateTimeKind.Utc) - context.Now.UtcDateTime
            + context.Policy.Read(Policy.PayablePaidGrace);
        var (least, most) = Policy.PayableUntilPaid.Bounds!.Value;
        return left < least ? least : left > most ? most : left;
    }

    private static Decision<InvoiceState> End(PayableInvoice invoice, Decision<InvoiceState> decision, Context context) =>
        Withdraw(invoice, decision with { To = Closed }, "It is settled.")
            .Tell(BookOf(invoice), Word(invoice, new InvoiceDone(context.Case)));
}
