using System.Diagnostics;
using System.Diagnostics.Metrics;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// What delivery measures. The names are stable:
/// <c>crossdock.connectors.attempts</c> (count), <c>crossdock.connectors.attempt.duration</c> (seconds), both by system,
/// operation and outcome; <c>crossdock.connectors.queue</c> (effects) by system and state; <c>crossdock.connectors.attempts.dropped</c>
/// (attempts that the log had no room for).
/// </summary>
internal sealed class Telemetry
{
    public const string Name = "Crossdock.Connectors";

    public static readonly ActivitySource Source = new(Name);

    private readonly Meter _meter;
    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _dropped;

    public Telemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _attempts = _meter.CreateCounter<long>("crossdock.connectors.attempts", "{attempt}", "Attempts at outside systems");
        _duration = _meter.CreateHistogram<double>("crossdock.connectors.attempt.duration", "s", "How long an attempt took");
        _dropped = _meter.CreateCounter<long>("crossdock.connectors.attempts.dropped", "{attempt}", "Attempts that were not recorded");
    }

    public void Watch(Func<IReadOnlyList<OutboundQueue>> queues) =>
        _meter.CreateObservableGauge("crossdock.connectors.queue", () => queues().SelectMany(Measure), "{effect}", "Effects on their way");

    public void Count(EffectAttempt attempt)
    {
        var tags = new TagList
        {
            { "crossdock.system", attempt.System },
            { "crossdock.operation", attempt.Operation },
            { "crossdock.outcome", attempt.Outcome.ToString() },
        };
        _attempts.Add(1, tags);
        _duration.Record(attempt.Took.TotalSeconds, tags);
    }

    public void CountDropped(string system) => _dropped.Add(1, new KeyValuePair<string, object?>("crossdock.system", system));

    /// <summary>A span of one attempt, a child of the trace that the effect brought.</summary>
    public static Activity? Start(OutboundEffect effect, ConnectorCard card, Route route)
    {
        ActivityContext.TryParse(effect.Trace, null, isRemote: true, out var parent);
        var activity = Source.StartActivity($"{card.System} {route.Operation}", ActivityKind.Client, parent);
        activity?.SetTag("crossdock.system", card.System).SetTag("crossdock.operation", route.Operation)
            .SetTag("crossdock.case", effect.Case.ToString()).SetTag("crossdock.effect", effect.Key);
        return activity;
    }

    private static IEnumerable<Measurement<int>> Measure(OutboundQueue queue)
    {
        yield return Of(queue.Waiting, queue.System, "waiting");
        yield return Of(queue.Retrying, queue.System, "retrying");
    }

    private static Measurement<int> Of(int count, string system, string state) =>
        new(count, new KeyValuePair<string, object?>("crossdock.system", system), new("crossdock.state", state));
}
