using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Archiving;
using Crossdock.Runtime.Bank;
using Crossdock.Runtime.Bulk;
using Crossdock.Runtime.Calendars;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Clustering;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Migration;
using Crossdock.Runtime.Policies;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Replenishment;
using Crossdock.Runtime.Sealing;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Runtime.Verification;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Serialization;

namespace Crossdock.Runtime;

/// <summary>Puts the runtime together. What it needs from outside: a store, a network, a clock, connectors and advice.</summary>
public static class RuntimeSetup
{
    /// <summary>The activity source and meter to hand to OpenTelemetry.</summary>
    public const string TelemetryName = Measures.Name;

    /// <summary>The processes and their rules, for those who only read or check.</summary>
    /// <param name="catalogue">other processes than the retailer's</param>
    public static IServiceCollection AddCrossdockProcesses(this IServiceCollection services, ProcessCatalogue? catalogue = null)
    {
        catalogue ??= ProcessCatalogue.Retail;
        services.AddSingleton(catalogue);
        services.AddSingleton<IMaps>(catalogue);
        services.AddSingleton(catalogue.Json());
        services.AddSingleton(provider => Rulebook.Of(provider.GetRequiredService<RetailNetwork>()));
        services.AddTransient<Verifier>();
        return services;
    }

    /// <summary>Seals the journal. Called before the runtime is added, so that it is stopped after the writer.</summary>
    public static IServiceCollection AddCrossdockSeals(this IServiceCollection services, SealKey key, SealSettings settings)
    {
        services.AddSingleton(_ => key);
        services.AddSingleton(settings);
        AddHosted<Sealer>(services);
        return services;
    }

    /// <summary>Archives closed cases by itself, at intervals.</summary>
    public static IServiceCollection AddCrossdockArchive(this IServiceCollection services, ArchiveSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<Archiver>();
        AddHosted<ArchiveClock>(services);
        return services;
    }

    /// <summary>Holds the opening hours of this start against those that are recorded.</summary>
    public static IServiceCollection AddCrossdockCalendars(this IServiceCollection services)
    {
        AddHosted<HoursWatch>(services);
        return services;
    }

    /// <summary>
    /// Keeps channels up to date with what they may sell, and has counted what a till took below nothing. Called after the runtime is
    /// added: it hears its projector.
    /// </summary>
    public static IServiceCollection AddCrossdockSynchronisation(this IServiceCollection services, SyncedChannels channels)
    {
        services.AddSingleton(channels);
        AddHosted<AvailabilityWatch>(services);
        return services;
    }

    /// <summary>Holds other systems' books of stock against the ledger. Called after the runtime is added.</summary>
    public static IServiceCollection AddCrossdockStockBooks(this IServiceCollection services, ComparedBooks books)
    {
        services.AddSingleton(books);
        services.AddSingleton<UnseenMoves>();
        AddHosted<BooksStarter>(services);
        return services;
    }

    /// <summary>Cases, ledgers, deadlines and recovery in this process alone.</summary>
    public static IHostApplicationBuilder AddCrossdockRuntime(this IHostApplicationBuilder builder, ProcessCatalogue? catalogue = null)
    {
        var services = builder.Services;
        services.AddSingleton(LeasePatience.Alone);
        services.AddSingleton(CommittedRows.Kept());
        services.AddSingleton(provider => Writer(provider, provider.GetRequiredService<IJournal>()));
        services.AddSingleton<IActivations, OwnActivations>();
        services.AddSingleton<IPeers, NoPeers>();
        AddRuntime(services, catalogue ?? ProcessCatalogue.Retail);
        AddHosted<IdleCases>(services);
        AddWhatTellsCases(services);
        return builder;
    }

