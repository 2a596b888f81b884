using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>The money: paid back by the order, credited in the ERP, seen on the provider's statement.</summary>
public static partial class Handlers
{
    public static Decision<ReturnState> Refund(CustomerReturn state, PaymentRefunded answer, Context context)
    {
        var returned = $"{new Money(answer.Amount, answer.Currency)} went back.";
        var paid = state with { Refunded = answer.Amount, RefundKnown = true };
        var known = new MoneyReturned(answer.Amount, answer.Shares);
        return Exchange(state, answer, context, state.Sellable.IsEmpty
            ? Decide.To(Posting, returned).With(known).Ask(CreditNote(paid, paid.Restocked))
            : Decide.To(Restocking, returned).With(known).Ask(BackToStock(paid)));
    }

    /// <summary>
    /// What the customer wants instead is an order like any other, paid by the credit that the money became. Where no credit came of it,
    /// the money went back and the customer is told.
    /// </summary>
    private static Decision<ReturnState> Exchange(
        CustomerReturn state, PaymentRefunded answer, Context context, Decision<ReturnState> decision)
    {
        if (state is not { Needs.Exchange: { } wish, Customer: { } customer })
        {
            return decision;
        }

        // What is wanted is priced in a currency that the credit is not in, or nothing became a credit.
        if ((answer.Credits.IsDefaultOrEmpty && wish.Total > 0) || state.Currency != state.Needs.Currency)
        {
            return decision.Ask(new NotifyCustomer("exchange-refunded", state.Needs.Number, customer, []));
        }

        var order = new OrderReceived(
            $"{ExchangeWish.Prefix}{state.Needs.Number}", state.Needs.Channel, state.Needs.Region, context.Now, state.Currency,
            customer,
            wish.PickupNode is null ? DeliveryWish.Ship : DeliveryWish.StorePickup, wish.PickupNode, AvailableFrom: null,
            AcceptsSubstitutes: false, wish.Lines, [],
            (wish.Payment ?? new PaymentMethod("store-credit", state.Needs.Number)) with { Tenders = answer.Credits });
        var id = CaseId.Order(order.Number);
        return decision.With(new ExchangeOrdered(id)).Tell(id, order) with { Because = $"{decision.Because} {id} is for what is wanted." };
    }

    public static Decision<ReturnState> Dispute(CustomerReturn state, RefundDeclined answer, Context context)
    {
        if (answer.Returned <= 0)
        {
            return Puzzle(state, answer.Reason, context);
        }

        var partly = new MoneyPartlyReturned(answer.Returned);
        var decision = Puzzle(
            state with { PartlyRefunded = answer.Returned },
            $"{new Money(answer.Returned, state.Currency)} went back, the rest did not: {answer.Reason}", context);
        return decision with { Facts = [partly, .. decision.Facts] };
    }

    public static Decision<ReturnState> NotOwed(CustomerReturn state, ReturnRefused answer, Context context) =>
        Puzzle(state, answer.Reason, context);

    public static Decision<ReturnState> Booked(CustomerReturn state, CreditNotePosted answer, Context context)
    {
        var booked = state with { CreditNote = answer.Document };
        var decision = state.MoneyDone
            ? Decide.To(Closed, $"Credit note {answer.Document}: money, stock and books agree.")
            : state is { Settled: { } settled, MoreToBeShown: false }
            ? Puzzle(booked, Differs(state, settled), context)
            : Decide.To(Settling, $"Credit note {answer.Document}; the provider's statement is to show the refund.");
        return decision with { Facts = [new CreditNoteBooked(answer.Document), .. decision.Facts] };
    }

    public static Decision<ReturnState> NotPosted(CustomerReturn state, CreditNoteRejected answer, Context context) =>
        Puzzle(state, answer.Reason, context);

    /// <summary>A statement may come before the books are done; it counts all the same.</summary>
    public static Decision<ReturnState> NoteSettlement(CustomerReturn state, RefundSettled message, Context context) =>
        Decide.Stay<ReturnState>($"The provider's statement shows {new Money(message.Amount, message.Currency)}.")
            .With(Seen(state, message));

    public static Decision<ReturnState> Settle(CustomerReturn state, RefundSettled message, Context context)
    {
        var shown = state with { Shown = state.Shown.Add(message.Amount) };
        var settled = shown.Settled ?? 0;
        if (message.Currency == state.Currency && shown.MoreToBeShown)
        {
            return Decide.Stay<ReturnState>(
                $"The provider's statement shows {new Money(settled, message.Currency)} of {new Money(state.Refunded, message.Currency)}; "
                + "the order was paid by several means.").With(Seen(state, message));
        }

        var decision = message.Currency != state.Currency ? Puzzle(state, Differs(state, message.Amount, message.Currency), context)
            : settled == state.Refunded
            ? Decide.To(Closed, $"The provider's statement shows {new Money(settled, message.Currency)}: money, stock and books agree.")
            : Puzzle(state, Differs(state, settled), context);
        decision = state.Task is { } task ? decision.Tell(task, new TaskWithdrawn("The statement came.")) : decision;
        return decision with { Facts = [.. Seen(state, message), .. decision.Facts] };
    }

