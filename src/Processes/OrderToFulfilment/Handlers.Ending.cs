using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.OrderState;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>How an order ends: cancelled with exactly what was done undone, or settled when money and books agree.</summary>
public static partial class Handlers
{
    public static Decision<OrderState> CancelSome(Order order, CancelRequested message, Context context)
    {
        if (message.Lines.IsDefaultOrEmpty)
        {
            return BeginCancel(order, message.Reason, context);
        }

        // What was found to stand in for a line goes with it.
        var lines = order.Lines.Where(line => line.Wanted > 0)
            .Where(line => message.Lines.Contains(line.Number) || message.Lines.Contains(line.InsteadOf ?? line.Number))
            .Select(line => new LineChange(line.Number, 0)).ToImmutableArray();
        if (lines.Length == order.Lines.Count(line => line.Wanted > 0))
        {
            return BeginCancel(order, message.Reason, context);
        }

        return lines.IsEmpty
            ? Decide.TooLate<OrderState>("None of these lines is open.")
            : Decide.Stay<OrderState>($"{lines.Length} lines cancelled: {message.Reason}").With(new PiecesGivenUp(lines));
    }

    /// <summary>Parts give back what they have; what has left already comes back only as a return.</summary>
    public static Decision<OrderState> CancelParts(Order order, CancelRequested message, Context context)
    {
        if (!message.Lines.IsDefaultOrEmpty)
        {
            return CancelLines(order, message, context);
        }

        if (order.Parts.Any(part => part.Stage == PartStage.Shipped) || order.Lines.Any(line => line.Delivered > 0))
        {
            return Decide.TooLate<OrderState>("Goods have left already; they can be returned.");
        }

        var open = order.OpenParts.ToList();
        if (open.Count == 0)
        {
            return BeginCancel(order, message.Reason, context);
        }

        var decision = Decide.To(TakingBack, $"Cancelled: {message.Reason} {open.Count} parts give back what they have.")
            .With(new CancellationBegun(message.Reason));
        return Withdraw(order, open.Aggregate(decision, (all, part) => all.Tell(part.Case, new FulfilmentCancelAsked(message.Reason))));
    }

    public static Decision<OrderState> StillTakingBack(Order order, DeadlinePassed late, Context context) =>
        Decide.Stay<OrderState>($"{order.OpenParts.Count()} parts still have goods.");

    /// <summary>A part gave back what it had; after the last one, money and books are undone.</summary>
    public static Decision<OrderState> TakeBack(Order order, PartEnded message, Context context)
    {
        var whole = WholeOf(order, message);
        var answered = order.Parts.FirstOrDefault(part => part.Case == message.Part) is { } part
            && UnwantedOf(order, part, message) is not null;
        Fact[] gone =
        [
            new PiecesLeftPart(message.Part, whole, GivenUp: true), new PartMoved(message.Part, PartStage.Done),
            .. answered ? [new RecallAnswered(message.Part)] : Array.Empty<Fact>(),
        ];
        var after = Fold(order, gone, message);
        var decision = after.OpenParts.Any()
            ? Decide.Stay<OrderState>($"{message.Part} gave back what it had.")
            : BeginCancel(after, order.CancelReason, context);
        return decision with { Facts = [.. gone, .. decision.Facts] };
    }

    /// <summary>Of a part that is cancelled nothing is left, what it never found among it: nobody waits for that either.</summary>
    private static ImmutableArray<PickedLine> WholeOf(Order order, PartEnded message) =>
        order.Parts.FirstOrDefault(part => part.Case == message.Part)?.Lines ?? message.Returned;

    public static Decision<OrderState> AuthorisedTooLate(Order order, PaymentAuthorised answer, Context context) =>
        Decide.Stay<OrderState>("Authorised while being cancelled.")
            .With(new Answered(Pending.Authorisation), new AuthorisationHeld(answer.Authorisation, answer.Amount));

    public static Decision<OrderState> DeclinedAnyway(Order order, PaymentDeclined answer, Context context) =>
        Decide.Stay<OrderState>("Nothing was authorised.").With(new Answered(Pending.Authorisation));

    public static Decision<OrderState> ReservedTooLate(Order order, StockReserved answer, Context context) =>
        Decide.Stay<OrderState>("Reserved while being cancelled.").With(new Answered(Pending.Reservation), new StockHeld(answer.Lines));

