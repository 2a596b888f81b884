using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.Fulfilment.PartState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Fulfilment;

/// <summary>From the order's wish to pieces in hand, or to a shortage that the order decides.</summary>
public static partial class Handlers
{
    public static Policy<TimeSpan> PickBudget(FulfilmentPart part) =>
        part.Needs.Mode == FulfilmentMode.Kerbside ? Policy.KerbsidePickTime : Policy.PickTime;

    public static Policy<TimeSpan> CollectBudget(FulfilmentPart part) => part.Reminded ? Policy.PickupLastCall : Policy.PickupReminder;

    public static Decision<PartState> Accept(FulfilmentPart part, FulfilmentAsked asked, Context context)
    {
        var accepted = new PartAccepted();
        var begun = part with { Asked = asked, Lines = asked.Lines };
        return asked.Mode switch
        {
            FulfilmentMode.ShipFromDc => Decide.To(ReleasingToWarehouse, $"To the warehouse {asked.Node}.").With(accepted)
                .Ask(new ReleaseToWarehouse(context.Case, asked.Node, asked.Promise, asked.Lines)),
            FulfilmentMode.DropShip => Decide.To(OrderingFromSupplier, $"To the supplier {asked.Node}.").With(accepted)
                .Ask(new OrderFromSupplier(context.Case, asked.Node, asked.Customer, asked.Promise, asked.Lines)),
            _ => OpenTask(
                begun, Decide.To(AwaitingPick, $"{asked.Lines.Length} lines to pick at {asked.Node}.")
                    .With(accepted), TaskKind.Pick, "Pick",
                Tasks.LinesOf(context, asked.Node, asked.Lines), context),
        };
    }

    public static Decision<PartState> Release(FulfilmentPart part, WarehouseAccepted answer, Context context) =>
        Decide.To(WarehousePicking, $"The warehouse has it as {answer.Reference}.").With(new PartReferenced(answer.Reference));

    /// <summary>The acceptance came after what it accepts was done.</summary>
    public static Decision<PartState> NoteWarehouse(FulfilmentPart part, WarehouseAccepted answer, Context context) =>
        Decide.Stay<PartState>($"The warehouse has it as {answer.Reference}.").With(new PartReferenced(answer.Reference));

    public static Decision<PartState> NoteSupplier(FulfilmentPart part, SupplierAccepted answer, Context context) =>
        Decide.Stay<PartState>($"The supplier has it as {answer.Reference}.").With(new PartReferenced(answer.Reference));

    public static Decision<PartState> Unplaced(FulfilmentPart part, WarehouseRejected answer, Context context) =>
        NothingHere(part, answer.Reason, context);

    public static Decision<PartState> SupplierHasIt(FulfilmentPart part, SupplierAccepted answer, Context context) =>
        Decide.To(WithSupplier, $"The supplier has it as {answer.Reference}, ships by {answer.ShipsBy:u}.")
            .With(new PartReferenced(answer.Reference));

    public static Decision<PartState> SupplierWillNot(FulfilmentPart part, SupplierRefused answer, Context context) =>
        NothingHere(part, answer.Reason, context);

    public static Decision<PartState> Pick(FulfilmentPart part, PickReported report, Context context) =>
        NotPickedTwice(part, ShelveSurplus(part, report, context, Picked(part, report.Lines, context, found => found.Ships
            ? OpenTask(found, Decide.To(Packing, "All found."), TaskKind.Pack, "Pack", LinesOf(found.Lines, part, context), context)
            : ForCollection(found, "All found.", context))));

    /// <summary>Less was wanted, and a new pick asked for, while the first was already done: nobody goes to the shelf again.</summary>
    private static Decision<PartState> NotPickedTwice(FulfilmentPart part, Decision<PartState> decision) =>
        decision.Outcome == Outcome.Applied && part is { Tasks: > 1, Task: { } asked }
            ? decision.Tell(asked, new TaskWithdrawn("It is picked.")) : decision;

