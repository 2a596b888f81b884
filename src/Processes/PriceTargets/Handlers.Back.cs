using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.PriceTargets.TargetState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.PriceTargets;

/// <summary>What lags, and the way back until nothing remains.</summary>
public static partial class Handlers
{
    /// <summary>As long as nobody is at work on it, it is tried often; and at its end in any case, so that no price outlives it.</summary>
    public static Policy<TimeSpan> RetryBudget(PriceTargetCase target) =>
        target.Pace > TimeSpan.Zero ? PaceOf(target) : RetryOf(target.Task);

    private static Policy<TimeSpan> RetryOf(CaseId? task) => task is null ? Policy.PriceRetry : Policy.PriceSlowRetry;

    /// <summary>Said once; the call under way goes on, for only its answer tells what the target holds.</summary>
    public static Decision<TargetState> NoAnswerYet(PriceTargetCase target, DeadlinePassed late, Context context)
    {
        var slow = Decide.Stay<TargetState>($"{target.Name} has not answered yet.");
        if (target.Task is not null)
        {
            return slow;
        }

        slow = OpenTask(target, slow, ExceptionCategory.ChannelLagging, $"{target.Name} does not answer.", context);
        return target.Trouble is null ? Say(target, slow, target.Standing, ExceptionCategory.ChannelLagging, context) : slow;
    }

    public static Decision<TargetState> TryAgain(PriceTargetCase target, DeadlinePassed late, Context context) =>
        OnceMore(target, "Tried again.", context);

    public static Decision<TargetState> TryNow(PriceTargetCase target, LookAgain message, Context context) =>
        OnceMore(target, message.Note, context).With(new TargetTask(null));

    /// <summary>The owner has seen to it before it lagged for good: a later trouble is a new task.</summary>
    public static Decision<TargetState> SeenTo(PriceTargetCase target, LookAgain message, Context context) =>
        target.Task is null ? Decide.TooLate<TargetState>("It is under way already.")
        : Decide.Stay<TargetState>($"It is under way already. {message.Note}").With(new TargetTask(null));

    public static Decision<TargetState> ReleaseLagging(PriceTargetCase target, TargetReleased message, Context context) =>
        Decide.Stay<TargetState>("It may go live once it has the prices.").With(new TargetFreed(message.By));

    public static Decision<TargetState> NoteRelease(PriceTargetCase target, TargetReleased message, Context context) =>
        target.Standing == TargetStanding.Cleared ? Decide.TooLate<TargetState>("Nothing of it remains here.")
        : Decide.Stay<TargetState>("It may go live once its start has come.").With(new TargetFreed(message.By));

    public static Decision<TargetState> NoteRecall(PriceTargetCase target, TargetRecalled message, Context context) =>
        target.Standing == TargetStanding.Cleared ? Decide.TooLate<TargetState>("Nothing of it remains here.")
        : Decide.Stay<TargetState>($"Taken back as soon as the call under way is answered: {message.Reason}")
            .With(new TargetCalledBack(message.Reason));

    public static Decision<TargetState> CallBack(PriceTargetCase target, TargetRecalled message, Context context) =>
        Revert(target, message.Reason).With(new TargetCalledBack(message.Reason));

    public static Decision<TargetState> Prove(PriceTargetCase target, PricesReverted answer, Context context) =>
        Decide.To(ProvingGone, $"Taken back, by {answer.Receipt}; read once more.")
            .With(new TargetHolds(answer.Receipt)).Ask(Read(target));

    public static Decision<TargetState> NotReverted(PriceTargetCase target, RevertRefused answer, Context context) =>
        Lag(target, TargetStep.Revert, ExceptionCategory.ChannelLagging, answer.Reason, context);

    public static Decision<TargetState> NotProved(PriceTargetCase target, ReadingRefused answer, Context context) =>
        Lag(target, TargetStep.Revert, ExceptionCategory.ChannelLagging, answer.Reason, context);

    public static Decision<TargetState> Clear(PriceTargetCase target, PricesRead answer, Context context)
    {
        var remaining = Reading.Remaining(target.Needs, answer.Prices);
        if (!remaining.IsEmpty)
        {
            return MayTryAgain(target, TargetStep.Revert, context)
                ? Decide.To(Reverting, $"Taken back, and {remaining[0]}: once more.").With(NextTry(target, TargetStep.Revert))
                    .Ask(new RevertPrices(target.Needs.Target, target.Needs.Number))
                : Lag(target, TargetStep.Revert, ExceptionCategory.PriceMismatch, $"Taken back, and {remaining[0]}.", context);
        }

        var cleared = Decide.To(Cleared, "Read once more: nothing of it remains.");
        cleared = WithoutTask(target, Say(target, cleared, TargetStanding.Cleared, null, context));
        return target.Labels is not { } labels ? cleared
            : Labels(
                target, cleared.Tell(labels, new TaskWithdrawn("The price is over.")), "UNLABEL", "Put the old shelf labels back",
                _ => null, context);
    }

    private static string OverWhy(PriceTargetCase target) => target.Recalled ?? "Its local end has come.";

