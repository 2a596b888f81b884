using System.Diagnostics;
using System.Diagnostics.Metrics;
using Crossdock.Api;
using Crossdock.Api.Governance;
using Crossdock.Connectors;
using Crossdock.Connectors.Delivery;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence;
using Crossdock.Intelligence.Figures;
using Crossdock.Runtime;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Runtime;

/// <summary>Dashboards and alarms rely on names: what is published and what is written down are the same, in both directions.</summary>
public class TelemetryTableTests
{
    private const string TraceId = "7c21d06b5a1f4e0b9d3e8f2a6b4c1d05";

    private static readonly string[] Sources =
        [RuntimeSetup.TelemetryName, ConnectorsSetup.TelemetryName, CrossdockApi.TelemetryName, IntelligenceSetup.TelemetryName];

    private static readonly Envelope Message = new(
        "M1", "test", CaseId.Order("A"), DateTimeOffset.UnixEpoch, Actor.Crossdock, new LookAgain("note"), null,
        $"00-{TraceId}-00f067aa0ba902b7-01");

    [Fact]
    public void Every_measure_stands_in_the_table_with_its_kind_unit_and_attributes()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var seen = new SortedDictionary<string, (Instrument Instrument, SortedSet<string> Attributes)>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, all) =>
            {
                if (Sources.Contains(instrument.Meter.Name))
                {
                    lock (seen)
                    {
                        seen.TryAdd(instrument.Name, (instrument, []));
                    }

                    all.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<int>((instrument, _, tags, _) => Note(instrument, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, tags));
        listener.Start();

        MeasureAll(services.GetRequiredService<IMeterFactory>());
        listener.RecordObservableInstruments();

        lock (seen)
        {
            Rows("## Measures").ShouldBe(
                seen.Values.Select(one => $"{one.Instrument.Name} {KindOf(one.Instrument)} {one.Instrument.Unit} "
                    + string.Join(' ', one.Attributes)).Select(line => line.TrimEnd()),
                ignoreOrder: true);
        }

        void Note(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            lock (seen)
            {
                foreach (var tag in tags)
                {
                    seen[instrument.Name].Attributes.Add(tag.Key);
                }
            }
        }
    }

    [Fact]
    public void Every_activity_stands_in_the_table_with_its_source_and_attributes()
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => Sources.Contains(source.Name),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Tests of other classes run at the same time, in traces of their own.
                lock (seen)
                {
                    if (activity.TraceId.ToString() == TraceId)
                    {
                        seen.Add($"{activity.OperationName} {activity.Source.Name} "
                            + string.Join(' ', activity.TagObjects.Select(tag => tag.Key).Order(StringComparer.Ordinal)));
                    }
                }
            },
        };
        ActivitySource.AddActivityListener(listener);

        using (var tell = Measures.StartTell(Message))
        {
            tell.ShouldNotBeNull().TraceId.ToString().ShouldBe(TraceId);
            Measures.Told(tell, Message, new TellReceipt(TellResult.Applied, Message.Subject, 1, "Checking", ""), TimeSpan.Zero);
        }

        Measures.StartEffect("order/A#1.1", Message.Subject, Message.Trace).ShouldNotBeNull().Dispose();
        var erp = ConnectorCatalogue.Connectors.First(connector => connector.Card.System == "erp");
        var route = erp.Routes[0];
        var effect = new OutboundEffect("order/A#1.1", Message.Subject, new FindStock([], null), Message.Trace);
        Telemetry.Start(effect, erp.Card, route).ShouldNotBeNull().SetTag("crossdock.outcome", "Succeeded").Dispose();

        lock (seen)
        {
            Rows("## Traces").ShouldBe(
                seen.Select(line => line.Replace($"erp {route.Operation}", "{system} {operation}", StringComparison.Ordinal)),
                ignoreOrder: true);
        }
    }

    [Fact]
    public void A_message_carried_by_a_request_of_another_trace_is_linked_with_it()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == RuntimeSetup.TelemetryName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        using var tell = Measures.StartTell(Message).ShouldNotBeNull();

        tell.ParentSpanId.ToString().ShouldBe("00f067aa0ba902b7");
        tell.Links.ShouldHaveSingleItem().Context.TraceId.ShouldBe(request.TraceId);
    }

    private static void MeasureAll(IMeterFactory meters)
    {
        Measures.Told(null, Message, null, TimeSpan.FromSeconds(1));
        Measures.Committed(3, TimeSpan.FromSeconds(1));
        Measures.LostFences(1);
        Measures.DeadlineTold(TimeSpan.FromSeconds(1));
        Measures.Shown(3, TimeSpan.FromSeconds(1));
        Measures.WereSealed(3);
        Gauges.Watch(meters.Create(RuntimeSetup.TelemetryName), () => new Standing(1, false, 1, 1, 1, TimeSpan.Zero, 1, 1));
        ApiMeasures.Repeated(same: true);
        var connectors = new Telemetry(meters);
        connectors.Watch(() => [new OutboundQueue("erp", 3, 2, "open", null, null)]);
        connectors.Count(new EffectAttempt(
            "order/A#1.1", CaseId.Order("A"), "erp", "check-order", 1, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(2),
            AttemptOutcome.Succeeded, ""));
        connectors.CountDropped("erp");
        FigureGauges.Watch(meters.Create(IntelligenceSetup.TelemetryName), () =>
            [new FigureAnswer(FigureCatalogue.Find("exceptions")!, new FigureSlice(), DateTimeOffset.UnixEpoch,
                [new FigureRow("order-to-fulfilment", "late-pick", "open", "cases", 3, 3)])]);
    }

    private static string KindOf(Instrument instrument) => instrument.GetType().Name switch
    {
        var name when name.StartsWith("Histogram", StringComparison.Ordinal) => "histogram",
        var name when name.StartsWith("Counter", StringComparison.Ordinal) => "counter",
        var name when name.StartsWith("ObservableGauge", StringComparison.Ordinal) => "gauge",
        var other => other,
    };

    /// <summary>The columns of a table but the last, which is for people.</summary>
    private static IReadOnlyList<string> Rows(string heading) =>
    [
        .. File.ReadAllLines(Path.Combine(Repository.Root(), "docs", "operating", "telemetry.md"))
            .SkipWhile(line => line != heading).Skip(1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => string.Join(
                ' ',
                line.Split('|')[1..^2]
                    .Select(cell => cell.Replace("`", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal).Trim())
                    .Where(cell => cell.Length > 0))),
    ];
}