    public static Decision<PartState> PickedInWarehouse(FulfilmentPart part, WarehousePicked report, Context context)
    {
        var weighed = new PartWeighed(report.WeightGrams);
        var decision = Picked(part with { WeightGrams = report.WeightGrams }, report.Lines, context, found =>
            Decide.To(Booking, "Picked in the warehouse.").Ask(BookingOf(found, context.Case)));
        return decision.Outcome == Outcome.Applied ? decision.With(weighed) : decision;
    }

    /// <summary>Step 1 goes to the store manager, step 2 to the region and asks the order for a way round.</summary>
    public static Decision<PartState> EscalatePick(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LatePick, part.Late == 0 ? "the store manager" : "the region");

    public static Decision<PartState> LateAtWarehouse(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LatePick, "the warehouse lead");

    public static Decision<PartState> LateAtSupplier(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LateShipment, "the buyer");

    public static Decision<PartState> LateAtPacking(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LateShipment, "the store manager");

    public static Decision<PartState> NotCollectedByCarrier(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LateShipment, "the warehouse lead");

    public static Decision<PartState> LateOnTheRoad(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LateShipment, "customer service");

    public static Decision<PartState> StillShort(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Decide.Stay<PartState>("The order has not decided about the missing pieces yet.");

    /// <summary>The order has decided: the part goes on with what was found, or ends with nothing.</summary>
    public static Decision<PartState> GoOnWithout(FulfilmentPart part, FulfilmentLinesDropped dropped, Context context)
    {
        var reduced = new PartReduced(dropped.Lines);
        var rest = PartFacts.Fold(part, reduced, dropped);
        if (rest.Lines.IsEmpty)
        {
            return Decide.To(Cancelled, $"Nothing is left here: {dropped.Reason}").With(reduced)
                .Tell(part.Needs.Order, new PartEnded(context.Case, PartEnd.Empty, [], dropped.Reason));
        }

        if (!rest.WrittenOff.IsEmpty)
        {
            return Decide.To(Short, "Other pieces are still undecided.").With(reduced) with { To = null };
        }

        var decision = part.Needs.Mode switch
        {
            FulfilmentMode.ShipFromDc => Decide.To(Booking, "Goes with what was found.").Ask(BookingOf(rest, context.Case)),
            _ when rest.Ships => OpenTask(
                rest, Decide.To(Packing, "Goes with what was found."), TaskKind.Pack, "Pack", LinesOf(rest.Lines, part, context), context),
            _ => ForCollection(rest, "Goes with what was found.", context),
        };
        return decision with
        {
            Facts = [reduced, .. decision.Facts],
            // From here on it is not the picking that may be late.
            Effects = [new TellCase(part.Needs.Order, new PartPicked(context.Case)), .. decision.Effects],
        };
    }

    /// <summary>Short or whole: the missing are written off, counted, and put to the order; <paramref name="whole"/> says how it goes
    /// on.</summary>
    private static Decision<PartState> Picked(
        FulfilmentPart part, ImmutableArray<PickedLine> reported, Context context, Func<FulfilmentPart, Decision<PartState>> whole)
    {
        var found = Found(part, reported);
        var missing = Missing(part, found);
        var picked = new PartPickedUp(found, missing);
        var after = PartFacts.Fold(part, picked, part.Needs);
        if (missing.IsEmpty)
        {
            var decision = whole(after);
            return decision with
            {
                Facts = [picked, .. decision.Facts],
                Effects = [.. decision.Effects, new TellCase(part.Needs.Order, new PartPicked(context.Case))],
            };
        }

        var pieces = missing.Sum(line => line.Picked);
        var count = CaseId.Task($"COUNT-{context.Case.Key}-{part.Tasks + 1}");
        return Decide.To(Short, $"{pieces} of {part.Lines.Sum(line => line.Quantity)} pieces not found.")
            .With(picked, new PartTask(count))
            .Ask(StockOf(part, missing, StockAct.WriteOffReserved, "Not on the shelf."))
            .Tell(count, CountOf(part, missing, context))
            .Tell(StockAdjustments.Handlers.IdOf("short", context.Case), NotThere(part, missing, "Not found when picked.", context))
            .Tell(part.Needs.Order, new PartShort(
                context.Case, part.Needs.Node, part.Needs.Mode, Lines(part, missing), "Not found when picked."));
    }

    /// <summary>The node cannot take it at all: its stock is free again and the order decides anew.</summary>
    private static Decision<PartState> NothingHere(FulfilmentPart part, string reason, Context context) =>
        Decide.To(Short, reason)
            .With(new PartPickedUp([], part.Expected), new PartLinesFreed(part.Lines.Length))
            .Ask(StockOf(part, part.Expected, StockAct.Void, reason))
            .Tell(part.Needs.Order, new PartShort(context.Case, part.Needs.Node, part.Needs.Mode, part.Lines, reason));

    private static Decision<PartState> Climb(FulfilmentPart part, Context context, ExceptionCategory category, string whom) =>
        Decide.Stay<PartState>($"Late, step {part.Late + 1}: with {whom} now.")
            .With(new PartLateStep(part.Late + 1))
            .Tell(part.Needs.Order, new PartLate(context.Case, part.Needs.Node, category, part.Late + 1));

    private static Decision<PartState> OpenTask(
        FulfilmentPart part, Decision<PartState> decision, TaskKind kind, string verb, IEnumerable<TaskLine> lines, Context context)
    {
        var task = CaseId.Task($"{kind.ToString().ToUpperInvariant()}-{context.Case.Key}-{part.Tasks + 1}");
        return decision.With(new PartTask(task)).Tell(task, Work(
            part, kind, $"{verb} {part.Needs.Order.Key}",
            part.Place.Length > 0 ? $"It lies at {part.Place}." : $"Promised for {part.Needs.Promise:u}", null, lines, context));
    }

    private static TaskOpened Work(
        FulfilmentPart part, TaskKind kind, string title, string why, ExceptionCategory? category, IEnumerable<TaskLine> lines,
        Context context, params ImmutableArray<TaskChoice> choices)
    {
        var needs = part.Needs;
        var budget = kind switch
        {
            TaskKind.Pick => context.Policy.Read(PickBudget(part)),
            TaskKind.Stage => context.Policy.Read(Policy.StageTime),
            TaskKind.Pack or TaskKind.PutBack => context.Policy.Read(Policy.PackTime),
            TaskKind.Inspect => context.Policy.Read(Policy.InspectTime),
            TaskKind.HandOver => context.Policy.Read(Policy.PickupReminder) + context.Policy.Read(Policy.PickupLastCall),
            _ => context.Policy.Read(Policy.TaskOwner),
        };
        var owner = category is { } problem ? context.Policy.OwnerOf(problem) : OwnerGroup.StoreOperations;
        // What is ready to hand over, or goes back, keeps no promise waiting.
        DateTimeOffset? promise = kind is TaskKind.HandOver or TaskKind.PutBack or TaskKind.Inspect ? null : needs.Promise;
        return new TaskOpened(
            kind, title, why, context.Case, needs.Order, owner, owner == OwnerGroup.CustomerService ? null : needs.Node, needs.Region,
            needs.Channel, category, promise, part.Worth, needs.Currency,
            Tasks.Priority(context.Now, promise, part.Worth, needs.Customer.Tier), budget, [.. lines], choices);
    }

    private static BookCarrier BookingOf(FulfilmentPart part, CaseId id) =>
        new(id, part.Needs.Node, part.Needs.Customer, 1, Math.Max(part.WeightGrams, 1), part.Needs.Promise);

    private static SettleStock StockOf(FulfilmentPart part, IEnumerable<PickedLine> lines, StockAct act, string reason) =>
        new([.. lines.GroupBy(line => line.Sku).Select(sku => new StockOrder(
            sku.Key, new StockInstruction(act, part.Needs.Node, sku.Sum(line => line.Picked), part.Needs.Reservation, reason)))]);

    private static ImmutableArray<TaskLine> LinesOf(IEnumerable<PartLine> lines, FulfilmentPart part, Context context) =>
        Tasks.LinesOf(context, part.Needs.Node, lines);

    private static ImmutableArray<PartLine> Lines(FulfilmentPart part, ImmutableArray<PickedLine> pieces) =>
        [.. pieces.Select(piece => part.Lines.First(line => line.Line == piece.Line) with { Quantity = piece.Picked })];
}
