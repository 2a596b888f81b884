using Crossdock.Api.Governance.Keys;
using Crossdock.Host.Dashboard.Acting;
using Crossdock.Host.Dashboard.Alerts;
using Crossdock.Host.Dashboard.Away;
using Crossdock.Host.Dashboard.Bulk;
using Crossdock.Host.Dashboard.Cases;
using Crossdock.Host.Dashboard.Causes;
using Crossdock.Host.Dashboard.Figures;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Incidents;
using Crossdock.Host.Dashboard.Integrations;
using Crossdock.Host.Dashboard.Investment;
using Crossdock.Host.Dashboard.Logs;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.OneCase;
using Crossdock.Host.Dashboard.Policies;
using Crossdock.Host.Dashboard.Prices;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Host.Dashboard.Reconciliation;
using Crossdock.Host.Dashboard.SignIn;
using Crossdock.Host.Dashboard.Stock;
using Crossdock.Host.Dashboard.Store;
using Crossdock.Host.Dashboard.StoreTasks;
using Crossdock.Host.Dashboard.Tasks;
using Crossdock.Host.Dashboard.Work;
using Crossdock.Processes.Policies;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Crossdock.Host.Dashboard;

/// <summary>
/// The screens. They show what <c>AddCrossdockIntelligence</c> reads and act by telling cases; the house brings both, the ports,
/// <see cref="SignInCheck"/> and, where it differs, <see cref="DashboardSettings"/>.
/// </summary>
public static class DashboardSetup
{
    public const string Anybody = "Dashboard.Anybody";
    public const string Readers = "Dashboard.Readers";
    public const string Actors = "Dashboard.Actors";
    public const string Stores = "Dashboard.Stores";
    public const string Workers = "Dashboard.Workers";
    public const string TaskWorkers = "Dashboard.TaskWorkers";
    public const string PriceReaders = "Dashboard.PriceReaders";
    public const string ReconciliationReaders = "Dashboard.ReconciliationReaders";
    public const string PolicyReaders = "Dashboard.PolicyReaders";
    public const string PolicyChangers = "Dashboard.PolicyChangers";

    /// <summary>Whoever works off exceptions and approvals; what each may decide, the cases say.</summary>
    public static readonly string[] WorkRoles =
        ["admin", "operator", "reader", "service", "merchandiser", "buyer", "head-of-buying", "finance", "payables"];

    /// <summary>Who reads cases and what is told of them.</summary>
    public static readonly string[] ReaderRoles = ["admin", "operator", "reader", "service"];

    /// <summary>Who reads prices, and who the backlog of invoices, through the service as well.</summary>
    public static readonly string[] PriceRoles = ["admin", "operator", "reader", "merchandiser"];

    public static readonly string[] ReconciliationRoles = ["admin", "operator", "reader", "payables", "finance", "buyer", "head-of-buying"];

