using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.BankEntries.MovementState;
using Invoices = Crossdock.Processes.InvoiceToReconciliation.Handlers;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.BankEntries;

/// <summary>Decisions on a movement. Whether an invoice takes it is the invoice's to say.</summary>
public static class Handlers
{
    /// <summary>So many invoices are offered to a person as choices; more he looks up himself.</summary>
    private const int ChoicesShown = 5;

    public static Decision<MovementState> Book(BankMovement none, BankEntryBooked message, Context context) =>
        Decide.To(Looking, $"{Shown(message.Entry)}: which payment is it?").With(new MovementBooked())
            .Ask(LookFor(message.Entry, context));

    public static Decision<MovementState> Find(BankMovement movement, PaymentsFound found, Context context) =>
        Candidates(movement, found) switch
        {
            [] => FindNone(movement, "Whatever it names has said that it is not its own.", context),
            [var one] => Offer(movement, one, found.By, context),
            var several => AskPerson(
                movement, $"It may pay {string.Join(", ", several.Select(one => one.Key))}, and nothing tells which.", several, context),
        };

    public static Decision<MovementState> FindNone(BankMovement movement, PaymentsNotFound answer, Context context) =>
        FindNone(movement, answer.Reason, context);

    public static Decision<MovementState> LookOnceMore(BankMovement movement, DeadlinePassed late, Context context) =>
        Decide.To(Looking, "Looked for once more: the invoice may have come since.").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> LookOnOrder(BankMovement movement, LookAgain message, Context context) =>
        Withdraw(movement, Decide.To(Looking, message.Note), "It is looked for again.").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> StillOffered(BankMovement movement, DeadlinePassed late, Context context) =>
        Climb(movement, $"{movement.Invoice} has not answered");

    /// <summary>The invoice has it: what is odd about the amount is the invoice's to clear.</summary>
    public static Decision<MovementState> End(BankMovement movement, PaymentTaken taken, Context context) =>
        Withdraw(movement, Decide.To(Matched, taken.Why), "It is matched.");

    public static Decision<MovementState> HearDenial(BankMovement movement, PaymentDenied denied, Context context)
    {
        var decision = AskPerson(
            movement, $"{denied.Invoice} does not take it: {denied.Why}",
            movement.By == PaymentTie.Person ? [] : [denied.Invoice], context);
        return decision.With(new MovementDenied(denied.Invoice));
    }

    public static Decision<MovementState> HearNobody(BankMovement movement, CaseNotThere nobody, Context context) =>
        nobody.Case == movement.Invoice
            ? AskPerson(movement, $"There is no {nobody.Case}.", [], context)
            : Decide.Stay<MovementState>("The task is there no more.");

    /// <summary>Nobody has decided, and meanwhile the invoice may have come: it is looked for, and the question stays.</summary>
    public static Decision<MovementState> StillUnmatched(BankMovement movement, DeadlinePassed late, Context context) =>
        Climb(movement, "Nobody has said what it is").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> FindLate(BankMovement movement, PaymentsFound found, Context context) =>
        Candidates(movement, found) is [var one]
            ? Withdraw(movement, Offer(movement, one, found.By, context), "An invoice was found.")
            : Decide.Stay<MovementState>("Nothing that tells which payment it is.");

    public static Decision<MovementState> FindNoneLate(BankMovement movement, PaymentsNotFound answer, Context context) =>
        Decide.Stay<MovementState>(answer.Reason);

    public static Decision<MovementState> Assign(BankMovement movement, BankEntryAssigned message, Context context)
    {
        var (by, role) = Invoices.Said(message.By, message.Role, context);
        return Invoices.RightOf(role) == InvoiceRight.None
                ? Denied(movement, $"{by} ({role}) may not say to which invoice it belongs; accounts payable has to.", context)
            : message.Invoice is not { Kind: "invoice" } invoice
                ? Denied(movement, "The note has to name the invoice's case, as invoice/ and its key.", context)
            : Withdraw(
                movement, Offer(movement, invoice, PaymentTie.Person, context) with
                {
                    Because = $"{by} says that it belongs to {invoice}. {message.Note}".TrimEnd(),
                }, "It is assigned.");
    }

    /// <summary>Money that is no supplier's is finance's to explain.</summary>
    public static Decision<MovementState> Clear(BankMovement movement, BankEntryCleared message, Context context)
    {
        var (by, role) = Invoices.Said(message.By, message.Role, context);
        return Invoices.RightOf(role) == InvoiceRight.Finance || role == "operator"
            ? Withdraw(movement, Decide.To(Cleared, $"{by} says that it belongs to no invoice. {message.Note}".TrimEnd()), "It is cleared.")
            : Denied(movement, $"{by} ({role}) may not clear it; finance has to.", context);
    }

