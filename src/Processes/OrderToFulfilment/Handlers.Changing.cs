using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What the customer wants otherwise: quantities, lines and the address, until pieces are picked.</summary>
public static partial class Handlers
{
    /// <summary>Why nothing can be changed any more.</summary>
    internal const string LinesAtWork = "Lines are being worked on; what is open can be cancelled, what has arrived can be returned.";

    /// <summary>The mail to who wanted fewer pieces than could be taken out.</summary>
    private const string TooLate = "change-too-late";

    private const string OneAtATime = "A place is being asked for pieces of the last change already; ask again in a moment.";

    /// <summary>
    /// Before parts begin: quantities and the address, both or neither. What is reserved beyond what is wanted goes back when parts begin.
    /// </summary>
    public static Decision<OrderState> Change(Order order, ChangeRequested change, Context context) =>
        Changed(order, change, mayGrow: false, context);

    /// <summary>Nothing is authorised yet: there may be more of a line, too.</summary>
    public static Decision<OrderState> ChangeUnpaid(Order order, ChangeRequested change, Context context) =>
        Changed(order, change, mayGrow: true, context);

    /// <summary>An address that is mended ends the hold for it by itself.</summary>
    public static Decision<OrderState> ChangeHeld(Order order, ChangeRequested change, Context context)
    {
        var unpaid = order.Tenders.IsEmpty && order.Reserved.IsEmpty && order.SalesOrder is null;
        var decision = Changed(order, change, unpaid, context);
        var after = Fold(order, decision.Facts, change);
        if (decision.Outcome != Outcome.Applied || order.Holds.Length == after.Holds.Length)
        {
            return decision;
        }

        if (order.Holds.FirstOrDefault(hold => hold.Kind == HoldKind.Address)?.Task is { } task)
        {
            decision = decision.Tell(task, new TaskWithdrawn("The address was mended."));
        }

        if (!after.Holds.IsEmpty)
        {
            return decision with { Because = $"{decision.Because} {after.Holds.Length} more holds." };
        }

        var on = AfterHolds(after, HoldKind.Address, "the address was mended.");
        return on with
        {
            Facts = [.. decision.Facts, .. on.Facts],
            Effects = [.. decision.Effects, .. on.Effects],
            Because = $"{decision.Because} {on.Because}",
        };
    }

    /// <summary>
    /// Parts are at work: less of a line is taken from what is back-ordered, then from what nobody has picked yet. The whole change or
    /// nothing of it; and the address stays, for the parts carry it to warehouses and carriers.
    /// </summary>
    public static Decision<OrderState> ChangeOpen(Order order, ChangeRequested change, Context context)
    {
        if (change.Address is not null)
        {
            return Decide.TooLate<OrderState>(LinesAtWork);
        }

        if (WhyNoChange(order, change, mayGrow: false, context) is { } whyNot)
        {
            return Decide.TooLate<OrderState>(whyNot);
        }

        if (!order.Recalls.IsEmpty)
        {
            return Decide.TooLate<OrderState>(OneAtATime);
        }

        var less = WantedOf(order, change).ToDictionary(line => line.Line, line => order.LineOf(line.Line).Wanted - line.Quantity);
        var taken = TakenPieces.Of(order, less);
        if (taken.Left.FirstOrDefault(line => line.Value > 0) is { Value: > 0 } stuck)
        {
            return Decide.TooLate<OrderState>(
                $"{stuck.Value} of line {stuck.Key} cannot go any more: they are picked, on their way, or with a place that cannot be told "
                + "of less. What has arrived can be returned.");
        }

        var decision = TakeOut(order, taken, "The customer changed the order.");
        decision = taken.Recalls.IsEmpty ? decision.Ask(Notify(order, "order-changed")) : decision;
        return Ended(order, decision, change, context);
    }

    /// <summary>Single lines, as far as they are open: back-ordered, or not yet picked.</summary>
    private static Decision<OrderState> CancelLines(Order order, CancelRequested message, Context context)
    {
        if (!order.Recalls.IsEmpty)
        {
            return Decide.TooLate<OrderState>(OneAtATime);
        }

        var less = order.Lines.Where(line => message.Lines.Contains(line.Number) || message.Lines.Contains(line.InsteadOf ?? -1))
            .Where(line => line.Wanted > 0).ToDictionary(line => line.Number, line => line.Wanted);
        var taken = TakenPieces.Of(order, less);
        var none = message.Lines.Where(number => order.Lines.Where(line => line.Number == number || line.InsteadOf == number)
            .All(line => less.GetValueOrDefault(line.Number) == taken.Left.GetValueOrDefault(line.Number))).ToList();
        return none.Count > 0
            ? Decide.TooLate<OrderState>($"Of line {none[0]} nothing is open: it is picked, or with a place that cannot be told of less.")
            : Ended(order, TakeOut(order, taken, message.Reason), message, context);
    }

