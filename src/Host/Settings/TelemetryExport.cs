using System.Reflection;
using Crossdock.Api;
using Crossdock.Connectors;
using Crossdock.Intelligence;
using Crossdock.Runtime;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Crossdock.Host.Settings;

/// <summary>
/// Traces, metrics and logs by OTLP, as the standard OTEL_ variables say. Without an endpoint nothing listens, and what is watched
/// costs nothing.
/// </summary>
internal static class TelemetryExport
{
    private const string EndpointSetting = "Crossdock:Telemetry:Endpoint";
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Variables =
    [
        EndpointVariable, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT",
    ];

    /// <summary>Whether anything is exported.</summary>
    public static bool IsAsked(IConfiguration configuration) =>
        Variables.Append(EndpointSetting).Any(name => !string.IsNullOrWhiteSpace(configuration[name]));

    public static void AddCrossdockTelemetry(this WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        if (!IsAsked(configuration))
        {
            return;
        }

        // The exporter reads its own variables; the setting stands in where they say nothing.
        if (configuration[EndpointSetting] is { Length: > 0 } endpoint && configuration[EndpointVariable] is null)
        {
            configuration[EndpointVariable] = endpoint;
        }

        var version = typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("crossdock", serviceVersion: version))
            .WithTracing(traces => traces
                .AddSource(RuntimeSetup.TelemetryName, ConnectorsSetup.TelemetryName)
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !http.Request.Path.StartsWithSegments("/health"))
                .AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics
                .AddMeter(RuntimeSetup.TelemetryName, ConnectorsSetup.TelemetryName)
                .AddMeter(CrossdockApi.TelemetryName, IntelligenceSetup.TelemetryName)
                .AddAspNetCoreInstrumentation()
                .AddHttpClientInstrumentation()
                .AddRuntimeInstrumentation())
            .WithLogging(configureBuilder: null, configureOptions: logs => logs.IncludeScopes = false)
            .UseOtlpExporter();
    }
}
