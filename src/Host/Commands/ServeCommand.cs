using System.CommandLine;
using Crossdock.Advice;
using Crossdock.Api;
using Crossdock.Api.Alerts;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Keys;
using Crossdock.Connectors;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Settings;
using Crossdock.Intelligence;
using Crossdock.Intelligence.Logs;
using Crossdock.Processes.Running;
using Crossdock.Runtime;
using Crossdock.Runtime.Clustering;
using Crossdock.Runtime.Recovery;
using Crossdock.Storage;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace Crossdock.Host.Commands;

/// <summary>Runs the host: services, screens, cases, connectors. Composition only.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var store = new Option<string?>("--store") { Description =
            "sqlite:PATH or postgres:CONNECTION-STRING; default sqlite:.data/crossdock.db" };
        var port = new Option<int?>("--port") { Description =
            "the port on loopback; default 8080. For other addresses set ASPNETCORE_URLS" };
        var cluster = new Option<bool>("--cluster") { Description =
            "run as one of several hosts on one PostgreSQL; see docs/operating/cluster.md" };
        var command = new Command("serve", "Run the host until it is stopped.") { store, port, cluster };
        command.SetAction((parsed, cancel) => Run(parsed.GetValue(store), parsed.GetValue(port), parsed.GetValue(cluster), cancel));
        return command;
    }

    private static async Task<int> Run(string? store, int? port, bool cluster, CancellationToken cancel)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        if (KnownSettings.FirstUnknown(builder.Configuration) is { } unknown)
        {
            await Console.Error.WriteLineAsync(unknown.AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }

        HostSettings settings;
        try
        {
            settings = HostSettings.Read(builder.Configuration, store);
        }
        catch (ArgumentException fault)
        {
            await Console.Error.WriteLineAsync(fault.Message.AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }

        var (place, refusal) = cluster ? await ClusterSettings.Read(builder.Configuration, settings.Store, cancel) : default;
        if (refusal is not null)
        {
            await Console.Error.WriteLineAsync(refusal.AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }

        if (await settings.ReadNetwork(Console.Error, cancel) is not { } network)
        {
            return ExitCodes.BadSettings;
        }

        if (await SealReading.Read(builder.Configuration, settings.Store, cancel) is not { } sealing)
        {
            return ExitCodes.BadSettings;
        }

        var (archive, notArchived) = ArchiveReading.Read(builder.Configuration);
        if (notArchived is not null)
        {
            await Console.Error.WriteLineAsync(notArchived.AsMemory(), cancel);
            return ExitCodes.BadSettings;
        }

        builder.AddCrossdockTelemetry();
        builder.Services.AddCrossdockSeals(sealing.Key, sealing.Settings);
        Compose(builder, settings, network, port, place);
        if (archive is not null)
        {
            builder.Services.AddCrossdockArchive(archive);
        }

        await using var app = builder.Build();
        if (app.Services.GetRequiredService<ProcessCatalogue>().Check() is { Count: > 0 } findings)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, findings).AsMemory(), cancel);
            return ExitCodes.BadMap;
        }

        await Prepare(app, place is not null, cancel);
        await AdministratorKey.EnsureExists(
            app.Services.GetRequiredService<IKeys>(), app.Configuration, TimeProvider.System, Console.Out, cancel);
        app.UseCrossdockApi();
        app.MapCrossdockApi();
        app.MapCrossdockDashboard();
        var parts = new RunningParts(app.Services);
        await app.RunAsync(cancel);
        return parts.AnyFailed ? ExitCodes.PartFailed : Environment.ExitCode;
    }

    private static async Task Prepare(WebApplication app, bool clustered, CancellationToken cancel)
    {
        var store = app.Services.GetRequiredService<Storage.Store>();
        await store.Prepare(cancel);
        if (clustered)
        {
            await store.Membership!.Prepare(cancel);
        }

        if (await store.HoldLists(cancel) == Storage.ListsFound.BegunAnew)
        {
            app.RefuseWritesUntilStarted();
        }
    }

    private static void Compose(
        WebApplicationBuilder builder, HostSettings settings, RetailNetwork network, int? port, ClusterPlace? place)
    {
        var services = builder.Services;
        if (port is { } number)
        {
            builder.WebHost.UseUrls($"http://127.0.0.1:{number}");
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiLimits.StockBatchBytes;
            kestrel.Limits.MaxConcurrentConnections = HostLimits.Connections;
            kestrel.Limits.RequestHeadersTimeout = HostLimits.HeadersTimeout;
        });
        builder.Host.UseSystemd();
        services.AddSingleton(network);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(settings.Clock(TimeProvider.System));
        services.AddCrossdockStorage(settings.Store);
        if (place is not null)
        {
            builder.AddCrossdockRuntime(place);
        }
        else
        {
            builder.AddCrossdockRuntime();
        }

        services.AddCrossdockCalendars();
        services.AddCrossdockSynchronisation(ChannelReading.Of(builder.Configuration, network));
        services.AddCrossdockStockBooks(StockBooksReading.Of(builder.Configuration, network));

        services.AddCrossdockConnectors(builder.Configuration);
        services.AddSingleton(SystemCards.Of(new ConnectorCatalogue()));
        services.AddCrossdockAdvice();
        services.AddCrossdockIntelligence();
        services.AddFigures(AnalysisReading.FileOf(builder.Configuration, settings.Store), network);
        services.AddSingleton(new LogShelf(AnalysisReading.LogsOf(builder.Configuration)));
        services.AddCrossdockApi(builder.Configuration);
        services.AddAlertWatch();
        services.AddCrossdockDashboard();
        services.AddSingleton(new DashboardSettings(
            network.Nodes.FirstOrDefault(node => node.Kind == NodeKind.Dc)?.TimeZone ?? "UTC", Projector.Reader));
        services.AddSingleton<SignInCheck>(provider => (key, cancel) =>
            provider.GetRequiredService<KeyCheck>().Check(key, KeyAuthentication.SchemeName, cancel));
        services.AddSingleton<SessionCheck>(provider => provider.GetRequiredService<KeyCheck>().IsGood);
        services.AddSingleton<IReadinessProbe, CaughtUpProbe>().AddSingleton<IReadInvoices, InvoiceReading>();
        services.AddSingleton<IReadSettlements, Crossdock.Connectors.Formats.Settlements.SettlementReader>();
        services.AddSingleton<IReadStatements, Crossdock.Connectors.Formats.Statements.StatementReader>();
        services.AddSingleton<IWorkInHand, RuntimeWorkInHand>();
        services.AddDataProtection();
        services.AddOptions<KeyManagementOptions>().Configure<ISharedValues>((options, values) =>
            options.XmlRepository = new SharedKeyRing(values));
    }
}
