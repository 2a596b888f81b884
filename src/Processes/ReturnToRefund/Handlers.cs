using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

public static class Handlers
{
    public static Decision<ReturnState> Accept(CustomerReturn state, ReturnAsked asked, Context context)
    {
        var begun = state with { Asked = asked, Order = asked.Order };
        var accepted = new ReturnAccepted();
        if (asked.Order is not null)
        {
            return Inspection(begun, Decide.To(Inspecting, $"{asked.Lines.Length} lines of {asked.Order} came back.")
                .With(accepted), context);
        }

        return Unknown(begun, Decide.To(Unmatched, "No order is known for it.").With(accepted), context);
    }

    /// <summary>The order that it named was never taken, or is known under another number.</summary>
    public static Decision<ReturnState> NoSuchOrder(CustomerReturn state, CaseNotThere answer, Context context) =>
        Unknown(state, Decide.To(Unmatched, $"There is no {answer.Case}."), context);

    public static Decision<ReturnState> StayUnmatched(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("Still no order behind it.");

    public static Decision<ReturnState> Match(CustomerReturn state, ReturnMatched message, Context context)
    {
        var found = new OrderFound(message.Order);
        if (state.Inspected)
        {
            return Decide.To(Refunding, $"Bought with {message.Order}.").With(found)
                .Tell(message.Order, new RefundAsked(context.Case, state.Needs.Lines));
        }

        var decision = Inspection(state with { Order = message.Order }, Decide.To(Inspecting, $"Bought with {message.Order}."), context);
        return decision with { Facts = [found, .. decision.Facts] };
    }

    public static Decision<ReturnState> Refuse(CustomerReturn state, ReturnRefused message, Context context)
    {
        var refused = Decide.To(Refused, message.Reason);
        return state.Task is { } task ? refused.Tell(task, new TaskWithdrawn(message.Reason)) : refused;
    }

    public static Decision<ReturnState> StayInspecting(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("The goods still wait to be inspected.");

    public static Decision<ReturnState> Inspect(CustomerReturn state, ReturnInspected message, Context context) =>
        Decide.To(Refunding, $"{message.Sellable.Sum(line => line.Quantity)} pieces can be sold again. {message.Note}".TrimEnd())
            .With(new ConditionKnown(message.Sellable))
            .Tell(state.Order!.Value, new RefundAsked(context.Case, state.Needs.Lines));

    public static Decision<ReturnState> Refund(CustomerReturn state, PaymentRefunded answer, Context context)
    {
        var decision = Decide.To(Restocking, $"{new Money(answer.Amount, answer.Currency)} went back.")
            .With(new MoneyReturned(answer.Amount));
        return state.Sellable.IsEmpty
            ? decision.Ask(CreditNote(state, answer.Amount)) with { To = Posting }
            : decision.Ask(new SettleStock([.. state.Sellable.GroupBy(line => line.Sku).Select(sku => new StockOrder(
                sku.Key,
                new StockInstruction(StockAct.TakeBack, state.Needs.Node, sku.Sum(line => line.Quantity), null,
                    "Returned by a customer.")))]));
    }

    public static Decision<ReturnState> Dispute(CustomerReturn state, RefundDeclined answer, Context context) =>
        Puzzle(state, answer.Reason, context);

    public static Decision<ReturnState> NotOwed(CustomerReturn state, ReturnRefused answer, Context context) =>
        Puzzle(state, answer.Reason, context);

    public static Decision<ReturnState> Restocked(CustomerReturn state, StockSettled answer, Context context) =>
        Decide.To(Posting, "Back on the shelf.").Ask(CreditNote(state, state.Refunded));

    public static Decision<ReturnState> RestockDiffers(CustomerReturn state, StockSettleRefused answer, Context context) =>
        Decide.To(Posting, $"The ledger would not: {answer.Reason}").Ask(CreditNote(state, state.Refunded));

    public static Decision<ReturnState> Close(CustomerReturn state, CreditNotePosted answer, Context context) =>
        Decide.To(Closed, $"Credit note {answer.Document}: money, stock and books agree.").With(new CreditNoteBooked(answer.Document));

    public static Decision<ReturnState> NotPosted(CustomerReturn state, CreditNoteRejected answer, Context context) =>
        Puzzle(state, answer.Reason, context);

    public static Decision<ReturnState> StayDisputed(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>("Money and books still do not agree.");

    public static Decision<ReturnState> TryAgain(CustomerReturn state, LookAgain message, Context context) =>
        state.RefundKnown
            ? Decide.To(Posting, message.Note).Ask(CreditNote(state, state.Refunded))
            : Decide.To(Refunding, message.Note).Tell(state.Order!.Value, new RefundAsked(context.Case, state.Needs.Lines));

    private static PostCreditNote CreditNote(CustomerReturn state, decimal amount) =>
        new(state.Needs.Number, state.Order?.Key, state.Needs.Currency, amount, state.Needs.Lines);

    private static Decision<ReturnState> Unknown(CustomerReturn state, Decision<ReturnState> decision, Context context)
    {
        var (numbered, task) = Numbered(state, decision, "MATCH", context);
        return numbered.Tell(task, Work(
            state, TaskKind.Resolve, $"Find the order behind {state.Needs.Number}", state.Needs.Reason, ExceptionCategory.DataInvalid, null,
            context, [new("match", "Found: the order's case id is in the note"), new("refuse-return", "Refuse the return")]));
    }

    private static Decision<ReturnState> Inspection(CustomerReturn state, Decision<ReturnState> decision, Context context)
    {
        var (numbered, task) = Numbered(state, decision, "INSPECT", context);
        return numbered.Tell(task, Work(
            state, TaskKind.Inspect, $"Inspect {state.Needs.Number}", state.Needs.Reason, null, state.Needs.Node, context, []));
    }

    private static Decision<ReturnState> Puzzle(CustomerReturn state, string why, Context context)
    {
        var (decision, task) = Numbered(state, Decide.To(Disputed, why), "DISPUTE", context);
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"Return {state.Needs.Number} does not add up", why, ExceptionCategory.RefundMismatch, null, context,
            [new("retry", "Try again"), new("refuse-return", "Refuse the return")]));
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
        var owner = category is { } problem ? ExceptionRules.Of(problem).Owner : OwnerGroup.StoreOperations;
        var budget = category is { } known ? ExceptionRules.Of(known).Budget : context.Policy.Read(Policy.InspectTime);
        return new TaskOpened(
            kind, title, why, context.Case, state.Order, owner, node, needs.Region, needs.Channel, category, null, state.Worth,
            needs.Currency,
            Tasks.Priority(context.Now, null, state.Worth, ""), budget,
            [.. needs.Lines.Select((line, n) => new TaskLine(n + 1, line.Sku, line.Description, Tasks.Shelf(line.Sku), line.Quantity))],
            choices);
    }
}
