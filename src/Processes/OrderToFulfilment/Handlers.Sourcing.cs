using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.OrderState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Where the goods come from: candidates, reservation in two phases, the parts that follow, and waiting.</summary>
public static partial class Handlers
{
    public static Decision<OrderState> Source(Order order, StockFound found, Context context)
    {
        if (order.Needs.AvailableFrom is { } from && from > context.Now)
        {
            return Wait(order, $"A pre-order; nothing leaves before {from:u}.");
        }

        var plan = SourcingRules.Plan(order, found, context);
        return plan.Lines.IsEmpty
            ? WaitOrShip(order, plan.Because, context)
            : Decide.To(Reserving, plan.Because).With(new SourcingTried(), new Awaits(Pending.Reservation))
                .Ask(ReserveOf(order, plan, context));
    }

    public static Decision<OrderState> WaitForStock(Order order, StockNotFound answer, Context context) =>
        WaitOrShip(order, answer.Reason, context);

    public static Decision<OrderState> WaitForStockAfterRefusal(Order order, StockRefused answer, Context context)
    {
        var decision = WaitOrShip(order, answer.Reason, context);
        return decision with { Facts = [new Answered(Pending.Reservation), .. decision.Facts] };
    }

    /// <summary>All lines are reserved before any branch acts: what others took meanwhile is sourced again, a few times.</summary>
    public static Decision<OrderState> Reserve(Order order, StockReserved answer, Context context)
    {
        Fact[] held = [new Answered(Pending.Reservation), new StockHeld(answer.Lines)];
        var reserved = Fold(order, held, answer);
        var missing = reserved.Unassigned - reserved.Reserved.Sum(line => line.Reserved);
        var took = $"{answer.Lines.Sum(line => line.Reserved)} of {answer.Lines.Sum(line => line.Asked)} pieces reserved.";
        var contested = answer.Lines.Any(line => line.Reserved < line.Asked);
        if (missing > 0 && contested && order.Round < context.Policy.Read(Policy.SourcingRounds))
        {
            return Decide.To(Sourcing, $"{took} Others were quicker; round {order.Round + 1}.").With(held).Ask(Find(reserved));
        }

        var decision = WaitOrShip(reserved, took, context);
        return decision with { Facts = [.. held, .. decision.Facts] };
    }

    public static Decision<OrderState> StartParts(Order order, SalesOrderPosted answer, Context context)
    {
        var decision = Decide.To(Fulfilling, "").With(new Answered(Pending.SalesOrder), new SalesOrderBooked(answer.Document));
        var (wanted, surplus) = Split(order, order.Reserved);
        if (!surplus.IsEmpty)
        {
            decision = decision.With(new StockLetGo(), new StockHeld(wanted))
                .Ask(Settle(order, surplus, StockAct.Void, "Not wanted any more."));
        }

        decision = Parts(order with { Reserved = wanted }, decision, context).Ask(Notify(order, "order-confirmed", $"{order.Promise:u}"));
        var parts = decision.Facts.OfType<PartStarted>().ToList();
        return decision with
        {
            Because = $"ERP order {answer.Document}; {parts.Count} {(parts.Count == 1 ? "part" : "parts")}: "
                + $"{string.Join(", ", parts.Select(part => part.Node))}.",
        };
    }

    public static Decision<OrderState> HoldForErpOrder(Order order, SalesOrderRejected answer, Context context) =>
        Hold(order, HoldKind.Erp, answer.Reason, context, new Answered(Pending.SalesOrder));

    public static Decision<OrderState> LookForStock(Order order, DeadlinePassed late, Context context)
    {
        var preorder = order.Needs.AvailableFrom > context.Now;
        if (!preorder && order.Looks >= context.Policy.Read(Policy.BackOrderLooks))
        {
            return BeginCancel(order, $"No stock after {order.Looks} looks.");
        }

        return preorder
            ? Decide.Stay<OrderState>("The day of release has not come.")
            : Decide.To(Sourcing, $"Look {order.Looks + 1}.").With(new LookedAgain(), new SourcingReset()).Ask(Find(order));
    }

    public static Decision<OrderState> LookNow(Order order, LookAgain message, Context context) =>
        Decide.To(Sourcing, message.Note).With(new SourcingReset()).Ask(Find(order));

    public static Decision<OrderState> LookAtArrival(Order order, StockArrived message, Context context) =>
        Decide.To(Sourcing, $"{message.Available} of {message.Sku} arrived at {message.Node}.").With(new SourcingReset())
            .Ask(Find(order));

