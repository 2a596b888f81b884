using System.Net;
using Crossdock.Connectors.Delivery;
using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crossdock.Connectors;

public static class ConnectorsSetup
{
    /// <summary>The activity source and meter to hand to OpenTelemetry.</summary>
    public const string TelemetryName = Telemetry.Name;

    /// <summary>
    /// Adds <see cref="IOutbound"/>, its catalogue and its background work. Needs <see cref="IAttemptLog"/> at the start and
    /// <see cref="ITellCases"/> at the first answer; takes <see cref="TimeProvider"/> and <see cref="BusinessClock"/> where given.
    /// </summary>
    public static IServiceCollection AddCrossdockConnectors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<DeliveryOptions>()
            .Bind(configuration.GetSection(DeliveryOptions.Section))
            .Validate(options => options.AreSound(), $"{DeliveryOptions.Section}: a time, count or ratio is out of its range.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => BusinessClock.Wall(provider.GetRequiredService<TimeProvider>()));
        foreach (var connector in ConnectorCatalogue.Connectors)
        {
            services.AddHttpClient(SystemClient.ClientName(connector.Card.System), client => client.Timeout = Timeout.InfiniteTimeSpan)
                .ConfigurePrimaryHttpMessageHandler(Wire)
                .SetHandlerLifetime(Timeout.InfiniteTimeSpan) // the pooled connections' own lifetime follows DNS
                .RemoveAllLoggers(); // every attempt is recorded already
        }

        services.AddSingleton<ConnectorCatalogue>();
        services.AddSingleton<Telemetry>();
        services.AddSingleton<AttemptRecorder>();
        services.AddSingleton(provider => new AnswerTelling(
            provider.GetRequiredService<ITellCases>, provider.GetRequiredService<BusinessClock>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AnswerTelling>>()));
        services.AddSingleton(provider => new OutboundDelivery(
            ConnectorCatalogue.Connectors.Select(connector => (connector, LaneTo(connector, provider, configuration))),
            provider.GetRequiredService<Telemetry>()));
        services.AddSingleton<IOutbound>(provider => provider.GetRequiredService<OutboundDelivery>());
        // Stopped in reverse: delivery first, then the recorder writes what is left.
        services.AddHostedService(provider => provider.GetRequiredService<AttemptRecorder>());
        services.AddHostedService(provider => provider.GetRequiredService<OutboundDelivery>());
        return services;
    }

    private static Lane LaneTo(Connector connector, IServiceProvider provider, IConfiguration configuration)
    {
        var settings = new SystemSettings(configuration, connector.Card);
        var options = provider.GetRequiredService<IOptions<DeliveryOptions>>().Value;
        var wall = provider.GetRequiredService<TimeProvider>();
        var clock = provider.GetRequiredService<BusinessClock>();
        var client = new SystemClient(provider.GetRequiredService<IHttpClientFactory>(), settings, options, wall);
        var courier = new Courier(
            connector, client, settings, provider.GetRequiredService<AttemptRecorder>(), options,
            provider.GetRequiredService<AnswerTelling>(), clock, wall, provider.GetRequiredService<ILogger<Courier>>());
        return new Lane(
            connector, courier, provider.GetRequiredService<AnswerTelling>(), clock, wall, options,
            provider.GetRequiredService<ILogger<Lane>>());
    }

    // The other side decides neither where we call next nor how much we read before it makes sense.
    private static SocketsHttpHandler Wire() => new()
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 * 1024,
    };
}
