using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockSynchronisation;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>What a channel is not shown of a SKU: so many pieces of each node, so many of all, and all but a share of the rest.</summary>
public sealed record SyncBuffer(int PiecesANode, int Pieces, decimal Share);

/// <summary>A figure that the channel does not take.</summary>
public sealed record SyncRefusal(string Sku, int Figure, string Reason, CaseId Task);

/// <summary>How far one channel is.</summary>
/// <param name="Skus">of which it has a figure</param>
/// <param name="BehindBySeconds">since the earliest movement that is on its way to it; 0 when none is</param>
/// <param name="LatencyMedianSeconds">from movement to acknowledgement, over the latest 1,000 figures; null before the first</param>
/// <param name="LastAgreement">when its own book was last found to say what it was told</param>
/// <param name="Healed">SKUs of this run that its own book had otherwise, and that were told again</param>
/// <param name="Stale">SKUs of this run that were found by looking through the ledger, and not by their movement</param>
public sealed record ChannelSync(
    string Channel, string System, CaseId Case, string State, int Skus, int Waiting, int UnderWay, double BehindBySeconds,
    double? LatencyMedianSeconds, double? LatencyWorstHundredthSeconds, long Publications, DateTimeOffset? LastAgreement, int Healed,
    int Stale, bool Lags, SyncBuffer Buffer, ImmutableArray<SyncRefusal> Refused);

/// <param name="AsOf">business time</param>
public sealed record SyncView(DateTimeOffset AsOf, ImmutableArray<ChannelSync> Channels);

/// <summary>Reads from the channels' cases how far each is. What was read before is kept, so that a look costs the new rows only.</summary>
public sealed class SyncReading(IHeads heads, IJournal journal, JournalJson json, Rulebook rules, BusinessClock clock) : IDisposable
{
    private const int MostRuns = 1_000;

    private readonly SemaphoreSlim _one = new(1);
    private ImmutableDictionary<CaseId, (int Row, string State, Publication Known)> _read =
        ImmutableDictionary<CaseId, (int, string, Publication)>.Empty;

    public async Task<SyncView> Read(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var open = await heads.Search(new HeadFilter(Kind: SyncMap.Kind, Open: true), HeadOrder.Newest, 0, MostRuns, cancel);
            var runs = ImmutableDictionary<CaseId, (int, string, Publication)>.Empty;
            foreach (var head in open)
            {
                runs = runs.SetItem(head.Case, await ReadRun(head.Case, cancel));
            }

            _read = runs;
            var now = clock.GetUtcNow();
            return new SyncView(
                now,
                [
                    .. _read.Where(run => run.Value.Known.Begun is not null)
                        .GroupBy(run => run.Value.Known.Needs.Channel)
                        .Select(channel => Of(channel.MaxBy(run => run.Value.Known.Needs.Run), now))
                        .OrderBy(channel => channel.Channel, StringComparer.Ordinal),
                ]);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<(int Row, string State, Publication Known)> ReadRun(CaseId run, CancellationToken cancel)
    {
        var (row, state, known) = _read.TryGetValue(run, out var before) ? before : (0, "", Publication.Empty);
        foreach (var stored in await journal.ReadCase(run, row, cancel))
        {
            var next = json.Read(stored.Body);
            known = next.Facts.Aggregate(known, (folded, fact) => SyncFacts.Fold(folded, fact, next.Message.Data));
            (row, state) = (next.Seq, next.To);
        }

        return (row, state, known);
    }

    private ChannelSync Of(KeyValuePair<CaseId, (int Row, string State, Publication Known)> run, DateTimeOffset now)
    {
        var (_, state, known) = run.Value;
        var policy = new PolicyReader(rules.Policies, new Scope(Channel: known.Needs.Channel), now);
        var oldest = known.InFlight.Concat(known.Waiting.Values).Select(due => due.Since).DefaultIfEmpty(now).Min();
        var sorted = known.Latencies.Sort();
        return new ChannelSync(
            known.Needs.Channel, known.Needs.System, run.Key, state, known.Book.Count, known.Waiting.Count, known.InFlight.Length,
            Math.Max(0, Math.Round((now - oldest).TotalSeconds, 1)), AtShare(sorted, 0.5), AtShare(sorted, 0.99), known.Sequence,
            known.Agreed, known.Healed, known.Stale, known.Task is not null,
            new SyncBuffer(policy.Read(Policy.SafetyStock), policy.Read(Policy.SyncSafetyStock), policy.Read(Policy.SyncShare)),
            [
                .. known.Refused.Values.OrderBy(refused => refused.Due.Sku, StringComparer.Ordinal).Select(refused =>
                    new SyncRefusal(refused.Due.Sku, refused.Due.Figure, refused.Reason, refused.Task)),
            ]);
    }

    /// <summary>By nearest rank, as every figure here that says which share was faster.</summary>
    private static double? AtShare(ImmutableArray<int> sorted, double share) =>
        sorted.IsEmpty ? null : sorted[Math.Max(0, (int)Math.Ceiling(sorted.Length * share) - 1)] / 1000d;
}