    /// <summary>The promise clock of the parts: back-ordered pieces look for stock again, the rest is watched.</summary>
    public static Decision<OrderState> Watch(Order order, DeadlinePassed late, Context context)
    {
        if (order.Unassigned == 0)
        {
            return Decide.Stay<OrderState>($"{order.OpenParts.Count()} parts are still open; their own clocks run.");
        }

        if (order.Looks < context.Policy.Read(Policy.BackOrderLooks))
        {
            return Decide.Stay<OrderState>($"Look {order.Looks + 1} for {order.Unassigned} back-ordered pieces.")
                .With(new LookedAgain(), new SourcingReset()).Ask(Find(order));
        }

        var rest = RestOf(order);
        return Finish(
            order,
            Decide.Stay<OrderState>($"No stock after {order.Looks} looks; the rest is not delivered and not charged.")
                .With(new PiecesGivenUp(rest)).Ask(Notify(order, "pieces-not-available"), ErpWithout(order, rest, "no stock")),
            late, context);
    }

    public static Decision<OrderState> LookForRest(Order order, LookAgain message, Context context) => LookForRest(order, message.Note);

    public static Decision<OrderState> LookForRestAtArrival(Order order, StockArrived message, Context context) =>
        LookForRest(order, $"{message.Available} of {message.Sku} arrived at {message.Node}.");

    public static Decision<OrderState> SourceRest(Order order, StockFound found, Context context)
    {
        var plan = order.Unassigned > 0 ? SourcingRules.Plan(order, found, context) : SourcingRules.Nothing;
        return plan.Lines.IsEmpty
            ? Decide.Stay<OrderState>(plan.Because)
            : Decide.Stay<OrderState>(plan.Because).With(new Awaits(Pending.Reservation)).Ask(ReserveOf(order, plan, context));
    }

    public static Decision<OrderState> WaitForRest(Order order, StockNotFound answer, Context context) =>
        Decide.Stay<OrderState>(answer.Reason);

    public static Decision<OrderState> WaitForRestAfterRefusal(Order order, StockRefused answer, Context context) =>
        Decide.Stay<OrderState>(answer.Reason).With(new Answered(Pending.Reservation));

    public static Decision<OrderState> StartRest(Order order, StockReserved answer, Context context)
    {
        var (wanted, surplus) = Split(order, answer.Lines);
        Fact[] held = [new Answered(Pending.Reservation), new StockHeld(wanted)];
        var decision = Decide.Stay<OrderState>($"{wanted.Sum(line => line.Reserved)} more pieces reserved.").With(held);
        if (!surplus.IsEmpty)
        {
            decision = decision.Ask(Settle(order, surplus, StockAct.Void, "Not wanted any more."));
        }

        var reserved = Fold(order, held, answer);
        if (reserved.Reserved.IsEmpty)
        {
            return decision with { Because = surplus.IsEmpty ? "Others were quicker." : "Not wanted any more; the stock goes back." };
        }

        var promise = SourcingRules.PromiseOf(reserved, context);
        decision = decision.With(new PromiseMade(promise))
            .Ask(Settle(order, reserved.Reserved, StockAct.Post, "The rest is reserved."));
        return Parts(reserved with { Promise = promise }, decision, context).Ask(Notify(order, "more-is-coming", $"{promise:u}"));
    }

    /// <summary>Stock came for a rest that is being decided about: it goes back at once.</summary>
    public static Decision<OrderState> LetGo(Order order, StockReserved answer, Context context)
    {
        var held = answer.Lines.Where(line => line.Reserved > 0).ToImmutableArray();
        var decision = Decide.Stay<OrderState>("Not now; the stock goes back.").With(new Answered(Pending.Reservation));
        return held.IsEmpty ? decision : decision.Ask(Settle(order, held, StockAct.Void, "Another decision is open."));
    }

    internal static string ReservationOf(Order order, string node) => $"{order.Number}@{node}";

    internal static SettleStock Settle(Order order, ImmutableArray<ReservedLine> lines, StockAct act, string reason) =>
        new([.. lines.GroupBy(line => (line.Sku, line.Node)).Select(at => new StockOrder(
            at.Key.Sku,
            new StockInstruction(act, at.Key.Node, at.Sum(line => line.Reserved), ReservationOf(order, at.Key.Node), reason)))]);

    internal static ImmutableArray<LineChange> RestOf(Order order) =>
        [.. order.Lines.Where(line => line.Unassigned > 0).Select(line => new LineChange(line.Number, line.Wanted - line.Unassigned))];

