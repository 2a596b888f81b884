using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.StoreTasks.TaskState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StoreTasks;

public static class Handlers
{
    /// <summary>The choice that says in its note which order was found.</summary>
    private const string Matches = "match";

    /// <summary>The choice by which finance does by hand what did not come about; its note is all that tells how.</summary>
    private const string Settled = "settled";
    private const int LongestPlace = 60;

    /// <summary>The budget of whoever asked, unless the retailer's own policy for tasks says otherwise.</summary>
    public static Policy<TimeSpan> BudgetOf(StoreTask task) =>
        Policy.TaskBudget with { Default = task.Needs.Budget, IsAroundTheClock = task.Needs.AroundTheClock };

    public static Decision<TaskState> Begin(StoreTask task, TaskOpened opened, Context context) =>
        Decide.To(Open, opened.Why).With(new TaskBegun());

    public static Decision<TaskState> Claim(StoreTask task, TaskClaimed message, Context context) =>
        Decide.To(Claimed, $"Claimed by {message.Assignee}.").With(new TaskAssigned(message.Assignee));

    public static Decision<TaskState> ClaimAgain(StoreTask task, TaskClaimed message, Context context) =>
        task.Assignee == message.Assignee
            ? Decide.Again<TaskState>($"{message.Assignee} has it already.")
            : Decide.TooLate<TaskState>($"{task.Assignee} has it.");

    public static Decision<TaskState> HandBack(StoreTask task, TaskHandedBack message, Context context) => Decide
        .To(Open, context.Who.Name == task.Assignee
            ? $"{task.Assignee} handed it back: {message.Reason}"
            : $"{context.Who.Name} took it back from {task.Assignee}: {message.Reason}")
        .With(new TaskAssigned(null));

    public static Decision<TaskState> Reassign(StoreTask task, TaskReassigned message, Context context) =>
        Decide.To(Claimed, $"To {message.Assignee}: {message.Reason}").With(new TaskAssigned(message.Assignee));

    public static Decision<TaskState> Escalate(StoreTask task, DeadlinePassed late, Context context)
    {
        var above = Ladder.Of(context.Policy.Read(Policy.Ladders[task.Needs.Owner]));
        return above.IsEmpty
            ? Decide.Stay<TaskState>("Late: nobody stands above who has it.").With(new TaskEscalated(0))
            : Climb(Math.Min(task.Step + 1, above.Length), above);

        static Decision<TaskState> Climb(int step, ImmutableArray<string> above) =>
            Decide.Stay<TaskState>($"Late: with {above[step - 1]} now.").With(new TaskEscalated(step));
    }

    public static Decision<TaskState> Withdraw(StoreTask task, TaskWithdrawn message, Context context) =>
        Decide.To(Withdrawn, message.Reason).With(new TaskEnded());

    public static Decision<TaskState> Complete(StoreTask task, TaskCompleted message, Context context)
    {
        var (needs, result) = (task.Needs, message.Result);
        // Looking at goods says with its choice what becomes of those that cannot be sold; mostly all can.
        var mayBeSilent = needs.Kind == TaskKind.Inspect && result.Choice is null;
        if (needs.Choices.Length > 0 && !mayBeSilent && needs.Choices.All(choice => choice.Code != result.Choice))
        {
            return Decide.TooLate<TaskState>(
                $"'{result.Choice}' is not one of {string.Join(", ", needs.Choices.Select(choice => choice.Code))}.");
        }

        if (needs.Kind is TaskKind.Pick or TaskKind.TransferOut or TaskKind.TransferIn && result.Lines.IsDefaultOrEmpty)
        {
            return Decide.TooLate<TaskState>("It is done by saying how many pieces of each line were found.");
        }

        if (needs.Kind == TaskKind.Stage && string.IsNullOrWhiteSpace(result.Note))
        {
            return Decide.TooLate<TaskState>("It is done by saying, in the note, where it lies.");
        }

        if (result.Choice == Matches && OrderIn(result.Note) is null)
        {
            return Decide.TooLate<TaskState>("The note has to name the order that was found, such as WEB-100045 or order/WEB-100045.");
        }

        if (result.Choice == Settled && string.IsNullOrWhiteSpace(result.Note))
        {
            return Decide.TooLate<TaskState>("The note has to say how it was settled.");
        }

        // Whoever took the task before may not have done it: four eyes and second counts go by who did.
        var who = context.Who.Name;
        var done = Decide.To(Done, result.Note.Length > 0 ? $"{who}: {result.Note}" : $"Done by {who}.").With(new TaskEnded());
        return OutcomeOf(needs, result, who, context).Aggregate(done, (all, told) => all.Tell(told.To, told.Data));
    }

