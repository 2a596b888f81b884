using Crossdock.Advice.Reroute;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crossdock.Advice;

public static class AdviceSetup
{
    /// <summary>
    /// Adds <see cref="IAdvise"/>. Needs <see cref="IReadStock"/>, the network and the business clock; a
    /// <see cref="RerouteCosts"/> that is there already is taken instead of the default table.
    /// </summary>
    public static IServiceCollection AddCrossdockAdvice(this IServiceCollection services)
    {
        services.TryAddSingleton(RerouteCosts.Default);
        services.AddSingleton<IAdvise, RerouteRules>();
        return services;
    }
}