    internal static CancelSalesOrder ErpWithout(Order order, ImmutableArray<LineChange> lines, string reason) =>
        new(order.Number, lines, reason);

    private static Decision<OrderState> LookForRest(Order order, string why) =>
        order.Unassigned > 0
            ? Decide.Stay<OrderState>(why).With(new SourcingReset()).Ask(Find(order))
            : Decide.TooLate<OrderState>("Nothing is back-ordered.");

    /// <summary>What is reserved already goes its way; it must not lapse while the rest is waited for.</summary>
    private static Decision<OrderState> WaitOrShip(Order order, string because, Context context)
    {
        if (order.Reserved.IsEmpty)
        {
            return Wait(order, because);
        }

        var missing = order.Unassigned - order.Reserved.Sum(line => line.Reserved);
        return Decide.To(Releasing, missing > 0 ? $"{because} {missing} are back-ordered." : because)
            .With(
                new PromiseMade(SourcingRules.PromiseOf(order, context)), new SourcingReset(), new Awaits(Pending.Firming),
                new Awaits(Pending.SalesOrder))
            .Ask(Settle(order, order.Reserved, StockAct.Post, "All lines are reserved."), SalesOrderOf(order));
    }

    private static Decision<OrderState> Wait(Order order, string because)
    {
        var decision = Decide.To(WaitingForStock, because);
        return order.Looks == 0 ? decision.Ask(Notify(order, "back-ordered")) : decision;
    }

    private static ReserveStock ReserveOf(Order order, SourcingPlan plan, Context context) =>
        new(order.Number, plan.Lines, context.Policy.Read(Policy.ReservationExpiry));

    private static PostSalesOrder SalesOrderOf(Order order)
    {
        var lines = order.Needs.Lines
            .Select(line => line with { Quantity = order.LineOf(line.Line).Wanted }).Where(line => line.Quantity > 0).ToImmutableArray();
        return new PostSalesOrder(
            order.Number, order.Needs.Customer.Id, order.Needs.Currency,
            lines.Sum(line => line.UnitPrice * line.Quantity) + order.Needs.Charges.Sum(charge => charge.Amount), lines,
            order.Needs.Charges);
    }

    /// <summary>One part a node, from what is reserved.</summary>
    private static Decision<OrderState> Parts(Order order, Decision<OrderState> decision, Context context)
    {
        var n = order.Parts.Length;
        foreach (var at in order.Reserved.GroupBy(line => line.Node))
        {
            var id = new CaseId("fulfilment", $"{order.Number}-{++n}");
            var pieces = at.GroupBy(line => line.Line)
                .Select(line => new PickedLine(line.Key, line.First().Sku, line.Sum(held => held.Reserved))).ToImmutableArray();
            var mode = SourcingRules.ModeOf(order, context.Network.Find(at.Key));
            decision = decision.With(new PartStarted(id, at.Key, mode, pieces)).Tell(id, new FulfilmentAsked(
                context.Case, ReservationOf(order, at.Key), mode, at.Key, order.Needs.Region, order.Needs.Channel, order.Needs.Currency,
                order.Needs.Customer, order.Promise ?? context.Now,
                [.. pieces.Select(piece => PartLineOf(order, piece))]));
        }

        return decision;
    }

    /// <summary>Lines may have been cancelled while their stock was being reserved.</summary>
    private static (ImmutableArray<ReservedLine> Wanted, ImmutableArray<ReservedLine> Surplus) Split(
        Order order, ImmutableArray<ReservedLine> lines)
    {
        var left = order.Lines.ToDictionary(line => line.Number, line => Math.Max(0, line.Unassigned));
        var (wanted, surplus) = (ImmutableArray.CreateBuilder<ReservedLine>(), ImmutableArray.CreateBuilder<ReservedLine>());
        foreach (var line in lines)
        {
            var taken = Math.Min(line.Reserved, left[line.Line]);
            left[line.Line] -= taken;
            wanted.Add(line with { Reserved = taken });
            surplus.Add(line with { Reserved = line.Reserved - taken });
        }

        return ([.. wanted.Where(line => line.Reserved > 0)], [.. surplus.Where(line => line.Reserved > 0)]);
    }

    private static PartLine PartLineOf(Order order, PickedLine piece)
    {
        var line = order.LineOf(piece.Line);
        return new PartLine(line.Number, line.Sku, line.Description, piece.Picked, line.UnitPrice);
    }
}
