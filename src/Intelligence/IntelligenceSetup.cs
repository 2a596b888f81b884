using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Cases;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Exports;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Integrations;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Investment;
using Crossdock.Intelligence.Operations;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Prices;
using Crossdock.Intelligence.Reconciliation;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.Stock;
using Crossdock.Intelligence.Work;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Intelligence;

public static class IntelligenceSetup
{
    /// <summary>What is measured under this name stands in docs/operating/telemetry.md.</summary>
    public const string TelemetryName = FigureGauges.Name;

    /// <summary>
    /// What reads the journal and the heads for screens and services. Needs the ports of the store, the maps and the clock.
    /// </summary>
    public static IServiceCollection AddCrossdockIntelligence(this IServiceCollection services) =>
        services.AddSingleton<CaseReader>().AddSingleton<TaskReader>().AddSingleton<StoreTasksReader>().AddSingleton<OverviewReader>()
            .AddSingleton<IncidentReader>().AddSingleton<BulkReader>().AddSingleton<WorkReader>()
            .AddSingleton<FigureReader>().AddSingleton<CauseReader>().AddSingleton<InvestmentReader>()
            .AddSingleton<FlowReader>().AddSingleton<IntegrationReader>().AddSingleton<StockReader>()
            .AddSingleton<PriceStandingReader>().AddSingleton<ReconciliationReader>().AddSingleton<LogExport>()
            .AddSingleton<AnalysisPace>().AddSingleton<AlertReader>().AddSingleton<DayTrendReader>()
            .AddSingleton(services => new InboundWatch(
                services.GetService<KnownSenders>()?.Systems ?? [], services.GetService<TimeProvider>() ?? TimeProvider.System,
                services.GetRequiredService<BusinessClock>()));

    /// <summary>
    /// Follows the journal into an analysis file, for the figures over time. Needs the feed, the failed attempts and the calendars.
    /// </summary>
    public static IServiceCollection AddCrossdockAnalysis(this IServiceCollection services) =>
        services.AddHostedService<FollowJournal>().AddHostedService<FigureGauges>();
}
