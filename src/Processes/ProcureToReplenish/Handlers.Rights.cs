using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StoreTasks;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>Who may say yes, and how people are asked.</summary>
public static partial class Handlers
{
    /// <summary>What has to be approved of an order as it is.</summary>
    public static ApprovalAsk AskOf(Purchase order, PolicyReader policy) => ApprovalMatrix.Ask(
        ApprovalMatrix.Purchases, RowsOf(order, policy), MoneyOf(order), [new Barred(order.Needs.ProposedBy, "proposed it")],
        order.Approvals, policy);

    private static ImmutableArray<ApprovalRow> RowsOf(Purchase order, PolicyReader policy) =>
        ApprovalMatrix.Needed(ApprovalMatrix.Purchases, policy, (ApprovalMatrix.Value, order.Total));

    /// <summary>As it is journalled: how far up the matrix the last row stands that holds.</summary>
    private static ApprovalLevel LevelOf(ImmutableArray<ApprovalRow> rows) => rows.IsEmpty ? ApprovalLevel.None
        : (ApprovalLevel)(1 + ApprovalMatrix.Rows.Where(row => row.Process == ApprovalMatrix.Purchases).ToList().IndexOf(rows[^1]));

    private static string SpeakerOf(string by, Context context) => Voice.Of(by, "", null, context).By;

    private static string? WhyNotFrom(Purchase order, string supplier, Context context) =>
        !CaseId.IsKey(supplier) ? $"'{supplier}' is no supplier: name one to buy elsewhere."
        : supplier == order.Needs.Supplier ? $"{supplier} is the one who has it now."
        : !CaseId.IsKey(InsteadOf(context)) ? "Its number is too long to have a successor; propose a new purchase."
        : null;

    private static string InsteadOf(Context context) => $"{context.Case.Key}-E";

    private static string? WhyNotAnOrder(PurchaseProposed proposed) =>
        proposed.Lines.IsDefaultOrEmpty ? "The proposal has no lines."
        : proposed.Lines.FirstOrDefault(line => !CaseId.IsKey(line.Sku)) is { } odd ? $"Line {odd.Line} has no usable SKU."
        : proposed.Lines.FirstOrDefault(line => line.Quantity <= 0) is { } none ? $"Line {none.Line} orders {none.Quantity} pieces."
        : proposed.Lines.FirstOrDefault(line => line.UnitPrice < 0) is { } free ? $"Line {free.Line} has a price below 0."
        : proposed.Lines.GroupBy(line => line.Sku).FirstOrDefault(line => line.Count() > 1) is { } twice
            ? $"{twice.Key} stands on {twice.Count()} lines; it belongs on one."
        : proposed.Lines.FirstOrDefault(line => line.Tax?.WhyNot() is not null) is { } taxed ? $"Line {taxed.Line}: {taxed.Tax!.WhyNot()}"
        : proposed.Freight?.WhyNot();

    /// <summary>
    /// Who answers a task without the right to has closed the task and not the question: without another one nobody would be asked until
    /// the approval is late. Who tells the order himself has closed nothing, and is told why not.
    /// </summary>
    private static Decision<PurchaseState> Denied(Purchase order, string why, ApprovalAsk ask, Context context) =>
        context.Who == Actor.Crossdock
            ? AskApproval(order, Decide.Stay<PurchaseState>(why), ask.Next ?? ask.Seats[^1], context)
            : Decide.TooLate<PurchaseState>(why);

    private static Decision<PurchaseState> AskApproval(
        Purchase order, Decision<PurchaseState> decision, ApprovalSeat seat, Context context) =>
        OpenTask(order, decision, TaskKind.Approve, $"Approve {order.Needs.Number} ({seat.Title})",
            $"{MoneyOf(order)}, proposed by {order.Needs.ProposedBy}: {order.Needs.Why}", ExceptionCategory.ApprovalLate, seat.Owner,
            context,
            new("approve-purchase", "Approve"), new("reject-purchase", "Reject"));

    /// <summary>A task that decides here. The one before it is withdrawn, done or not: one question is open at a time.</summary>
    private static Decision<PurchaseState> OpenTask(
        Purchase order, Decision<PurchaseState> decision, TaskKind kind, string title, string why, ExceptionCategory category,
        OwnerGroup owner, Context context, params ImmutableArray<TaskChoice> choices)
    {
        var task = TaskOf(order, decision, context);
        return Withdraw(order, decision, "It is asked anew.").With(new PurchaseTask(task))
            .Tell(task, Work(order, kind, title, why, category, owner, context, choices));
    }

    /// <summary>A task that tells a person something and decides nothing here.</summary>
    private static Decision<PurchaseState> Aside(
        Purchase order, Decision<PurchaseState> decision, string title, string why, ExceptionCategory category, Context context)
    {
        var task = TaskOf(order, decision, context);
        return decision.With(new PurchaseTask(task, Aside: true)).Tell(task, Work(
            order, TaskKind.Resolve, title, why, category, owner: null, context, [new("done", "Cleared by hand")]));
    }

    private static Decision<PurchaseState> Withdraw(Purchase order, Decision<PurchaseState> decision, string reason) =>
        order.Task is { } open ? decision.With(new PurchaseTask(null)).Tell(open, new TaskWithdrawn(reason)) : decision;

    private static Decision<PurchaseState> Climb(Purchase order, string what) =>
        Decide.Stay<PurchaseState>($"{what}: late, step {order.Late + 1}.").With(new PurchaseLateStep(order.Late + 1));

    // Two tasks of one decision need two names.
    private static CaseId TaskOf(Purchase order, Decision<PurchaseState> decision, Context context)
    {
        var others = decision.Facts.OfType<PurchaseTask>().Count(task => task.Task is not null);
        return CaseId.Task($"BUY-{context.Case.Key}-{order.Tasks + others + 1}");
    }

    private static TaskOpened Work(
        Purchase order, TaskKind kind, string title, string why, ExceptionCategory category, OwnerGroup? owner, Context context,
        ImmutableArray<TaskChoice> choices)
    {
        var needs = order.Needs;
        return new TaskOpened(
            kind, title, why, context.Case, context.Case, context.Policy.OwnerOf(category, owner), null, needs.Region, null, category, null,
            order.Total, needs.Currency,
            Tasks.Priority(context.Now, null, order.Total, ""), context.Policy.BudgetOf(category),
            [.. order.Items.Select(item => new TaskLine(item.Line, item.Sku, item.Description, "", item.Ordered))], choices);
    }

    /// <summary>
    /// What is still to come is proposed as a purchase from the other supplier; the matrix decides about that one anew. Freight was agreed
    /// with the first one: what the other charges he has to say, and a buyer to take.
    /// </summary>
    private static Decision<PurchaseState> Replace(Purchase order, Decision<PurchaseState> decision, Context context)
    {
        if (order.Elsewhere is not { } supplier || order.Outstanding == 0)
        {
            return decision;
        }

        var needs = order.Needs;
        return decision.With(new PurchaseEnding(order.Ending, null, "")).Tell(
            new CaseId(context.Case.Kind, InsteadOf(context)),
            needs with
            {
                Number = InsteadOf(context),
                Supplier = supplier,
                ProposedBy = order.ElsewhereBy,
                Why = $"Instead of {needs.Number} from {needs.Supplier}.",
                Freight = null,
                Lines = [.. order.Items.Where(item => item.Outstanding > 0).Select(item =>
                    new PurchaseLine(item.Line, item.Sku, item.Description, item.Outstanding, item.UnitPrice, item.Tax,
                        item.Packs))],
            });
    }
}
