using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.Fulfilment;

/// <summary>The customer wants fewer pieces than the part was asked for.</summary>
public static partial class Handlers
{
    /// <summary>
    /// Nobody has picked it yet: the pieces are free again, and who is to pick gets a task that says what is left. A pick that is reported
    /// in the same moment counts for what is still wanted.
    /// </summary>
    public static Decision<PartState> Lessen(FulfilmentPart part, FulfilmentLessAsked asked, Context context)
    {
        var gone = Here(part, asked);
        if (gone.IsEmpty)
        {
            return Keep(part, asked, context);
        }

        var reduced = new PartReduced(gone);
        var rest = PartFacts.Fold(part, reduced, asked);
        if (rest.Lines.IsEmpty)
        {
            return CancelUnpicked(part, new FulfilmentCancelAsked(asked.Reason), context);
        }

        var decision = Decide.Stay<PartState>($"{gone.Sum(line => line.Picked)} pieces less to pick: {asked.Reason}")
            .With(reduced, new PartLinesFreed(part.Lines.Length - rest.Lines.Length))
            .Ask(StockOf(part, gone, StockAct.Void, asked.Reason))
            .Tell(part.Needs.Order, new PartLessened(context.Case, gone));
        decision = part.Task is { } task ? decision.Tell(task, new TaskWithdrawn("There is less to pick.")) : decision;
        return OpenTask(rest, decision, TaskKind.Pick, "Pick", LinesOf(rest.Lines, part, context), context);
    }

    /// <summary>A warehouse stops a part, or picks it as it was asked.</summary>
    public static Decision<PartState> RecallWhole(FulfilmentPart part, FulfilmentLessAsked asked, Context context) =>
        PartFacts.Fold(part, new PartReduced(Here(part, asked)), asked).Lines.IsEmpty
            ? Recall(part, new FulfilmentCancelAsked(asked.Reason), context)
            : Keep(part, asked, context);

    public static Decision<PartState> Keep(FulfilmentPart part, FulfilmentLessAsked asked, Context context) =>
        Decide.Stay<PartState>($"Too late for less: {asked.Reason}")
            .Tell(part.Needs.Order, new PartKept(
                context.Case, "They are picked, or cannot be taken out any more.",
                Returns: part is { End: PartEnd.Cancelled, EndReason.Length: > 0, HandedOverTo.Length: 0 }));

    /// <summary>What is missing is with the order already, which gives that up first.</summary>
    public static Decision<PartState> KeepShort(FulfilmentPart part, FulfilmentLessAsked asked, Context context) =>
        Decide.Stay<PartState>($"Too late for less of what was found: {asked.Reason}")
            .Tell(part.Needs.Order, new PartKept(context.Case, "They are picked, or are missing.", Short: true));

    /// <summary>The picker had not heard that there is less to pick: on the books those pieces are free, so they go to the shelf.</summary>
    private static Decision<PartState> ShelveSurplus(
        FulfilmentPart part, PickReported report, Context context, Decision<PartState> decision)
    {
        var wanted = part.Lines.ToDictionary(line => line.Line, line => line.Quantity);
        var surplus = report.Lines.GroupBy(line => (line.Line, line.Sku))
            .Select(line => (line.Key.Sku, Pieces: line.Sum(piece => piece.Picked) - wanted.GetValueOrDefault(line.Key.Line)))
            .Where(line => line.Pieces > 0).ToList();
        if (surplus.Count == 0)
        {
            return decision;
        }

        var task = CaseId.Task($"SURPLUS-{context.Case.Key}-{part.Tasks + 1}");
        // The task of what comes next is the part's own, so this one is noted before it.
        return (decision with { Facts = [new PartTask(task), .. decision.Facts] }).Tell(task, Work(
            part, TaskKind.Resolve, $"Put back what {part.Needs.Order.Key} no longer wants",
            $"Picked and not wanted: {string.Join(", ", surplus.Select(line => $"{line.Pieces} of {line.Sku}"))}.",
            ExceptionCategory.StockVariance, [], context, new TaskChoice("done", "Back on the shelf")));
    }

    private static ImmutableArray<PickedLine> Here(FulfilmentPart part, FulfilmentLessAsked asked) => part.Expected.AtMost(asked.Lines);
}
