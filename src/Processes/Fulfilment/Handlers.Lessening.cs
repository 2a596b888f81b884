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
    /// in the same moment counts for what is still wanted; the task says what that is, and the one before it is withdrawn.
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
            .Tell(part.Needs.Order, new PartKept(context.Case, "They are picked, or cannot be taken out any more."));

    private static ImmutableArray<PickedLine> Here(FulfilmentPart part, FulfilmentLessAsked asked)
    {
        var less = asked.Lines.ToLookup(line => line.Line, line => line.Picked);
        return [.. part.Expected.Select(line => line with { Picked = Math.Min(line.Picked, less[line.Line].Sum()) })
            .Where(line => line.Picked > 0)];
    }
}
