using Crossdock.Advice.Reroute;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Advice;

public static class AdviceSetup
{
    /// <summary>
    /// Adds <see cref="IAdvise"/>. Needs <see cref="IReadStock"/>, the network and the business clock; what ways out cost comes with
    /// each question, by the policies in force.
    /// </summary>
    public static IServiceCollection AddCrossdockAdvice(this IServiceCollection services)
    {
        services.AddSingleton<IAdvise, RerouteRules>();
        return services;
    }
}
