using Crossdock.Intelligence.Alerts;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Api.Alerts;

/// <summary>Alerts need the figures, the policies as numbers, the store's shared values and the way in.</summary>
public static class AlertSetup
{
    public static IServiceCollection AddAlerts(this IServiceCollection services) => services
        .AddSingleton<ReadAlerts>(provider => provider.GetRequiredService<AlertReader>().Read).AddSingleton<AlertDesk>();

    /// <summary>Holds the figures against their limits in the background, on the host that leads.</summary>
    public static IServiceCollection AddAlertWatch(this IServiceCollection services) => services.AddHostedService<AlertWatch>();
}