    public static string Shown(BankEntry entry) =>
        $"{new Money(entry.Amount, entry.Currency)} {(entry.Side == BankSide.Debit ? "left" : "came in")} on {entry.Booked:yyyy-MM-dd}"
        + (entry.Name is { } name ? $" {(entry.Side == BankSide.Debit ? "to" : "from")} {name}" : "");

    private static ImmutableArray<CaseId> Candidates(BankMovement movement, PaymentsFound found) =>
        [.. found.Invoices.Distinct().Where(one => !movement.Denied.Contains(one))];

    /// <summary>The first time it may only be early; the second time a person is asked.</summary>
    private static Decision<MovementState> FindNone(BankMovement movement, string why, Context context)
    {
        var looked = new MovementLookedFor(movement.Looks + 1);
        return movement.Looks == 0
            ? Decide.To(Waiting, why).With(looked)
            : AskPerson(movement, why, [], context).With(looked);
    }

    /// <summary>
    /// By its reference; and money that left also by what was owed, where policy lets that count. Money that came in without our reference
    /// may be anybody's.
    /// </summary>
    private static FindPayments LookFor(BankEntry entry, Context context) => new(
        entry.EndToEnd is { } reference ? PayableTerms.Payment(reference) : null,
        entry is { Side: BankSide.Debit, Counterparty: { } account } && context.Policy.Read(Policy.BankMatchByAmount)
            ? PayableTerms.Owed(account, entry.Paid) : null);

    private static Decision<MovementState> Offer(BankMovement movement, CaseId invoice, PaymentTie by, Context context)
    {
        var entry = movement.Needs;
        var (paid, what) = (entry.Paid, entry.Returned is { } why ? $"{Shown(entry)}: returned, {why}." : $"{Shown(entry)}.");
        return Decide.To(Offered, $"Found by {Words(by)}: {invoice}.").With(new MovementOffered(invoice, by)).Tell(
            invoice, new PaymentShown(
                context.Case, entry.Side == BankSide.Debit ? paid.Amount : -paid.Amount, paid.Currency, entry.Booked, by, what));
    }

    private static string Words(PaymentTie by) => by switch
    {
        PaymentTie.Reference => "its reference",
        PaymentTie.Amount => "amount, currency and account",
        PaymentTie.Person => "a person",
        _ => throw new InvalidOperationException($"No words for {by}."),
    };

    private static Decision<MovementState> AskPerson(
        BankMovement movement, string why, ImmutableArray<CaseId> candidates, Context context)
    {
        var entry = movement.Needs;
        var task = CaseId.Task($"BANK-{context.Case.Key}-{movement.Tasks + 1}");
        var about = string.Join(' ', new[]
        {
            why, $"{Shown(entry)}, {entry.Account}, reference {entry.Reference}.",
            entry.Returned is { } returned ? $"The bank returned it: {returned}." : "",
            entry.Remittance is { } text ? $"It says: {text}" : "",
        }.Where(said => said.Length > 0));
        return Decide.To(Unmatched, why).With(new MovementAsked(task, why, candidates)).Tell(task, new TaskOpened(
            TaskKind.Resolve, $"{new Money(entry.Amount, entry.Currency)} on {entry.Booked:yyyy-MM-dd} belongs to no payment", about,
            context.Case, context.Case, OwnerGroup.FinanceControl, null, null, null, ExceptionCategory.ReconciliationOpen, null,
            entry.Amount, entry.Currency, Tasks.Priority(context.Now, null, entry.Amount, ""),
            ExceptionRules.Of(ExceptionCategory.ReconciliationOpen).Budget, [],
            [
                new("retry", "Look for it again"),
                .. candidates.Take(ChoicesShown).Select(one => new TaskChoice($"assign-entry:{one}", $"It pays {one.Key}")),
                new("assign-entry", "It pays the invoice that the note names"), new("clear-entry", "It belongs to no invoice"),
            ]));
    }

    /// <summary>Who answers the task without the right to has closed the task and not the question.</summary>
    private static Decision<MovementState> Denied(BankMovement movement, string why, Context context) =>
        context.Who != Actor.Crossdock ? Decide.TooLate<MovementState>(why)
        : movement.Task is null ? Decide.Stay<MovementState>(why)
        : AskPerson(movement, movement.Why, movement.Choices, context) with { To = null, Because = why };

    private static Decision<MovementState> Withdraw(BankMovement movement, Decision<MovementState> decision, string reason) =>
        movement.Task is { } open
            ? decision.With(new MovementAsked(null, "", [])).Tell(open, new TaskWithdrawn(reason)) : decision;

    private static Decision<MovementState> Climb(BankMovement movement, string what) =>
        Decide.Stay<MovementState>($"{what}: late, step {movement.Late + 1}.").With(new MovementLateStep(movement.Late + 1));
}
