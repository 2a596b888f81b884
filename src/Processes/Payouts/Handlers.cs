using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.InvoiceToReconciliation;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.Payouts.PayoutState;
using Invoices = Crossdock.Processes.InvoiceToReconciliation.Handlers;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Payouts;

/// <summary>Decisions on a payout. Whether a line is what was captured or paid back is its order's to say.</summary>
public static class Handlers
{
    /// <summary>So many differences are told in a task; the rest are counted.</summary>
    private const int Told = 12;

    public static Decision<PayoutState> Begin(Payout none, PayoutReported message, Context context)
    {
        var begun = new PayoutBegun();
        var payout = PayoutFacts.Fold(none, begun, message);
        return Ask(payout, Decide.To(Checking, Shown(message.Payout)).With(begun), context);
    }

    public static Decision<PayoutState> AskAgain(Payout payout, DeadlinePassed late, Context context) =>
        Tell(payout.Unanswered, Climb(payout, "Orders have not answered"), context);

    public static Decision<PayoutState> LookOnceMore(Payout payout, DeadlinePassed late, Context context) =>
        Ask(payout, Decide.To(Checking, "Looked at once more: the orders may know more since."), context);

    public static Decision<PayoutState> HearTaken(Payout payout, SettlementTaken taken, Context context) =>
        Answered(payout, taken.Line, new PayoutLineTaken(taken.Line), taken, context);

    public static Decision<PayoutState> HearDenied(Payout payout, SettlementDenied denied, Context context) =>
        Answered(payout, denied.Line, new PayoutLineDenied(denied.Line, denied.Why), denied, context);

    /// <summary>An order knows by now what it denied: its answer was on the way.</summary>
    public static Decision<PayoutState> HearAfterAll(Payout payout, SettlementTaken taken, Context context)
    {
        if (!payout.Denied.ContainsKey(taken.Line))
        {
            return Decide.Again<PayoutState>($"{taken.Line} is answered already.");
        }

        var fact = new PayoutLineTaken(taken.Line);
        var decision = Withdraw(
            payout, Decide.Stay<PayoutState>($"{taken.Line} is its order's after all.").With(fact), "An order knows more since.");
        var after = decision.Facts.Aggregate(payout, (all, next) => PayoutFacts.Fold(all, next, taken));
        return Judge(after, decision, context);
    }

    public static Decision<PayoutState> HearOtherwise(Payout payout, SettlementDenied denied, Context context)
    {
        if (payout.Denied.GetValueOrDefault(denied.Line) is not { } before || before == denied.Why)
        {
            return Decide.Again<PayoutState>($"{denied.Line} is answered already.");
        }

        var fact = new PayoutLineDenied(denied.Line, denied.Why);
        var decision = Decide.Stay<PayoutState>($"{denied.Line}: {denied.Why}.").With(fact);
        return payout.Task is null ? decision : AskPerson(PayoutFacts.Fold(payout, fact, denied), decision, context);
    }

    public static Decision<PayoutState> HearNobody(Payout payout, CaseNotThere nobody, Context context)
    {
        PayoutLineDenied[] denied =
        [
            .. payout.Unanswered.Where(line => CaseId.Order(line.Order) == nobody.Case)
                .Select(line => new PayoutLineDenied(line.Id, $"there is no order {line.Order}")),
        ];
        var after = denied.Aggregate(payout, (all, fact) => PayoutFacts.Fold(all, fact, nobody));
        return denied.Length == 0
            ? Decide.Stay<PayoutState>("The task is there no more.")
            : Judge(after, Decide.Stay<PayoutState>($"There is no {nobody.Case}.").With(denied), context);
    }

    public static Decision<PayoutState> LookOnOrder(Payout payout, LookAgain message, Context context) =>
        Ask(payout, Withdraw(payout, Decide.To(Checking, message.Note), "It is looked at again."), context);

    /// <summary>
    /// A capture whose answer was lost is known to its order when it is asked for again, which may be days later. So the orders are asked
    /// again of what they denied, and only what they go on denying stays with a person.
    /// </summary>
    public static Decision<PayoutState> StillDiffers(Payout payout, DeadlinePassed late, Context context) =>
        payout.Denied.Count > 0 && payout.Rounds < context.Policy.Read(Policy.PayoutLooks)
            ? Ask(
                payout, Withdraw(payout, Decide.To(Checking, "The orders are asked once more."), "The orders may know more since."),
                context)
            : Climb(payout, "Nobody has explained what differs");

