using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.Fulfilment.PartState;

namespace Crossdock.Processes.Fulfilment;

/// <summary>From pieces in hand to the customer, or back to the shelf with the books right.</summary>
public static partial class Handlers
{
    public static Decision<PartState> Book(FulfilmentPart part, PackReported report, Context context) =>
        Decide.To(Booking, $"Packed: {report.Parcels} parcels, {report.WeightGrams} g.").With(new PartWeighed(report.WeightGrams))
            .Ask(BookingOf(part with { WeightGrams = report.WeightGrams }, context.Case) with { Parcels = Math.Max(1, report.Parcels) });

    public static Decision<PartState> AwaitCollection(FulfilmentPart part, CarrierBooked answer, Context context) =>
        Decide.To(AwaitingHandover, $"Booked: {answer.Service}, tracking {answer.Tracking}.").With(new PartBooked(answer.Tracking));

    /// <summary>The carrier is being asked. Where it takes the parcel, that leaves, and can be returned.</summary>
    public static Decision<PartState> CancelUnlessBooked(FulfilmentPart part, FulfilmentCancelAsked message, Context context) =>
        part.Unwanted.Length > 0
            ? Decide.Again<PartState>("It goes back if no carrier takes it; that is known.")
            : Decide.Stay<PartState>($"It goes back if no carrier takes it: {message.Reason}").With(new PartUnwanted(message.Reason));