    /// <summary>
    /// A phone without network hears late that work was withdrawn. What a customer was given meanwhile does not come back, so that is
    /// passed on, once; whatever else was done with goods, they are still there.
    /// </summary>
    public static Decision<TaskState> CompleteAfterTheEnd(StoreTask task, TaskCompleted message, Context context)
    {
        if (task.Needs.Kind != TaskKind.HandOver || task.Result is not null)
        {
            return Decide.TooLate<TaskState>("task.completed came after the end.");
        }

        var who = context.Who.Name;
        return OutcomeOf(task.Needs, message.Result, who, context).Aggregate(
            Decide.Stay<TaskState>($"{who} had handed it over before hearing that it was withdrawn.").With(new TaskEnded()),
            (all, told) => all.Tell(told.To, told.Data));
    }

    /// <summary>Turns what the person said into the words of the case that asked.</summary>
    /// <param name="who">whose work it was</param>
    private static IEnumerable<(CaseId To, Message Data)> OutcomeOf(
        TaskOpened task, TaskResult result, string who, Context context) => task.Kind switch
    {
        TaskKind.Pick or TaskKind.TransferOut => [(task.About, new PickReported(result.Lines))],
        TaskKind.TransferIn => [(task.About, CameIn(result, who, context.Case))],
        TaskKind.Pack => [(task.About, new PackReported(1, Math.Max(1, task.Lines.Sum(line => line.Quantity) * 300)))],
        TaskKind.HandOver => [(task.About, new HandedOver(result.Note.Length > 0 ? result.Note : "the customer"))],
        TaskKind.Stage => [(task.About, new Staged(Place(result.Note)))],
        TaskKind.PutBack => [(task.About, new PutBack(result.Note))],
        TaskKind.Inspect => [(task.About, Inspected(task, result))],
        TaskKind.Count when task.About.Kind == StockVariances.VarianceMap.Kind => [(task.About, Shelf(task, result, who, context.Now))],
        TaskKind.Count => Found(task, result, who, context.Case),
        TaskKind.ShelfLabel => [],
        TaskKind.Approve or TaskKind.Resolve or TaskKind.Contact =>
            (Chosen(result.Choice ?? "done", result.Note, who) ?? Bought(result.Choice, result.Note, context.Who)
                ?? Billed(result.Choice, result.Note, context.Who) ?? Banked(result.Choice, result.Note, context.Who)) is { } chosen
            ? [(task.About, chosen)]
            : [],
        _ => throw new InvalidOperationException($"No outcome for a {task.Kind} task."),
    };

    /// <summary>A place has a short name; whoever writes a story gets the beginning of it noted.</summary>
    private static string Place(string note) => note.Trim() is { Length: > LongestPlace } story ? story[..LongestPlace] : note.Trim();