    /// <summary>A person of finance asks the provider, from the first time it is late until it is settled.</summary>
    public static Decision<ReturnState> SettlementLate(CustomerReturn state, DeadlinePassed late, Context context)
    {
        const string Why = "No statement of the provider shows the refund.";
        var (decision, task) = Numbered(state, Decide.Stay<ReturnState>(Why), "SETTLE", context);
        decision = state.Task is { } before ? decision.Tell(before, new TaskWithdrawn("It is asked for again.")) : decision;
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"The refund of {state.Needs.Number} is on no statement", Why, ExceptionCategory.RefundLate, null,
            context, [new("settled", "It reached the customer")]));
    }

    public static Decision<ReturnState> SettleByHand(CustomerReturn state, RefundSettledByHand message, Context context)
    {
        var closed = Decide.To(Closed, $"{message.By} has seen the refund settled. {message.Note}".TrimEnd());
        return state.Task is { } task ? closed.Tell(task, new TaskWithdrawn("It is settled.")) : closed;
    }

    /// <summary>Only where money went back: what was never paid is not settled by a word.</summary>
    public static Decision<ReturnState> SettleDispute(CustomerReturn state, RefundSettledByHand message, Context context) =>
        state.RefundKnown || state.MoneyMoved
            ? SettleByHand(state, message, context)
            : Decide.TooLate<ReturnState>("Nothing was paid back yet; try again, or refuse the return.");

    public static Decision<ReturnState> StayDisputed(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("Money and books still do not agree.");

    /// <summary>Takes up what is missing, the first of it.</summary>
    public static Decision<ReturnState> TryAgain(CustomerReturn state, LookAgain message, Context context)
    {
        var again = !state.RefundKnown ? PaidBack(state, Decide.To(Refunding, message.Note), context)
            : !state.StockDone ? Decide.To(Restocking, message.Note).Ask(BackToStock(state))
            : state.CreditNote is null ? Decide.To(Posting, message.Note).Ask(CreditNote(state, state.Restocked))
            : state.MoneyDone ? Decide.To(Closed, "Money, stock and books agree.")
            : Decide.To(Settling, message.Note);
        return state.Task is { } task ? again.Tell(task, new TaskWithdrawn("It is tried again.")) : again;
    }

    private static Decision<ReturnState> PaidBack(CustomerReturn state, Decision<ReturnState> decision, Context context)
    {
        var worn = state.Worn.Sum(pieces => pieces.Quantity * state.PriceOf(pieces.Sku));
        var kept = decimal.Round(worn * (100 - context.Policy.Read(Policy.ReturnWornShare)) / 100, 2);
        var wish = state.Customer is null || state.Currency != state.Needs.Currency ? null : state.Needs.Exchange;
        return decision.Tell(
            state.Order!.Value, new RefundAsked(context.Case, state.Lines, kept, wish?.Total ?? 0, wish is { Payment: null }));
    }

    /// <summary>An amount in another currency is no part of what went back.</summary>
    private static RefundSeen[] Seen(CustomerReturn state, RefundSettled message) =>
        message.Currency == state.Currency ? [new RefundSeen(message.Amount)] : [];

    /// <param name="restocked">whether what can be sold again is on the shelf</param>
    private static PostCreditNote CreditNote(CustomerReturn state, bool restocked) => new(
        state.Needs.Number, state.Order?.Key, state.Currency, state.Refunded,
        [.. state.Lines.Select(line => line with { UnitPrice = state.PriceOf(line) })],
        state.Worn.Any() ? [.. state.Worn] : default,
        restocked ? [.. state.Sellable.Select(line => new AdjustedPieces(line.Sku, line.Quantity))] : default,
        restocked ? state.At ?? state.Needs.Node : null);

    private static string Differs(CustomerReturn state, decimal settled, string? currency = null) =>
        $"{new Money(state.Refunded, state.Currency)} went back, and the statement shows "
        + $"{new Money(settled, currency ?? state.Currency)}.";

    private static Decision<ReturnState> Puzzle(CustomerReturn state, string why, Context context)
    {
        var (decision, task) = Numbered(state, Decide.To(Disputed, why), "DISPUTE", context);
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"Return {state.Needs.Number} does not add up", why, ExceptionCategory.RefundMismatch, null, context,
            [
                new("retry", "Try again"),
                state.MoneyMoved ? new("settled", "It is settled by hand") : new("refuse-return", "Refuse the return"),
            ]));
    }
}