    public static Decision<PartState> CannotBook(FulfilmentPart part, CarrierRefused answer, Context context)
    {
        if (part.Unwanted.Length > 0)
        {
            return GoBack(part, PartEnd.Cancelled, part.Unwanted, context);
        }

        var task = CaseId.Task($"BOOK-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.To(Unbookable, $"The carrier will not take it: {answer.Reason}").With(new PartTask(task)).Tell(task, Work(
            part, TaskKind.Resolve, $"The carrier refuses {context.Case.Key}", answer.Reason, ExceptionCategory.DeliveryFailed, [], context,
            new TaskChoice("retry", "Book again"), new TaskChoice("cancel", "Give it back to stock")));
    }

    public static Decision<PartState> StillUnbookable(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Decide.Stay<PartState>("The parcel still has no carrier.");

    /// <summary>The task that asked is withdrawn, for a button may have answered in its place, and it could end the part later.</summary>
    public static Decision<PartState> BookAgain(FulfilmentPart part, LookAgain message, Context context)
    {
        var again = Decide.To(Booking, $"Booked again: {message.Note}").Ask(BookingOf(part, context.Case));
        return part.Task is { } task ? again.Tell(task, new TaskWithdrawn("It is booked again.")) : again;
    }

    public static Decision<PartState> GiveUpBooking(FulfilmentPart part, CancelRequested message, Context context) =>
        GoBack(part, PartEnd.CameBack, message.Reason, context);

    public static Decision<PartState> Ship(FulfilmentPart part, ParcelCollected message, Context context) =>
        Decide.To(WithCarrier, "The carrier has it.").Ask(StockOf(part, part.Expected, StockAct.Ship, "Handed to the carrier."))
            .Tell(part.Needs.Order, new PartShipped(context.Case, message.Tracking, part.Expected));

    public static Decision<PartState> ShippedBySupplier(FulfilmentPart part, SupplierShipped message, Context context)
    {
        var byLine = message.Lines.ToLookup(line => line.Line, line => line.Picked);
        ImmutableArray<PickedLine> sent =
            [.. part.Expected.Select(line => line with { Picked = Math.Clamp(byLine[line.Line].Sum(), 0, line.Picked) })
                .Where(line => line.Picked > 0)];
        ImmutableArray<PickedLine> missing =
            [.. part.Expected.Select(line =>
                line with { Picked = line.Picked - sent.Where(got => got.Line == line.Line).Sum(got => got.Picked) })
                .Where(line => line.Picked > 0)];
        if (sent.IsEmpty)
        {
            return Decide.TooLate<PartState>("The supplier's despatch names no piece of this part.");
        }

        var decision = Decide.To(WithCarrier, $"The supplier shipped, tracking {message.Tracking}.").With(new PartBooked(message.Tracking))
            .Ask(StockOf(part, sent, StockAct.Ship, "Shipped by the supplier."))
            .Tell(part.Needs.Order, new PartShipped(context.Case, message.Tracking, sent));
        return missing.IsEmpty
            ? decision
            : decision.With(new PartReduced(missing))
                .Ask(StockOf(part, missing, StockAct.WriteOffReserved, "Not shipped by the supplier."))
                .Tell(part.Needs.Order, new PartShort(
                    context.Case, part.Needs.Node, part.Needs.Mode, Lines(part, missing), "The supplier shipped less."));
    }

    public static Decision<PartState> Deliver(FulfilmentPart part, ParcelDelivered message, Context context) =>
        Decide.To(Delivered, $"Delivered, signed by {message.SignedBy}.")
            .Ask(StockOf(part, part.Expected, StockAct.Deliver, "Delivered.")).With(new PartArrived())
            .Tell(part.Needs.Order, new PartDelivered(context.Case, part.Expected));

    /// <summary>The collection scan was lost on the way; the delivery proves that it left.</summary>
    public static Decision<PartState> DeliverUnseen(FulfilmentPart part, ParcelDelivered message, Context context)
    {
        var shipped = StockOf(part, part.Expected, StockAct.Ship, "Delivered; the collection was never reported.");
        var delivered = StockOf(part, part.Expected, StockAct.Deliver, "Delivered.");
        return Decide.To(Delivered, $"Delivered, signed by {message.SignedBy}; the collection was never reported.")
            .With(new PartArrived())
            .Ask(new SettleStock([.. shipped.Orders, .. delivered.Orders]))
            .Tell(part.Needs.Order, new PartShipped(context.Case, message.Tracking, part.Expected))
            .Tell(part.Needs.Order, new PartDelivered(context.Case, part.Expected));
    }

    /// <summary>
    /// The supplier says what it sent after the parcel was heard of, or that it sent another. The order has decided by then what becomes of
    /// what was missing, or was charged for all: a person has to see what is true.
    /// </summary>
    public static Decision<PartState> AdvisedAfterwards(FulfilmentPart part, SupplierShipped message, Context context)
    {
        var pieces = message.Lines.IsDefault ? 0 : message.Lines.Sum(line => Math.Max(0, line.Picked));
        var expected = part.Lines.Sum(line => line.Quantity);
        if (part.Needs.Mode != FulfilmentMode.DropShip || message.Tracking == part.Tracking
            || part.OtherTrackings.Contains(message.Tracking)
            || (part.Tracking is null && part.WrittenOff.IsEmpty && pieces == expected))
        {
            return Decide.Again<PartState>("The parcel was heard of before.");
        }

        var why = part.Tracking is { } first
            ? $"{part.Needs.Node} sent {pieces} pieces as {message.Tracking}, after {expected} as {first}."
            : $"{part.Needs.Node} says that it sent {pieces} pieces as {message.Tracking}; {expected} were taken to be delivered.";
        return AskAside(
            part, "SENT", $"What {part.Needs.Node} sent for {part.Needs.Order.Key} is not what was taken", why,
            ExceptionCategory.StockVariance, context).With(new PartAdvisedAgain(message.Tracking));
    }

    public static Decision<PartState> CameBackAfterwards(FulfilmentPart part, ParcelReturned message, Context context) =>
        part is { Arrived: true, EndReason.Length: 0, Returned: false }
            ? AskAside(
                part, "BACK", $"What was delivered for {part.Needs.Order.Key} came back",
                $"The carrier reports it delivered, and then: {message.Reason}. It is in no stock, and the customer has paid.",
                ExceptionCategory.DeliveryFailed, context).With(new PartCameBackAfterwards())
            : Decide.Again<PartState>("It is known where the parcel is.");

    private static Decision<PartState> AskAside(
        FulfilmentPart part, string what, string title, string why, ExceptionCategory category, Context context)
    {
        var task = CaseId.Task($"{what}-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.Stay<PartState>(why).With(new PartTask(task)).Tell(task, Work(
            part, TaskKind.Resolve, title, why, category, [], context, new TaskChoice("done", "Cleared by hand")));
    }

    public static Decision<PartState> MissCustomer(FulfilmentPart part, ParcelDeliveryFailed message, Context context) =>
        message.Attempt <= part.DeliveryAttempts
            ? Decide.Again<PartState>($"Attempt {message.Attempt} is known.")
            : Decide.Stay<PartState>($"Attempt {message.Attempt} failed: {message.Reason}").With(new DeliveryMissed(message.Attempt));

    public static Decision<PartState> NoteBooking(FulfilmentPart part, CarrierBooked answer, Context context) =>
        Decide.Stay<PartState>($"Booked: {answer.Service}, tracking {answer.Tracking}.").With(new PartBooked(answer.Tracking));

    public static Decision<PartState> RemindOrTakeBack(FulfilmentPart part, DeadlinePassed late, Context context) =>
        part.Reminded
            ? GoBack(part, PartEnd.NotCollected, "Not collected in time.", context)
            : Decide.Stay<PartState>("Not collected yet; the customer is reminded.").With(new CollectorReminded())
                .Ask(new NotifyCustomer("please-collect", part.Needs.Order.Key, part.Needs.Customer, []));

    public static Decision<PartState> CancelUnpicked(FulfilmentPart part, FulfilmentCancelAsked message, Context context)
    {
        var decision = Decide.To(Restocking, message.Reason)
            .With(new PartEnding(PartEnd.Cancelled, message.Reason), new PartLinesFreed(part.Lines.Length))
            .Ask(StockOf(part, part.Expected, StockAct.Void, message.Reason));
        return part.Task is { } task ? decision.Tell(task, new TaskWithdrawn(message.Reason)) : decision;
    }

    public static Decision<PartState> Recall(FulfilmentPart part, FulfilmentCancelAsked message, Context context) =>
        Decide.To(Recalling, message.Reason).With(new PartEnding(PartEnd.Cancelled, message.Reason))
            .Ask(new RecallFromWarehouse(context.Case, part.Needs.Node, message.Reason));

    public static Decision<PartState> RestockUnpicked(FulfilmentPart part, WarehouseRecalled answer, Context context) =>
        ToShelf(part, "Recalled before it was picked.", context).With(new PartLinesFreed(part.Lines.Length));

    public static Decision<PartState> NeverThere(FulfilmentPart part, WarehouseRejected answer, Context context) =>
        ToShelf(part, "The warehouse never took it.", context).With(new PartLinesFreed(part.Lines.Length));

    public static Decision<PartState> PickedBeforeRecall(FulfilmentPart part, WarehouseRecallRefused answer, Context context)
    {
        var (because, there) = ($"Picked already: {answer.Reason}", OnTheShelf(part));
        return there.IsEmpty ? ToShelf(part, because, context) : OpenTask(
            part, Decide.To(PuttingBack, because), TaskKind.PutBack, "Put back", LinesOf(Lines(part, there), part, context), context);
    }

    public static Decision<PartState> PutBackPicked(FulfilmentPart part, FulfilmentCancelAsked message, Context context) =>
        GoBack(part, PartEnd.Cancelled, message.Reason, context);

    public static Decision<PartState> StillToPutBack(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Decide.Stay<PartState>("Goods still wait to go back to the shelf.");

    public static Decision<PartState> Restock(FulfilmentPart part, PutBack message, Context context) =>
        ToShelf(part, "Back on the shelf.", context);

    public static Decision<PartState> End(FulfilmentPart part, StockSettled answer, Context context)
    {
        // Stock that left and came back, or was never collected, is no longer the customer's; a cancelled part is sourced anew.
        var to = part.End == PartEnd.Cancelled ? Cancelled : Returned;
        return Decide.To(to, part.EndReason)
            .Tell(part.Needs.Order, new PartEnded(context.Case, part.End, InHand(part), part.EndReason));
    }

    public static Decision<PartState> EndWithVariance(FulfilmentPart part, StockSettleRefused answer, Context context)
    {
        var ended = End(part, new StockSettled(0), context);
        var differs = BooksDiffer(part, answer, context);
        return ended.With(differs.Facts).Ask(differs.Effects) with { Because = $"{ended.Because} {differs.Because}" };
    }

    public static Decision<PartState> OnTheBooks(FulfilmentPart part, StockSettled answer, Context context) =>
        Decide.Stay<PartState>("Stock is on the books.");

    public static Decision<PartState> BooksDiffer(FulfilmentPart part, StockSettleRefused answer, Context context)
    {
        var task = CaseId.Task($"STOCK-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.Stay<PartState>($"The ledger would not: {answer.Reason}").With(new PartTask(task)).Tell(task, Work(
            part, TaskKind.Resolve, $"Stock of {context.Case.Key} does not agree", answer.Reason, ExceptionCategory.StockVariance, [],
            context,
            new TaskChoice("done", "Cleared by hand")));
    }

    public static Decision<PartState> Noted(FulfilmentPart part, CustomerNotified answer, Context context) =>
        Decide.Stay<PartState>($"The customer was told: {answer.Template}.");

    public static Decision<PartState> NotNotified(FulfilmentPart part, NotificationFailed answer, Context context) =>
        Decide.Stay<PartState>($"The customer could not be told ({answer.Template}): {answer.Reason}");

    /// <summary>What is really there: expected, less what was written off as missing.</summary>
    private static ImmutableArray<PickedLine> InHand(FulfilmentPart part) => part.Expected.Without(part.WrittenOff);

    private static Decision<PartState> GoBack(FulfilmentPart part, PartEnd end, string reason, Context context)
    {
        var ending = new PartEnding(end, reason);
        if (InHand(part).IsEmpty)
        {
            return Decide.To(Cancelled, reason).With(ending)
                .Tell(part.Needs.Order, new PartEnded(context.Case, end, [], reason));
        }

        var decision = Decide.To(PuttingBack, reason).With(ending);
        if (part.Task is { } open && part.WrittenOff.IsEmpty)
        {
            // Not the count of a short part: the shelf is wrong whatever becomes of the order.
            decision = decision.Tell(open, new TaskWithdrawn(reason));
        }

        return OpenTask(part, decision, TaskKind.PutBack, "Put back", LinesOf(Lines(part, InHand(part)), part, context), context);
    }
}