    private static ReturnInspected Inspected(TaskOpened task, TaskResult result)
    {
        var byLine = result.Lines.IsDefaultOrEmpty
            ? task.Lines.ToDictionary(line => line.Line, line => line.Quantity)
            : result.Lines.GroupBy(line => line.Line).ToDictionary(line => line.Key, line => line.Sum(piece => piece.Picked));
        var skuOf = task.Lines.ToDictionary(line => line.Line, line => line.Sku);
        return new ReturnInspected(
            [.. task.Lines.Select(line => new ReturnLine(
                    line.Sku, line.Description, Math.Clamp(byLine.GetValueOrDefault(line.Line), 0, line.Quantity), 0))
                .Where(line => line.Quantity > 0)],
            result.Note,
            Enum.TryParse<Disposition>(result.Choice, ignoreCase: true, out var rest) ? rest : Disposition.Scrap,
            result.Sorted.IsDefaultOrEmpty ? default
                : [.. result.Sorted.Where(sorted => sorted.Pieces > 0 && skuOf.ContainsKey(sorted.Line))
                    .Select(sorted => new DisposedPieces(skuOf[sorted.Line], sorted.Pieces, sorted.To))]);
    }

    /// <summary>What came whole; where nothing did, the transfer is lost.</summary>
    private static Message CameIn(TaskResult result, string who, CaseId self) => result.Lines.All(line => line.Picked <= 0)
        ? new TransferCancelAsked(Said(result.Note, $"{who} counted, and none of it came."))
        : new TransferReceived(
            self.Key,
            [.. result.Lines.GroupBy(line => line.Sku).Select(sku => new ReceivedLine(sku.Key, sku.Sum(line => line.Picked), 0))]);

    /// <summary>What lies there, and when it did; the case that asked holds it against the books of that instant.</summary>
    private static Message Shelf(TaskOpened task, TaskResult result, string who, DateTimeOffset now) => result.Lines.IsDefaultOrEmpty
        ? new LookAgain(Said(result.Note, who))
        : new ShelfCounted(
            task.Lines[0].Sku, result.Lines.Sum(line => Math.Max(0, line.Picked)), who, result.At is { } at && at < now ? at : now);

    /// <summary>
    /// What turned up of pieces that were written off when they were not found: so many more than the books have, whatever moved
    /// meanwhile.
    /// </summary>
    private static IEnumerable<(CaseId To, Message Data)> Found(TaskOpened task, TaskResult result, string who, CaseId self)
    {
        if (result.Lines.IsDefaultOrEmpty || task.Node is not { } node)
        {
            yield break;
        }

        var found = result.Lines.GroupBy(line => line.Line).ToDictionary(line => line.Key, line => line.Sum(piece => piece.Picked));
        foreach (var line in task.Lines.Where(line => found.GetValueOrDefault(line.Line) > 0))
        {
            var why = $"{who} found them when it was counted for {task.About}.";
            yield return (
                CaseId.Stock(line.Sku),
                new StockInstructed(line.Sku, [new StockInstruction(StockAct.Adjust, node, found[line.Line], null, why)], null));
        }

        ImmutableArray<AdjustedPieces> more = [.. task.Lines.Where(line => found.GetValueOrDefault(line.Line) > 0)
            .Select(line => new AdjustedPieces(line.Sku, found[line.Line]))];
        if (!more.IsEmpty)
        {
            yield return (StockAdjustments.Handlers.IdOf("found", self), new StockCorrected(
                node, task.Region, more, $"{who} found them when it was counted for {task.About}.", task.About));
        }
    }

    private static Message? Chosen(string choice, string note, string who)
    {
        var (verb, what) = choice.Split(':', 2) is [var first, var rest] ? (first, rest) : (choice, "");
        return verb switch
        {
            "release" when Enum.TryParse<HoldKind>(what, out var hold) => new HoldReleased(hold, Said(note, who)),
            "refuse" => new OrderRefused(Said(note, who)),
            "retry" => new LookAgain(Said(note, who)),
            "see-to-each" => new ManyAreLosses(who, note),
            "cancel" => new CancelRequested(Said(note, who), []),
            "reroute" => new RerouteChosen(what, Said(note, who)),
            "answer" => AnswerOf(what.Split(':', 2)),
            Matches when OrderIn(note) is { } order => new ReturnMatched(order, who),
            "refuse-return" => new ReturnRefused(Said(note, who), ByPerson: true),
            "accept-return" => new ReturnAllowed(who, FoundOnly: false, note),
            "accept-found" => new ReturnAllowed(who, FoundOnly: true, note),
            Settled => new RefundSettledByHand(who, note),
            "go-live" => new PromotionGoAhead(who, note),
            "withdraw-price" => new PromotionWithdrawn(Said(note, who)),
            _ => null,
        };
    }

