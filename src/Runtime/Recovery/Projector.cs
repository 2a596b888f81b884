using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Runtime.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// Follows the journal's feed and keeps the heads and the list of effects in flight, behind the commits and in coalesced
/// batches: an effect that is asked and answered within one stretch is never written. Of several processes one does it, under a
/// lease that every save proves anew; the others look on.
/// </summary>
public sealed partial class Projector(
    IJournal journal, IHeads heads, GroupCommit writer, CommittedRows recent, JournalJson json, RetailNetwork network, Lease lease,
    BusinessClock clock, TimeProvider wall, ILogger<Projector> log) : BackgroundService
{
    public const string Reader = "heads";

    /// <summary>Long, for what a case goes through within one stretch costs one write.</summary>
    private const int Stretch = 20_000;

    /// <summary>So many rows are parsed at once where they have to be read.</summary>
    private const int ReadStretch = 2_000;

    /// <summary>Heads of open cases kept in memory, so that most rows need no read; beyond it all are forgotten and read again.</summary>
    private const int MaxKnown = 100_000;

    /// <summary>Few rows are shown at once; when many come, waiting a little longer makes fewer writes of them.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(400);
    private const double PauseMillisecondsPerRow = 0.05;
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookOn = TimeSpan.FromMilliseconds(250);

    /// <summary>Long enough for another process to take a lease that was given back.</summary>
    private static readonly TimeSpan StandBack = LeasePatience.InCluster.Later + Lease.RenewEvery;

    private readonly Dictionary<CaseId, CaseHead> _known = [];
    private readonly Pulse _pulse = new(wall);
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DateTimeOffset _started = clock.GetUtcNow();
    private FeedPosition _at;
    private bool _isBehind;
    private long? _token;

    /// <summary>Completes when the journal, as it was at the start, is on the heads, whichever process put it there.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>Whether this process is the one that keeps the heads now.</summary>
    public bool Leads => lease.Token is not null;

    /// <summary>The rows that are on the heads now, in the process that put them there.</summary>
    public event Action<IReadOnlyList<Transition>>? Projected;

    /// <summary>Reads and saves one stretch, and says how many rows it had.</summary>
    public async Task<int> Step(CancellationToken cancel)
    {
        var (transitions, reached) = await ReadStretchAfter(_at, cancel);
        if (transitions.Count == 0)
        {
            return 0;
        }

        await Know(transitions, cancel);
        var changed = new HashSet<CaseId>();
        var newTerms = new HashSet<long>();
        var started = new Dictionary<string, InFlightEffect>();
        var settled = new HashSet<string>();
        var incidents = new IncidentFold();
        var lines = new NodeLinesFold(network);
        foreach (var (row, number) in transitions)
        {
            if (_known.TryGetValue(row.Case, out var head) && head.Seq >= row.Seq)
            {
                continue;
            }

            _known[row.Case] = HeadFold.Next(head, row, number);
            incidents.Take(head, row, _known[row.Case]);
            lines.Take(row, _known[row.Case]);
            changed.Add(row.Case);
            if (row.Card is { } card && !(head?.Card.HasTermsOf(card) ?? card.Terms.IsDefaultOrEmpty))
            {
                newTerms.Add(number);
            }

            foreach (var effect in row.Effects)
            {
                started[effect.Key] = new InFlightEffect(effect.Key, row.Case, EffectNames.Of(effect.Effect.GetType()), row.At);
            }

            settled.UnionWith(HeadFold.Settles(row));
        }

        // What began and ended within this stretch is not worth a write; what ended and began earlier is.
        var gone = settled.Where(key => !started.Remove(key)).ToList();
        var saved = changed.Select(id => _known[id]).ToList();
        var sameTerms = saved.Select(head => head.CaseNo).Where(number => !newTerms.Contains(number)).ToHashSet();
        await heads.Save(
            new HeadChanges(Reader, reached, saved, [.. started.Values], gone, sameTerms, _token)
            {
                Opened = incidents.Opened,
                Cured = incidents.Cured,
                Lines = lines.Sums,
            },
            cancel);
        _at = reached;
        Projected?.Invoke(transitions.ConvertAll(row => row.Row));
        Forget(changed);
        return transitions.Count;
    }

    /// <summary>The next rows: as they were decided here, or read where another process, or an earlier one, wrote them.</summary>
    private async Task<(List<(Transition Row, long CaseNo)> Rows, FeedPosition Reached)> ReadStretchAfter(
        FeedPosition at, CancellationToken cancel)
    {
        var keys = recent.IsEmpty ? [] : await journal.ReadFeedKeys(at, Stretch, cancel);
        var rows = new List<(Transition, long)>(keys.Count);
        foreach (var key in keys)
        {
            if (recent.Take(key.CaseNo, key.Seq) is not { } row)
            {
                break;
            }

            rows.Add((row, key.CaseNo));
            at = key.Position;
        }

        if (rows.Count > 0)
        {
            _isBehind = keys.Count == Stretch || rows.Count < keys.Count;
            return (rows, at);
        }

        var read = await journal.ReadFeed(at, ReadStretch, cancel);
        _isBehind = read.Count == ReadStretch;
        return ([.. read.Select(row => (json.Read(row.Row.Body), row.Row.CaseNo))], read.Count > 0 ? read[^1].Position : at);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += _pulse.Beat;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await Follow(stoppingToken);
            }
        }
        finally
        {
            writer.Committed -= _pulse.Beat;
        }
    }

    /// <summary>Another process may take over at once, instead of watching the lease stand still.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GiveUpLease(cancellationToken);
    }

    private async Task Follow(CancellationToken stop)
    {
        try
        {
            if (!await lease.Hold(stop))
            {
                await SeeHowFar(stop);
                await Task.Delay(LookOn, wall, stop);
                return;
            }

            await TakeUp(stop);
            // Only what lies behind is caught up with at once: rows that come while others are saved wait for those after them, or
            // a busy host would write every head again and again.
            var rows = 0;
            do
            {
                rows += await Step(stop);
            }
            while (_isBehind);

            _caughtUp.TrySetResult();
            await _pulse.Wait(PauseAfterFailure, stop);
            // Let a few commits gather, so that ten quick steps cost one write.
            var pause = TimeSpan.FromMilliseconds(rows * PauseMillisecondsPerRow);
            await Task.Delay(pause < Pause ? Pause : pause > LongestPause ? LongestPause : pause, wall, stop);
        }
        catch (LeaseLostException taken)
        {
            lease.Lost();
            LogTaken(taken);
        }
        catch (JsonException unreadable)
        {
            // A newer program wrote that row: a process of its version may read it.
            LogFailed(unreadable);
            await GiveUpLease(stop);
            await Task.Delay(StandBack, wall, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // Whether the last save arrived is not known. Made anew over a longer stretch it would miss what began in the one and
            // ended in the other; so the store is asked where it stands.
            _token = null;
            LogFailed(failure);
            await Task.Delay(PauseAfterFailure, wall, stop);
        }
    }

    /// <summary>Goes on from where the last holder came to; what was known from an earlier turn may be old.</summary>
    private async Task TakeUp(CancellationToken stop)
    {
        if (_token != lease.Token)
        {
            _known.Clear();
            _at = await heads.ReadCheckpoint(Reader, stop);
            _token = lease.Token;
        }
    }

    /// <summary>While another process keeps the heads: whether they hold what was journalled before this one started.</summary>
    private async Task SeeHowFar(CancellationToken stop)
    {
        if (_caughtUp.Task.IsCompleted)
        {
            return;
        }

        var unread = await journal.ReadFeed(await heads.ReadCheckpoint(Reader, stop), 1, stop);
        if (unread.Count == 0 || unread[0].Row.At >= _started)
        {
            _caughtUp.TrySetResult();
        }
    }

    private async Task GiveUpLease(CancellationToken cancel)
    {
        try
        {
            await lease.Release(cancel);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or OperationCanceledException)
        {
            // The others see it stand still and take it a few seconds later.
            LogFailed(failure);
        }
    }

    /// <summary>Reads the heads of cases that were begun before; one that begins in this stretch has none.</summary>
    private async Task Know(List<(Transition Row, long CaseNo)> rows, CancellationToken cancel)
    {
        var begun = new HashSet<CaseId>();
        var unknown = new HashSet<CaseId>();
        foreach (var (row, _) in rows)
        {
            if (row.Seq == 1)
            {
                begun.Add(row.Case);
            }
            else if (!_known.ContainsKey(row.Case) && !begun.Contains(row.Case))
            {
                unknown.Add(row.Case);
            }
        }

        foreach (var head in unknown.Count > 0 ? await heads.ReadMany(unknown, cancel) : [])
        {
            _known[head.Case] = head;
        }
    }

    private void Forget(HashSet<CaseId> changed)
    {
        foreach (var id in changed.Where(id => _known[id].Closed is not null))
        {
            _known.Remove(id);
        }

        if (_known.Count > MaxKnown)
        {
            _known.Clear();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The heads cannot follow the journal now; they go on from where they are")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Another process keeps the heads now")]
    private partial void LogTaken(LeaseLostException taken);
}
