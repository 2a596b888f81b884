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
    /// <summary>A pre-order is looked for when its day has come, any other at intervals.</summary>
    public static Policies.Policy<TimeSpan> LookOf(Order order) =>
        order.ReleaseIn > TimeSpan.Zero ? Policy.PreOrderRelease with { Default = order.ReleaseIn } : Policy.BackOrderLook;

    public static Decision<OrderState> Source(Order order, StockFound found, Context context)
    {
        if (order.Needs.AvailableFrom is { } from && from > context.Now)
        {
            return Wait(order, $"A pre-order; nothing leaves before {from:u}.").With(new ReleaseWaited(from - context.Now));
        }

        var plan = SourcingRules.Plan(order, found, context);
        if (Substitution.Pricing(order, plan.Instead.Select(one => (one.Line, one.Pieces, one.Sku))) is var (asked, prices))
        {
            var skus = string.Join(", ", asked.Skus);
            return Decide.Stay<OrderState>($"The price of {skus}, sent instead, is asked for.").With(asked).Ask(prices);
        }

        return plan.Lines.IsEmpty
            ? Expecting(order, found, known => WaitShipOrRefuse(known, plan.Because, context))
            : Decide.To(Reserving, plan.Because).With(plan.Instead).With(new SourcingTried(), new Awaits(Pending.Reservation))
                .Ask(ReserveOf(order, plan, context));
    }

    /// <summary>The stock is looked at again: it may have moved while the ERP was asked.</summary>
    public static Decision<OrderState> PriceStandIns(Order order, OrderChecked answer, Context context) =>
        NotePrices(order, answer, context).Ask(Find(order));

    /// <summary>Without a price in force it is sent at that of what was ordered.</summary>
    public static Decision<OrderState> SourceUnpriced(Order order, OrderCheckRefused answer, Context context) =>
        NoteUnpriced(order, answer, context).Ask(Find(order));

    public static Decision<OrderState> NotePrices(Order order, OrderChecked answer, Context context)
    {
        ImmutableArray<PriceInForce> known =
            [.. answer.Prices.Where(price => order.StandInPrices.ContainsKey(price.Sku)).DistinctBy(price => price.Sku)];
        return Decide.Stay<OrderState>($"{known.Length} prices of what may be sent instead.").With(new StandInPricesKnown(known));
    }

    public static Decision<OrderState> NoteUnpriced(Order order, OrderCheckRefused answer, Context context) =>
        Decide.Stay<OrderState>($"The ERP tells no prices of what may be sent instead: {answer.Reason}");

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
        var missing = BackOrders.Lacking(reserved).Sum(lack => lack.Pieces);
        var took = $"{answer.Lines.Sum(line => line.Reserved)} of {answer.Lines.Sum(line => line.Asked)} pieces reserved.";
        var contested = answer.Lines.Any(line => line.Reserved < line.Asked);
        if (missing > 0 && contested && order.Round < context.Policy.Read(Policy.SourcingRounds))
        {
            return Decide.To(Sourcing, $"{took} Others were quicker; round {order.Round + 1}.").With(held).Ask(Find(reserved));
        }

        var decision = WaitShipOrRefuse(reserved, took, context);
        return decision with { Facts = [.. held, .. decision.Facts] };
    }

    public static Decision<OrderState> HoldForErpOrder(Order order, SalesOrderRejected answer, Context context) =>
        Hold(order, HoldKind.Erp, answer.Reason, context, new Answered(Pending.SalesOrder));

    public static Decision<OrderState> LookForStock(Order order, DeadlinePassed late, Context context)
    {
        var preorder = order.Needs.AvailableFrom > context.Now;
        if (!preorder && order.Looks >= context.Policy.Read(Policy.BackOrderLooks) && !BackOrders.StillExpected(order, context))
        {
            return BeginCancel(order, $"No stock after {order.Looks} looks.", context);
        }

        return preorder
            ? Decide.Stay<OrderState>("The day of release has not come.")
            : Decide.To(Sourcing, $"Look {order.Looks + 1}.").With(new LookedAgain(), new SourcingReset()).Ask(Find(order));
    }

    public static Decision<OrderState> LookNow(Order order, LookAgain message, Context context) =>
        Decide.To(Sourcing, message.Note).With(new SourcingReset()).Ask(Find(order));

    public static Decision<OrderState> LookAtArrival(Order order, StockArrived message, Context context) =>
        Decide.To(Sourcing, $"{message.Available} of {message.Sku} arrived at {message.Node}.").With(new SourcingReset())
            .With(Trusted(order, message)).Ask(Find(order));

    /// <summary>The promise clock of the parts: back-ordered pieces look for stock again, the rest is watched.</summary>
    public static Decision<OrderState> Watch(Order order, DeadlinePassed late, Context context)
    {
        if (order.Unassigned == 0)
        {
            return Finish(
                order, Decide.Stay<OrderState>($"{order.OpenParts.Count()} parts are still open; their own clocks run."), late, context);
        }

        if (order.Looks < context.Policy.Read(Policy.BackOrderLooks) || BackOrders.StillExpected(order, context))
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

    public static Decision<OrderState> LookForRestAtArrival(Order order, StockArrived message, Context context)
    {
        var look = LookForRest(order, $"{message.Available} of {message.Sku} arrived at {message.Node}.");
        return look.Outcome == Outcome.Applied ? look.With(Trusted(order, message)) : look;
    }

    /// <summary>It was passed over since its shelf lacked what its books had; what came now was counted.</summary>
    private static Fact[] Trusted(Order order, StockArrived arrived) =>
        order.AvoidNodes.Contains(arrived.Node) ? [new NodeTrusted(arrived.Node)] : [];

    public static Decision<OrderState> SourceRest(Order order, StockFound found, Context context)
    {
        if (order.Pending.Overlaps([Pending.Reservation, Pending.Firming, Pending.Release]))
        {
            return Decide.Stay<OrderState>("Pieces are being reserved already; what is missing then is looked for again.");
        }

        var plan = order.Unassigned > 0 ? SourcingRules.Plan(order, found, context) : SourcingRules.Nothing;
        return plan.Lines.IsEmpty
            ? Expecting(order, found, known => WithoutChoice(known, plan.Because))
            : Decide.Stay<OrderState>(plan.Because).With(new Awaits(Pending.Reservation)).Ask(ReserveOf(order, plan, context));
    }

    public static Decision<OrderState> WaitForRest(Order order, StockNotFound answer, Context context) =>
        WithoutChoice(order, answer.Reason);

    public static Decision<OrderState> WaitForRestAfterRefusal(Order order, StockRefused answer, Context context) =>
        Decide.Stay<OrderState>(answer.Reason).With(new Answered(Pending.Reservation));

    /// <summary>More pieces are set aside. They are promised to a part when the ledger has made them firm, not before.</summary>
    public static Decision<OrderState> ReserveRest(Order order, StockReserved answer, Context context)
    {
        var held = answer.Lines.Where(line => line.Reserved > 0).ToImmutableArray();
        return held.IsEmpty ? Decide.Stay<OrderState>("Others were quicker.").With(new Answered(Pending.Reservation))
            : order.Unassigned == 0 ? LetGo(order, answer, context)
            : Decide.Stay<OrderState>($"{held.Sum(line => line.Reserved)} more pieces reserved.")
                .With(new Answered(Pending.Reservation), new StockHeld(held), new Awaits(Pending.Firming))
                .Ask(Settle(order, held, StockAct.Post, "The rest is reserved."));
    }

    /// <summary>Stock came for a rest that is being decided about: it goes back at once.</summary>
    public static Decision<OrderState> LetGo(Order order, StockReserved answer, Context context)
    {
        var held = answer.Lines.Where(line => line.Reserved > 0).ToImmutableArray();
        var decision = Decide.Stay<OrderState>("Not now; the stock goes back.").With(new Answered(Pending.Reservation));
        return held.IsEmpty
            ? decision
            : decision.With(new Awaits(Pending.Release)).Ask(Settle(order, held, StockAct.Void, "Another decision is open."));
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

    /// <summary>Others took what the chosen node had: any node is looked at.</summary>
    private static Decision<OrderState> WithoutChoice(Order order, string because) => order is { SendFrom: { } node, Unassigned: > 0 }
        ? Decide.Stay<OrderState>($"{node} cannot send it any more; any other may. {because}").With(new ChoiceDropped()).Ask(Find(order))
        : Decide.Stay<OrderState>(because);

    private static Decision<OrderState> LookForRest(Order order, string why) =>
        order.Unassigned > 0
            ? Decide.Stay<OrderState>(why).With(new SourcingReset()).Ask(Find(order))
            : Decide.TooLate<OrderState>("Nothing is back-ordered.");

    /// <summary>Where the retailer refuses what is not there, nothing waits.</summary>
    private static Decision<OrderState> WaitShipOrRefuse(Order order, string because, Context context)
    {
        var lacking = BackOrders.Lacking(order);
        if (lacking.IsEmpty || context.Policy.Read(Policy.PartShortage) != Policies.PartShortage.Refuse)
        {
            return WaitOrShip(order, because, context);
        }

        if (order.Reserved.IsEmpty)
        {
            return BeginCancel(order, $"{because} What is not in stock is refused.", context, refused: true);
        }

        var held = order.Reserved.ToLookup(line => line.Line, line => line.Reserved);
        var rest = new PiecesGivenUp([.. order.Lines
            .Where(line => line.Unassigned > held[line.Number].Sum())
            .Select(line => new LineChange(line.Number, line.Wanted - line.Unassigned + held[line.Number].Sum()))]);
        var firm = WaitOrShip(Fold(order, [rest], order.Needs), because, context);
        return firm with
        {
            Facts = [rest, .. firm.Facts],
            Effects = [.. firm.Effects, Notify(order, "pieces-not-available")],
            Because = $"{firm.Because} {lacking.Sum(lack => lack.Pieces)} that are not in stock are refused.",
        };
    }

    /// <summary>What is reserved already goes its way; it must not lapse while the rest is waited for.</summary>
    private static Decision<OrderState> WaitOrShip(Order order, string because, Context context)
    {
        if (order.Reserved.IsEmpty)
        {
            return Wait(order, because);
        }

        var missing = BackOrders.Lacking(order).Sum(lack => lack.Pieces);
        return Decide.To(Firming, missing > 0 ? $"{because} {missing} are back-ordered." : because)
            .With(new PromiseMade(SourcingRules.PromiseOf(order, context)), new SourcingReset(), new Awaits(Pending.Firming))
            .Ask(Settle(order, order.Reserved, StockAct.Post, "All lines are reserved."));
    }

    private static Decision<OrderState> Wait(Order order, string because)
    {
        var decision = Decide.To(WaitingForStock, because);
        return order.Looks == 0 ? decision.Ask(Notify(order, "back-ordered", ExpectedOf(order))) : decision;
    }

    /// <summary>What is on order is noted where it is other than it was, and the customer is told of a later day.</summary>
    private static Decision<OrderState> Expecting(Order order, StockFound found, Func<Order, Decision<OrderState>> decide)
    {
        if (BackOrders.ExpectedBy(order, found) is var by && by == order.ExpectedBy)
        {
            return decide(order);
        }

        var decision = decide(order with { ExpectedBy = by });
        decision = decision with
        {
            Facts = [new SupplyExpected(by), .. decision.Facts],
            Because = by is { } day ? $"{decision.Because} It is on order for {day:u}." : $"{decision.Because} It is not on order.",
        };
        return by > order.ExpectedBy
            ? decision.Ask(Notify(order, "back-order-later", $"{by:u}"))
            : decision;
    }

    private static ImmutableArray<string> ExpectedOf(Order order) => order.ExpectedBy is { } by ? [$"{by:u}"] : [];

    private static ReserveStock ReserveOf(Order order, SourcingPlan plan, Context context) =>
        new(order.Number, plan.Lines, context.Policy.Read(Policy.ReservationExpiry));

    private static PostSalesOrder SalesOrderOf(Order order)
    {
        var lines = order.Lines.Where(line => line.Wanted > 0)
            .Select(line => new OrderLine(line.Number, line.Sku, line.Description, line.Wanted, line.UnitPrice)).ToImmutableArray();
        return new PostSalesOrder(
            order.Number, order.Needs.Customer.Id, order.Needs.Currency,
            lines.Sum(line => line.UnitPrice * line.Quantity) + order.Needs.Charges.Sum(charge => charge.Amount), lines,
            order.Needs.Charges);
    }

    private static PartLine PartLineOf(Order order, PickedLine piece)
    {
        var line = order.LineOf(piece.Line);
        return new PartLine(line.Number, line.Sku, line.Description, piece.Picked, line.UnitPrice);
    }
}