    public static Decision<OrderState> NotReservedAnyway(Order order, StockRefused answer, Context context) =>
        Decide.Stay<OrderState>("Nothing was reserved.").With(new Answered(Pending.Reservation));

    public static Decision<OrderState> PostedTooLate(Order order, SalesOrderPosted answer, Context context) =>
        Decide.Stay<OrderState>("Posted while being cancelled.")
            .With(new Answered(Pending.SalesOrder), new SalesOrderBooked(answer.Document));

    public static Decision<OrderState> NotPostedAnyway(Order order, SalesOrderRejected answer, Context context) =>
        Decide.Stay<OrderState>("The ERP never had it.").With(new Answered(Pending.SalesOrder));

    public static Decision<OrderState> StockUndone(Order order, StockSettled answer, Context context) =>
        Decide.Stay<OrderState>("Stock is on the books.")
            .With(new Answered(SettledBy(order, answer.Act)));

    public static Decision<OrderState> StockNotUndone(Order order, StockSettleRefused answer, Context context) =>
        Decide.Stay<OrderState>($"The ledger would not: {answer.Reason}")
            .With(new Answered(SettledBy(order, answer.Act)));

    public static Decision<OrderState> ShippedAfterAll(Order order, PartShipped message, Context context)
    {
        var (nobodyWaits, without) = WithoutRest(order, message);
        var shipped = CaptureShipped(without, message, context);
        return shipped.Outcome == Outcome.Applied
            ? CustomerAndErpKnowWhatIsLeft(
                without, nobodyWaits, shipped with { To = Fulfilling, Because = $"Too late to cancel: {message.Part} has left." })
            : shipped;
    }

    public static Decision<OrderState> DeliveredAfterAll(Order order, PartDelivered message, Context context)
    {
        var (nobodyWaits, without) = WithoutRest(order, message);
        var delivered = BookDelivered(without, message, context);
        return delivered.Outcome == Outcome.Applied
            ? CustomerAndErpKnowWhatIsLeft(without, nobodyWaits, delivered with { To = delivered.To ?? Fulfilling })
            : delivered;
    }

    /// <summary>What no part has yet can be cancelled still, whatever has left.</summary>
    private static (ImmutableArray<Fact> Facts, Order Order) WithoutRest(Order order, Message message)
    {
        ImmutableArray<Fact> facts = order.Unassigned > 0 ? [new PiecesGivenUp(RestOf(order))] : [];
        return (facts, Fold(order, facts, message));
    }

    /// <summary>A supplier that is short has sent the part; that it left is heard next.</summary>
    public static Decision<OrderState> ShortWhileCancelling(Order order, PartShort message, Context context) =>
        message.Mode == FulfilmentMode.DropShip
            ? MissingIsGivenUp(order, message)
            : Decide.Stay<OrderState>("Short, and not wanted any more.").With(WaitedFor(order, message))
                .Tell(message.Part, new FulfilmentCancelAsked(order.CancelReason));

    public static Decision<OrderState> StayUnsettled(Order order, DeadlinePassed late, Context context) =>
        Decide.Stay<OrderState>($"{order.Unsettled.Count} postings are still open.");

    public static Decision<OrderState> SettleAgain(Order order, LookAgain message, Context context)
    {
        var decision = Decide.To(Settling, $"Tried again: {message.Note}").With(new UnsettledCleared());
        foreach (var part in order.Parts.Where(part => part.Stage == PartStage.Done && part.Lines.Length > 0))
        {
            var (id, worth) = (part.Case.ToString(), PiecePrices.Gross(order, part.Lines));
            if (order.Unsettled.ContainsKey($"delivery {id}"))
            {
                decision = decision.With(new DeliveryAsked(id))
                    .Ask(new PostDelivery(order.Number, part.Node, id, order.Needs.Currency, worth, part.Lines));
            }

            var refused = Captures(order, id, part.Shares)
                .Where(capture => order.Unsettled.ContainsKey($"money {capture.Reference}")).ToList();
            decision = decision.With(refused.Select(capture => new CaptureTriedAgain(capture.Reference))).Ask(refused);
        }

        foreach (var part in order.Parts)
        {
            var refused = Refunds(order, part.RefundReference, part.Refund)
                .Where(refund => order.Unsettled.ContainsKey($"money {refund.Reference}")).ToList();
            decision = decision.With(refused.Select(refund => new RefundStarted(refund.Reference))).Ask(refused);
        }

        var postage = Refunds(order, order.PostageReference, order.PostageRefund)
            .Where(refund => order.Unsettled.ContainsKey($"money {refund.Reference}")).ToList();
        decision = decision.With(postage.Select(refund => new RefundStarted(refund.Reference))).Ask(postage);
        if (order.Unsettled.ContainsKey(Order.ErpCancellation))
        {
            decision = decision.With(new Awaits(Pending.SalesOrderCancel)).Ask(new CancelSalesOrder(order.Number, [], "cancelled"));
        }

        return WithdrawLast(
            order, decision.Effects.Count > 0 ? decision : EndedByHand(order, decision), "SETTLE", "It is tried again.");
    }

