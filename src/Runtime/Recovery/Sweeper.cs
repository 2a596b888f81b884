using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// After a start, when a process of the cluster was lost, and then again and again: every effect that is in flight on the books and
/// under way in no process is carried out again under its own key. So no case waits for something that nobody is doing. The
/// process that keeps the heads does this for all.
/// </summary>
public sealed partial class Sweeper(
    IHeads heads, IActivations activations, Projector projector, IPeers peers, BusinessClock clock, TimeProvider wall,
    ILogger<Sweeper> log) : BackgroundService
{
    private const int Page = 1_000;

    /// <summary>Pokes at once: each may bring a case to life.</summary>
    private const int AtOnce = 64;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>After a sweep that could not be done, or when another process leads.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly Pulse _lost = new(wall);
    private HashSet<string> _before = [];
    private DateTimeOffset? _oldest;
    private int _thorough = 1;

    /// <summary>How many effects the last sweep found in flight.</summary>
    public int InFlight => _before.Count;

    /// <summary>How many of them were in flight at the sweep before, too.</summary>
    public int Lingering { get; private set; }

    /// <summary>Business time since the oldest of them was asked.</summary>
    public TimeSpan OldestAge => _oldest is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        peers.Lost += LookAtOnce;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var swept = projector.Leads && await Sweep(stoppingToken);
                if (!projector.Leads)
                {
                    // Whoever takes over has seen no sweep before: its first one is thorough.
                    Interlocked.CompareExchange(ref _thorough, 1, 0);
                }

                await _lost.Wait(swept ? Interval : LookAgain, stoppingToken);
            }
        }
        finally
        {
            peers.Lost -= LookAtOnce;
        }
    }

    /// <summary>
    /// What a lost process was about is nowhere under way now. Twice, for its last decisions may reach the books only after the
    /// first sweep.
    /// </summary>
    private void LookAtOnce()
    {
        Interlocked.Exchange(ref _thorough, 2);
        _lost.Beat();
    }

    private async Task<bool> Sweep(CancellationToken cancel)
    {
        try
        {
            var thorough = Volatile.Read(ref _thorough);
            var now = new HashSet<string>(StringComparer.Ordinal);
            DateTimeOffset? oldest = null;
            await foreach (var effect in ReadInFlight(cancel))
            {
                now.Add(effect.Key);
                oldest ??= effect.Since;
            }

            // Asked after the books were read: what was begun meanwhile is not on this list.
            var busy = await peers.UnderWay();
            var nobodys = now.Where(key => (thorough > 0 || _before.Contains(key)) && !busy.Contains(key));
            await Parallel.ForEachAsync(
                nobodys,
                new ParallelOptions
                {
                    MaxDegreeOfParallelism = AtOnce, CancellationToken = cancel, TaskScheduler = TaskScheduler.Current,
                },
                (key, _) => Poke(key));
            Lingering = now.Count(_before.Contains);
            (_before, _oldest) = (now, oldest);
            Interlocked.CompareExchange(ref _thorough, Math.Max(0, thorough - 1), thorough);
            return true;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure);
            return false;
        }
    }

    private async ValueTask Poke(string key)
    {
        if (!RequestedEffect.TryCaseOf(key, out var id))
        {
            return;
        }

        try
        {
            await activations.Poke(id, key);
        }
        catch (Exception failure)
        {
            // The next sweep finds it again; the others are not to wait for it.
            LogNotPoked(key, failure);
        }
    }

    private async IAsyncEnumerable<InFlightEffect> ReadInFlight(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        string? after = null;
        while (true)
        {
            var page = await heads.ReadInFlight(after, Page, cancel);
            foreach (var effect in page)
            {
                yield return effect;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            after = page[^1].Key;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep for effects in flight failed; the next one comes")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Effect {Key} could not be taken up now; the next sweep tries again")]
    private partial void LogNotPoked(string key, Exception failure);
}