    private static Decision<TargetState> Revert(PriceTargetCase target, string why) =>
        Decide.To(Reverting, why).With(new TargetTried(TargetStep.Revert, 0))
            .Ask(new RevertPrices(target.Needs.Target, target.Needs.Number));

    private static Decision<TargetState> OnceMore(PriceTargetCase target, string why, Context context) => target.Step switch
    {
        TargetStep.Revert => Decide.To(Reverting, why).Ask(new RevertPrices(target.Needs.Target, target.Needs.Number)),
        _ when target.IsOver(context.Now) => Revert(target, OverWhy(target)),
        TargetStep.Activate when target.MayGoLive(context.Now) => Decide.To(GoingLive, why).Ask(Activate(target)),
        TargetStep.Look => Decide.To(LookingForDrift, why).Ask(Read(target)),
        _ => Decide.To(Staging, why).Ask(Stage(target.Needs)),
    };

    private static Decision<TargetState> LagOrRevert(
        PriceTargetCase target, TargetStep step, ExceptionCategory category, string reason, Context context) =>
        target.IsOver(context.Now) ? Revert(target, OverWhy(target)) : Lag(target, step, category, reason, context);

    /// <summary>Tried again by itself; after some tries the owner of the channel gets it.</summary>
    private static Decision<TargetState> Lag(
        PriceTargetCase target, TargetStep step, ExceptionCategory category, string reason, Context context)
    {
        var tried = NextTry(target, step);
        var lagging = Decide.To(Lagging, reason).With(tried);
        if (tried.Tries >= context.Policy.Read(Policy.PriceTries) && target.Task is null)
        {
            lagging = OpenTask(target, lagging, category, reason, context);
        }

        var task = lagging.Facts.OfType<TargetTask>().LastOrDefault()?.Task ?? target.Task;
        var left = target.Needs.Until - context.Now;
        var endsFirst = left > TimeSpan.Zero && left < context.Policy.Read(RetryOf(task));
        lagging = lagging.With(new TargetPaced(endsFirst ? left : TimeSpan.Zero));
        return target.Trouble == category ? lagging : Say(target, lagging, target.Standing, category, context);
    }

    private static Decision<TargetState> Say(
        PriceTargetCase target, Decision<TargetState> decision, TargetStanding standing, ExceptionCategory? trouble, Context context)
    {
        var receipt = decision.Facts.OfType<TargetHolds>().LastOrDefault()?.Receipt ?? target.Receipt;
        return decision.With(new TargetSaid(target.Turn + 1, standing, trouble)).Tell(
            target.Needs.Promotion,
            new TargetReported(target.Name, target.Turn + 1, standing, trouble, receipt, target.Wrong, decision.Because));
    }

    private static Decision<TargetState> WithoutTask(PriceTargetCase target, Decision<TargetState> decision) =>
        target.Task is { } task
            ? decision.With(new TargetTask(null)).Tell(task, new TaskWithdrawn("The target has caught up."))
            : decision;

    private static Decision<TargetState> OpenTask(
        PriceTargetCase target, Decision<TargetState> decision, ExceptionCategory category, string why, Context context)
    {
        var task = CaseId.Task($"PRICE-{context.Case.Key}-{target.Tasks + 1}");
        return decision.With(new TargetTask(task)).Tell(task, Work(
            target, TaskKind.Resolve, $"{target.Name} has not got the prices of {target.Needs.Number}", why, category,
            Targets.OwnerOf(target.Needs.Target), [], [new("retry", "It is mended: try again")], context));
    }

    private static Decision<TargetState> Labels(
        PriceTargetCase target, Decision<TargetState> decision, string prefix, string title, Func<PriceLine, decimal?> price,
        Context context)
    {
        var task = CaseId.Task($"{prefix}-{context.Case.Key}");
        return decision.With(new TargetLabels(task)).Tell(task, Work(
            target, TaskKind.ShelfLabel, $"{title}: {target.Needs.Number}", decision.Because, null, OwnerGroup.StoreOperations,
            [.. target.Needs.Lines.Select((line, n) => new TaskLine(
                n + 1, line.Sku, price(line) is { } shown ? new Money(shown, target.Needs.Currency).ToString() : "the regular price",
                Tasks.Shelf(context, target.Needs.Target.Node, line.Sku), 1))],
            [], context));
    }

    private static TaskOpened Work(
        PriceTargetCase target, TaskKind kind, string title, string why, ExceptionCategory? category, OwnerGroup owner,
        ImmutableArray<TaskLine> lines, ImmutableArray<TaskChoice> choices, Context context) => new(
            kind, title, why, context.Case, target.Needs.Promotion,
            category is { } of ? context.Policy.OwnerOf(of, owner) : owner, target.Needs.Target.Node, target.Needs.Target.Region,
            target.Needs.Target.Channel, category, null, null, target.Needs.Currency, Tasks.Priority(context.Now, target.Needs.From, 0, ""),
            category is { } problem ? context.Policy.BudgetOf(problem) : context.Policy.Read(Policy.PriceRevertTime), lines, choices);
}
