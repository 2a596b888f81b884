using System.Collections.Frozen;
using System.Collections.Immutable;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Hosting;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// The way out: routes an effect by its type, and where it names one by its system, to a lane. Stops by beginning nothing new.
/// </summary>
internal sealed class OutboundDelivery : IOutbound, IHostedService, IDisposable
{
    private readonly FrozenDictionary<(Type Effect, string? System), (Lane Lane, Route Route)> _byEffect;
    private readonly ImmutableArray<Lane> _lanes;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();

    public OutboundDelivery(IEnumerable<(Connector Connector, Lane Lane)> systems, Telemetry telemetry)
    {
        var all = systems.ToArray();
        _lanes = [.. all.Select(system => system.Lane)];
        _byEffect = all
            .SelectMany(system => system.Connector.Routes.Select(route => (route, system.Lane, system.Connector.Card.System)))
            .ToFrozenDictionary(
                way => (way.route.Effect, typeof(IForSystem).IsAssignableFrom(way.route.Effect) ? way.System : null),
                way => (way.Lane, way.route));
        telemetry.Watch(() => Queues);
    }

    public IReadOnlyList<OutboundQueue> Queues => [.. _lanes.Select(lane => lane.Snapshot())];

    public IReadOnlyCollection<string> OnTheWay => [.. _lanes.SelectMany(lane => lane.OnTheWay)];

    public bool Handles(Effect effect) => _byEffect.ContainsKey(WayOf(effect));

    public void Send(OutboundEffect effect)
    {
        if (!_byEffect.TryGetValue(WayOf(effect.Effect), out var way))
        {
            throw new ArgumentException($"No connector carries out {effect.Effect.GetType().Name}; ask Handles first.", nameof(effect));
        }

        if (!_stop.IsCancellationRequested)
        {
            way.Lane.Accept(effect, way.Route, _stop.Token, _abort.Token);
        }
    }

    /// <summary>Most effects have one system; the rest say which of several they are for.</summary>
    private static (Type Effect, string? System) WayOf(Effect effect) => (effect.GetType(), (effect as IForSystem)?.System);

    public void Hurry(string key)
    {
        foreach (var lane in _lanes)
        {
            lane.Hurry(key);
        }
    }

    public void Drop(string key)
    {
        foreach (var lane in _lanes)
        {
            lane.Drop(key);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Attempts under way may end within the host's grace; what has no answer by then is done anew at the next start.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stop.CancelAsync();
        var ended = Task.WhenAll(_lanes.Select(lane => lane.Ended()));
        await ended.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _abort.CancelAsync();
        await ended;
    }

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            lane.Dispose();
        }

        _stop.Dispose();
        _abort.Dispose();
    }
}
