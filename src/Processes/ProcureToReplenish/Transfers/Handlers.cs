using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.ProcureToReplenish.Transfers.TransferState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish.Transfers;

public static class Handlers
{
    public static Decision<TransferState> Ask(Transfer none, TransferAsked asked, Context context)
    {
        var begun = new TransferBegun();
        if (WhyNotATransfer(asked, context) is { } why)
        {
            return Decide.To(Unfilled, why).With(begun);
        }

        return Decide.To(Reserving, $"{asked.Lines.Sum(line => line.Quantity)} pieces from {asked.From} to {asked.To}.").With(begun)
            .Ask(new ReserveStock(
                ReservationOf(asked), [.. asked.Lines.Select(line => new ReserveLine(line.Line, line.Sku, asked.From, line.Quantity))],
                context.Policy.Read(Policy.ReservationExpiry)));
    }

    public static Decision<TransferState> Firm(Transfer state, StockReserved answer, Context context)
    {
        var reserved = new TransferReserved([.. answer.Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Reserved))]);
        var after = TransferFacts.Fold(state, reserved, answer);
        var pieces = after.Items.Sum(item => item.Reserved);
        return pieces == 0 ? Decide.To(Unfilled, $"Nothing is free at {state.Needs.From} any more.").With(reserved)
            : state.Ending is { } why ? Decide.To(Releasing, why).With(reserved).Ask(Settle(after, Held(after, StockAct.Void, why)))
            : Decide.To(Firming, $"{pieces} of {state.Items.Sum(item => item.Asked)} pieces are set aside.").With(reserved)
                .Ask(Settle(after, Held(after, StockAct.Post, "To be moved.")));
    }

    public static Decision<TransferState> NothingFree(Transfer state, StockRefused answer, Context context) =>
        Decide.To(Unfilled, answer.Reason);

    public static Decision<TransferState> CancelWhenAnswered(Transfer state, TransferCancelAsked message, Context context) =>
        state.Ending is null
            ? Decide.Stay<TransferState>($"To be cancelled when the ledger has answered: {message.Reason}")
                .With(new TransferEnding(message.Reason))
            : Decide.Again<TransferState>("It is to be cancelled already.");

    public static Decision<TransferState> AskPick(Transfer state, StockSettled answer, Context context)
    {
        if (state.Ending is { } why)
        {
            return Release(state, Decide.To(Releasing, why), why);
        }

        var task = TaskOf(state, "OUT", context);
        return Decide.To(AwaitingPick, $"To be picked at {state.Needs.From}.").With(new TransferTask(task)).Tell(task, Work(
            state, TaskKind.TransferOut, $"Pick {state.Needs.Number} for {state.Needs.To}", state.Needs.Why, null, context,
            state.Items.Where(item => item.Reserved > 0).Select(item => (item, item.Reserved))));
    }

    /// <summary>Some lapsed before they were firm: all go back, and the next review sees what is still needed.</summary>
    public static Decision<TransferState> NotFirm(Transfer state, StockSettleRefused answer, Context context) =>
        Release(state, Decide.To(Releasing, answer.Reason).With(new TransferEnding(answer.Reason)), answer.Reason);

    public static Decision<TransferState> PickIsLate(Transfer state, DeadlinePassed late, Context context) =>
        Climb(state, $"{state.Needs.From} has not picked it", context);

    /// <summary>What is not found is written off and counted; the rest goes.</summary>
    public static Decision<TransferState> Pick(Transfer state, PickReported report, Context context)
    {
        ImmutableArray<PickedLine> found = [.. state.Items.Select(item => new PickedLine(item.Line, item.Sku, Math.Clamp(
            report.Lines.IsDefault ? 0 : report.Lines.Where(line => line.Sku == item.Sku).Sum(line => line.Picked), 0, item.Reserved)))];
        var picked = new TransferPicked(found);
        var after = TransferFacts.Fold(state, picked, report);
        var missing = after.Items.Where(item => item.Shipped < item.Reserved).ToList();
        var picks = Decide.To(Leaving, $"{after.Shipped} of {after.Items.Sum(item => item.Reserved)} pieces are picked.");
        var decision = LateNoMore(state, picks, "It is picked.")
            .With(picked, new TransferTask(null))
            .Ask(Settle(after,
            [
                .. after.Items.Select(item => (item, StockAct.Ship, item.Shipped, "Moved to another node.")),
                .. missing.Select(item => (item, StockAct.WriteOffReserved, item.Reserved - item.Shipped, "Not on the shelf.")),
            ]));
        if (missing.Count == 0)
        {
            return decision;
        }

        var count = TaskOf(state, "COUNT", context);
        return decision.With(new TransferTask(count, Aside: true)).Tell(count, Work(
            state, TaskKind.Count, $"Count {missing.Count} SKUs at {state.Needs.From}",
            "The books said more than the shelf held: say what turns up.", ExceptionCategory.StockVariance, context,
            missing.Select(item => (item, 0))))
            .Tell(StockAdjustments.Handlers.IdOf("short", context.Case), new StockCorrected(
                state.Needs.From, state.Needs.Region,
                [.. missing.Select(item => new AdjustedPieces(item.Sku, item.Shipped - item.Reserved))], "Not found when picked.",
                context.Case));
    }

    /// <summary>What stands at the receiver's already has left, whatever was told of it.</summary>
    public static Decision<TransferState> CancelUnpicked(Transfer state, TransferCancelAsked message, Context context) =>
        state.Early is not null
            ? Decide.TooLate<TransferState>($"{state.Needs.To} has counted it already: say what was picked at {state.Needs.From}.")
            : Release(state, Withdraw(state, Decide.To(Releasing, message.Reason).With(new TransferEnding(message.Reason)), message.Reason),
            message.Reason);

    public static Decision<TransferState> Left(Transfer state, StockSettled answer, Context context) =>
        state.Shipped == 0 ? Decide.To(Unfilled, "Nothing was found to move.")
        : state.Early is { } early ? Count(state, Decide.To(Arriving, "It has left, and has arrived."), early, context)
        : Awaited(state, Decide.To(OnTheWay, $"{state.Shipped} pieces have left {state.Needs.From}."), context);

    public static Decision<TransferState> LeftDifferently(Transfer state, StockSettleRefused answer, Context context)
    {
        var left = Left(state, new StockSettled(0), context);
        return Differs(state, left with { Because = $"{left.Because} The ledger differs: {answer.Reason}" }, answer.Reason, context);
    }

    public static Decision<TransferState> NoteEarly(Transfer state, TransferReceived received, Context context) =>
        state.Early is not null ? Decide.Again<TransferState>("It was counted already.")
        : WhyNoCount(state, received) is { } no ? Decide.TooLate<TransferState>(no)
        : Decide.Stay<TransferState>("It is counted before the books say that it left.").With(new TransferCameEarly(received));

    public static Decision<TransferState> ArrivalIsLate(Transfer state, DeadlinePassed late, Context context) =>
        Climb(state, $"{state.Needs.To} has not received it", context);

    public static Decision<TransferState> Arrive(Transfer state, TransferReceived received, Context context) =>
        WhyNoCount(state, received) is { } no
            ? Decide.TooLate<TransferState>(no)
            : Count(state, Counted(state, received, Decide.To(Arriving, "")), received, context);

    /// <summary>A person gives it up: what was shipped is lost, and the books say so.</summary>
    public static Decision<TransferState> GiveUp(Transfer state, TransferCancelAsked message, Context context) =>
        Count(state, Withdraw(state, Decide.To(Arriving, $"Given up as lost: {message.Reason}"), message.Reason), null, context);

    public static Decision<TransferState> Post(Transfer state, StockSettled answer, Context context)
    {
        ImmutableArray<ArrivedPieces> arrived =
            [.. state.Items.Where(item => item.Arrived > 0).Select(item => new ArrivedPieces(item.Sku, item.Arrived))];
        var posting = Decide.To(Posting, $"{arrived.Sum(one => one.Pieces)} pieces are on the shelf of {state.Needs.To}.")
            .Ask(Posted(state));
        return arrived.IsEmpty ? posting : posting.Ask(new FindWaiting(state.Needs.To, arrived));
    }

    public static Decision<TransferState> Serve(Transfer state, WaitingFound found, Context context) =>
        Arrivals.Tell(Decide.Stay<TransferState>(Arrivals.Because(found)), found.Node, found.Arrived, found.Orders);

    /// <summary>Nobody can say who waits now: those it was moved for are told.</summary>
    public static Decision<TransferState> ServeAsPlanned(Transfer state, WaitingNotFound answer, Context context) =>
        Arrivals.Tell(Decide.Stay<TransferState>(answer.Reason), answer.Node, answer.Arrived, state.Needs.Serves);

    public static Decision<TransferState> PostDespiteLedger(Transfer state, StockSettleRefused answer, Context context) =>
        Differs(state, Decide.To(Posting, $"The ledger differs: {answer.Reason}").Ask(Posted(state)), answer.Reason, context);

    public static Decision<TransferState> Close(Transfer state, TransferPosted answer, Context context) =>
        Decide.To(Closed, $"The ERP has it as {answer.Document}.");

    public static Decision<TransferState> NotPosted(Transfer state, TransferPostRefused answer, Context context)
    {
        var task = TaskOf(state, "POST", context);
        return Decide.To(Unposted, answer.Reason).With(new TransferTask(task)).Tell(task, Work(
            state, TaskKind.Resolve, $"The ERP refused {state.Needs.Number}", answer.Reason, ExceptionCategory.ReconciliationOpen, context,
            [], new TaskChoice("retry", "Post it again")));
    }

    public static Decision<TransferState> StillUnposted(Transfer state, DeadlinePassed late, Context context) =>
        Decide.Stay<TransferState>("The ERP still does not have it.").With(new TransferLateStep(state.Late + 1));

    public static Decision<TransferState> PostAgain(Transfer state, LookAgain message, Context context) =>
        Withdraw(state, Decide.To(Posting, message.Note), "It is posted again.").Ask(Posted(state));

    public static Decision<TransferState> Released(Transfer state, StockSettled answer, Context context) =>
        Decide.To(Cancelled, state.Ending ?? "It was cancelled.");

    public static Decision<TransferState> ReleasedDifferently(Transfer state, StockSettleRefused answer, Context context) =>
        Decide.To(Cancelled, $"{state.Ending} Some had lapsed before: {answer.Reason}");

    public static Decision<TransferState> ArrivedUnwanted(Transfer state, TransferReceived received, Context context) =>
        received.Receipt == state.Receipt
            ? Decide.Again<TransferState>($"{received.Receipt} was counted before.")
            : Differs(state, Decide.Stay<TransferState>($"{received.Receipt} was not expected here; nothing was moved."),
                $"{received.Receipt} counts goods of a transfer that has none under way.", context);

    /// <summary>
    /// What arrived whole is on the receiver's shelf; what did not, or broke, is lost. More than was shipped cannot arrive.
    /// </summary>
    private static Decision<TransferState> Count(
        Transfer state, Decision<TransferState> decision, TransferReceived? received, Context context)
    {
        ReceivedLine[] came = received is { Lines.IsDefault: false } ? [.. received.Lines] : [];
        var lines = state.Items.Where(item => item.Shipped > 0).Select(item =>
        {
            var of = came.Where(line => line.Sku == item.Sku).ToList();
            var whole = of.Sum(line => Math.Max(0, line.Received - Math.Max(0, line.Damaged)));
            var arrived = Math.Min(item.Shipped, whole);
            return (Item: item, Line: new CountedLine(item.Sku, item.Shipped, arrived, item.Shipped - arrived), Odd: whole - item.Shipped);
        }).ToList();
        var counted = decision.With(new TransferCounted(received?.Receipt, [.. lines.Select(line => line.Line)]))
            .Ask(Settle(state,
            [
                .. lines.Select(line => (line.Item, StockAct.Arrive, line.Line.Stocked, "Moved from another node.")),
                .. lines.Select(line => (line.Item, StockAct.WriteOffTransit, line.Line.Rejected, "Lost or broken on the way.")),
            ]));
        var odd = lines.Where(line => line.Odd != 0).Select(line => $"{line.Item.Shipped + line.Odd} of {line.Item.Shipped} of "
                + $"{line.Item.Sku} came whole.")
            .Concat(came.Where(line => state.Items.All(item => item.Sku != line.Sku || item.Shipped == 0))
                .Select(line => $"{line.Received} of {line.Sku} came and were not shipped."));
        return string.Join(" ", odd) is { Length: > 0 } wrong ? Differs(state, counted, wrong, context) : counted;
    }

    private static string? WhyNotATransfer(TransferAsked asked, Context context) =>
        asked.From == asked.To ? "A transfer goes to another node."
        : context.Network.Find(asked.From) is not { Kind: not NodeKind.Supplier } ? $"Nothing can be moved from {asked.From}."
        : context.Network.Find(asked.To) is not { Kind: not NodeKind.Supplier } ? $"Nothing can be moved to {asked.To}."
        : asked.Lines.IsDefaultOrEmpty ? "It has no lines."
        : asked.Lines.FirstOrDefault(line => !CaseId.IsKey(line.Sku)) is { } odd ? $"Line {odd.Line} has no usable SKU."
        : asked.Lines.FirstOrDefault(line => line.Quantity <= 0) is { } none ? $"Line {none.Line} moves {none.Quantity} pieces."
        : asked.Lines.GroupBy(line => line.Sku).FirstOrDefault(line => line.Count() > 1) is { } twice
            ? $"{twice.Key} stands on {twice.Count()} lines; it belongs on one."
        : null;

    private static string? WhyNoCount(Transfer state, TransferReceived received) =>
        received.Lines.IsDefaultOrEmpty || received.Lines.All(line => line.Received <= 0) ? $"{received.Receipt} counts nothing." : null;

    private static IReadOnlyList<(TransferItem, StockAct, int, string)> Held(Transfer state, StockAct act, string reason) =>
        [.. state.Items.Select(item => (item, act, item.Reserved, reason))];

    private static Decision<TransferState> Release(Transfer state, Decision<TransferState> decision, string reason) =>
        decision.Ask(Settle(state, Held(state, StockAct.Void, reason)));

    private static SettleStock Settle(Transfer state, IReadOnlyList<(TransferItem Item, StockAct Act, int Pieces, string Reason)> moves)
    {
        var (from, to) = (state.Needs.From, state.Needs.To);
        return new SettleStock([.. moves.Where(move => move.Pieces > 0).Select(move => new StockOrder(move.Item.Sku, move.Act switch
        {
            StockAct.Arrive => new StockInstruction(move.Act, to, move.Pieces, null, move.Reason, from),
            StockAct.WriteOffTransit => new StockInstruction(move.Act, from, move.Pieces, null, move.Reason),
            _ => new StockInstruction(move.Act, from, move.Pieces, $"{ReservationOf(state.Needs)}@{from}", move.Reason),
        }))]);
    }

    // A customer's order may have the same number; what is set aside for it must not be taken for this.
    private static string ReservationOf(TransferAsked asked) => $"transfer:{asked.Number}";

    private static PostTransfer Posted(Transfer state) => new(
        state.Needs.Number, state.Needs.From, state.Needs.To,
        [.. state.Items.Where(item => item.Shipped > 0)
            .Select(item => new CountedLine(item.Sku, item.Shipped, item.Arrived, item.Lost))]);

    /// <summary>Late the first time somebody is told; after that it is counted.</summary>
    private static Decision<TransferState> Climb(Transfer state, string what, Context context)
    {
        var decision = Decide.Stay<TransferState>($"{what}: late, step {state.Late + 1}.").With(new TransferLateStep(state.Late + 1));
        if (state.Late > 0)
        {
            return decision;
        }

        var task = TaskOf(state, "LATE", context);
        return decision.With(new TransferLateTask(task)).Tell(task, Work(
            state, TaskKind.Resolve, $"{state.Needs.Number} from {state.Needs.From} to {state.Needs.To} is late", what,
            ExceptionCategory.LateTransfer, context, [], new TaskChoice("done", "Seen to"),
            new TaskChoice("cancel-transfer", "Give it up")));
    }

    private static Decision<TransferState> Differs(Transfer state, Decision<TransferState> decision, string why, Context context)
    {
        var others = decision.Facts.OfType<TransferTask>().Count(task => task.Task is not null);
        var task = TaskOf(state with { Tasks = state.Tasks + others }, "VARIANCE", context);
        return decision.With(new TransferTask(task, Aside: true)).Tell(task, Work(
            state, TaskKind.Resolve, $"{state.Needs.Number} does not agree", why, ExceptionCategory.StockVariance, context, [],
            new TaskChoice("done", "Cleared by hand")));
    }

    private static Decision<TransferState> Withdraw(Transfer state, Decision<TransferState> decision, string reason) =>
        LateNoMore(
            state, state.Task is { } open ? decision.With(new TransferTask(null)).Tell(open, new TaskWithdrawn(reason)) : decision,
            reason);

    /// <summary>To give up what was late is another thing once it has gone on: nobody is asked that any more.</summary>
    private static Decision<TransferState> LateNoMore(Transfer state, Decision<TransferState> decision, string reason) =>
        state.LateTask is { } asked ? decision.With(new TransferLateTask(null)).Tell(asked, new TaskWithdrawn(reason)) : decision;

    /// <summary>A warehouse has a dock that counts; in a store somebody has to, with a phone.</summary>
    private static Decision<TransferState> Awaited(Transfer state, Decision<TransferState> decision, Context context)
    {
        if (context.Network.Find(state.Needs.To) is not { Kind: NodeKind.Store })
        {
            return decision;
        }

        var task = TaskOf(state, "IN", context);
        return decision.With(new TransferTask(task)).Tell(task, Work(
            state, TaskKind.TransferIn, $"Count {state.Needs.Number} from {state.Needs.From}", state.Needs.Why, null, context,
            state.Items.Where(item => item.Shipped > 0).Select(item => (item, item.Shipped))));
    }

    /// <summary>Whoever counted it by the task is done with it.</summary>
    private static Decision<TransferState> Counted(Transfer state, TransferReceived received, Decision<TransferState> decision) =>
        state.Task is { } task && task.Key == received.Receipt
            ? LateNoMore(state, decision.With(new TransferTask(null)), "It has arrived.")
            : Withdraw(state, decision, "It has arrived.");

    private static CaseId TaskOf(Transfer state, string prefix, Context context) =>
        CaseId.Task($"{prefix}-{context.Case.Key}-{state.Tasks + 1}");

    private static TaskOpened Work(
        Transfer state, TaskKind kind, string title, string why, ExceptionCategory? category, Context context,
        IEnumerable<(TransferItem Item, int Pieces)> lines, params ImmutableArray<TaskChoice> choices)
    {
        var needs = state.Needs;
        var owner = category is { } problem ? context.Policy.OwnerOf(problem) : OwnerGroup.StoreOperations;
        var (node, time) = kind == TaskKind.TransferIn ? (needs.To, Policy.TransferTransit) : (needs.From, Policy.TransferPickTime);
        return new TaskOpened(
            kind, title, why, context.Case, context.Case, owner, owner == OwnerGroup.StoreOperations ? node : null, needs.Region,
            null, category, null, null, null, Tasks.Priority(context.Now, null, 0, ""),
            category is { } known ? context.Policy.BudgetOf(known) : context.Policy.Read(time),
            [.. lines.Select(line => new TaskLine(
                line.Item.Line, line.Item.Sku, line.Item.Description, Tasks.Shelf(context, node, line.Item.Sku), line.Pieces))],
            choices);
    }
}