    public static Decision<OrderState> WriteOff(Order order, HoldReleased message, Context context)
    {
        ImmutableArray<string> charges =
            [.. order.Parts.SelectMany(ChargesOf).Where(charge => order.Unsettled.ContainsKey($"money {charge}"))];
        var decision = Decide.To(Settling, $"Written off: {message.Note}")
            .With(charges.IsEmpty ? [] : [new ChargesWrittenOff(charges)]).With(new UnsettledCleared());
        return WithdrawLast(order, EndedByHand(order, decision), "SETTLE", "It is written off.");
    }

    /// <summary>Whoever was to see to it does not: a later word would be about what has been open since.</summary>
    private static Decision<OrderState> WithdrawLast(Order order, Decision<OrderState> decision, string kind, string why) =>
        order.OpenTasks.Where(task => task.Key.StartsWith($"{kind}-{order.Number}-", StringComparison.Ordinal)).TakeLast(1)
            .Aggregate(decision, (all, task) => all.Tell(task, new TaskWithdrawn(why)));

    /// <summary>
    /// The order goes on without what other parts gave back and what nobody had found yet: the whole is cancelled no more, so these pieces
    /// are.
    /// </summary>
    private static Decision<OrderState> CustomerAndErpKnowWhatIsLeft(
        Order order, ImmutableArray<Fact> nobodyWaits, Decision<OrderState> decision)
    {
        var fewer = order.Lines.Where(line => line.Wanted < line.Ordered)
            .Select(line => new LineChange(line.Number, line.Wanted)).ToImmutableArray();
        decision = decision with { Facts = [.. nobodyWaits, .. decision.Facts] };
        return fewer.IsEmpty ? decision.Ask(Notify(order, "cancel-too-late"))
            : decision.Ask(Notify(order, "order-changed"), ErpWithout(order, fewer, order.CancelReason));
    }

    /// <summary>Wraps a row of Settling: when the last answer is in, the order ends, or waits for a person with what is open.</summary>
    internal static ProcessMap<Order, OrderState>.Handler<TMessage> Settle<TMessage>(ProcessMap<Order, OrderState>.Handler<TMessage> inner)
        where TMessage : Message => (order, message, context) =>
        {
            var decision = inner(order, message, context);
            var after = Fold(order, decision.Facts, message);
            if (!after.MoneySettled || !after.Pending.IsEmpty)
            {
                return decision;
            }

            decision = PostageBack(order, decision, message, context);
            after = Fold(order, decision.Facts, message);
            if (!after.MoneySettled)
            {
                return decision;
            }

            if (after.Unclaimed is { } tender && after.Unsettled.IsEmpty)
            {
                return decision.With(new Awaits(Pending.Void)).Ask(new VoidAuthorisation(tender.Authorisation));
            }

            return after.Unsettled.IsEmpty ? decision with { To = EndOf(after) } : Puzzle(after, decision, context);
        };

    /// <summary>Wraps a row of Cancelling: asks for what is still to be undone, and ends the order when nothing is.</summary>
    internal static ProcessMap<Order, OrderState>.Handler<TMessage> Undo<TMessage>(ProcessMap<Order, OrderState>.Handler<TMessage> inner)
        where TMessage : Message => (order, message, context) =>
        {
            var decision = inner(order, message, context);
            var after = Fold(order, decision.Facts, message);
            if (after.Pending.Overlaps([Pending.Authorisation, Pending.Reservation, Pending.SalesOrder]))
            {
                return decision;
            }

            var undo = Undoing(after);
            return EndUndone(order, decision.With(undo.Facts).Ask(undo.Effects), message, context);
        };

