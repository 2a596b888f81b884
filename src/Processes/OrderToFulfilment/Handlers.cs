using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.OrderToFulfilment.OrderState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>From the channel's word to an order that may be sourced: prices, holds, payment.</summary>
public static partial class Handlers
{
    public static Decision<OrderState> Accept(Order order, OrderReceived placed, Context context) =>
        Decide.To(Checking, $"{placed.Lines.Length} lines, {placed.Lines.Sum(line => line.Quantity)} pieces from {placed.Channel}.")
            .With(new OrderAccepted(Geography.Nearest(placed, context.Network)))
            .Ask(new CheckOrder(placed.Number, placed.Customer.Id, placed.Currency, placed.PlacedAt, placed.Lines));

    public static Decision<OrderState> Check(Order order, OrderChecked answer, Context context)
    {
        var holds = HoldsAfterCheck(order, answer, context).ToList();
        var held = Fold(order, holds, answer);
        if (order.Needs.Total <= 0)
        {
            return held.Holds.IsEmpty
                ? Decide.To(Sourcing, "Nothing to pay; prices are in force.").With(holds).Ask(Find(held))
                : Hold(held, holds, "Nothing to pay.", context);
        }

        return Decide.To(Authorising, held.Holds.IsEmpty ? "Prices are in force." : $"{held.Holds.Length} holds; payment first.")
            .With(holds).With(new Awaits(Pending.Authorisation)).Ask(AuthoriseNext(order));
    }

    public static Decision<OrderState> HoldForErp(Order order, OrderCheckRefused answer, Context context) =>
        Hold(order, HoldKind.Erp, answer.Reason, context);

    public static Decision<OrderState> Authorise(Order order, PaymentAuthorised answer, Context context)
    {
        var facts = new List<Fact>
        {
            new Answered(Pending.Authorisation), new AuthorisationHeld(answer.Authorisation, answer.Amount),
        };
        if (answer.FraudScore >= context.Policy.Read(Policy.FraudCeiling))
        {
            facts.Add(new OrderHeld(HoldKind.Fraud, $"The payment provider scores {answer.FraudScore:0.00}."));
        }

        var authorised = Fold(order, facts, answer);
        var paid = $"{new Money(answer.Amount, answer.Currency)} authorised.";
        if (Tenders.Next(authorised) is { } next)
        {
            return Decide.Stay<OrderState>($"{paid} {new Money(next.Amount, answer.Currency)} more by {next.Kind}.")
                .With(facts).With(new Awaits(Pending.Authorisation)).Ask(AuthoriseNext(authorised));
        }

        return authorised.Holds.IsEmpty
            ? Decide.To(Sourcing, paid).With(facts).Ask(Find(authorised))
            : Hold(authorised, facts, paid, context);
    }

    public static Decision<OrderState> HoldForPayment(Order order, PaymentDeclined answer, Context context) =>
        Hold(order, HoldKind.Payment, answer.Reason, context, new Answered(Pending.Authorisation));

    public static Decision<OrderState> Release(Order order, HoldReleased message, Context context)
    {
        if (order.Holds.All(hold => hold.Kind != message.Hold))
        {
            return Decide.Again<OrderState>($"The {message.Hold} hold was released before.");
        }

        var released = Fold(order, [new OrderReleased(message.Hold)], message);
        var decision = !released.Holds.IsEmpty
            ? Decide.To(Held, $"{released.Holds.Length} more holds.")
            : AfterHolds(released, message.Hold, message.Note);
        return decision with { Facts = [new OrderReleased(message.Hold), .. decision.Facts] };
    }

    public static Decision<OrderState> Refuse(Order order, OrderRefused message, Context context) =>
        BeginCancel(order, message.Reason, context, refused: true);

    public static Decision<OrderState> StayHeld(Order order, DeadlinePassed late, Context context) =>
        Decide.Stay<OrderState>($"Held since {late.Since:u}; {string.Join(", ", order.Holds.Select(hold => hold.Kind))} still open.");

    internal static Order Fold(Order order, IEnumerable<Fact> facts, Message message) =>
        facts.Aggregate(order, (folded, fact) => Folding.Fold(folded, fact, message));

    internal static NotifyCustomer Notify(Order order, string template, params ImmutableArray<string> facts) =>
        new(template, order.Number, order.Needs.Customer, facts);

    internal static FindStock Find(Order order, string? node = null) =>
        new(
            [.. order.Lines.Where(line => line.Unassigned > 0).Select(line => line.Sku).Distinct()],
            node ?? (order.PickupOnly ? order.PickupNode : null), order.Near, order.Needs.AcceptsSubstitutes);

