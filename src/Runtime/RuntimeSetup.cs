using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Effects;
using Crossdock.Runtime.Journal;
using Crossdock.Runtime.Recovery;
using Crossdock.Runtime.Sealing;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Verification;
using Crossdock.Runtime.Watching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
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
        catalogue ??= new ProcessCatalogue();
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

    /// <summary>Cases, ledgers, deadlines and recovery, on one silo of this process.</summary>
    public static IHostApplicationBuilder AddCrossdockRuntime(
        this IHostApplicationBuilder builder, int siloPort, int gatewayPort, ProcessCatalogue? catalogue = null)
    {
        var services = builder.Services;
        services.AddCrossdockProcesses(catalogue);
        services.AddSingleton<CaseNumbers>();
        services.AddSingleton<EffectDispatcher>();
        services.AddSingleton<CaseSurroundings>();
        services.AddSingleton<LedgerSurroundings>();
        services.AddSingleton<LocalActivations>();
        services.AddSingleton<IActivations, GrainActivations>();
        services.AddSingleton<CommittedRows>();
        services.AddSingleton<ITellCases, CaseTeller>();
        services.AddSingleton<StockDesk>();
        services.AddSingleton<IReadStock>(provider => provider.GetRequiredService<StockDesk>());
        AddHosted<GroupCommit>(services);
        AddHosted<Projector>(services);
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(siloPort, gatewayPort)
            .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(30))
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(5))
            .Services.AddSerializer(serializer => serializer.AddJsonSerializer(IsOurs, catalogueOptions(services))));
        // After the silo: they tell cases.
        AddHosted<DeadlineClock>(services);
        AddHosted<Sweeper>(services);
        services.AddMetrics();
        services.AddHostedService<Gauges>();
        return builder;

        static System.Text.Json.JsonSerializerOptions catalogueOptions(IServiceCollection services) =>
            ((JournalJson)services.Single(service => service.ServiceType == typeof(JournalJson)).ImplementationInstance!).Options;
    }

    private static bool IsOurs(Type type) =>
        type.Namespace?.StartsWith("Crossdock.Contracts", StringComparison.Ordinal) == true
        || type.Namespace?.StartsWith("Crossdock.Runtime", StringComparison.Ordinal) == true;

    private static void AddHosted<T>(IServiceCollection services)
        where T : class, IHostedService
    {
        services.AddSingleton<T>();
        services.AddHostedService(provider => provider.GetRequiredService<T>());
    }
}