    /// <summary>Only finance: what it explains is money that nobody can show.</summary>
    public static Decision<PayoutState> Explain(Payout payout, PayoutExplained message, Context context)
    {
        var (by, role) = Invoices.Said(message.By, message.Role, context);
        if (Invoices.RightOf(role) != InvoiceRight.Finance && role != "operator")
        {
            var no = $"{by} ({role}) may not explain it; finance has to.";
            return context.Who != Actor.Crossdock
                ? Decide.TooLate<PayoutState>(no)
                : AskPerson(payout, Decide.Stay<PayoutState>(no), context);
        }

        var cleared = new PayoutCleared(by);
        return Judge(
            PayoutFacts.Fold(payout, cleared, message),
            Withdraw(payout, Decide.To(Closed, $"{by} has explained it. {message.Note}".TrimEnd()).With(cleared), "It is explained."),
            context);
    }

    public static Decision<PayoutState> NotBanked(Payout payout, DeadlinePassed late, Context context) =>
        AskPerson(payout, Decide.To(Differs, "No statement shows it."), context);

    /// <summary>While lines are still looked at, the money is noted, and judged with them.</summary>
    public static Decision<PayoutState> Bank(Payout payout, PaymentShown shown, Context context)
    {
        var (noted, decision) = Noted(payout, shown, context);
        return noted is null ? decision
            : payout.Unanswered.Any() || payout.Rounds < 2 && payout.Open.Any()
                ? decision
                : Judge(PayoutFacts.Fold(payout, noted, shown), decision, context);
    }

    public static Decision<PayoutState> BankWhileOpen(Payout payout, PaymentShown shown, Context context)
    {
        var (noted, decision) = Noted(payout, shown, context);
        return noted is null ? decision : AskPerson(PayoutFacts.Fold(payout, noted, shown), decision, context);
    }

    public static Decision<PayoutState> BankAfterAll(Payout payout, PaymentShown shown, Context context) =>
        Decide.Stay<PayoutState>($"{shown.Entry} moves money for it, and it is settled.")
            .Tell(shown.Entry, new PaymentDenied(context.Case, "the payout is settled already."));

    public static string Shown(ProviderPayout payout) =>
        $"{new Money(payout.Amount, payout.Currency)} of {payout.Lines.Length} captures and refunds, on {payout.On:yyyy-MM-dd}.";

    /// <summary>What differs, in sentences; a refund that does is told as such.</summary>
    public static IReadOnlyList<string> Differences(Payout payout)
    {
        var needs = payout.Needs;
        var found = needs.Lines.Where(line => payout.Denied.ContainsKey(line.Id)).Select(line =>
            $"{(line.Kind == SettledKind.Refund ? "Refund" : "Capture")} {line.Id} of {line.Order}, "
            + $"{new Money(line.Amount, line.Currency)}: {payout.Denied[line.Id]}.").ToList();
        found.AddRange(needs.Unread.Select(line => $"Not read: {line}"));
        if (needs.Sum != needs.Amount)
        {
            found.Add($"Its lines make {new Money(needs.Sum, needs.Currency)}, and {new Money(needs.Amount, needs.Currency)} are paid.");
        }

        if (payout.Banked is { } banked && (banked != needs.Amount || payout.BankedIn != needs.Currency))
        {
            found.Add($"The bank shows {new Money(banked, payout.BankedIn!)} of {new Money(needs.Amount, needs.Currency)}.");
        }

        return found;
    }

    public static ExceptionCategory CategoryOf(Payout payout) =>
        payout.Denied.Count > 0 && payout.Needs.Lines.Where(line => payout.Denied.ContainsKey(line.Id))
            .All(line => line.Kind == SettledKind.Refund)
            ? ExceptionCategory.RefundMismatch : ExceptionCategory.ReconciliationOpen;

    /// <summary>Asks the order of each open line. What cannot be true of any order is not asked.</summary>
    private static Decision<PayoutState> Ask(Payout payout, Decision<PayoutState> decision, Context context)
    {
        var asked = new PayoutAsked(payout.Rounds + 1);
        var lines = payout.Open.ToList();
        PayoutLineDenied[] denied =
        [
            .. lines.Select(line => WhyNever(payout, line) is { } why ? new PayoutLineDenied(line.Id, why) : null)
                .OfType<PayoutLineDenied>(),
        ];
        var facts = denied.Prepend<Fact>(asked).ToList();
        var after = facts.Aggregate(payout, (all, fact) => PayoutFacts.Fold(all, fact, new LookAgain("")));
        var begun = decision.With(facts);
        return after.Unanswered.Any() ? Tell(after.Unanswered, begun with { To = Checking }, context) : Judge(after, begun, context);
    }