    /// <summary>
    /// Money that a parcel brought back is the customer's, also of what is cancelled besides: the order ends when it is back, and a person
    /// has it when the provider would not.
    /// </summary>
    private static Decision<OrderState> EndUndone(Order order, Decision<OrderState> decision, Message message, Context context)
    {
        decision = PostageBack(order, decision, message, context);
        var after = Fold(order, decision.Facts, message);
        return !after.Pending.IsEmpty || !after.MoneySettled ? decision
            : after.Unsettled.IsEmpty ? decision with { To = Undone(after) }
            : Puzzle(after, decision, context);
    }

    /// <summary>A person has cleared the books. What is still authorised is the customer's, and goes back before the order ends.</summary>
    private static Decision<OrderState> EndedByHand(Order order, Decision<OrderState> decision) =>
        order.Unclaimed is { } tender
            ? decision.With(new Awaits(Pending.Void)).Ask(new VoidAuthorisation(tender.Authorisation)) with { To = Settling }
            : decision with { To = EndOf(order) };

    private static OrderState EndOf(Order order) => order.Lines.Any(line => line.Delivered > 0) ? Closed : Cancelled;

    /// <summary>What the retailer refuses is undone like what the customer cancels, and ends under its own name.</summary>
    private static Decision<OrderState> BeginCancel(Order order, string reason, Context context, bool refused = false)
    {
        var undo = Undoing(order);
        var decision = Withdraw(order, Decide.To(Cancelling, $"{(refused ? Refused : Cancelled)}: {reason}")
            .With(new CancellationBegun(reason, refused)));
        decision = decision.With(undo.Facts).Ask(undo.Effects).Ask(Notify(order, "order-cancelled", reason));
        return EndUndone(order, decision, order.Needs, context);
    }

    private static OrderState Undone(Order order) => order.IsRefused ? Refused : Cancelled;

    private static Decision<OrderState> Withdraw(Order order, Decision<OrderState> decision) =>
        order.OpenTasks.Aggregate(decision, (all, task) => all.Tell(task, new TaskWithdrawn("The order is being cancelled.")));

    /// <summary>
    /// Exactly what was done and not yet undone. An authorisation that money is being taken from is given back after that.
    /// </summary>
    private static (List<Fact> Facts, List<Effect> Effects) Undoing(Order order)
    {
        var (facts, effects) = (new List<Fact>(), new List<Effect>());
        if (order.Unclaimed is { } tender && order.MoneyInFlight.IsEmpty && !order.Pending.Contains(Pending.Void))
        {
            facts.Add(new Awaits(Pending.Void));
            effects.Add(new VoidAuthorisation(tender.Authorisation));
        }

        if (!order.Reserved.IsEmpty)
        {
            facts.AddRange([new StockLetGo(), new Awaits(Pending.Release)]);
            effects.Add(Settle(order, order.Reserved, StockAct.Void, "The order is cancelled."));
        }

        if (order.SalesOrder is not null && !order.Pending.Contains(Pending.SalesOrderCancel))
        {
            facts.Add(new Awaits(Pending.SalesOrderCancel));
            effects.Add(new CancelSalesOrder(order.Number, [], "cancelled"));
        }

        return (facts, effects);
    }

    /// <summary>Money or books do not agree: finance control gets it, with what was refused.</summary>
    private static Decision<OrderState> Puzzle(Order order, Decision<OrderState> decision, Context context)
    {
        var task = CaseId.Task($"SETTLE-{order.Number}-{order.Tasks + 1}");
        var why = string.Join("; ", order.Unsettled.OrderBy(open => open.Key, StringComparer.Ordinal)
            .Select(open => $"{open.Key}: {open.Value}"));
        return decision.With(new TaskAsked(task)).Tell(task, Work(
            order, TaskKind.Resolve, $"Books of {order.Number} do not agree", why, ExceptionCategory.ReconciliationOpen, context, [],
            [new("retry", "Post again"), new("release:Erp", "Write off")])) with
        { To = Unsettled };
    }
}
