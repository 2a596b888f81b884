using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>Whether goods are taken back: what the order says, what the rules say, what a person says.</summary>
public static partial class Handlers
{
    public static Decision<ReturnState> Accept(CustomerReturn state, ReturnAsked asked, Context context)
    {
        var begun = state with { Asked = asked, Order = asked.Order };
        return asked.Order is { } order
            ? Decide.To(Checking, $"{order} is asked what may come back.").With(new ReturnAccepted())
                .Tell(order, new ReturnRightsAsked(context.Case, asked.Lines))
            : Unknown(begun, Decide.To(Unmatched, "No order is known for it.").With(new ReturnAccepted()), context);
    }

    /// <summary>The order that it named was never taken, or is known under another number.</summary>
    public static Decision<ReturnState> NoSuchOrder(CustomerReturn state, CaseNotThere answer, Context context) =>
        Unknown(state, Decide.To(Unmatched, $"There is no {answer.Case}."), context);

    public static Decision<ReturnState> StayUnmatched(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("Still no order behind it.");

    public static Decision<ReturnState> Match(CustomerReturn state, ReturnMatched message, Context context) =>
        Decide.To(Checking, $"Bought with {message.Order}.").With(new OrderFound(message.Order))
            .Tell(message.Order, new ReturnRightsAsked(context.Case, state.Needs.Lines));

    /// <summary>What the rules allow goes on at once; what they do not allow a person decides, and no rule refuses.</summary>
    public static Decision<ReturnState> Judge(CustomerReturn state, ReturnRightsKnown answer, Context context)
    {
        var known = state with { Rights = answer.Rights, Customer = answer.Customer, PaidIn = answer.Currency };
        var doubts = Doubts(known, answer.DeliveredAt, context);
        var decision = doubts.Count == 0
            ? Authorised(known, "All of it was delivered and may come back.", context)
            : Undecided(known, string.Join(' ', doubts), context);
        return decision with { Facts = [new RightsFound(), .. decision.Facts] };
    }

    public static Decision<ReturnState> StayDeciding(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("Nobody has decided yet.");

    /// <summary>The order may not have heard yet that all of it was delivered. What was looked at is past that question.</summary>
    public static Decision<ReturnState> AskOrderAgain(CustomerReturn state, LookAgain message, Context context)
    {
        if (state.Inspected)
        {
            return Decide.TooLate<ReturnState>("The goods were looked at; what was found is to be decided about.");
        }

        var asked = Decide.To(Checking, message.Note)
            .Tell(state.Order!.Value, new ReturnRightsAsked(context.Case, state.Needs.Lines));
        return state.Task is { } task ? asked.Tell(task, new TaskWithdrawn("Its order is asked again.")) : asked;
    }

    public static Decision<ReturnState> Allow(CustomerReturn state, ReturnAllowed message, Context context)
    {
        var taken = state.Inspected && message.FoundOnly ? state.Found : Allowed(state);
        if (taken.IsEmpty)
        {
            return Undecided(state, "Nothing of it can be paid back: it was not delivered, or is another return's.", context) with
            {
                To = null,
            };
        }

        var decision = Authorised(state with { Taken = taken }, $"{message.By} takes it. {message.Note}".TrimEnd(), context);
        return decision with { Facts = [new TakenBack(taken), .. decision.Facts] };
    }

    /// <summary>What speaks against it, in sentences; empty where nothing does.</summary>
    private static List<string> Doubts(CustomerReturn state, DateTimeOffset? deliveredAt, Context context)
    {
        var doubts = state.Rights.Where(right => right.Asked > right.Open)
            .Select(right => $"{right.Open} of {right.Sku} delivered and not returned, {right.Asked} to come back.").ToList();
        var window = context.Policy.Read(Policy.ReturnWindow);
        if (deliveredAt is { } delivered && state.Needs.AskedAt > delivered + window)
        {
            doubts.Add($"It was delivered {(state.Needs.AskedAt - delivered).Days} days before; {window.Days} are allowed.");
        }

        var excluded = context.Policy.Read(Policy.ReturnNotTaken)
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        doubts.AddRange(state.Rights
            .Where(right => excluded.Any(start => right.Sku.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            .Select(right => $"{right.Sku} is not taken back by rule."));
        if (state.Worth >= context.Policy.Read(Policy.ReturnDecideFrom))
        {
            doubts.Add($"It is worth {new Money(state.Worth, state.Currency)}.");
        }

        if (state.Needs.Exchange is not null && state.Currency != state.Needs.Currency)
        {
            doubts.Add(
                $"What is wanted instead is priced in {state.Needs.Currency}, and the order was paid in {state.Currency}: "
                + "whoever takes it back pays the money back.");
        }
        else if (state.Needs.Exchange is { Payment: null } wish && wish.Total > state.Worth)
        {
            doubts.Add(
                $"What is wanted instead costs {new Money(wish.Total, state.Needs.Currency)}, "
                + $"{new Money(state.Worth, state.Currency)} comes back, and nothing "
                + "pays the difference: whoever takes it back pays the money back.");
        }

        return doubts;
    }

    /// <summary>Of what was asked, what the order has set aside for it.</summary>
    private static ImmutableArray<ReturnLine> Allowed(CustomerReturn state)
    {
        var open = state.Rights.ToDictionary(right => right.Sku, right => right.Open);
        var lines = ImmutableArray.CreateBuilder<ReturnLine>();
        foreach (var line in state.Lines)
        {
            var pieces = Math.Min(line.Quantity, open.GetValueOrDefault(line.Sku));
            if (pieces > 0)
            {
                open[line.Sku] -= pieces;
                lines.Add(line with { Quantity = pieces });
            }
        }

        return lines.ToImmutable();
    }

    /// <summary>Looked at already, there already, or still with the customer: what is to be done next differs.</summary>
    private static Decision<ReturnState> Authorised(CustomerReturn state, string because, Context context)
    {
        if (state.Inspected)
        {
            return PaidBack(state, Decide.To(Refunding, because), context);
        }

        if (state.At is not null)
        {
            return Inspection(state, Decide.To(Inspecting, because), context);
        }

        var awaited = Decide.To(Awaited, because);
        return state.Customer is not { } customer ? awaited
            : state.Needs.Way == ReturnWay.Parcel
            ? awaited.Ask(new BookReturnLabel(context.Case, state.Needs.Node, customer, state.Lines.Sum(line => line.Quantity)))
            : awaited.Ask(new NotifyCustomer("return-authorised", state.Needs.Number, customer, []));
    }

    private static Decision<ReturnState> Undecided(CustomerReturn state, string why, Context context)
    {
        var (decision, task) = Numbered(state, Decide.To(Deciding, why), "DECIDE", context);
        ImmutableArray<TaskChoice> choices = Allowed(state).IsEmpty ? []
            : state is { Inspected: true, Found.IsEmpty: false }
            ? [new("accept-return", "Take it back as asked"), new("accept-found", "Pay back what was found")]
            : [new("accept-return", "Take it back")];
        ImmutableArray<TaskChoice> ask = !state.Inspected && state.Rights.Any(right => right.Asked > right.Open)
            ? [new("retry", "Ask the order again")] : [];
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"Decide about {state.Needs.Number}", why, ExceptionCategory.DataInvalid, null, context,
            [.. choices, .. ask, new("refuse-return", "Refuse the return")]));
    }

    private static Decision<ReturnState> Unknown(CustomerReturn state, Decision<ReturnState> decision, Context context)
    {
        var (numbered, task) = Numbered(state, decision, "MATCH", context);
        return numbered.Tell(task, Work(
            state, TaskKind.Resolve, $"Find the order behind {state.Needs.Number}", state.Needs.Reason, ExceptionCategory.DataInvalid, null,
            context, [new("match", "Found: the order's number is in the note"), new("refuse-return", "Refuse the return")]));
    }

    private static (Decision<ReturnState> Decision, CaseId Task) Numbered(
        CustomerReturn state, Decision<ReturnState> decision, string prefix, Context context)
    {
        var task = CaseId.Task($"{prefix}-{context.Case.Key}-{state.Tasks + 1}");
        return (decision.With(new ReturnTask(task)), task);
    }

    private static TaskOpened Work(
        CustomerReturn state, TaskKind kind, string title, string why, ExceptionCategory? category, string? node, Context context,
        ImmutableArray<TaskChoice> choices)
    {
        var needs = state.Needs;
        var owner = category is { } problem ? context.Policy.OwnerOf(problem) : OwnerGroup.StoreOperations;
        var budget = category is { } known ? context.Policy.BudgetOf(known) : context.Policy.Read(Policy.InspectTime);
        return new TaskOpened(
            kind, title, why, context.Case, state.Order, owner, node, needs.Region, needs.Channel, category, null, state.Worth,
            state.Currency,
            Tasks.Priority(context.Now, null, state.Worth, ""), budget,
            [.. state.Lines.Select((line, n) => new TaskLine(
                n + 1, line.Sku, line.Description, Tasks.Shelf(context, node, line.Sku), line.Quantity))],
            choices);
    }
}