    private static string? WhyNever(Payout payout, SettledLine line) =>
        line.Currency != payout.Needs.Currency ? $"it is in {line.Currency}, and the payout in {payout.Needs.Currency}"
        : line.Amount <= 0m ? "it is over nothing"
        : line.Fee < 0m ? "its fee is below 0"
        : line.Fee > line.Amount ? $"its fee of {new Money(line.Fee, line.Currency)} is more than it is over"
        : !CaseId.IsKey(line.Order) ? $"'{line.Order}' is no order's number"
        : null;

    private static Decision<PayoutState> Tell(IEnumerable<SettledLine> lines, Decision<PayoutState> decision, Context context) =>
        lines.Aggregate(decision, (all, line) => all.Tell(CaseId.Order(line.Order), new SettlementShown(context.Case, line)));

    private static Decision<PayoutState> Answered(Payout payout, string line, Fact fact, Message message, Context context) =>
        payout.Unanswered.All(open => open.Id != line)
            ? Decide.Again<PayoutState>($"{line} is answered already.")
            : Judge(PayoutFacts.Fold(payout, fact, message), Decide.Stay<PayoutState>($"{line} is answered.").With(fact), context);

    /// <summary>The first time a line may only be early; after that a person is asked. Where all agrees, the bank is waited for.</summary>
    private static Decision<PayoutState> Judge(Payout after, Decision<PayoutState> decision, Context context) =>
        after.Unanswered.Any() ? decision
        : !after.Explained && after.Denied.Count > 0 && after.Rounds < 2
            ? decision with { To = Waiting, Because = $"{after.Denied.Count} lines are no order's yet." }
        : !after.Explained && Differences(after).Count > 0 ? AskPerson(after, decision with { To = Differs }, context)
        : after.Banked is null && after.Needs.Amount != 0m ? decision with { To = AwaitingBank }
        : decision with { To = Closed };

    private static (PayoutBanked? Noted, Decision<PayoutState> Decision) Noted(Payout payout, PaymentShown shown, Context context)
    {
        // What came in is below 0 on the side of who pays.
        var noted = new PayoutBanked(shown.Entry.ToString(), -shown.Amount, shown.Currency);
        return payout.BankedIn is { } before && before != shown.Currency
            ? (null, Decide.Stay<PayoutState>($"{shown.Entry} is in {shown.Currency}.")
                .Tell(shown.Entry, new PaymentDenied(context.Case, $"the bank showed it in {before} before.")))
            : (noted, Decide.Stay<PayoutState>(shown.Why).With(noted).Tell(shown.Entry, new PaymentTaken(context.Case, shown.Why)));
    }

    private static Decision<PayoutState> AskPerson(Payout payout, Decision<PayoutState> decision, Context context)
    {
        var (needs, differs) = (payout.Needs, Differences(payout));
        var why = differs.Count == 0 ? decision.Because
            : string.Join(" ", differs.Take(Told)) + (differs.Count > Told ? $" And {differs.Count - Told} more." : "");
        var (task, category) = (CaseId.Task($"PAYOUT-{context.Case.Key}-{payout.Tasks + 1}"), CategoryOf(payout));
        return Withdraw(payout, decision with { Because = why }, "It is asked anew.").With(new PayoutTask(task)).Tell(task, new TaskOpened(
            TaskKind.Resolve, $"Payout {needs.Number} does not agree", why, context.Case, context.Case,
            context.Policy.OwnerOf(category, OwnerGroup.FinanceControl), null, null, null, category, null, needs.Amount,
            needs.Currency, Tasks.Priority(context.Now, null, needs.Amount, ""),
            context.Policy.BudgetOf(category), [],
            [new("retry", "Look again"), new("explain-payout", "It is explained: the note says how")]));
    }

    private static Decision<PayoutState> Withdraw(Payout payout, Decision<PayoutState> decision, string reason) =>
        payout.Task is { } open ? decision.With(new PayoutTask(null)).Tell(open, new TaskWithdrawn(reason)) : decision;

    private static Decision<PayoutState> Climb(Payout payout, string what) =>
        Decide.Stay<PayoutState>($"{what}: late, step {payout.Late + 1}.").With(new PayoutLateStep(payout.Late + 1));
}
