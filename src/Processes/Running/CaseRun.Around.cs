using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Running;

/// <summary>What goes with every decision: its deadline, the task for what nobody expected, the scope its policies are read in.</summary>
public sealed partial class CaseRun
{
    /// <summary>A budget starts when a state is entered, when it has run out and the case stays, or when another one holds now.</summary>
    private Deadline? NextDeadline(Envelope message, Verdict verdict, object folded, Context context)
    {
        if (process.BudgetIn(verdict.To, folded, context) is not { } within)
        {
            return null;
        }

        var ranOut = message.Data is DeadlinePassed && verdict.Outcome == Outcome.Applied;
        if (_deadline is { } running && verdict.To == At && !ranOut && running.Calendar == within.Calendar
            && (running.Budget == within.Budget || IsOfAnotherBook(verdict, within, context)))
        {
            return running;
        }

        var step = ranOut && verdict.To == At ? (_deadline?.Step ?? 0) + 1 : 1;
        return Running(new Deadline(verdict.To, within.Budget, within.Calendar, context.Now, context.Now, step), context.Now);
    }

    /// <summary>
    /// Whether the budget is another one only because a policy was changed since it was set: what runs goes on as it was. Where the case
    /// itself asks for another budget than before, that one starts.
    /// </summary>
    private bool IsOfAnotherBook(Verdict verdict, DueWithin within, Context context) =>
        _version == process.Version && process.BudgetIn(verdict.To, State, context with { Policy = context.Policy.Aside() }) == within;

    /// <summary>What is left of a budget, from now on.</summary>
    private Deadline Running(Deadline budget, DateTimeOffset now)
    {
        var due = rules.Calendars.Find(budget.Calendar).Due(now, budget.Budget - budget.Used);
        // A moment later at least: two budgets that start at once must differ, and a budget of nothing must not spin.
        return budget with { Since = now, Due = due > now ? due : now + TimeSpan.FromSeconds(1) };
    }

    private TellCase UnexpectedTask(Envelope message, Verdict verdict, Context context)
    {
        var type = MessageNames.Of(message.Data.GetType());
        const ExceptionCategory Category = ExceptionCategory.UnexpectedMessage;
        return new TellCase(
            CaseId.Task($"UNEXPECTED-{Id.Kind}-{Id.Key}-{Seq + 1}"),
            new TaskOpened(
                TaskKind.Resolve, $"Unexpected {type} for {Id}", verdict.Because, Id, Id, context.Policy.OwnerOf(Category), null,
                _card?.Region, _card?.Channel, Category, _card?.Promise, _card?.Value, _card?.Currency,
                StoreTasks.Tasks.Priority(context.Now, null, 0, ""), context.Policy.BudgetOf(Category), [],
                [new TaskChoice("done", "Cleared by hand")]));
    }

    private Scope ScopeNow() =>
        State is IScoped { Scope: { } own } ? own : _card is { } card ? new Scope(card.Region, card.Channel, card.Node) : Scope.Everywhere;

    private Scope ScopeNow(Envelope message) =>
        State is IScoped { Scope: { } own } ? own
        : message.Data is PurchaseProposed bought ? new Scope(bought.Region, null, bought.Node, bought.Category, bought.Supplier)
        : message.Data is InvoiceReceived billed ? new Scope(Supplier: billed.Document.Billed.Supplier)
        : message.Data is PayablesTold told ? new Scope(Supplier: told.Supplier)
        : message.Data is TransferAsked moved ? new Scope(moved.Region, null, moved.From)
        : _card is { } card
            ? new Scope(card.Region, card.Channel, card.Node)
            : message.Data is OrderReceived order ? new Scope(order.Region, order.Channel, order.PickupNode)
            : message.Data is ReturnAsked back ? new Scope(back.Region, back.Channel, back.Node)
            : message.Data is FulfilmentAsked part ? new Scope(part.Region, part.Channel, part.Node)
            : message.Data is TaskOpened task ? new Scope(task.Region, task.Channel, task.Node)
            : message.Data is StockCorrected corrected ? new Scope(corrected.Region, null, corrected.Node)
            : message.Data is VarianceFound doubt ? new Scope(doubt.Region, null, doubt.Node)
            : message.Data is DiscrepancyFound other ? new Scope(other.Region, null, other.Node)
            : message.Data is ComparisonBegun compared ? new Scope(null, null, compared.Node)
            : message.Data is PromotionProposed price
                ? new Scope(PromotionToPricing.Handlers.OneOf(price.Scope.Regions), PromotionToPricing.Handlers.OneOf(price.Scope.Channels))
            : message.Data is TargetAsked { Target: var target } ? new Scope(target.Region, target.Channel, target.Node)
            : Scope.Everywhere;
}