    /// <summary>The same as one of several processes on a shared store.</summary>
    public static IHostApplicationBuilder AddCrossdockRuntime(this IHostApplicationBuilder builder, ClusterPlace place)
    {
        var (services, processes) = (builder.Services, ProcessCatalogue.Retail);
        services.AddSingleton(LeasePatience.InCluster);
        services.AddSingleton(CommittedRows.None());
        services.AddSingleton<IStanding, SiloStanding>();
        services.AddSingleton(provider => Writer(provider, ActivatorUtilities.CreateInstance<MembersOnly>(provider)));
        services.AddSingleton<IActivations, GrainActivations>();
        services.AddSingleton<IPeers, SiloPeers>();
        services.AddSingleton<Hearing>();
        services.AddSingleton<IHearing>(provider => provider.GetRequiredService<Hearing>());
        AddRuntime(services, processes);
        builder.UseOrleans(silo =>
        {
            SiloSetup.InCluster(silo, place);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5))
                .UseSiloMetadata(MapVersions.Of(processes))
                .AddGrainService<TellsWhatIsUnderWay>()
                .AddGrainService<Answers>();
            silo.Services.AddPlacementFilter<OnNewestMapFilter, OnNewestMapDirector>(ServiceLifetime.Singleton);
            silo.Services.Configure<ExceptionSerializationOptions>(WireJson.CarryFaults);
            silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(WireJson.Carries, WireJson.Of(processes.Json())));
        });
        AddWhatTellsCases(services);
        services.AddHostedService<StandOff>();
        return builder;
    }

    private static void AddRuntime(IServiceCollection services, ProcessCatalogue processes)
    {
        services.AddCrossdockProcesses(processes);
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<EffectDispatcher>();
        services.AddSingleton<CaseSurroundings>();
        services.AddSingleton<LedgerSurroundings>();
        services.AddSingleton<LocalActivations>();
        services.AddSingleton<ITellCases, CaseTeller>();
        services.AddSingleton<BulkRunner>();
        services.AddSingleton<BulkDesk>();
        services.AddSingleton<HoursRunner>();
        services.AddSingleton<OpenPayments>();
        services.AddSingleton<FoldedCases>();
        services.AddSingleton<WaitingOrders>();
        services.AddSingleton<ComingSupply>();
        services.AddSingleton<KnownSupply>();
        services.AddSingleton<ReplenishmentDesk>();
        services.AddSingleton<MapAudit>();
        services.AddSingleton(new PolicyShelf());
        services.AddSingleton(provider => RulesOf(
            provider.GetRequiredService<RetailNetwork>(), provider.GetRequiredService<PolicyShelf>()));
        services.AddSingleton<PolicyEffect>();
        services.AddSingleton<PolicyDesk>();
        services.AddSingleton<Approvals.ApprovalDesk>();
        services.AddSingleton<LedgerPast>();
        services.AddSingleton<StockDesk>();
        services.AddSingleton<OpenMatters>();
        services.AddSingleton<LedgerBooks>();
        services.AddSingleton<SyncReading>();
        services.AddSingleton<BooksReading>();
        services.AddSingleton<IReadStock>(provider => provider.GetRequiredService<StockDesk>());
        services.AddSingleton(provider => new Lease(
            provider.GetRequiredService<ILeases>(), Projector.Reader, $"{Environment.MachineName}:{Environment.ProcessId}",
            provider.GetRequiredService<LeasePatience>(), provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService(provider => provider.GetRequiredService<GroupCommit>());
        AddHosted<PolicyWatch>(services);
        AddHosted<Projector>(services);
    }

    /// <summary>After the cluster, which they need to tell cases.</summary>
    private static void AddWhatTellsCases(IServiceCollection services)
    {
        AddHosted<DeadlineClock>(services);
        AddHosted<Sweeper>(services);
        AddHosted<MapGate>(services);
        services.AddMetrics();
        services.AddHostedService<Gauges>();
    }

    /// <summary>Those of a host: its policies are read from the journal, and nothing is decided before they are.</summary>
    private static Rulebook RulesOf(RetailNetwork network, PolicyShelf shelf) => new(network, new CalendarBook(network), shelf);

    private static GroupCommit Writer(IServiceProvider provider, IJournal journal) =>
        ActivatorUtilities.CreateInstance<GroupCommit>(provider, journal);

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
