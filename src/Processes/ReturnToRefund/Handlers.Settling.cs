using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ReturnToRefund.ReturnState;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>
/// What the provider shows of a refund, by its own word or on the lines of its payouts, and what a person of finance does by hand where
/// money, stock and books do not come to agree by themselves.
/// </summary>
public static partial class Handlers
{
    /// <summary>
    /// A statement may come before the books are done, and counts all the same; after that more than went back is asked about.
    /// </summary>
    public static Decision<ReturnState> NoteSettlement(CustomerReturn state, RefundSettled message, Context context)
    {
        var noted = Decide.Stay<ReturnState>($"{Whose(message)} shows {new Money(message.Amount, message.Currency)}.")
            .With(Seen(state, message));
        var after = See(state, message);
        if (state.CreditNote is null || state.IsShownTooMuch || !after.IsShownTooMuch)
        {
            return noted;
        }

        var why = $"{new Money(state.ToSettle, state.Currency)} went back, and the provider has settled more of it: "
            + $"{new Money(Math.Max(after.Settled ?? 0, after.PaidOut), state.Currency)}.";
        var (decision, task) = Numbered(state, noted, "OVER", context);
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"The refund of {state.Needs.Number} was settled more than once", why,
            ExceptionCategory.RefundMismatch, null, context, [new("done", "It is cleared with the provider")])) with { Because = why };
    }

    public static Decision<ReturnState> Settle(CustomerReturn state, RefundSettled message, Context context)
    {
        var after = See(state, message);
        var shown = message.Payout is null ? after.Settled ?? 0 : after.PaidOut;
        var more = message.Payout is null ? after.MoreToBeShown : after.PaidOut < after.ToSettle;
        if (message.Currency == state.Currency && !after.MoneyDone && more)
        {
            return Decide.Stay<ReturnState>(
                $"{Whose(message)} shows {new Money(shown, message.Currency)} of {new Money(state.ToSettle, message.Currency)}; "
                + "the order was paid by several means.").With(Seen(state, message));
        }

        var decision = message.Currency != state.Currency ? Puzzle(state, Differs(state, message.Amount, message.Currency), context)
            : after.MoneyDone
            ? Decide.To(Closed, $"{Whose(message)} shows {new Money(shown, message.Currency)}: money, stock and books agree.")
            : Puzzle(state, Differs(state, shown), context);
        decision = state.Task is { } task ? decision.Tell(task, new TaskWithdrawn("The statement came.")) : decision;
        return decision with { Facts = [.. Seen(state, message), .. decision.Facts] };
    }

    /// <summary>What was missing may have been just this.</summary>
    public static Decision<ReturnState> SettleAfterAll(CustomerReturn state, RefundSettled message, Context context)
    {
        if (!state.RefundKnown || !state.StockDone || state.CreditNote is null || !See(state, message).MoneyDone)
        {
            return Decide.Stay<ReturnState>($"{Whose(message)} shows {new Money(message.Amount, message.Currency)}.")
                .With(Seen(state, message));
        }

        var closed = Decide.To(
            Closed, $"{Whose(message)} shows {new Money(message.Amount, message.Currency)}: money, stock and books agree after all.")
            .With(Seen(state, message));
        return state.Task is { } task ? closed.Tell(task, new TaskWithdrawn("It agrees after all.")) : closed;
    }

    /// <summary>A person of finance asks the provider, from the first time it is late until it is settled.</summary>
    public static Decision<ReturnState> SettlementLate(CustomerReturn state, DeadlinePassed late, Context context)
    {
        const string Why = "No statement of the provider shows the refund.";
        var (decision, task) = Numbered(state, Decide.Stay<ReturnState>(Why), "SETTLE", context);
        decision = state.Task is { } before ? decision.Tell(before, new TaskWithdrawn("It is asked for again.")) : decision;
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"The refund of {state.Needs.Number} is on no statement", Why, ExceptionCategory.RefundLate, null,
            context, [new("settled", "It reached the customer: the note says how that is known")]));
    }

    public static Decision<ReturnState> SettleByHand(CustomerReturn state, RefundSettledByHand message, Context context)
    {
        var closed = Decide.To(Closed, $"{message.By} has seen the refund settled. {message.Note}".TrimEnd());
        return state.Task is { } task ? closed.Tell(task, new TaskWithdrawn("It is settled.")) : closed;
    }

    /// <summary>
    /// The first of what is missing is done by hand, and the return goes on to the next: nobody's word closes it while its stock or its
    /// books do not have it. What was never paid is not settled by a word.
    /// </summary>
    public static Decision<ReturnState> SettleDispute(CustomerReturn state, RefundSettledByHand message, Context context)
    {
        if (!state.RefundKnown && !state.MoneyMoved)
        {
            return Decide.TooLate<ReturnState>("Nothing was paid back yet; try again, or refuse the return.");
        }

        var said = $"{message.By}: {message.Note}".TrimEnd(' ', ':');
        var decision = !state.RefundKnown ? PaidByHand(state, said, context)
            : !state.StockDone
            ? Decide.To(Posting, $"The stock was put right by hand. {said}").With(new StockPutRight(message.By))
                .Ask(CreditNote(state, restocked: false))
            : state.CreditNote is null
            ? Credited(state, Document(message), $"Credited by hand. {said}", context)
            : Decide.To(Closed, $"Settled by hand. {said}");
        return state.Task is { } task ? decision.Tell(task, new TaskWithdrawn("It is done by hand.")) : decision;
    }

    /// <summary>What a word of finance would say now.</summary>
    private static string ByHand(CustomerReturn state) => !state.RefundKnown
        ? "The rest was paid by hand: the note says how"
        : !state.StockDone ? "The stock was put right by hand: the note says how"
        : state.CreditNote is null ? "It was credited by hand: the note names the document"
        : "It is settled by hand: the note says how";

    private static Decision<ReturnState> PaidByHand(CustomerReturn state, string said, Context context)
    {
        var owed = Math.Max(state.Owed, state.PartlyRefunded);
        var rest = owed - state.PartlyRefunded;
        var paid = AfterMoney(
            state, new MoneyReturned(owed, default, state.Stored, rest), $"{new Money(rest, state.Currency)} was paid by hand. {said}");
        // What became a credit pays for what is wanted; a rest that was to become one is paid as money now, and buys nothing here.
        var credit = state.Credits.Sum(credit => credit.Amount);
        var enough = state.Needs.Exchange is { } wish && (wish.Payment is not null || credit >= wish.Total);
        return Exchange(state, enough ? state.Credits : [], context, paid, enough ? 0 : credit);
    }

    private static string Document(RefundSettledByHand message) => message.Note.Length > 0 ? message.Note : $"by hand, {message.By}";

    private static string Whose(RefundSettled message) =>
        message.Payout is { } payout ? $"{payout}" : "The provider's statement";

    /// <summary>An amount in another currency is no part of what went back.</summary>
    private static RefundSeen[] Seen(CustomerReturn state, RefundSettled message) =>
        message.Currency == state.Currency ? [new RefundSeen(message.Amount, message.Payout is not null)] : [];

    private static CustomerReturn See(CustomerReturn state, RefundSettled message) =>
        Seen(state, message).Aggregate(state, (all, seen) => ReturnFacts.Fold(all, seen, message));
}
