using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.OrderState;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// From reserved to promised. A part starts when the ledger has made its pieces firm, and no earlier: a reservation may have
/// lapsed on the way and its pieces be with somebody else. Then what is left of it goes back and the order is sourced again.
/// </summary>
public static partial class Handlers
{
    public static Decision<OrderState> BookOrSourceAgain(Order order, StockSettled answer, Context context) =>
        SettledBy(order, answer.Act) == Pending.Firming
            ? Decide.To(Releasing, "The stock is firm.").With(new Answered(Pending.Firming), new Awaits(Pending.SalesOrder))
                .Ask(SalesOrderOf(order))
            : SourceAgain(order, "What was left is given back");

    public static Decision<OrderState> GiveBackOrSourceAgain(Order order, StockSettleRefused answer, Context context) =>
        SettledBy(order, answer.Act) == Pending.Firming ? GiveBack(order, answer) : SourceAgain(order, "Nothing was left to give back");

    public static Decision<OrderState> StartParts(Order order, SalesOrderPosted answer, Context context)
    {
        var decision = FirstParts(
            order, Decide.To(Fulfilling, "").With(new Answered(Pending.SalesOrder), new SalesOrderBooked(answer.Document)), context);
        if (!order.ChangedInPosting.IsEmpty)
        {
            ImmutableArray<LineChange> changed =
                [.. order.ChangedInPosting.Select(number => new LineChange(number, order.LineOf(number).Wanted))];
            decision = decision.Ask(ErpWithout(order, changed, "changed"));
        }

        return (decision with { Because = $"ERP order {answer.Document}; {Started(decision)}." })
            .Ask(Notify(order, "order-confirmed", [$"{order.Promise:u}", .. Substitution.Told(order, Sent(decision))]));
    }

    /// <summary>While another decision is open: the pieces go back, and are looked for again when it is taken.</summary>
    public static Decision<OrderState> LosePieces(Order order, StockSettleRefused answer, Context context) =>
        order.Pending.Overlaps([Pending.Firming, Pending.Release])
            ? SettledBy(order, answer.Act) == Pending.Firming
                ? GiveBack(order, answer)
                : Decide.Stay<OrderState>("Nothing was left to give back.").With(new Answered(Pending.Release))
            : NotFirm(order, answer, context);

    /// <summary>The rest is firm, or what was left of it is given back and is looked for again.</summary>
    public static Decision<OrderState> StartRest(Order order, StockSettled answer, Context context) =>
        !order.Pending.Overlaps([Pending.Firming, Pending.Release]) ? Firm(order, answer, context)
        : SettledBy(order, answer.Act) == Pending.Firming
            ? RestParts(order, Decide.Stay<OrderState>("").With(new Answered(Pending.Firming)), context)
            : FindRest(order, Decide.Stay<OrderState>("What was left is given back.").With(new Answered(Pending.Release)));

    public static Decision<OrderState> LoseRest(Order order, StockSettleRefused answer, Context context)
    {
        var decision = LosePieces(order, answer, context);
        return order.Pending.Contains(Pending.Release) && SettledBy(order, answer.Act) == Pending.Release
            ? FindRest(order, decision)
            : decision;
    }

    /// <summary>Firm, but the order takes everything back or settles: the pieces go back too.</summary>
    public static Decision<OrderState> FirmTooLate(Order order, StockSettled answer, Context context) =>
        !order.Pending.Contains(Pending.Firming) || SettledBy(order, answer.Act) == Pending.Release ? Firm(order, answer, context)
        : GiveBack(order, Decide.Stay<OrderState>("Not wanted any more; the stock goes back."), "Not wanted any more.");

    /// <summary>Posts and voids may be under way at once; where an old row does not say, there was only the one.</summary>
    internal static Pending SettledBy(Order order, StockAct? act) =>
        act is StockAct.Void || !order.Pending.Contains(Pending.Firming) ? Pending.Release : Pending.Firming;

    private static Decision<OrderState> SourceAgain(Order order, string because) =>
        Decide.To(Sourcing, $"{because}; sourced again.").With(new Answered(Pending.Release)).Ask(Find(order));

    private static IEnumerable<PickedLine> Sent(Decision<OrderState> decision) =>
        decision.Facts.OfType<PartStarted>().SelectMany(part => part.Lines);

    private static string Started(Decision<OrderState> decision)
    {
        var parts = decision.Facts.OfType<PartStarted>().ToList();
        return $"{parts.Count} {(parts.Count == 1 ? "part" : "parts")}: {string.Join(", ", parts.Select(part => part.Node))}";
    }

    private static Decision<OrderState> GiveBack(Order order, StockSettleRefused answer) =>
        GiveBack(order, Decide.Stay<OrderState>($"Not firm, and given back: {answer.Reason}"), "The reservation lapsed.");

    private static Decision<OrderState> GiveBack(Order order, Decision<OrderState> decision, string reason)
    {
        decision = decision.With(new Answered(Pending.Firming));
        return order.Reserved.IsEmpty
            ? decision
            : decision.With(new StockLetGo(), new Awaits(Pending.Release)).Ask(Settle(order, order.Reserved, StockAct.Void, reason));
    }

    private static Decision<OrderState> FindRest(Order order, Decision<OrderState> decision) =>
        order.Unassigned > 0 ? decision.Ask(Find(order)) : decision;

    private static Decision<OrderState> FirstParts(Order order, Decision<OrderState> decision, Context context)
    {
        var (wanted, surplus) = Split(order, order.Reserved);
        if (!surplus.IsEmpty)
        {
            decision = decision.With(new StockLetGo(), new StockHeld(wanted), new Awaits(Pending.Release))
                .Ask(Settle(order, surplus, StockAct.Void, "Not wanted any more."));
        }

        return Parts(order with { Reserved = wanted }, decision, context);
    }

    private static Decision<OrderState> RestParts(Order order, Decision<OrderState> decision, Context context)
    {
        var promise = SourcingRules.PromiseOf(order, context);
        decision = FirstParts(order with { Promise = promise }, decision.With(new PromiseMade(promise)), context);
        var started = decision.Facts.OfType<PartStarted>().Sum(part => part.Lines.Sum(line => line.Picked));
        decision = started > 0
            ? (decision with { Because = $"The rest is firm; {Started(decision)}." })
                .Ask(Notify(order, "more-is-coming", [$"{promise:u}", .. Substitution.Told(order, Sent(decision))]))
            : decision with { Because = "Not wanted any more; the stock goes back." };
        return order.Unassigned > started ? decision.Ask(Find(order)) : decision;
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
}
