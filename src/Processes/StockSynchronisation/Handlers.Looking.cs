using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.StockSynchronisation.SyncState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.StockSynchronisation;

/// <summary>The channel's own book against what it was told, and the people who see to what does not mend itself.</summary>
public static partial class Handlers
{
    /// <summary>Buckets that are read at once: a quarter of the book, so that an answer stays short.</summary>
    private const int ReadAtOnce = Buckets.Count / 4;

    public static Decision<SyncState> CompareNow(Publication channel, DeadlinePassed late, Context context) =>
        Decide.To(Comparing, "Its own book is looked at.").Ask(Hash(channel));

    public static Decision<SyncState> Compare(Publication channel, AvailabilityHashed answer, Context context)
    {
        var mine = Buckets.Hashes(channel.Book.Values);
        ImmutableArray<int> differing = [.. Enumerable.Range(0, Buckets.Count).Where(bucket => mine[bucket] != answer.Hashes[bucket])];
        var compared = new BookCompared(context.Now, differing);
        if (differing.IsEmpty)
        {
            return GoOn(channel, $"Its own book says what it was told of {channel.Book.Count} SKUs.", context, [compared]);
        }

        if (SyncFacts.Apply(channel, compared).InVain > context.Policy.Read(Policy.SyncHealTries))
        {
            // It is told again and again and does not keep it: whoever owns the channel has to look.
            var stubborn = Decide.To(Lagging, $"{differing.Length} buckets still differ after all that was put right.")
                .With(compared, new FiguresReturned(channel.Tries + 1));
            return channel.Task is null ? OpenLagTask(channel, stubborn, context) : stubborn;
        }

        return Decide.To(Narrowing, $"{differing.Length} of {Buckets.Count} buckets differ: they are read.").With(compared).Ask(
            new ReadAvailability(
                channel.Needs.Channel, channel.Needs.System, Buckets.Count, [.. differing.Take(ReadAtOnce)]));
    }

    public static Decision<SyncState> PutRight(Publication channel, AvailabilityRead answer, Context context)
    {
        var asked = channel.Differing.Take(ReadAtOnce).ToHashSet();
        var held = answer.Figures.DistinctBy(figure => figure.Sku).Where(figure => asked.Contains(Buckets.Of(figure.Sku)))
            .ToDictionary(figure => figure.Sku, figure => figure.Figure, StringComparer.Ordinal);
        ImmutableArray<FigureDrift> drifts =
        [
            .. channel.Book.Values.Where(known => asked.Contains(Buckets.Of(known.Sku)))
                .Where(known => !held.TryGetValue(known.Sku, out var figure) || figure != known.Figure)
                .Select(known => new FigureDrift(
                    known.Sku, channel.Refused.GetValueOrDefault(known.Sku)?.Due.Figure ?? known.Figure,
                    held.TryGetValue(known.Sku, out var figure) ? figure : null, channel.RowOf(known.Sku)))
                .Concat(held.Where(figure => !channel.Book.ContainsKey(figure.Key)).Select(figure => new FigureDrift(
                    figure.Key, channel.Expected(figure.Key) ?? 0, figure.Value, channel.RowOf(figure.Key))))
                .OrderBy(drift => drift.Sku, StringComparer.Ordinal),
        ];
        if (drifts.IsEmpty)
        {
            return GoOn(
                channel, "Read, it says what it was told.", context, [new BookCompared(context.Now, channel.Differing.RemoveRange(asked))]);
        }

        var found = new DriftFound(context.Now, drifts);
        var said = $"{drifts.Length} SKUs differ, {drifts[0].Sku} by {(drifts[0].Held ?? 0) - drifts[0].Told}: they are told again.";
        if (drifts.Length <= context.Policy.Read(Policy.SyncSmallDrift))
        {
            return GoOn(channel, said, context, [found]);
        }

        var task = TaskIdOf(channel, context);
        return GoOn(channel, said, context, [found, new SyncTask(task, Lags: false)]).Tell(task, Work(
            channel, $"{channel.Needs.Channel} held {drifts.Length} figures other than it was told", said,
            ExceptionCategory.StockVariance, [], [new("seen", "It is clear why")], context));
    }

    public static Decision<SyncState> NotCompared(Publication channel, ChannelSaidNo answer, Context context) =>
        Lag(channel, answer.Reason, context, new FiguresReturned(channel.Tries + 1));

    private static CaseId TaskIdOf(Publication channel, Context context) => CaseId.Task($"SYNC-{context.Case.Key}-{channel.Tasks + 1}");

    private static Decision<SyncState> OpenLagTask(Publication channel, Decision<SyncState> decision, Context context)
    {
        var task = TaskIdOf(channel, context);
        return decision.With(new SyncTask(task)).Tell(task, Work(
            channel, $"{channel.Needs.Channel} sells by old figures", decision.Because, ExceptionCategory.ChannelLagging, [],
            [new("retry", "It is mended: try again")], context));
    }

    private static TaskOpened RefusalTask(Publication channel, ImmutableArray<FigureRefusal> refused, Context context) => Work(
        channel, $"{channel.Needs.Channel} refuses {refused.Length} figures", $"{refused[0].Sku}: {refused[0].Reason}",
        ExceptionCategory.DataInvalid,
        [.. refused.Select((refusal, n) => new TaskLine(n + 1, refusal.Sku, refusal.Reason, "", 1))],
        [new("retry", "It is mended: send them again")], context);

    /// <summary>A task whose every figure was taken after all is no longer needed.</summary>
    private static Decision<SyncState> WithoutSettledTasks(Publication channel, FiguresAgreed agreed, Decision<SyncState> decision)
    {
        var left = SyncFacts.Apply(channel, agreed).Refused.Values.Select(refused => refused.Task).ToHashSet();
        return TasksOf(channel).Where(task => !left.Contains(task))
            .Aggregate(decision, (told, task) => told.Tell(task, new TaskWithdrawn("The channel has taken them.")));
    }

    // In one order in every process.
    private static IEnumerable<CaseId> TasksOf(Publication channel) => channel.Refused.Values.Select(refused => refused.Task).Distinct()
        .OrderBy(task => task.ToString(), StringComparer.Ordinal);

    private static TaskOpened Work(
        Publication channel, string title, string why, ExceptionCategory category, ImmutableArray<TaskLine> lines,
        ImmutableArray<TaskChoice> choices, Context context) => new(
            TaskKind.Resolve, title, why, context.Case, null, context.Policy.OwnerOf(category, OwnerOf(channel.Needs.System)), null, null,
            channel.Needs.Channel, category, null, null, null,
            Tasks.Priority(context.Now, null, 0, ""), context.Policy.BudgetOf(category), lines, choices);

    /// <summary>Whose work it is when a channel lags.</summary>
    private static OwnerGroup OwnerOf(string system) =>
        system == PriceTargets.Targets.Tills ? OwnerGroup.StoreOperations : OwnerGroup.Merchandising;
}