    private static Decision<OrderState> TakeOut(Order order, TakenPieces taken, string reason)
    {
        var pieces = taken.Recalls.Sum(recall => recall.Lines.Sum(line => line.Picked));
        var decision = Decide.Stay<OrderState>(
            $"{taken.BackOrdered.Length} back-ordered lines changed, and {pieces} pieces asked back before their pick: {reason}");
        if (!taken.BackOrdered.IsEmpty)
        {
            decision = decision.With(new PiecesGivenUp(taken.BackOrdered)).Ask(ErpWithout(order, taken.BackOrdered, reason));
        }

        return taken.Recalls.Aggregate(decision, (all, recall) => all
            .With(new PiecesRecalled(recall.Part, recall.Lines))
            .Tell(recall.Part, new FulfilmentLessAsked(recall.Lines, reason)));
    }

    private static Decision<OrderState> Ended(Order order, Decision<OrderState> decision, Message message, Context context) =>
        order.Shortages.IsEmpty ? Finish(order, decision, message, context) : decision;

    private static Decision<OrderState> Changed(Order order, ChangeRequested change, bool mayGrow, Context context)
    {
        if (WhyNoChange(order, change, mayGrow, context) is { } whyNot)
        {
            return Decide.TooLate<OrderState>(whyNot);
        }

        var (facts, lines) = (new List<Fact>(), WantedOf(order, change));
        if (!lines.IsEmpty)
        {
            facts.Add(new LinesChanged(lines));
        }

        if (change.Address is not null)
        {
            facts.Add(new AddressChanged(Geography.Nearest(order.Needs.Region, change.Address, context.Network)));
            if (order.Holds.Any(hold => hold.Kind == HoldKind.Address))
            {
                facts.Add(new OrderReleased(HoldKind.Address));
            }
        }

        var says = lines.IsEmpty ? "It goes to another address."
            : $"{lines.Length} lines changed before anything was picked.{(change.Address is null ? "" : " It goes to another address.")}";
        return Decide.Stay<OrderState>(says).With(facts).Ask(Notify(Fold(order, facts, change), "order-changed"));
    }

    private static string? WhyNoChange(Order order, ChangeRequested change, bool mayGrow, Context context)
    {
        var lines = change.Lines.IsDefault ? [] : change.Lines;
        if (lines.IsEmpty && change.Address is null)
        {
            return "It says nothing to change.";
        }

        if (lines.FirstOrDefault(line => line.Quantity < 0 || order.Lines.All(ours => ours.Number != line.Line)) is { } unknown)
        {
            return $"{unknown.Line} is no line of the order that {unknown.Quantity} pieces can be wanted of.";
        }

        // What stands in for a line is as many as there were; more of it was never offered.
        if (lines.FirstOrDefault(line => line.Quantity > AllOf(order, line.Line)
            && !(mayGrow && order.Lines.All(one => one.InsteadOf != line.Line))) is { } more)
        {
            return $"More of line {more.Line} is another payment, and this one is under way; order the further pieces anew.";
        }

        var left = WantedOf(order, change).ToDictionary(line => line.Line, line => line.Quantity);
        return order.Lines.All(line => left.GetValueOrDefault(line.Number, line.Wanted) == 0)
            ? "That leaves nothing of the order; cancel it."
            : WhyNotThere(order, change, context);
    }

    private static string? WhyNotThere(Order order, ChangeRequested change, Context context)
    {
        if (change.Address is not { } to)
        {
            return null;
        }

        var before = order.Needs.Customer.Contact?.Address?.Country;
        var served = before is not null && context.Network.RegionOfCountry(before) is not null;
        // Prices, taxes and carriers go by country. Where nobody delivers, the country was a mistake, if the region's is meant.
        return before is not null && before != to.Country
            && (served || context.Network.RegionOfCountry(to.Country)?.Id != order.Needs.Region)
            ? $"It was priced for {before}; for {to.Country}, cancel it and order anew."
            : Deliverable.WhyNot(order, to, context);
    }

    /// <summary>Pieces of a line that are wanted, with those of what stands in for it.</summary>
    private static int AllOf(Order order, int number) =>
        order.Lines.Where(line => line.Number == number || line.InsteadOf == number).Sum(line => line.Wanted);

    /// <summary>What is wanted then of each line that changes; of a line and what stands in for it, what was ordered goes first.</summary>
    private static ImmutableArray<LineChange> WantedOf(Order order, ChangeRequested change)
    {
        var changes = ImmutableArray.CreateBuilder<LineChange>();
        foreach (var wish in change.Lines.IsDefault ? [] : change.Lines)
        {
            var less = AllOf(order, wish.Line) - wish.Quantity;
            foreach (var line in order.Lines.Where(line => line.Number == wish.Line || line.InsteadOf == wish.Line))
            {
                var goes = Math.Min(less, line.Wanted);
                if (goes != 0 || (line.Number == wish.Line && less == 0))
                {
                    changes.Add(new LineChange(line.Number, line.Wanted - goes));
                }

                less -= goes;
            }
        }

        return changes.ToImmutable();
    }
}