    public static IServiceCollection AddCrossdockDashboard(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = "Dashboard.Form";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            // The guard sends frame-ancestors instead, for every screen alike.
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddAuthentication().AddCookie(Person.Scheme, options =>
        {
            options.Cookie.Name = "Dashboard";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.LoginPath = "/sign-in";
            options.ReturnUrlParameter = "back";
            options.AccessDeniedPath = "/not-allowed";
            options.ExpireTimeSpan = TimeSpan.FromHours(12);
            options.SlidingExpiration = true;
            options.Events.OnRedirectToLogin = ScreenGuard.AskToSignIn;
            options.Events.OnValidatePrincipal = EndWithKey;
        });
        services.AddAuthorizationBuilder()
            .AddPolicy(Anybody, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireAuthenticatedUser())
            .AddPolicy(Readers, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole(ReaderRoles))
            .AddPolicy(Actors, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole("operator", "admin"))
            .AddPolicy(TaskWorkers, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole([.. WorkRoles, "store"]))
            .AddPolicy(Workers, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole(WorkRoles))
            .AddPolicy(PriceReaders, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole(PriceRoles))
            .AddPolicy(ReconciliationReaders, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole(ReconciliationRoles))
            .AddPolicy(PolicyReaders, policy => policy.AddAuthenticationSchemes(Person.Scheme)
                .RequireRole(["reader", .. PolicyRegister.Roles]))
            .AddPolicy(PolicyChangers, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole(PolicyRegister.Roles))
            .AddPolicy(Stores, policy => policy.AddAuthenticationSchemes(Person.Scheme).RequireRole("store", "admin"));
        services.TryAddSingleton(DashboardSettings.Default);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<LagReader>();
        services.AddSingleton<FeedTail>();
        services.AddSingleton<NowReader>().AddSingleton<DayTrendLook>();
        services.AddSingleton<CasesReader>();
        services.AddSingleton<QueueReader>();
        services.AddSingleton<StoreReader>();
        services.AddSingleton<FlowLook>().AddSingleton<LogLook>().AddSingleton<GoodsLook>();
        services.AddSingleton<Acts>();
        services.AddSingleton<AlertLook>().AddSingleton<PerformanceLook>().AddSingleton<FiguresLook>();
        services.AddSingleton<CausesLook>().AddSingleton<InvestmentLook>();
        services.AddSingleton<IntegrationLook>().AddSingleton<StockLook>().AddSingleton<PricesLook>().AddSingleton<ReconciliationLook>();
        return services;
    }

    /// <summary>A key that was revoked opens nothing any more, also where somebody has signed in with it before.</summary>
    private static async Task EndWithKey(CookieValidatePrincipalContext context)
    {
        var (services, cancel) = (context.HttpContext.RequestServices, context.HttpContext.RequestAborted);
        if (context.Principal?.FindFirst(Caller.KeyClaim)?.Value is not { } key
            || !await services.GetRequiredService<SessionCheck>()(key, cancel))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Person.Scheme);
        }
    }

    /// <summary>Maps every screen. Called after the services' own endpoints, so that unknown paths end at the screens' page.</summary>
    public static WebApplication MapCrossdockDashboard(this WebApplication app)
    {
        app.UseMiddleware<ScreenGuard>();
        app.UseAntiforgery();
        app.Use(ScreenGuard.OnlyOwnForms);
        ScreenFiles.Map(app);
        var screens = app.MapGroup("").WithMetadata(new ScreenMetadata()).ExcludeFromDescription();
        SignInEndpoints.Map(screens);
        NowEndpoints.Map(screens);
        WorkEndpoints.Map(screens);
        AwayEndpoints.Map(screens);
        CasesEndpoints.Map(screens);
        CaseEndpoints.Map(screens);
        IncidentEndpoints.Map(screens);
        BulkEndpoints.Map(screens);
        StoreEndpoints.Map(screens);
        StoreTasksEndpoints.Map(screens);
        TaskEndpoints.Map(screens);
        PolicyEndpoints.Map(screens);
        PerformanceEndpoints.Map(screens);
        FiguresEndpoints.Map(screens);
        IntegrationEndpoints.Map(screens);
        StockEndpoints.Map(screens);
        PricesEndpoints.Map(screens);
        ReconciliationEndpoints.Map(screens);
        ProcessEndpoints.Map(screens);
        LogsEndpoints.Map(screens);
        CausesEndpoints.Map(screens);
        AlertsEndpoints.Map(screens);
        InvestmentEndpoints.Map(screens);
        screens.MapGet("/not-allowed", (HttpContext context) => ScreenGuard.NotAllowed(context)).AllowAnonymous();
        screens.MapFallback((HttpContext context) => ScreenGuard.NotFound(context)).AllowAnonymous();
        return app;
    }
}

/// <summary>Marks an endpoint as a screen: it gets the screens' headers and the screens' error page.</summary>
public sealed record ScreenMetadata;
