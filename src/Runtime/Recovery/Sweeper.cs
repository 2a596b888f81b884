using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Effects;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crossdock.Runtime.Recovery;

/// <summary>
/// After a start, and then again and again: every effect that is in flight on the books and under way nowhere here is carried
/// out again under its own key. So no case waits for something that nobody is doing.
/// </summary>
public sealed partial class Sweeper(
    IHeads heads, IActivations activations, Projector projector, EffectDispatcher effects, BusinessClock clock, TimeProvider wall,
    ILogger<Sweeper> log)
    : BackgroundService
{
    private const int Page = 1_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private HashSet<string> _before = [];
    private DateTimeOffset? _oldest;

    /// <summary>How many effects the last sweep found in flight for longer than one interval.</summary>
    public int Lingering { get; private set; }

    /// <summary>How many effects the last sweep found in flight.</summary>
    public int InFlight => _before.Count;

    /// <summary>Business time since the oldest of them was asked.</summary>
    public TimeSpan OldestAge => _oldest is { } since ? clock.GetUtcNow() - since : TimeSpan.Zero;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await projector.CaughtUp.WaitAsync(stoppingToken);
        await Sweep(all: true, stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, wall, stoppingToken);
            await Sweep(all: false, stoppingToken);
        }
    }

    private async Task Sweep(bool all, CancellationToken cancel)
    {
        try
        {
            var (now, oldest) = (new HashSet<string>(), (DateTimeOffset?)null);
            await foreach (var effect in ReadInFlight(cancel))
            {
                now.Add(effect.Key);
                oldest ??= effect.Since;
                if ((all || _before.Contains(effect.Key)) && !effects.IsRunning(effect.Key)
                    && RequestedEffect.TryCaseOf(effect.Key, out var id))
                {
                    await activations.Poke(id, effect.Key);
                }
            }

            Lingering = now.Count(_before.Contains);
            (_before, _oldest) = (now, oldest);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            LogFailed(failure);
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
}
