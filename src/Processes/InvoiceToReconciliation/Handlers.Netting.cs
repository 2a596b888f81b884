using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using static Crossdock.Processes.InvoiceToReconciliation.InvoiceState;

namespace Crossdock.Processes.InvoiceToReconciliation;

/// <summary>Credit notes, and what they take off the next payment to their supplier.</summary>
public static partial class Handlers
{
    /// <summary>
    /// In the ERP, a credit note waits to be taken off, and an invoice asks its supplier's book what is taken off before it is paid.
    /// Nothing is left to pay of an invoice over nothing, and nothing is netted where money has moved before.
    /// </summary>
    public static Decision<InvoiceState> Posted(PayableInvoice invoice, PayablePosted answer, Context context)
    {
        var (gross, currency) = (invoice.Needs.Gross, invoice.Billed.Currency);
        var decision = Decide.To(Netting, $"The ERP has it as {answer.Document}.").With(new InvoiceInErp(answer.Document));
        if (gross == 0m)
        {
            return End(invoice, decision with { Because = $"{decision.Because} Nothing is to be paid." }, context);
        }

        if (invoice.IsCredit)
        {
            return (decision with { To = AwaitingSetOff, Because = $"{decision.Because} It is taken off what is paid next." })
                .Tell(BookOf(invoice), Word(invoice, new CreditOpened(context.Case, invoice.Billed.Number, gross, currency)));
        }

        return HasMoved(invoice)
            ? Schedule(invoice, decision, [], context)
            : invoice.Needs.Collected ? Collected(invoice, decision, context)
            : decision.Tell(BookOf(invoice), AskSetOff(invoice, context));
    }

    /// <summary>What the supplier takes himself is not paid, and nothing is taken off it: only what the bank shows is looked at.</summary>
    private static Decision<InvoiceState> Collected(PayableInvoice invoice, Decision<InvoiceState> decision, Context context)
    {
        var plan = new PaymentPlan(DueOf(invoice, context), invoice.Needs.Gross, 0m);
        var because = $"{decision.Because} {invoice.Billed.Supplier} collects it himself: it is not paid.";
        return (decision with { To = AwaitingPayment, Because = because }).With(new InvoicePlanned(plan, UntilPaid(plan, context)));
    }

    public static Decision<InvoiceState> NetAgain(PayableInvoice invoice, DeadlinePassed late, Context context) =>
        Climb(invoice, "The book has not said what is taken off").Tell(BookOf(invoice), AskSetOff(invoice, context));

    public static Decision<InvoiceState> Net(PayableInvoice invoice, SetOffAnswered answer, Context context) =>
        Schedule(
            invoice, Decide.To(Scheduling, answer.Credits.IsEmpty ? "Nothing is taken off."
                : $"{LessOf(answer.Credits, invoice.Billed.Currency)} are taken off."),
            answer.Credits, context);

    /// <summary>Parts may be heard of in any order: it is over when together they are all of it.</summary>
    public static Decision<InvoiceState> NoteTaken(PayableInvoice credit, CreditTaken taken, Context context)
    {
        var (currency, left) = (credit.Billed.Currency, credit.Needs.Gross - credit.TakenOff - taken.Amount);
        var said = taken.Invoice is { } of
            ? $"{new Money(taken.Amount, currency)} are taken off the payment of {taken.Number} ({of})."
            : $"{new Money(taken.Amount, currency)} are ended by finance.";
        var decision = Decide.Stay<InvoiceState>($"{said} {new Money(left, currency)} are left.")
            .With(new InvoiceCreditUsed(taken.Invoice, taken.Amount));
        return left <= 0m ? End(credit, decision, context) : decision;
    }

    /// <summary>Nothing is bought of him any more, or not enough: then he owes it in money. The book is told again, to be sure.</summary>
    public static Decision<InvoiceState> StillNotTakenOff(PayableInvoice credit, DeadlinePassed late, Context context)
    {
        var left = new Money(credit.Needs.Gross - credit.TakenOff, credit.Billed.Currency);
        var decision = Climb(credit, $"{left} of it are taken off nothing").Tell(BookOf(credit), Word(
            credit, new CreditOpened(context.Case, credit.Billed.Number, credit.Needs.Gross, credit.Billed.Currency)));
        return credit.Task is not null ? decision : AskAboutCredit(credit, decision, context).With(new InvoiceLateStep(credit.Late + 1));
    }

    /// <summary>The book has the last word: it may have taken it off in the same moment.</summary>
    public static Decision<InvoiceState> EndCredit(PayableInvoice credit, InvoiceSettled message, Context context)
    {
        var (by, role) = Said(message.By, message.Role, context);
        return WhoMayNotEnd(credit, by, role)
            ? Denied(credit, $"{by} ({role}) may not end it; finance has to, and nobody who approved it.", context)
            : Withdraw(
                credit, Decide.Stay<InvoiceState>($"{by} ends what is left of it. {message.Note}".TrimEnd()), "It is ended.")
                .Tell(BookOf(credit), Word(credit, new CreditEnded(context.Case)));
    }

    private static bool WhoMayNotEnd(PayableInvoice invoice, string by, string role) =>
        RightOf(role) < InvoiceRight.Finance
        || invoice.Approvals.SelectMany(yes => new Voice(yes.By, yes.Role, yes.For).People)
            .Any(person => ApprovalRules.IsSame(person, by));

    private static Decision<InvoiceState> AskAboutCredit(PayableInvoice credit, Decision<InvoiceState> decision, Context context) =>
        Ask(
            credit, decision, new(
                InvoiceQuestion.Payment, $"{credit.Billed.Number} is taken off nothing",
                $"{decision.Because} Have {credit.Billed.Supplier} pay it out, or write it off.",
                ExceptionCategory.ReconciliationOpen, OwnerGroup.FinanceControl), context,
            new TaskChoice("settle-invoice", "It was paid out or written off: close it"));

    private static bool HasMoved(PayableInvoice invoice) => !invoice.Payments.IsEmpty || !invoice.Ordered.IsEmpty;

    private static PayablesTold AskSetOff(PayableInvoice invoice, Context context) => Word(
        invoice, new SetOffAsked(context.Case, invoice.Billed.Number, PlanOf(invoice, context).Amount, invoice.Billed.Currency));

    private static string LessOf(ImmutableArray<CreditShare> credits, string currency) => string.Join(
        ", ", credits.Select(share => $"{share.Number} {new Money(share.Amount, currency)}"));

    /// <summary>What the supplier reads: his own words or his number, and what is missing for which credit note.</summary>
    private static string? RemittanceOf(PayableInvoice invoice, ImmutableArray<CreditShare> credits) => credits.IsEmpty
        ? invoice.Needs.Remittance
        : $"{invoice.Needs.Remittance ?? invoice.Billed.Number} less {string.Join(", ", credits.Select(share => string.Create(
            CultureInfo.InvariantCulture, $"{share.Number} {share.Amount:0.00}")))}";
}