    private static Decision<OrderState> AfterHolds(Order order, HoldKind last, string note) => last switch
    {
        HoldKind.Erp when order.Reserved.Length > 0 =>
            Decide.To(Releasing, "The ERP is asked again.").With(new Awaits(Pending.SalesOrder)).Ask(SalesOrderOf(order)),
        HoldKind.Erp =>
            Decide.To(Checking, "The ERP is asked again.")
                .Ask(new CheckOrder(order.Number, order.Needs.Customer.Id, order.Needs.Currency, order.Needs.PlacedAt, order.Needs.Lines)),
        _ when Tenders.Next(order) is not null =>
            Decide.To(Authorising, "No holds left; payment is tried.").With(new Awaits(Pending.Authorisation)).Ask(AuthoriseNext(order)),
        _ => Decide.To(Sourcing, $"Released: {note}").Ask(Find(order)),
    };

    private static IEnumerable<Fact> HoldsAfterCheck(Order order, OrderChecked answer, Context context)
    {
        if (answer.UnknownSkus.Length > 0)
        {
            yield return new OrderHeld(HoldKind.Data, $"The ERP does not know {string.Join(", ", answer.UnknownSkus.Take(5))}.");
        }

        if (answer.CustomerBlocked)
        {
            yield return new OrderHeld(HoldKind.Fraud, "The ERP has this customer blocked.");
        }

        if (Deliverable.WhyNot(order, order.Needs.Customer.Contact?.Address, context) is { } undeliverable)
        {
            yield return new OrderHeld(HoldKind.Address, undeliverable);
        }

        if (answer.LikelyDuplicateOf is { } other)
        {
            yield return new OrderHeld(HoldKind.Duplicate, $"The same lines for the same customer as {other}.");
        }

        var tolerance = context.Policy.Read(Policy.PriceTolerance);
        var prices = answer.Prices.ToLookup(price => price.Sku, price => price.UnitPrice);
        var wrong = order.Lines.Where(line => prices[line.Sku].Any()
            && Math.Abs(line.UnitPrice - prices[line.Sku].First()) > Math.Max(prices[line.Sku].First() * tolerance, 0.005m)).ToList();
        if (wrong.Count > 0)
        {
            var first = wrong[0];
            yield return new OrderHeld(
                HoldKind.Price, $"{wrong.Count} prices differ; {first.Sku} at {first.UnitPrice}, in force {prices[first.Sku].First()}.");
        }
    }

    private static AuthorisePayment AuthoriseNext(Order order) =>
        Tenders.Next(order) is { } next
            ? new(order.Number, order.Needs.Customer.Id, next.Token, next.Amount, order.Needs.Currency)
            : throw new InvalidOperationException("All of the order is authorised.");

    private static Decision<OrderState> Hold(Order order, HoldKind kind, string why, Context context, params Fact[] first)
    {
        Fact[] facts = [.. first, new OrderHeld(kind, why)];
        return Hold(Fold(order, facts, order.Needs), facts, why, context);
    }

    /// <summary>Goes to Held and opens a task for every hold; <paramref name="order"/> has the facts folded in.</summary>
    private static Decision<OrderState> Hold(Order order, IReadOnlyList<Fact> facts, string why, Context context)
    {
        var decision = Decide.To(Held, $"{why} Held: {string.Join(", ", order.Holds.Select(hold => hold.Kind))}.").With(facts);
        foreach (var (hold, n) in order.Holds.Select((hold, n) => (hold, n)))
        {
            var task = CaseId.Task($"HOLD-{order.Number}-{order.Tasks + n + 1}");
            decision = decision.With(new TaskAsked(task, hold.Kind)).Tell(task, HoldTask(order, hold, context));
        }

        return decision;
    }

    private static TaskOpened HoldTask(Order order, OpenHold hold, Context context)
    {
        var category = hold.Kind switch
        {
            HoldKind.Payment => ExceptionCategory.PaymentFailed,
            HoldKind.Fraud => ExceptionCategory.FraudSuspected,
            HoldKind.Price => ExceptionCategory.PriceMismatch,
            HoldKind.Duplicate => ExceptionCategory.Duplicate,
            HoldKind.Erp => ExceptionCategory.IntegrationFailed,
            HoldKind.Address or HoldKind.Data => ExceptionCategory.DataInvalid,
            _ => throw new InvalidOperationException($"No owner for a {hold.Kind} hold."),
        };
        return Work(
            order, TaskKind.Resolve, $"{hold.Kind} hold on {order.Number}", hold.Why, category, context, [],
            [new TaskChoice($"release:{hold.Kind}", "Release"), new TaskChoice("refuse", "Refuse the order")]);
    }

    private static TaskOpened Work(
        Order order, TaskKind kind, string title, string why, ExceptionCategory category, Context context,
        ImmutableArray<TaskLine> lines, ImmutableArray<TaskChoice> choices) => new(
            kind, title, why, context.Case, context.Case, context.Policy.OwnerOf(category), null, order.Needs.Region, order.Needs.Channel,
            category, order.Promise, order.Needs.Total, order.Needs.Currency,
            Tasks.Priority(context.Now, order.Promise, order.Needs.Total, order.Needs.Customer.Tier), context.Policy.BudgetOf(category),
            lines, choices);
}
