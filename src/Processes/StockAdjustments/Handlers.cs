using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.StockAdjustments.AdjustmentState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockAdjustments;

/// <summary>Tells the ERP what corrected the ledger, or a system what its books had missed; a person sees to what it refuses.</summary>
public static class Handlers
{
    /// <summary>Less than a key may have, so that the names of its tasks fit, too.</summary>
    private const int LongestKey = 80;

    /// <summary>The case that corrected, and what by, make the name: told twice, it is one adjustment.</summary>
    /// <param name="found">a word for what was found, such as <c>short</c></param>
    public static CaseId IdOf(string found, CaseId by)
    {
        // What tells two of one kind apart, such as a task's number, stands at the end of their keys.
        var (name, room) = ($"{found}:{by.Kind}:", LongestKey - found.Length - by.Kind.Length - 2);
        return new CaseId(AdjustmentMap.Kind, name + (by.Key.Length > room ? by.Key[^room..] : by.Key));
    }

    public static Decision<AdjustmentState> Begin(Adjustment adjustment, StockCorrected corrected, Context context) =>
        Decide.To(Posting, $"{Words(corrected.Lines)} at {corrected.Node}: {corrected.Reason}").With(new AdjustmentBegun())
            .Ask(Posted(corrected, context));

    public static Decision<AdjustmentState> Close(Adjustment adjustment, StockAdjustmentPosted answer, Context context) =>
        Decide.To(AdjustmentState.Posted, $"{Whom(adjustment.Needs)} has it as {answer.Document}.")
            .With(new AdjustmentBooked(answer.Document));

    public static Decision<AdjustmentState> AskFinance(Adjustment adjustment, StockAdjustmentRejected answer, Context context)
    {
        var needs = adjustment.Needs;
        var task = CaseId.Task($"BOOK-{context.Case.Key}-{adjustment.Tasks + 1}");
        return Decide.To(Refused, $"{Whom(needs)} would not: {answer.Reason}").With(new AdjustmentTask(task)).Tell(task, new TaskOpened(
            TaskKind.Resolve, $"{Whom(needs)} does not book {Words(needs.Lines)} at {needs.Node}", answer.Reason, context.Case, needs.For,
            context.Policy.OwnerOf(ExceptionCategory.IntegrationFailed, OwnerGroup.FinanceControl), null, needs.Region, null,
            ExceptionCategory.IntegrationFailed, null, null, null,
            Tasks.Priority(context.Now, null, 0, ""), context.Policy.Read(Policy.UnsettledTime),
            [.. needs.Lines.Select((line, n) => new TaskLine(
                n + 1, line.Sku, needs.Reason, Tasks.Shelf(context, needs.Node, line.Sku), Math.Abs(line.Pieces)))],
            [new("retry", "Try again"), new("release:Erp", "It is booked by hand")]));
    }

    public static Decision<AdjustmentState> StayRefused(Adjustment adjustment, DeadlinePassed late, Context context) =>
        Decide.Stay<AdjustmentState>($"{Whom(adjustment.Needs)} still has other books than the ledger.");

    public static Decision<AdjustmentState> PostAgain(Adjustment adjustment, LookAgain message, Context context) =>
        Withdraw(adjustment, Decide.To(Posting, message.Note).Ask(Posted(adjustment.Needs, context)));

    public static Decision<AdjustmentState> BookByHand(Adjustment adjustment, HoldReleased message, Context context) =>
        Withdraw(adjustment, Decide.To(AdjustmentState.Posted, $"Booked by hand: {message.Note}").With(new AdjustmentBooked(null)));

    public static Decision<AdjustmentState> Known(Adjustment adjustment, StockCorrected corrected, Context context) =>
        Decide.Again<AdjustmentState>("It was told before.");

    private static PostStockAdjustment Posted(StockCorrected corrected, Context context) =>
        new(context.Case.Key, corrected.Node, corrected.Reason, corrected.Lines, corrected.System);

    private static string Whom(StockCorrected corrected) => corrected.System ?? "The ERP";

    private static Decision<AdjustmentState> Withdraw(Adjustment adjustment, Decision<AdjustmentState> decision) =>
        adjustment.Task is { } task ? decision.Tell(task, new TaskWithdrawn("It is seen to.")) : decision;

    private static string Words(ImmutableArray<AdjustedPieces> lines) =>
        $"{string.Join(", ", lines.Take(3).Select(line => $"{line.Pieces:+0;-0} {line.Sku}"))}{(lines.Length > 3 ? ", ..." : "")}";
}
