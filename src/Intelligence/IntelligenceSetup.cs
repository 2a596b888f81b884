using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Operations;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Intelligence;

public static class IntelligenceSetup
{
    /// <summary>
    /// What reads the journal and the heads for screens and services. Needs the ports of the store, the maps and the clock.
    /// </summary>
    public static IServiceCollection AddCrossdockIntelligence(this IServiceCollection services) =>
        services.AddSingleton<CaseReader>().AddSingleton<TaskReader>().AddSingleton<OverviewReader>()
            .AddSingleton<IncidentReader>().AddSingleton<BulkReader>().AddSingleton<WorkReader>();
}
