using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Cases;

/// <summary>Reads one case whole, for the screen of a case and for the service that answers the same.</summary>
public sealed class CaseReader(
    IJournal journal, IHeads heads, IAttemptLog attempts, IMaps maps, JournalJson json, BusinessClock clock)
{
    /// <summary>Rows of one timeline. A stock case has one row a movement, for ever; nobody reads past this many.</summary>
    public const int MaxRows = 1_000;

    private const int MaxChildren = 200;
    private const int MaxTold = 12;

    /// <summary>Null when there is no such case.</summary>
    public async Task<CaseStory?> Read(CaseId id, CancellationToken cancel)
    {
        var projected = await heads.Read(id, cancel);
        var after = projected is null ? 0 : Math.Max(0, projected.Seq - MaxRows);
        var rows = await journal.ReadCase(id, after, cancel);
        if (rows.Count == 0)
        {
            return null;
        }

        var transitions = rows.Select(row => json.Read(row.Body)).ToImmutableArray();
        var tried = await attempts.ReadOf(id, cancel);
        var inFlight = await heads.ReadInFlightOf(id, cancel);
        // The head lags a moment behind the journal; the rows it has not seen are folded onto it.
        var head = transitions.Where(row => projected is null || row.Seq > projected.Seq)
            .Aggregate(projected, (head, row) => HeadFold.Next(head, row, rows[0].CaseNo))!;
        return new CaseStory(
            head,
            maps.All.FirstOrDefault(map => map.Process == head.Process),
            transitions,
            TimelineOf(rows, transitions, tried, inFlight),
            after,
            [.. await heads.Search(new HeadFilter(Parent: id), HeadOrder.Oldest, 0, MaxChildren, cancel)],
            await ReadTold(id, transitions, cancel),
            clock.GetUtcNow());
    }

    /// <summary>The case's transitions, for those who fold them; empty when there is no such case.</summary>
    public async Task<ImmutableArray<Transition>> ReadTransitions(CaseId id, CancellationToken cancel) =>
        [.. (await journal.ReadCase(id, 0, cancel)).Select(row => json.Read(row.Body))];

    /// <summary>Whether the case has begun. The heads lag a moment, so a case they do not know is looked up in the journal.</summary>
    public async Task<bool> Exists(CaseId id, CancellationToken cancel) =>
        await heads.Read(id, cancel) is not null || (await journal.ReadCase(id, 0, cancel)).Count > 0;

    /// <summary>Whether what was told and ignored had been done already, by the word of the case's own map.</summary>
    public async Task<bool> WasRepeat(TellReceipt receipt, CancellationToken cancel) =>
        receipt.Result == TellResult.Duplicate
        || (receipt.Result == TellResult.Ignored
            && (await journal.ReadCase(receipt.Case, receipt.Seq - 1, cancel)) is [var row, ..]
            && json.Read(row.Body).Outcome == Outcome.IgnoredDuplicate);

    /// <summary>
    /// Why an act was not taken, by the word of the case's own map: now, or when it was said first. Null where it was taken.
    /// </summary>
    public async Task<string?> WhyNot(Envelope act, TellReceipt receipt, CancellationToken cancel) => receipt.Result switch
    {
        TellResult.Ignored => await WasRepeat(receipt, cancel) ? null : receipt.Reason,
        TellResult.Duplicate => (await ReadTransitions(act.Subject, cancel)).FirstOrDefault(row => row.Message.Id == act.Id) is
            { Outcome: Outcome.IgnoredLate or Outcome.IgnoredUnexpected } refused ? refused.Because : null,
        _ => null,
    };

    /// <summary>The rows for people; pure.</summary>
    public static ImmutableArray<TimelineEntry> TimelineOf(
        IReadOnlyList<JournalRow> rows,
        ImmutableArray<Transition> transitions,
        IReadOnlyList<EffectAttempt> attempts,
        IReadOnlyList<InFlightEffect> inFlight)
    {
        var tried = attempts.OrderBy(attempt => attempt.Attempt).ToLookup(attempt => attempt.EffectKey);
        var waiting = inFlight.Select(effect => effect.Key).ToHashSet();
        var answers = transitions.Where(row => row.Message.Answers is not null)
            .GroupBy(row => row.Message.Answers!).ToFrozenDictionary(group => group.Key, group => group.First().Seq);
        return [.. rows.Zip(transitions, (row, transition) => Entry(row, transition, tried, waiting, answers))];
    }

    /// <summary>The case it is part of, and the last of those it told.</summary>
    private async Task<ImmutableArray<CaseHead>> ReadTold(CaseId id, ImmutableArray<Transition> rows, CancellationToken cancel)
    {
        var told = rows.SelectMany(row => row.Effects).Select(effect => (effect.Effect as TellCase)?.To);
        var parents = rows.Select(row => row.Card?.Parent);
        var ids = told.Concat(parents).OfType<CaseId>().Where(other => other != id && other.Kind != "stock")
            .Distinct().TakeLast(MaxTold).ToArray();
        return ids.Length == 0 ? [] : [.. await heads.ReadMany(ids, cancel)];
    }

    private static TimelineEntry Entry(
        JournalRow row, Transition transition, ILookup<string, EffectAttempt> tried, HashSet<string> inFlight,
        FrozenDictionary<string, int> answers)
    {
        using var written = JsonDocument.Parse(row.Body);
        var root = written.RootElement;
        var type = root.GetProperty("message").GetProperty("data").GetProperty("type").GetString()!;
        var kinds = root.GetProperty("effects").EnumerateArray()
            .Select(effect => effect.GetProperty("effect").GetProperty("effect").GetString()!);
        return new TimelineEntry(
            transition.Seq,
            transition.At,
            type,
            EventWords.Of(type),
            transition.Outcome,
            transition.From,
            transition.To,
            transition.Message.Who,
            transition.Because,
            transition.Policies,
            transition.MapVersion,
            [.. transition.Effects.Zip(kinds, (effect, kind) => Effect(effect, kind, tried, inFlight, answers))],
            root.GetProperty("facts").Clone());
    }

    // Telling a case has no answer but the other case's own row, so it counts as done once it is no longer in flight.
    private static EffectStory Effect(
        RequestedEffect effect, string kind, ILookup<string, EffectAttempt> tried, HashSet<string> inFlight,
        FrozenDictionary<string, int> answers)
    {
        var tell = effect.Effect as TellCase;
        int? answeredBy = answers.TryGetValue(effect.Key, out var seq) ? seq : null;
        var state =
            answeredBy is not null ? EffectState.Answered
            : tell is not null && !inFlight.Contains(effect.Key) ? EffectState.Told
            : EffectState.InFlight;
        return new EffectStory(effect.Key, kind, EventWords.Of(kind), state, answeredBy, tell, [.. tried[effect.Key]]);
    }
}
