using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockSynchronisation;

public enum SyncState { Current, Publishing, Comparing, Narrowing, Lagging, PassedOn }

/// <summary>A figure that the channel is to be told.</summary>
/// <param name="Row">the row of the SKU's ledger that it is of</param>
/// <param name="Since">the movement that it waits since, from which its latency counts</param>
public sealed record DueFigure(string Sku, int Figure, int Row, DateTimeOffset Since);

/// <summary>A figure that the channel did not take, and the task of whoever sees to it.</summary>
public sealed record RefusedFigure(DueFigure Due, string Reason, CaseId Task);

/// <summary>A SKU of which the channel's own book said something else than it was told.</summary>
/// <param name="Told">what it should hold by now; of a SKU that it refuses, what it refused</param>
/// <param name="Held">null: it held nothing</param>
/// <param name="Row">the row of the SKU's ledger that the right figure is of; 0 for a SKU that was never told</param>
public sealed record FigureDrift(string Sku, int Told, int? Held, int Row);

/// <summary>What one channel was told, holds, is being told and is still to be told, in one run.</summary>
public sealed record Publication
{
    /// <summary>Latencies kept for the figures that screens show; the journal has them all.</summary>
    public const int LatenciesKept = 1_000;

    public static readonly Publication Empty = new();

    public PublicationBegun? Begun { get; init; }

    /// <summary>What the channel has taken.</summary>
    public ImmutableDictionary<string, KnownFigure> Book { get; init; } =
        ImmutableDictionary.Create<string, KnownFigure>(StringComparer.Ordinal);

    public ImmutableDictionary<string, DueFigure> Waiting { get; init; } =
        ImmutableDictionary.Create<string, DueFigure>(StringComparer.Ordinal);

    /// <summary>The publication under way; empty while there is none.</summary>
    public ImmutableArray<DueFigure> InFlight { get; init; } = [];

    public ImmutableDictionary<string, RefusedFigure> Refused { get; init; } =
        ImmutableDictionary.Create<string, RefusedFigure>(StringComparer.Ordinal);

    /// <summary>Of the latest publication, over all runs.</summary>
    public long Sequence { get; init; }

    /// <summary>Publications and comparisons that ended in this run.</summary>
    public int Rounds { get; init; }

    /// <summary>Milliseconds from movement to acknowledgement, the latest last.</summary>
    public ImmutableArray<int> Latencies { get; init; } = [];

    /// <summary>When its own book was last found to say what it was told.</summary>
    public DateTimeOffset? Agreed { get; init; }

    /// <summary>When its own book was last looked at, or the run began.</summary>
    public DateTimeOffset Looked { get; init; }

    /// <summary>Buckets that differed at the latest look, and are looked at again once what was found is put right.</summary>
    public ImmutableArray<int> Differing { get; init; } = [];

    /// <summary>Looks in a row that found no fewer buckets than the look before.</summary>
    public int InVain { get; init; }

    /// <summary>SKUs whose drift was found and put right in this run.</summary>
    public int Healed { get; init; }

    /// <summary>SKUs that had silently stopped, found by looking through the ledger in this run.</summary>
    public int Stale { get; init; }

    /// <summary>Until the next comparison, from the decision that set it.</summary>
    public TimeSpan Pace { get; init; }

    public int Tries { get; init; }

    /// <summary>The task of the channel's owner while it lags.</summary>
    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public bool Ended { get; init; }

    public PublicationBegun Needs => Begun ?? throw new InvalidOperationException("The channel has not begun.");

    /// <summary>What is on its way to be the channel's figure of a SKU, or is it already; null where it was never told one.</summary>
    public int? Expected(string sku) =>
        Waiting.TryGetValue(sku, out var waiting) ? waiting.Figure
        : InFlight.FirstOrDefault(due => due.Sku == sku) is { } flying ? flying.Figure
        : Held(sku);

    /// <summary>Of which ledger row the newest figure is that the channel was told or is to be told.</summary>
    public int RowOf(string sku) => Math.Max(
        Math.Max(Waiting.GetValueOrDefault(sku)?.Row ?? 0, Book.GetValueOrDefault(sku)?.Row ?? 0),
        Math.Max(Refused.GetValueOrDefault(sku)?.Due.Row ?? 0, InFlight.FirstOrDefault(due => due.Sku == sku)?.Row ?? 0));

    /// <summary>What waits and says something new to the channel, the longest waiting first.</summary>
    public ImmutableArray<DueFigure> NextBatch(int most) =>
    [
        .. Waiting.Values.Where(due => due.Figure != Held(due.Sku)).OrderBy(due => due.Since)
            .ThenBy(due => due.Sku, StringComparer.Ordinal).Take(most),
    ];

