using System.Diagnostics.Metrics;
using Crossdock.Connectors;
using Crossdock.Connectors.Delivery;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Connectors;

public class TelemetryTests
{
    [Fact]
    public void The_names_and_tags_that_dashboards_rely_on_stay_as_they_are()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var meters = services.GetRequiredService<IMeterFactory>();
        var telemetry = new Telemetry(meters);
        telemetry.Watch(() => [new OutboundQueue("erp", 3, 2, "open", null, null)]);
        var measured = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, all) =>
        {
            if (instrument.Meter.Name == ConnectorsSetup.TelemetryName && ReferenceEquals(instrument.Meter.Scope, meters))
            {
                all.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => measured.Add(Line(instrument, value, tags)));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => measured.Add(Line(instrument, value, tags)));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => measured.Add(Line(instrument, value, tags)));
        listener.Start();

        telemetry.Count(new EffectAttempt(
            "order/A#1.1", CaseId.Order("A"), "erp", "check-order", 1, DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(2),
            AttemptOutcome.Throttled, ""));
        telemetry.CountDropped("erp");
        listener.RecordObservableInstruments();

        measured.ShouldBe(
        [
            "crossdock.connectors.attempts 1 crossdock.system=erp crossdock.operation=check-order crossdock.outcome=Throttled",
            "crossdock.connectors.attempt.duration 2 crossdock.system=erp crossdock.operation=check-order crossdock.outcome=Throttled",
            "crossdock.connectors.attempts.dropped 1 crossdock.system=erp",
            "crossdock.connectors.queue 3 crossdock.system=erp crossdock.state=waiting",
            "crossdock.connectors.queue 2 crossdock.system=erp crossdock.state=retrying",
        ]);
    }

    private static string Line<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        $"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}";
}
