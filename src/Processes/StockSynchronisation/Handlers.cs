using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.StockSynchronisation.SyncState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockSynchronisation;

/// <summary>From a movement to the channel's acknowledgement.</summary>
public static partial class Handlers
{
    public static CaseId IdOf(string channel, int run) => new(SyncMap.Kind, $"{channel}-{run}");

    public static Policy<TimeSpan> PaceOf(Publication channel) => Policy.SyncSchedule with { Default = channel.Pace };

    /// <summary>How much of a SKU a channel may show: less what nodes and channel keep back, and of that its share.</summary>
    public static int FigureOf(MovedSku sku, PolicyReader policy)
    {
        var kept = ((long)policy.Read(Policy.SafetyStock) * sku.Nodes) + policy.Read(Policy.SyncSafetyStock);
        return (int)Math.Floor(Math.Max(0, sku.Available - kept) * policy.Read(Policy.SyncShare));
    }

    /// <summary>Whether the channel was not told it and is not being told it; what is older than what it was told is no news.</summary>
    public static bool IsNews(Publication channel, MovedSku sku, PolicyReader policy) =>
        sku.Row >= channel.RowOf(sku.Sku) && channel.Expected(sku.Sku) != FigureOf(sku, policy);

    public static Decision<SyncState> Begin(Publication channel, PublicationBegun begun, Context context)
    {
        var pace = context.Policy.Read(Policy.SyncCompareEvery);
        return Decide.To(Current, begun.Run == 1
                ? $"{begun.Channel} is kept up to date from here on." : $"Goes on from run {begun.Run - 1} with {begun.Known.Length} SKUs.")
            .With(new SyncBegun(context.Now), new SyncPaced(begun.Refused.IsDefaultOrEmpty ? pace : TimeSpan.Zero));
    }

    public static Decision<SyncState> Publish(Publication channel, AvailabilityMoved moved, Context context) =>
        NewsOf(channel, moved, context) is { Count: > 0 } news
            ? GoOn(channel, "Stock has moved.", context, news) : Decide.Again<SyncState>("The channel has these figures.");

    public static Decision<SyncState> NoteMoved(Publication channel, AvailabilityMoved moved, Context context) =>
        channel.Ended ? Decide.TooLate<SyncState>("This run is over; the next one has to be told.")
        : NewsOf(channel, moved, context) is { Count: > 0 } news
            ? Decide.Stay<SyncState>("Stock has moved: it goes with the next.").With(news)
        : Decide.Again<SyncState>("The channel has these figures, or is being told them.");

    public static Decision<SyncState> Agree(Publication channel, AvailabilityPublished answer, Context context)
    {
        var sent = channel.InFlight.Select(due => due.Sku).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<FigureRefusal> refused =
            [.. answer.Refused.Where(refusal => sent.Contains(refusal.Sku)).DistinctBy(refusal => refusal.Sku)];
        var no = refused.Select(refusal => refusal.Sku).ToHashSet(StringComparer.Ordinal);
        CaseId? task = refused.IsEmpty ? null : TaskIdOf(channel, context);
        var agreed = new FiguresAgreed(answer.Receipt,
            [.. channel.InFlight.Where(due => !no.Contains(due.Sku)).Select(due => Milliseconds(context.Now - due.Since))], refused, task);
        var said = $"{sent.Count - no.Count} figures taken as {answer.Receipt}{(task is null ? "." : $", {no.Count} refused.")}";
        var decision = task is { } open
            ? GoOn(channel, said, context, [agreed, new SyncTask(open, Lags: false)]).Tell(open, RefusalTask(channel, refused, context))
            : GoOn(channel, said, context, [agreed]);
        return WithoutSettledTasks(channel, agreed, decision);
    }

    public static Decision<SyncState> NotPublished(Publication channel, ChannelSaidNo answer, Context context) =>
        Lag(channel, answer.Reason, context, new FiguresReturned(channel.Tries + 1));

    public static Decision<SyncState> TryRefusals(Publication channel, LookAgain message, Context context) =>
        channel.Refused.IsEmpty ? Decide.TooLate<SyncState>("It has refused nothing.")
            : Withdraw(TasksOf(channel), GoOn(channel, message.Note, context, [new RefusalsRetried()]));

    /// <summary>The call under way goes on, for only its answer tells what the channel holds; it is said once.</summary>
    public static Decision<SyncState> NoAnswerYet(Publication channel, DeadlinePassed late, Context context) =>
        channel.Task is null
            ? OpenLagTask(channel, Decide.Stay<SyncState>($"{channel.Needs.Channel} has not answered yet."), context)
            : Decide.Stay<SyncState>($"{channel.Needs.Channel} has not answered yet.");

    public static Decision<SyncState> TryAgain(Publication channel, DeadlinePassed late, Context context) =>
        OnceMore(channel, "Tried again.", context);

    public static Decision<SyncState> TryNow(Publication channel, LookAgain message, Context context) =>
        Withdraw(AllTasksOf(channel), OnceMore(channel, message.Note, context, new RefusalsRetried(), new SyncTask(null)));

    /// <summary>What it refused goes with the next; a later trouble is a new task.</summary>
    public static Decision<SyncState> SeenTo(Publication channel, LookAgain message, Context context) =>
        channel.Ended || (channel.Refused.IsEmpty && channel.Task is null) ? Decide.TooLate<SyncState>("There is nothing to try again.")
        : Withdraw(
            AllTasksOf(channel),
            Decide.Stay<SyncState>($"It is under way already. {message.Note}").With(new RefusalsRetried(), new SyncTask(null)));

