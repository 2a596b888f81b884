using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Map;
using Crossdock.Runtime.Journal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// Follows the journal's feed and keeps the heads and the list of effects in flight, behind the commits and in coalesced
/// batches: an effect that is asked and answered within one stretch is never written.
/// </summary>
public sealed partial class Projector(
    IJournal journal, IHeads heads, GroupCommit writer, JournalJson json, TimeProvider wall, ILogger<Projector> log) : BackgroundService
{
    public const string Reader = "heads";

    private const int Stretch = 2_000;

    /// <summary>Heads of open cases kept in memory, so that most rows need no read; beyond it all are forgotten and read again.</summary>
    private const int MaxKnown = 100_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Dictionary<CaseId, CaseHead> _known = [];
    private readonly SemaphoreSlim _pulse = new(0, 1);
    private readonly TaskCompletionSource _caughtUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FeedPosition _at;

    /// <summary>Completes when the journal, as it was at the start, is on the heads.</summary>
    public Task CaughtUp => _caughtUp.Task;

    /// <summary>The latest rows, for those who show what happens as it happens.</summary>
    public event Action<IReadOnlyList<Transition>>? Projected;

    /// <summary>Reads and saves one stretch; false when there was nothing.</summary>
    public async Task<bool> Step(CancellationToken cancel)
    {
        var rows = await journal.ReadFeed(_at, Stretch, cancel);
        if (rows.Count == 0)
        {
            return false;
        }

        var transitions = rows.Select(row => (Row: json.Read(row.Row.Body), row.Row.CaseNo)).ToList();
        await Know(transitions.Select(row => row.Row.Case), cancel);
        var changed = new HashSet<CaseId>();
        var started = new Dictionary<string, InFlightEffect>();
        var settled = new HashSet<string>();
        foreach (var (row, number) in transitions)
        {
            if (_known.TryGetValue(row.Case, out var head) && head.Seq >= row.Seq)
            {
                continue;
            }

            _known[row.Case] = HeadFold.Next(head, row, number);
            changed.Add(row.Case);
            foreach (var effect in row.Effects)
            {
                started[effect.Key] = new InFlightEffect(effect.Key, row.Case, EffectNames.Of(effect.Effect.GetType()), row.At);
            }

            settled.UnionWith(HeadFold.Settles(row));
        }

        // What began and ended within this stretch is not worth a write; what ended and began earlier is.
        var gone = settled.Where(key => !started.Remove(key)).ToList();
        await heads.Save(
            new HeadChanges(Reader, rows[^1].Position, [.. changed.Select(id => _known[id])], [.. started.Values], gone), cancel);
        _at = rows[^1].Position;
        Projected?.Invoke(transitions.ConvertAll(row => row.Row));
        Forget(changed);
        return true;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += Wake;
        try
        {
            await Start(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await Follow(stoppingToken);
            }
        }
        finally
        {
            writer.Committed -= Wake;
        }
    }

    public override void Dispose()
    {
        _pulse.Dispose();
        base.Dispose();
    }

    private async Task Start(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                _at = await heads.ReadCheckpoint(Reader, stop);
                return;
            }
            catch (StoreUnavailableException failure)
            {
                LogFailed(failure);
                await Task.Delay(PauseAfterFailure, wall, stop);
            }
        }
    }

    private async Task Follow(CancellationToken stop)
    {
        try
        {
            while (await Step(stop))
            {
            }

            _caughtUp.TrySetResult();
            await _pulse.WaitAsync(PauseAfterFailure, stop);
            // Let a few commits gather, so that ten quick steps cost one write.
            await Task.Delay(Pause, wall, stop);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            _known.Clear();
            LogFailed(failure);
            await Task.Delay(PauseAfterFailure, wall, stop);
        }
    }

    private void Wake()
    {
        try
        {
            _pulse.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
            return;
        }
        catch (ObjectDisposedException)
        {
            // The process is stopping; the next one reads on from the checkpoint.
            return;
        }
    }

    private async Task Know(IEnumerable<CaseId> ids, CancellationToken cancel)
    {
        var unknown = ids.Where(id => !_known.ContainsKey(id)).Distinct().ToList();
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
}
