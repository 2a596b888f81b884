using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Processes.Running;

namespace Crossdock.Runtime.Migration;

/// <summary>An open case against the map in force.</summary>
public sealed record AuditedCase(CaseHead Head, MapFit Fit);

/// <summary>Open cases that stand alike, and what the map in force makes of them.</summary>
/// <param name="Version">the map version that wrote their latest decision</param>
/// <param name="Write">the mapping to write, for those that need one</param>
public sealed record AuditedState(string Process, int Version, string State, Fit Fit, string Why, string? Write, int Cases, CaseId One);

/// <summary>
/// Classifies every open case against the maps in force: at a start from the lists, and before one from the journal alone, so that a
/// store of an older program is read as it is. It writes nothing.
/// </summary>
public sealed class MapAudit(IJournal journal, IHeads heads, ProcessCatalogue processes, JournalJson json)
{
    private const int Page = 1_000;

    /// <summary>Counted by process, version and state, from the journal.</summary>
    public async Task<IReadOnlyList<AuditedState>> Summary(CancellationToken cancel)
    {
        var (open, inFlight) = await Fold(cancel);
        return
        [
            .. open.Values.Select(head => new AuditedCase(head, FitOf(head, inFlight[head.Case])))
                .GroupBy(one => (one.Head.Process, one.Head.MapVersion, one.Head.State, one.Fit.Fit, one.Fit.Why))
                .Select(alike => new AuditedState(
                    alike.Key.Process, alike.Key.MapVersion, alike.Key.State, alike.Key.Fit, alike.Key.Why, WriteFor(alike.First()),
                    alike.Count(), alike.First().Head.Case))
                .OrderBy(state => state.Process, StringComparer.Ordinal).ThenBy(state => state.Version)
                .ThenBy(state => state.State, StringComparer.Ordinal).ThenBy(state => state.Fit),
        ];
    }

    /// <summary>Each open case, from the lists.</summary>
    public async IAsyncEnumerable<AuditedCase> Open([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var all = new List<InFlightEffect>();
        for (string? after = null; await heads.ReadInFlight(after, Page, cancel) is { Count: > 0 } page; after = page[^1].Key)
        {
            all.AddRange(page);
        }

        var inFlight = all.ToLookup(effect => effect.Case, effect => effect.Kind);
        for (long after = 0; await heads.ReadOpen(after, Page, cancel) is { Count: > 0 } page; after = page[^1].CaseNo)
        {
            foreach (var head in page)
            {
                yield return new AuditedCase(head, FitOf(head, inFlight[head.Case]));
            }
        }
    }

    private static string? WriteFor(AuditedCase one) => one.Fit is { Fit: Fit.NeedsMapping, To: { } to }
        ? MapFit.Declaration(one.Head.MapVersion, one.Head.State, to)
        : null;

    private MapFit FitOf(CaseHead head, IEnumerable<string> inFlight) =>
        processes.Find(head.Case.Kind) is not { } process
            ? new MapFit(Fit.Blocked, null, $"No process runs cases of the kind {head.Case.Kind}.")
        : head.MapVersion == process.Version && process.Knows(head.State)
            ? new MapFit(Fit.Safe, head.State, $"It runs by map {process.Version} already.")
        : process.FitOf(head.State, head.MapVersion, [.. inFlight]);

    private async Task<(Dictionary<CaseId, CaseHead> Open, ILookup<CaseId, string> InFlight)> Fold(CancellationToken cancel)
    {
        var (open, started, early) = (new Dictionary<CaseId, CaseHead>(), new Dictionary<string, InFlightEffect>(), new HashSet<string>());
        var at = FeedPosition.Start;
        while (await journal.ReadFeed(at, Page, cancel) is { Count: > 0 } rows)
        {
            foreach (var stored in rows.Select(row => row.Row))
            {
                var row = json.Read(stored.Body);
                var head = HeadFold.Next(open.GetValueOrDefault(stored.Case), row, stored.CaseNo);
                open[stored.Case] = head;
                if (head.Closed is not null)
                {
                    open.Remove(stored.Case);
                }

                foreach (var effect in row.Effects.Where(effect => !early.Remove(effect.Key)))
                {
                    started[effect.Key] = new InFlightEffect(
                        effect.Key, row.Case, EffectNames.Of(effect.Effect.GetType()), row.At);
                }

                // A case may be told before the row that asked for it is read.
                early.UnionWith(HeadFold.Settles(row).Where(key => !started.Remove(key)));
            }

            at = rows[^1].Position;
        }

        return (open, started.Values.ToLookup(effect => effect.Case, effect => effect.Kind));
    }
}
