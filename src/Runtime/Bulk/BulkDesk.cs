using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Bulk;

/// <summary>Whom an act is for: cases by their ids, effects by their keys, or a slice of the lists. One of them.</summary>
public sealed record BulkSelection(
    ImmutableArray<CaseId> Cases = default, ImmutableArray<string> Effects = default, IncidentFilter? Incidents = null,
    HeadFilter? Slice = null)
{
    /// <summary>Names the slice for those who read it later.</summary>
    public string Words { get; init; } = "";
}

/// <summary>Freezes sets and previews acts on them. What becomes of an operation after that is decided by its map.</summary>
public sealed class BulkDesk(
    IHeads heads, IIncidents incidents, IBulkItems items, ITellCases tell, ProcessCatalogue processes, BusinessClock clock)
{
    /// <summary>A set that is larger is chosen in parts: it would be stale before it has run.</summary>
    public const int MostItems = 100_000;

    private const int Page = 2_000;

    /// <summary>Freezes what the selection holds now, with what the act would come to for each, and begins the operation's case.</summary>
    /// <returns>null when there are more than <see cref="MostItems"/></returns>
    public async Task<TellReceipt?> Freeze(
        string key, BulkAct act, BulkSelection selection, string why, Actor who, string source, CancellationToken cancel)
    {
        var chosen = await Choose(act, selection, cancel);
        if (chosen.Count > MostItems)
        {
            return null;
        }

        var set = new List<BulkItem>(chosen.Count);
        foreach (var one in chosen)
        {
            var (outcome, reason) = BulkRules.Preview(act, one, processes);
            set.Add(new BulkItem(
                set.Count + 1, one.Case, one.Effect, one.Incident?.Seq ?? 0, one.Head?.State ?? "", outcome, reason,
                outcome == BulkOutcome.Waiting ? null : clock.GetUtcNow()));
        }

        return await Keep(key, act, set, selection.Words, why, who, source, cancel);
    }

    /// <summary>Keeps a set that was previewed already, and begins the operation's case.</summary>
    public async Task<TellReceipt> Keep(
        string key, BulkAct act, IReadOnlyList<BulkItem> set, string words, string why, Actor who, string source, CancellationToken cancel)
    {
        await items.Freeze(key, set, cancel);
        return await tell.Tell(
            new Envelope(
                $"{source}/freeze/{key}", source, new CaseId("bulk", key), clock.GetUtcNow(), who,
                new BulkFrozen(act, why, words, set.Count, set.Count(item => item.Outcome == BulkOutcome.Waiting), DigestOf(set))),
            cancel);
    }

    /// <summary>A short name that nobody used before, and that sorts by time.</summary>
    public string NewKey() => $"{clock.GetUtcNow():yyyyMMdd}-{Guid.CreateVersion7().ToString("N")[20..]}";

    private async Task<IReadOnlyList<BulkCandidate>> Choose(BulkAct act, BulkSelection selection, CancellationToken cancel)
    {
        var (cases, open) = selection switch
        {
            { Incidents: { } filter } => await OfIncidents(act, filter, cancel),
            { Slice: { } slice } => (await OfSlice(slice, cancel), []),
            { Effects.IsDefaultOrEmpty: false } => await OfEffects(selection.Effects, cancel),
            _ => ([.. selection.Cases.Distinct()], []),
        };
        var known = new Dictionary<CaseId, CaseHead>();
        foreach (var some in cases.Distinct().Chunk(Page))
        {
            foreach (var head in await heads.ReadMany(some, cancel))
            {
                known[head.Case] = head;
            }
        }

        if (act == BulkAct.ResendEffects)
        {
            return [.. open.Select(one => new BulkCandidate(one.Case, one.Effect, known.GetValueOrDefault(one.Case), one, []))];
        }

        var failed = act == BulkAct.RetryIncidents ? await FailedOf(open, cases, cancel) : [];
        var inFlight = act == BulkAct.MigrateCases ? await InFlight(cancel) : null;
        return
        [
            .. cases.Distinct().Select(id => new BulkCandidate(
                id, "", known.GetValueOrDefault(id), failed.GetValueOrDefault(id), [.. inFlight?[id] ?? []])),
        ];
    }

    /// <summary>Of incidents, a retry is for failed decisions and a re-sending for effects that are given up.</summary>
    private async Task<(List<CaseId>, IReadOnlyList<OpenIncident>)> OfIncidents(
        BulkAct act, IncidentFilter filter, CancellationToken cancel)
    {
        var found = await incidents.Search(filter, 0, MostItems + 1, cancel);
        OpenIncident[] open =
        [
            .. found.Where(one => act switch
            {
                BulkAct.RetryIncidents => one.Effect.Length == 0,
                BulkAct.ResendEffects => one.Effect.Length > 0,
                _ => true,
            }),
        ];
        return ([.. open.Select(one => one.Case)], open);
    }

    private async Task<List<CaseId>> OfSlice(HeadFilter slice, CancellationToken cancel)
    {
        var found = await heads.Search(slice, HeadOrder.Oldest, 0, MostItems + 1, cancel);
        return [.. found.Select(head => head.Case)];
    }

    private async Task<(List<CaseId>, IReadOnlyList<OpenIncident>)> OfEffects(ImmutableArray<string> keys, CancellationToken cancel)
    {
        var open = new List<OpenIncident>();
        foreach (var key in keys.Distinct())
        {
            if (RequestedEffect.TryCaseOf(key, out var id))
            {
                open.AddRange((await incidents.Search(new IncidentFilter(Case: id), 0, Page, cancel)).Where(one => one.Effect == key));
            }
        }

        return ([.. open.Select(one => one.Case)], open);
    }

    private async Task<Dictionary<CaseId, OpenIncident>> FailedOf(
        IReadOnlyList<OpenIncident> open, List<CaseId> cases, CancellationToken cancel)
    {
        if (open.Count > 0)
        {
            return open.Where(one => one.Effect.Length == 0).ToDictionary(one => one.Case);
        }

        var failed = new Dictionary<CaseId, OpenIncident>();
        foreach (var id in cases.Distinct())
        {
            if ((await incidents.Search(new IncidentFilter(Case: id), 0, Page, cancel)).FirstOrDefault(one => one.Effect.Length == 0)
                is { } one)
            {
                failed[id] = one;
            }
        }

        return failed;
    }

    private async Task<ILookup<CaseId, string>> InFlight(CancellationToken cancel)
    {
        var all = new List<InFlightEffect>();
        for (string? after = null; await heads.ReadInFlight(after, Page, cancel) is { Count: > 0 } page; after = page[^1].Key)
        {
            all.AddRange(page);
        }

        return all.ToLookup(effect => effect.Case, effect => effect.Kind);
    }

    private static string DigestOf(IReadOnlyList<BulkItem> set)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in set)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{item.Place} {item.Case} {item.Effect} {item.Seq} {item.State}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
