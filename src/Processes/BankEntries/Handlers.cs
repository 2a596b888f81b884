using System.Collections.Immutable;
using System.Globalization;
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

    /// <summary>So many movements of one reference are taken; a bank that gives it to more gives none.</summary>
    private const int MostOfOne = 50;

    private const char Numbered = '.';

    public static Decision<MovementState> Book(BankMovement none, BankEntryBooked message, Context context) =>
        Decide.To(Looking, $"{Shown(message.Entry)}: which payment is it?").With(new MovementBooked())
            .Ask(LookFor(message.Entry, context));

    /// <summary>
    /// A reference names one movement for ever, and a bank may use it again all the same: then the other one has a case of its own. What
    /// only says more of the same movement changes nothing.
    /// </summary>
    public static Decision<MovementState> BookOther(BankMovement movement, BankEntryBooked message, Context context)
    {
        var (known, told) = (movement.Needs, message.Entry);
        if ((known.Side, known.Amount, known.Currency, known.Booked) == (told.Side, told.Amount, told.Currency, told.Booked))
        {
            return Decide.Again<MovementState>("It is known; only what is said of it differs.");
        }

        var other = $"{told.Reference} is also the reference of {Shown(told)}, another movement";
        return NextOf(context.Case) is { } next
            ? Decide.Stay<MovementState>($"{other}: {next} takes it.").Tell(next, message)
            : Decide.TooLate<MovementState>($"{other}, and too many have had it: book that one by hand.");
    }

    public static Decision<MovementState> Find(BankMovement movement, PaymentsFound found, Context context) =>
        Sharing.Of(movement, found) switch
        {
            { Shares: [_, ..] shares } => Offer(movement, shares, found.By, context),
            { Candidates: [] } => FindNone(movement, "Whatever it names has said that it is not its own.", context),
            var unclear => AskPerson(movement, unclear.Why, unclear.Candidates, context),
        };

    public static Decision<MovementState> FindNone(BankMovement movement, PaymentsNotFound answer, Context context) =>
        FindNone(movement, answer.Reason, context);

    public static Decision<MovementState> LookOnceMore(BankMovement movement, DeadlinePassed late, Context context) =>
        Decide.To(Looking, "Looked for once more: the invoice may have come since.").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> LookOnOrder(BankMovement movement, LookAgain message, Context context) =>
        Withdraw(movement, Decide.To(Looking, message.Note), "It is looked for again.").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> StillOffered(BankMovement movement, DeadlinePassed late, Context context) =>
        Climb(movement, $"{movement.Invoice} has not answered");

    /// <summary>The invoice has it: what is odd about the amount is the invoice's to clear. What is left over is a person's.</summary>
    public static Decision<MovementState> Take(BankMovement movement, PaymentTaken taken, Context context)
    {
        if (!IsPending(movement, taken.Invoice))
        {
            return Decide.Again<MovementState>($"{taken.Invoice} has it already.");
        }

        var noted = new MovementTaken(taken.Invoice);
        var after = MovementFacts.Fold(movement, noted, taken);
        return after.HasPending ? Decide.Stay<MovementState>(taken.Why).With(noted)
            : after.Left == 0m ? Withdraw(movement, Decide.To(Matched, taken.Why), "It is matched.").With(noted)
            : AskPerson(after, WhyLeft(after), [], context, noted);
    }

    public static Decision<MovementState> HearDenial(BankMovement movement, PaymentDenied denied, Context context)
    {
        if (!IsPending(movement, denied.Invoice))
        {
            return Decide.Again<MovementState>($"{denied.Invoice} was not asked.");
        }

        var noted = new MovementDenied(denied.Invoice);
        var after = MovementFacts.Fold(movement, noted, denied);
        var why = $"{denied.Invoice} does not take it: {denied.Why}";
        return after.HasPending
            ? Decide.Stay<MovementState>(why).With(noted)
            : AskPerson(after, why, movement.By == PaymentTie.Person ? [] : [denied.Invoice], context, noted);
    }

    public static Decision<MovementState> HearNobody(BankMovement movement, CaseNotThere nobody, Context context)
    {
        if (!IsPending(movement, nobody.Case))
        {
            return Decide.Stay<MovementState>("The task is there no more.");
        }

        var noted = new MovementDenied(nobody.Case);
        var after = MovementFacts.Fold(movement, noted, nobody);
        return after.HasPending
            ? Decide.Stay<MovementState>($"There is no {nobody.Case}.").With(noted)
            : AskPerson(after, $"There is no {nobody.Case}.", [], context, noted);
    }

    /// <summary>Nobody has decided, and meanwhile the invoice may have come: it is looked for, and the question stays.</summary>
    public static Decision<MovementState> StillUnmatched(BankMovement movement, DeadlinePassed late, Context context) =>
        Climb(movement, "Nobody has said what it is").Ask(LookFor(movement.Needs, context));

    public static Decision<MovementState> FindLate(BankMovement movement, PaymentsFound found, Context context) =>
        Sharing.Of(movement, found) is { Shares: [_, ..] shares }
            ? Withdraw(movement, Offer(movement, shares, found.By, context), "An invoice was found.")
            : Decide.Stay<MovementState>("Nothing that tells which payment it is.");

    public static Decision<MovementState> FindNoneLate(BankMovement movement, PaymentsNotFound answer, Context context) =>
        Decide.Stay<MovementState>(answer.Reason);

    public static Decision<MovementState> Assign(BankMovement movement, BankEntryAssigned message, Context context)
    {
        var (by, role) = Invoices.Said(message.By, message.Role, context);
        return Invoices.RightOf(role) == InvoiceRight.None
                ? Denied(movement, $"{by} ({role}) may not say to which invoice it belongs; accounts payable has to.", context)
            : message.Invoice is not { Kind: "invoice" or "payout" } invoice
                ? Denied(movement, "The note has to name the case, as invoice/ or payout/ and its key.", context)
            : Withdraw(
                movement, Offer(movement, [(invoice, movement.Left)], PaymentTie.Person, context) with
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

    /// <summary>The first time it may only be early; the second time a person is asked.</summary>
    private static Decision<MovementState> FindNone(BankMovement movement, string why, Context context)
    {
        var looked = new MovementLookedFor(movement.Looks + 1);
        return movement is { Looks: 0, Shares: [] }
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
            ? PayableTerms.Owed(account, entry.Paid) : null,
        entry is { Documents: { } documents, Counterparty: { } payee } && documents.Any(one => !one.Credit)
            ? documents.Where(one => !one.Credit).Select(one => one.Number).Distinct()
                .ToImmutableSortedDictionary(number => number, number => PayableTerms.Remitted(payee, number), StringComparer.Ordinal)
            : null);

    private static Decision<MovementState> Offer(
        BankMovement movement, ImmutableArray<(CaseId Invoice, decimal Amount)> shares, PaymentTie by, Context context)
    {
        var entry = movement.Needs;
        var (paid, what) = (entry.Paid, entry.Returned is { } why ? $"{Shown(entry)}: returned, {why}." : $"{Shown(entry)}.");
        var decision = Decide.To(Offered, $"Found by {Words(by)}: {string.Join(", ", shares.Select(share => share.Invoice))}.");
        foreach (var (invoice, amount) in shares)
        {
            decision = decision.With(new MovementOffered(invoice, by, amount == paid.Amount ? null : amount)).Tell(
                invoice, new PaymentShown(
                    context.Case, entry.Side == BankSide.Debit ? amount : -amount, paid.Currency, entry.Booked, by,
                    amount == paid.Amount ? what : $"{what} {new Money(amount, paid.Currency)} of it are for this."));
        }

        return decision;
    }

    private static bool IsPending(BankMovement movement, CaseId invoice) =>
        movement.Shares.Any(share => share.Invoice == invoice && !share.Taken);

    private static string WhyLeft(BankMovement movement) =>
        $"{new Money(movement.Left, movement.Needs.Paid.Currency)} of it belong to no invoice."
        + (movement.Denied.IsEmpty ? "" : $" Not to {string.Join(", ", movement.Denied.Select(one => one.Key))}, by their own word.");

    private static string Words(PaymentTie by) => by switch
    {
        PaymentTie.Reference => "its reference",
        PaymentTie.Remittance => "the documents that it names",
        PaymentTie.Amount => "amount, currency and account",
        PaymentTie.Person => "a person",
        _ => throw new InvalidOperationException($"No words for {by}."),
    };

    private static Decision<MovementState> AskPerson(
        BankMovement movement, string why, ImmutableArray<CaseId> candidates, Context context, Fact? noted = null)
    {
        var entry = movement.Needs;
        var task = CaseId.Task($"BANK-{context.Case.Key}-{movement.Tasks + 1}");
        var about = string.Join(' ', new[]
        {
            why, $"{Shown(entry)}, {entry.Account}, reference {entry.Reference}.",
            entry.Returned is { } returned ? $"The bank returned it: {returned}." : "",
            entry.Remittance is { } text ? $"It says: {text}" : "",
        }.Where(said => said.Length > 0));
        var decision = noted is null ? Decide.To(Unmatched, why) : Decide.To(Unmatched, why).With(noted);
        var open = movement.Shares.IsEmpty ? new Money(entry.Amount, entry.Currency) : new Money(movement.Left, entry.Paid.Currency);
        return decision.With(new MovementAsked(task, why, candidates)).Tell(task, new TaskOpened(
            TaskKind.Resolve, $"{open} on {entry.Booked:yyyy-MM-dd} belongs to no payment", about,
            context.Case, context.Case, context.Policy.OwnerOf(ExceptionCategory.ReconciliationOpen), null, null, null,
            ExceptionCategory.ReconciliationOpen, null, open.Amount, open.Currency, Tasks.Priority(context.Now, null, open.Amount, ""),
            context.Policy.BudgetOf(ExceptionCategory.ReconciliationOpen), [],
            [
                new("retry", "Look for it again"),
                .. candidates.Take(ChoicesShown).Select(one => new TaskChoice($"assign-entry:{one}", $"It pays {one.Key}")),
                new("assign-entry", "It is of the invoice or payout that the note names"), new("clear-entry", "It belongs to no invoice"),
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

    /// <summary>The case of the next movement that has the same reference; null where there are too many.</summary>
    private static CaseId? NextOf(CaseId movement)
    {
        var at = movement.Key.LastIndexOf(Numbered);
        var isNext = int.TryParse(movement.Key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && at > 0;
        var number = isNext ? before + 1 : 2;
        var key = $"{(isNext ? movement.Key[..at] : movement.Key)}{Numbered}{number}";
        return number <= MostOfOne && CaseId.IsKey(key) ? new CaseId(movement.Kind, key) : null;
    }

    private static Decision<MovementState> Climb(BankMovement movement, string what) =>
        Decide.Stay<MovementState>($"{what}: late, step {movement.Late + 1}.").With(new MovementLateStep(movement.Late + 1));
}