    /// <summary>Without what waits and says nothing new, now that nothing is under way.</summary>
    public Publication Tidied() => InFlight.Length > 0 ? this
        : this with { Waiting = Waiting.RemoveRange(Waiting.Values.Where(due => due.Figure == Held(due.Sku)).Select(due => due.Sku)) };

    private int? Held(string sku) =>
        Refused.TryGetValue(sku, out var refused) ? refused.Due.Figure : Book.GetValueOrDefault(sku)?.Figure;
}

public sealed record SyncBegun(DateTimeOffset At) : Fact;

/// <summary>Figures that the channel is to be told. Of two of one SKU the newer counts, since the older's movement.</summary>
public sealed record FiguresDue(ImmutableArray<DueFigure> Figures) : Fact;

/// <summary>SKUs that moved without the channel being told, as a look through the ledger found.</summary>
public sealed record SilenceFound(ImmutableArray<string> Skus) : Fact;

/// <param name="Most">how many figures go at once: those that wait longest</param>
public sealed record FiguresSent(long Sequence, int Most) : Fact;

/// <summary>The channel has taken them.</summary>
/// <param name="Milliseconds">from the movement to this, of each that was taken, in the order they were sent</param>
/// <param name="Task">of whoever sees to those that it refused; null where it refused none</param>
public sealed record FiguresAgreed(string Receipt, ImmutableArray<int> Milliseconds, ImmutableArray<FigureRefusal> Refused, CaseId? Task)
    : Fact;

/// <summary>The channel took none: they wait again, unless something newer does.</summary>
public sealed record FiguresReturned(int Tries) : Fact;

/// <summary>What the channel refused is to be tried again.</summary>
public sealed record RefusalsRetried : Fact;

/// <summary>The channel's own book was held against what it was told.</summary>
/// <param name="Differing">buckets that say something else; none when all agree</param>
public sealed record BookCompared(DateTimeOffset At, ImmutableArray<int> Differing) : Fact;

/// <summary>The evidence of a drift: each SKU that the channel held otherwise. They are told again.</summary>
public sealed record DriftFound(DateTimeOffset At, ImmutableArray<FigureDrift> Skus) : Fact;

public sealed record SyncPaced(TimeSpan Pace) : Fact;

/// <param name="Task">null: it is open no longer</param>
/// <param name="Lags">false for a task that the case does not watch</param>
public sealed record SyncTask(CaseId? Task, bool Lags = true) : Fact;

public sealed record SyncEnded : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SyncBegun)), JsonSerializable(typeof(FiguresDue)), JsonSerializable(typeof(SilenceFound))]
[JsonSerializable(typeof(FiguresSent)), JsonSerializable(typeof(FiguresAgreed)), JsonSerializable(typeof(FiguresReturned))]
[JsonSerializable(typeof(RefusalsRetried)), JsonSerializable(typeof(BookCompared)), JsonSerializable(typeof(DriftFound))]
[JsonSerializable(typeof(SyncPaced)), JsonSerializable(typeof(SyncTask)), JsonSerializable(typeof(SyncEnded))]
public sealed partial class SyncFactsJson : JsonSerializerContext;

