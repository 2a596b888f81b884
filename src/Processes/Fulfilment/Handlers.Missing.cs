using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.Fulfilment.PartState;

namespace Crossdock.Processes.Fulfilment;

/// <summary>
/// The warehouse's pick report comes after the part was called back. What it did not find is not on the shelf, whatever becomes of the
/// part: it goes off the books here and in the ERP. For the order all that the part had is free again.
/// </summary>
public static partial class Handlers
{
    public static Decision<PartState> MissWhenRecalled(FulfilmentPart part, WarehousePicked report, Context context)
    {
        var missing = MissingOf(part, report);
        return missing.IsEmpty ? TellsNothing(part, report) : Missed(part, missing, StockAct.WriteOffReserved, context);
    }

    /// <summary>Whoever puts it back is told what is there to be put back.</summary>
    public static Decision<PartState> MissWhilePuttingBack(FulfilmentPart part, WarehousePicked report, Context context)
    {
        var missing = MissingOf(part, report);
        if (missing.IsEmpty)
        {
            return TellsNothing(part, report);
        }

        var decision = Missed(part, missing, StockAct.WriteOffReserved, context);
        decision = part.Task is { } task ? decision.Tell(task, new TaskWithdrawn("Some of it was never found.")) : decision;
        var rest = decision.Facts.Aggregate(part, (before, fact) => PartFacts.Fold(before, fact, report));
        var there = OnTheShelf(rest);
        return there.IsEmpty
            ? decision with { To = Cancelled, Effects = [.. decision.Effects, .. End(rest, new StockSettled(0), context).Effects] }
            : OpenTask(rest, decision, TaskKind.PutBack, "Put back", LinesOf(Lines(part, there), part, context), context);
    }

    /// <summary>Its pieces are for sale again already.</summary>
    public static Decision<PartState> MissAfterwards(FulfilmentPart part, WarehousePicked report, Context context)
    {
        var missing = MissingOf(part, report);
        return missing.IsEmpty ? TellsNothing(part, report) : Missed(part, missing, StockAct.WrittenOff, context);
    }

    private static Decision<PartState> TellsNothing(FulfilmentPart part, WarehousePicked report) =>
        part.Picked.IsEmpty && part.Missed.IsEmpty
            ? Decide.Stay<PartState>($"Picked as {report.Reference}, and called back.")
            : Decide.Again<PartState>($"{report.Reference}: what was picked is known.");

    private static Decision<PartState> Missed(
        FulfilmentPart part, ImmutableArray<PickedLine> missing, StockAct act, Context context)
    {
        const string Reason = "Called back, and not found when picked.";
        var count = CaseId.Task($"COUNT-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.Stay<PartState>($"{missing.Sum(line => line.Picked)} pieces were not found in the warehouse.")
            .With(new PartMissed(missing), new PartTask(count))
            .Ask(StockOf(part, missing, act, Reason))
            .Tell(count, CountOf(part, missing, context))
            .Tell(StockAdjustments.Handlers.IdOf("short", context.Case), NotThere(part, missing, Reason, context));
    }

    /// <summary>Only what was called back unpicked: of anything else the pick report was heard in its time.</summary>
    private static ImmutableArray<PickedLine> MissingOf(FulfilmentPart part, WarehousePicked report) =>
        part.Needs.Mode == FulfilmentMode.ShipFromDc && part.Picked.IsEmpty && part.WrittenOff.IsEmpty && part.Missed.IsEmpty
            ? Missing(part, Found(part, report.Lines))
            : [];

    private static ImmutableArray<PickedLine> OnTheShelf(FulfilmentPart part) => InHand(part).Without(part.Missed);

    private static Decision<PartState> ToShelf(FulfilmentPart part, string because, Context context)
    {
        var there = OnTheShelf(part);
        return there.IsEmpty
            ? End(part, new StockSettled(0), context) with { Because = $"{because} Nothing of it is there." }
            : Decide.To(Restocking, because).Ask(StockOf(part, there, StockAct.Void, part.EndReason));
    }

    private static TaskOpened CountOf(FulfilmentPart part, ImmutableArray<PickedLine> missing, Context context) => Work(
        part, TaskKind.Count, $"Count {missing.Length} SKUs at {part.Needs.Node}",
        "The books said more than the shelf held: say what turns up.", ExceptionCategory.StockVariance,
        LinesOf(Lines(part, missing), part, context).Select(line => line with { Quantity = 0 }), context);

    private static StockCorrected NotThere(
        FulfilmentPart part, ImmutableArray<PickedLine> missing, string reason, Context context) => new(
        part.Needs.Node, part.Needs.Region, [.. missing.Select(line => new AdjustedPieces(line.Sku, -line.Picked))], reason, context.Case);

    private static ImmutableArray<PickedLine> Found(FulfilmentPart part, ImmutableArray<PickedLine> reported)
    {
        var byLine = reported.ToLookup(line => line.Line, line => line.Picked);
        return [.. part.Lines.Select(line => new PickedLine(line.Line, line.Sku, Math.Clamp(byLine[line.Line].Sum(), 0, line.Quantity)))];
    }

    private static ImmutableArray<PickedLine> Missing(FulfilmentPart part, ImmutableArray<PickedLine> found) =>
        [.. part.Lines.Zip(found, (line, got) => got with { Picked = line.Quantity - got.Picked }).Where(line => line.Picked > 0)];
}
