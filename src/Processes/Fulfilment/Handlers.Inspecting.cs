using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.Fulfilment.PartState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Fulfilment;

/// <summary>A parcel that was refused or never taken in: looked at before any of it is for sale again.</summary>
public static partial class Handlers
{
    public static Decision<PartState> TakeParcelBack(FulfilmentPart part, ParcelReturned message, Context context) =>
        part.Needs.Mode == FulfilmentMode.DropShip
            ? AtSupplier(message).Ask(StockOf(part, part.Expected, StockAct.ComeBack, message.Reason))
            : ToInspect(part, message, context);

    /// <summary>It left and came back, and nobody told us that it left.</summary>
    public static Decision<PartState> TakeUnseenBack(FulfilmentPart part, ParcelReturned message, Context context) =>
        part.Needs.Mode == FulfilmentMode.DropShip
            ? AtSupplier(message).Ask(new SettleStock(
                [.. LeftUnseen(part), .. StockOf(part, part.Expected, StockAct.ComeBack, message.Reason).Orders]))
            : ToInspect(part, message, context).With(new PartLeftUnseen());

    public static Decision<PartState> StillToInspect(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Decide.Stay<PartState>("What came back still waits to be inspected.");

    /// <summary>What is as new is for sale again; the rest is written off, here and in the ERP. The customer pays for neither.</summary>
    public static Decision<PartState> InspectParcel(FulfilmentPart part, ReturnInspected message, Context context)
    {
        var gone = message.Sorted(part.Expected.Select(line => (line.Sku, line.Picked)));
        var goneBySku = gone.GroupBy(pieces => pieces.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(pieces => pieces.Quantity));
        var back = part.Expected.GroupBy(line => line.Sku)
            .Select(sku => new PickedLine(0, sku.Key, sku.Sum(line => line.Picked) - goneBySku.GetValueOrDefault(sku.Key)))
            .Where(line => line.Picked > 0);
        var why = gone.IsEmpty ? "All of it is as new." : $"Not for sale: {Words(gone)}.";
        var off = goneBySku.Select(sku => new PickedLine(0, sku.Key, sku.Value));
        // One after the other: what has not left on the books cannot come back on them.
        var decision = Decide.To(Restocking, $"{why} {message.Note}".TrimEnd()).Ask(new SettleStock([
            .. part.LeftUnseen ? LeftUnseen(part) : [],
            .. StockOf(part, back, StockAct.ComeBack, part.EndReason).Orders,
            .. StockOf(part, off, StockAct.WriteOffTransit, why).Orders]));
        return gone.IsEmpty ? decision : decision.Tell(
            StockAdjustments.Handlers.IdOf("parcel", context.Case), new StockCorrected(
                part.Needs.Node, part.Needs.Region, [.. goneBySku.Select(sku => new AdjustedPieces(sku.Key, -sku.Value))],
                $"Came back and is not for sale: {Words(gone)}.", context.Case));
    }

    private static ImmutableArray<StockOrder> LeftUnseen(FulfilmentPart part) =>
        StockOf(part, part.Expected, StockAct.Ship, "Came back; that it left was never reported.").Orders;

    /// <summary>What a supplier sent comes back to the supplier, who looks at it.</summary>
    private static Decision<PartState> AtSupplier(ParcelReturned message) =>
        Decide.To(Restocking, $"The parcel came back: {message.Reason}").With(new PartEnding(PartEnd.CameBack, message.Reason));

    private static Decision<PartState> ToInspect(FulfilmentPart part, ParcelReturned message, Context context)
    {
        var why = $"The parcel came back: {message.Reason}";
        var task = CaseId.Task($"INSPECT-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.To(Inspecting, why).With(new PartEnding(PartEnd.CameBack, message.Reason), new PartTask(task)).Tell(task, Work(
            part, TaskKind.Inspect, $"Inspect what came back of {part.Needs.Order.Key}", why, null, LinesOf(part.Lines, part, context),
            context, Tasks.Dispositions));
    }

    private static string Words(ImmutableArray<DisposedPieces> gone) => string.Join(
        ", ", gone.Take(3).Select(pieces => $"{pieces.Quantity} {pieces.Sku} {Tasks.WordOf(pieces.To)}"))
        + (gone.Length > 3 ? ", ..." : "");
}
