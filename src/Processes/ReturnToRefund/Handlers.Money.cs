using System.Collections.Immutable;
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
        return Exchange(
            state, answer.Credits, context, AfterMoney(state, new MoneyReturned(answer.Amount, answer.Shares, answer.Stored), returned));
    }

    private static Decision<ReturnState> AfterMoney(CustomerReturn state, MoneyReturned known, string because)
    {
        var paid = state with { Refunded = known.Amount, RefundKnown = true };
        return state.Sellable.IsEmpty
            ? Decide.To(Posting, because).With(known).Ask(CreditNote(paid, paid.Restocked))
            : Decide.To(Restocking, because).With(known).Ask(BackToStock(paid));
    }

    /// <summary>
    /// What the customer wants instead is an order like any other, paid by the credit that the money became. Where no credit came of it,
    /// the money went back and the customer is told.
    /// </summary>
    /// <param name="kept">what became a credit all the same, which the customer is told of</param>
    private static Decision<ReturnState> Exchange(
        CustomerReturn state, ImmutableArray<PaymentTender> credits, Context context, Decision<ReturnState> decision, decimal kept = 0)
    {
        if (state is not { Needs.Exchange: { } wish, Customer: { } customer })
        {
            return decision;
        }

        // What is wanted is priced in a currency that the credit is not in, or nothing became a credit.
        if ((credits.IsDefaultOrEmpty && wish.Total > 0) || state.Currency != state.Needs.Currency)
        {
            return decision.Ask(new NotifyCustomer(
                "exchange-refunded", state.Needs.Number, customer, kept > 0 ? [new Money(kept, state.Currency).ToString()] : []));
        }

        var order = new OrderReceived(
            $"{ExchangeWish.Prefix}{state.Needs.Number}", state.Needs.Channel, state.Needs.Region, context.Now, state.Currency,
            customer,
            wish.PickupNode is null ? DeliveryWish.Ship : DeliveryWish.StorePickup, wish.PickupNode, AvailableFrom: null,
            AcceptsSubstitutes: false, wish.Lines, [],
            (wish.Payment ?? new PaymentMethod("store-credit", state.Needs.Number)) with { Tenders = credits });
        var id = CaseId.Order(order.Number);
        return decision.With(new ExchangeOrdered(id)).Tell(id, order) with { Because = $"{decision.Because} {id} is for what is wanted." };
    }

    public static Decision<ReturnState> Dispute(CustomerReturn state, RefundDeclined answer, Context context)
    {
        if (answer.Returned <= 0)
        {
            return Puzzle(state, answer.Reason, context);
        }

        var partly = new MoneyPartlyReturned(answer.Returned, answer.Owed, answer.Stored, answer.Credits);
        var decision = Puzzle(
            state with { PartlyRefunded = answer.Returned },
            $"{new Money(answer.Returned, state.Currency)} went back, the rest did not: {answer.Reason}", context);
        return decision with { Facts = [partly, .. decision.Facts] };
    }

    /// <summary>The order's word. What a person refuses meanwhile is asked for already, and may be on its way.</summary>
    public static Decision<ReturnState> NotOwed(CustomerReturn state, ReturnRefused answer, Context context) => answer.ByPerson
        ? Decide.TooLate<ReturnState>("The order is paying it back; what it answers decides.")
        : Puzzle(state, answer.Reason, context);

    public static Decision<ReturnState> Booked(CustomerReturn state, CreditNotePosted answer, Context context) =>
        Credited(state, answer.Document, $"Credit note {answer.Document}", context);

    /// <summary>What the provider showed so far is enough, or too little, or wrong.</summary>
    private static Decision<ReturnState> Credited(CustomerReturn state, string document, string said, Context context)
    {
        var booked = state with { CreditNote = document };
        var decision = state.MoneyDone
            ? Decide.To(Closed, $"{said}: money, stock and books agree.")
            : state is { Settled: { } settled, MoreToBeShown: false }
            ? Puzzle(booked, Differs(state, settled), context)
            : Decide.To(Settling, $"{said}; the provider's statement is to show the refund.");
        return decision with { Facts = [new CreditNoteBooked(document), .. decision.Facts] };
    }

    public static Decision<ReturnState> NotPosted(CustomerReturn state, CreditNoteRejected answer, Context context) =>
        Puzzle(state, answer.Reason, context);

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

    /// <param name="restocked">whether what can be sold again is on the shelf</param>
    private static PostCreditNote CreditNote(CustomerReturn state, bool restocked) => new(
        state.Needs.Number, state.Order?.Key, state.Currency, state.Refunded,
        [.. state.Lines.Select(line => line with { UnitPrice = state.PriceOf(line) })],
        state.Worn.Any() ? [.. state.Worn] : default,
        restocked ? [.. state.Sellable.Select(line => new AdjustedPieces(line.Sku, line.Quantity))] : default,
        restocked ? state.At ?? state.Needs.Node : null);

    private static string Differs(CustomerReturn state, decimal settled, string? currency = null) =>
        $"{new Money(state.ToSettle, state.Currency)} went back, and the statement shows "
        + $"{new Money(settled, currency ?? state.Currency)}.";

    private static Decision<ReturnState> Puzzle(CustomerReturn state, string why, Context context)
    {
        var (decision, task) = Numbered(state, Decide.To(Disputed, why), "DISPUTE", context);
        ImmutableArray<TaskChoice> byHand = state.RefundKnown || state.MoneyMoved ? [new("settled", ByHand(state))] : [];
        ImmutableArray<TaskChoice> refuse = state.MoneyMoved ? [] : [new("refuse-return", "Refuse the return")];
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"Return {state.Needs.Number} does not add up", why, ExceptionCategory.RefundMismatch, null, context,
            [new("retry", "Try again"), .. byHand, .. refuse]));
    }
}