public static class SyncFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(SyncBegun), "availability.begun"), new(typeof(FiguresDue), "availability.due"),
        new(typeof(SilenceFound), "availability.silence-found"), new(typeof(FiguresSent), "availability.sent"),
        new(typeof(FiguresAgreed), "availability.agreed"), new(typeof(FiguresReturned), "availability.returned"),
        new(typeof(RefusalsRetried), "availability.refusals-retried"), new(typeof(BookCompared), "availability.compared"),
        new(typeof(DriftFound), "availability.drift-found"), new(typeof(SyncPaced), "availability.paced"),
        new(typeof(SyncTask), "availability.task"), new(typeof(SyncEnded), "availability.ended"),
    ];

    public static Publication Fold(Publication channel, Fact fact, Message message) => fact switch
    {
        SyncBegun begun when message is PublicationBegun needs => channel with
        {
            Begun = needs, Sequence = needs.Sequence, Agreed = needs.Agreed, Looked = begun.At,
            Book = channel.Book.AddRange(needs.Known.Select(known => KeyValuePair.Create(known.Sku, known))),
            Waiting = (needs.Refused.IsDefault ? [] : needs.Refused).Aggregate(
                channel.Waiting, (waiting, due) => Merge(waiting, new DueFigure(due.Sku, due.Figure, due.Row, begun.At))),
        },
        _ => Apply(channel, fact),
    };

    /// <summary>Every fact but the first, which is told by its message.</summary>
    public static Publication Apply(Publication channel, Fact fact) => fact switch
    {
        FiguresDue due => (channel with { Waiting = due.Figures.Aggregate(channel.Waiting, Merge) }).Tidied(),
        SilenceFound silence => channel with { Stale = channel.Stale + silence.Skus.Length },
        FiguresSent sent => Send(channel, sent),
        FiguresAgreed agreed => Agree(channel, agreed).Tidied(),
        FiguresReturned back => (channel with
        {
            Waiting = channel.InFlight.Aggregate(channel.Waiting, PutBack), InFlight = [], Tries = back.Tries,
        }).Tidied(),
        RefusalsRetried => Retry(channel).Tidied(),
        BookCompared compared => channel with
        {
            Looked = compared.At, Agreed = compared.Differing.IsEmpty ? compared.At : channel.Agreed, Rounds = channel.Rounds + 1,
            InVain = compared.Differing.IsEmpty || channel.Differing.IsEmpty || compared.Differing.Length < channel.Differing.Length
                ? 0 : channel.InVain + 1,
            Differing = compared.Differing, Tries = 0,
        },
        DriftFound drift => Drift(channel, drift).Tidied(),
        SyncPaced paced => channel with { Pace = paced.Pace },
        SyncTask task => channel with
        {
            Task = task.Lags ? task.Task : channel.Task, Tasks = channel.Tasks + (task.Task is null ? 0 : 1),
            InVain = task.Task is null ? 0 : channel.InVain,
        },
        SyncEnded => channel with { Ended = true },
        _ => throw new InvalidOperationException($"Stock synchronisation knows no fact {fact.GetType().Name}."),
    };

    private static ImmutableDictionary<string, DueFigure> Merge(ImmutableDictionary<string, DueFigure> waiting, DueFigure due) =>
        waiting.SetItem(
            due.Sku, waiting.TryGetValue(due.Sku, out var before) && before.Since < due.Since ? due with { Since = before.Since } : due);

    /// <summary>What waits already is newer.</summary>
    private static ImmutableDictionary<string, DueFigure> PutBack(ImmutableDictionary<string, DueFigure> waiting, DueFigure due) =>
        waiting.SetItem(
            due.Sku, !waiting.TryGetValue(due.Sku, out var newer) ? due
                : newer.Since > due.Since ? newer with { Since = due.Since } : newer);

    /// <summary>But for those of which a newer figure is under way.</summary>
    private static Publication Retry(Publication channel)
    {
        var retried = channel.Refused.Values.Where(refused => !channel.InFlight.Any(due => due.Sku == refused.Due.Sku)).ToList();
        return channel with
        {
            Waiting = retried.Select(refused => refused.Due).Aggregate(channel.Waiting, PutBack),
            Refused = channel.Refused.RemoveRange(retried.Select(refused => refused.Due.Sku)),
        };
    }

    private static Publication Send(Publication channel, FiguresSent sent)
    {
        var batch = channel.NextBatch(sent.Most);
        return channel with
        {
            InFlight = batch, Waiting = channel.Waiting.RemoveRange(batch.Select(due => due.Sku)), Sequence = sent.Sequence,
        };
    }

    private static Publication Agree(Publication channel, FiguresAgreed agreed)
    {
        var no = agreed.Refused.ToDictionary(refusal => refusal.Sku, refusal => refusal.Reason, StringComparer.Ordinal);
        var taken = channel.InFlight.Where(due => !no.ContainsKey(due.Sku)).ToList();
        return channel with
        {
            Book = channel.Book.SetItems(taken.Select(due =>
                KeyValuePair.Create(due.Sku, new KnownFigure(due.Sku, due.Figure, due.Row)))),
            Refused = channel.Refused.RemoveRange(taken.Select(due => due.Sku)).SetItems(
                channel.InFlight.Where(due => no.ContainsKey(due.Sku)).Select(due =>
                    KeyValuePair.Create(due.Sku, new RefusedFigure(due, no[due.Sku], agreed.Task!.Value)))),
            InFlight = [],
            Latencies = [.. channel.Latencies.Concat(agreed.Milliseconds).TakeLast(Publication.LatenciesKept)],
            Rounds = channel.Rounds + 1, Tries = 0,
        };
    }

    /// <summary>The book says what the channel really holds, so that the right figure is news again.</summary>
    private static Publication Drift(Publication channel, DriftFound found) => channel with
    {
        Book = found.Skus.Aggregate(channel.Book, (book, drift) => drift.Held is { } held
            ? book.SetItem(drift.Sku, new KnownFigure(drift.Sku, held, drift.Row)) : book.Remove(drift.Sku)),
        Waiting = found.Skus.Select(drift => new DueFigure(drift.Sku, drift.Told, drift.Row, found.At))
            .Aggregate(channel.Waiting, PutBack),
        Healed = channel.Healed + found.Skus.Length,
    };
}