    /// <summary>With the question that it answers, which tasks from before do not name.</summary>
    private static CustomerAnswered? AnswerOf(string[] what) => Enum.TryParse<CustomerAnswer>(what[0], out var answer)
        ? new CustomerAnswered(answer, what.ElementAtOrDefault(1)) : null;

    /// <summary>About prices and purchases, whose matrix asks who decided and by what right.</summary>
    private static Message? Bought(string? choice, string note, Actor by) => choice switch
    {
        "approve-price" => new PromotionApproved(by.Name, note, by.Role),
        "reject-price" => new PromotionRejected(by.Name, Said(note, by.Name), by.Role),
        "approve-purchase" => new PurchaseApproved(by.Name, by.Role, note),
        "reject-purchase" => new PurchaseRejected(by.Name, Said(note, by.Name), by.Role),
        "accept-change" => new PurchaseChangeAccepted(by.Name, by.Role, note),
        "renegotiate" => new PurchaseRenegotiated(by.Name, note),
        "elsewhere" => new PurchaseElsewhere(by.Name, note.Trim()),
        "cancel-purchase" => new PurchaseCancelAsked(Said(note, by.Name)),
        "cancel-transfer" => new TransferCancelAsked(Said(note, by.Name)),
        _ => null,
    };

    /// <summary>About invoices, where who decided and by what right counts as well.</summary>
    private static Message? Billed(string? choice, string note, Actor by) => choice switch
    {
        "accept-findings" => new InvoiceFindingsAccepted(by.Name, by.Role, note),
        "is-original" => new InvoiceIsOriginal(by.Name, by.Role, note),
        "is-duplicate" => new InvoiceIsDuplicate(by.Name, by.Role, note),
        "approve-account" => new InvoiceAccountApproved(by.Name, by.Role, note),
        "accept-variance" => new InvoiceVarianceAccepted(by.Name, by.Role, note),
        "dispute-invoice" => new InvoiceDisputed(by.Name, by.Role, note),
        "await-invoice" => new InvoiceAwaited(by.Name, by.Role, note),
        "approve-invoice" => new InvoiceApproved(by.Name, by.Role, note),
        "refuse-invoice" => new InvoiceRefused(by.Name, by.Role, Said(note, by.Name)),
        "settle-invoice" => new InvoiceSettled(by.Name, by.Role, note),
        _ => null,
    };

    /// <summary>About movements on a bank account: an invoice is named by the choice, or by the note.</summary>
    private static Message? Banked(string? choice, string note, Actor by) => choice?.Split(':', 2) switch
    {
        ["assign-entry", var invoice] => new BankEntryAssigned(by.Name, by.Role, CaseOf(invoice), note),
        ["assign-entry"] => new BankEntryAssigned(by.Name, by.Role, CaseOf(note), ""),
        ["explain-payout"] => new PayoutExplained(by.Name, by.Role, note),
        ["clear-entry"] => new BankEntryCleared(by.Name, by.Role, note),
        _ => null,
    };

    /// <summary>By its number, or by the name of its case.</summary>
    private static CaseId? OrderIn(string note)
    {
        var text = note.Trim();
        return CaseId.TryParse(text, null, out var id) ? id.Kind == "order" ? id : null
            : CaseId.IsKey(text) ? CaseId.Order(text) : null;
    }

    private static CaseId? CaseOf(string text) => CaseId.TryParse(text.Trim(), null, out var id) ? id : null;

    private static string Said(string note, string who) => note.Length > 0 ? note : who;
}