    /// <summary>Whoever answered one task has answered them all: the others would ask for what is done.</summary>
    private static Decision<SyncState> Withdraw(IEnumerable<CaseId> tasks, Decision<SyncState> decision) =>
        tasks.Aggregate(decision, (told, task) => told.Tell(task, new TaskWithdrawn("It is tried again.")));

    private static IEnumerable<CaseId> AllTasksOf(Publication channel) =>
        channel.Task is { } lags ? TasksOf(channel).Append(lags) : TasksOf(channel);

    private static List<Fact> NewsOf(Publication channel, AvailabilityMoved moved, Context context)
    {
        var news = moved.Skus.Where(sku => IsNews(channel, sku, context.Policy)).ToList();
        ImmutableArray<string> silent = [.. news.Where(sku => sku.Swept && channel.Book.ContainsKey(sku.Sku)).Select(sku => sku.Sku)];
        return news.Count == 0 ? [] :
        [
            new FiguresDue([.. news.Select(sku => new DueFigure(sku.Sku, FigureOf(sku, context.Policy), sku.Row, sku.Moved))]),
            .. silent.IsEmpty ? Array.Empty<Fact>() : [new SilenceFound(silent)],
        ];
    }

    /// <summary>
    /// Whatever is due next, once these facts hold. A look that is due comes before more figures, so that a busy channel is looked at,
    /// too; and what a look found is told before the next look.
    /// </summary>
    private static Decision<SyncState> GoOn(Publication before, string because, Context context, IReadOnlyList<Fact> facts)
    {
        var channel = facts.Aggregate(before, SyncFacts.Apply);
        var (needs, most) = (channel.Needs, context.Policy.Read(Policy.SyncBatch));
        var untilLook = channel.Looked + context.Policy.Read(Policy.SyncCompareEvery) - context.Now;
        var batch = channel.NextBatch(most);
        var looks = untilLook <= TimeSpan.Zero || (batch.IsEmpty && !channel.Differing.IsEmpty);
        var ends = batch.IsEmpty && channel.Rounds >= context.Policy.Read(Policy.SyncRunLength);
        var decision = looks ? Decide.To(Comparing, $"{because} Its own book is looked at.").With(facts).Ask(Hash(channel))
            : !batch.IsEmpty ? Send(channel, batch, $"{because} {batch.Length} figures are sent.", most, facts)
            : ends ? HandOver(channel, because, facts)
            : Decide.To(Current, because).With(facts).With(new SyncPaced(untilLook));
        return channel.Task is { } task
            ? decision.With(new SyncTask(null)).Tell(task, new TaskWithdrawn($"{needs.Channel} has caught up.")) : decision;
    }

    private static Decision<SyncState> Send(
        Publication channel, ImmutableArray<DueFigure> batch, string because, int most, IEnumerable<Fact> facts) =>
        Decide.To(Publishing, because).With(facts).With(new FiguresSent(channel.Sequence + 1, most)).Ask(new PublishAvailability(
            channel.Needs.Channel, channel.Needs.System, channel.Sequence + 1,
            [.. batch.Select(due => new ChannelFigure(due.Sku, due.Figure))]));

    /// <summary>What was refused is taken along, to be told anew: of a SKU that no ledger has, nothing else would say it again.</summary>
    private static Decision<SyncState> HandOver(Publication channel, string because, IEnumerable<Fact> facts)
    {
        var (needs, run) = (channel.Needs, channel.Needs.Run + 1);
        var known = channel.Book.Values.OrderBy(figure => figure.Sku, StringComparer.Ordinal);
        ImmutableArray<KnownFigure> refused = [.. channel.Refused.Values.Select(one => one.Due)
            .Select(due => new KnownFigure(due.Sku, due.Figure, due.Row)).OrderBy(due => due.Sku, StringComparer.Ordinal)];
        return TasksOf(channel).Aggregate(
            Decide.To(PassedOn, $"{because} Run {run} goes on.").With(facts).With(new SyncEnded()).Tell(
                IdOf(needs.Channel, run),
                new PublicationBegun(
                    needs.Channel, needs.System, run, channel.Sequence, [.. known], channel.Agreed, refused.IsEmpty ? default : refused)),
            (decision, task) => decision.Tell(task, new TaskWithdrawn("The next run tells it anew.")));
    }

    private static Decision<SyncState> OnceMore(Publication before, string because, Context context, params Fact[] facts)
    {
        var channel = facts.Aggregate(before, SyncFacts.Apply);
        var most = context.Policy.Read(Policy.SyncBatch);
        return channel.NextBatch(most) is { IsEmpty: false } batch
            ? Send(channel, batch, $"{because} {batch.Length} figures are sent.", most, facts)
            : Decide.To(Comparing, because).With(facts).Ask(Hash(channel));
    }

    private static Decision<SyncState> Lag(Publication channel, string reason, Context context, FiguresReturned returned)
    {
        var lagging = Decide.To(Lagging, reason).With(returned);
        return returned.Tries >= context.Policy.Read(Policy.SyncTries) && channel.Task is null
            ? OpenLagTask(channel, lagging, context) : lagging;
    }

    private static HashAvailability Hash(Publication channel) => new(channel.Needs.Channel, channel.Needs.System, Buckets.Count);

    private static int Milliseconds(TimeSpan time) => (int)Math.Clamp(time.TotalMilliseconds, 0, int.MaxValue);
}
