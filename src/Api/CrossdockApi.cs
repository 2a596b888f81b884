using Crossdock.Api.Alerts;
using Crossdock.Api.Approvals;
using Crossdock.Api.Availability;
using Crossdock.Api.Cases;
using Crossdock.Api.Exceptions;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Document;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Inbound;
using Crossdock.Api.Integrations;
using Crossdock.Api.Intelligence;
using Crossdock.Api.Invoices;
using Crossdock.Api.Operations;
using Crossdock.Api.Orders;
using Crossdock.Api.PolicyChanges;
using Crossdock.Api.Prices;
using Crossdock.Api.Purchases;
using Crossdock.Api.Reconciliation;
using Crossdock.Api.Replenishment;
using Crossdock.Api.Returns;
using Crossdock.Api.Settlements;
using Crossdock.Api.Statements;
using Crossdock.Api.Stock;
using Crossdock.Api.Tasks;
using Crossdock.Intelligence.Integrations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Crossdock.Api;

/// <summary>The governed services. The ports, the network and the business clock come from the host.</summary>
public static class CrossdockApi
{
    /// <summary>The meter to hand to OpenTelemetry.</summary>
    public const string TelemetryName = ApiMeasures.Name;

    public static IServiceCollection AddCrossdockApi(this IServiceCollection services, IConfiguration settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<IReadinessProbe, JournalAnswers>();
        services.AddSingleton<KeyCheck>().AddSingleton<Posts>();
        services.AddSingleton<OrderReading>().AddSingleton<OrderDesk>().AddSingleton<ReturnDesk>();
        services.AddSingleton<StockDesk>().AddSingleton<TaskDesk>().AddSingleton<InboundDesk>()
            .AddSingleton(new KnownSenders([.. InboundEvents.BySystem.Keys]));
        services.AddSingleton<OperationsDesk>().AddSingleton<BulkOperations>();
        services.AddSingleton<PriceReading>().AddSingleton<PriceDesk>().AddSingleton<PurchaseDesk>();
        services.AddSingleton<ReviewDesk>().AddSingleton<PolicyRequests>().AddSingleton<InvoiceDesk>();
        services.AddSingleton<StatementDesk>().AddSingleton<SettlementDesk>().AddSingleton<ApprovalRequests>();
        services.AddAlerts();
        services.AddHostedService<AnswersExpire>();
        services.AddExceptionHandler<ProblemsForExceptions>();
        services.AddAuthentication(KeyAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorization();
        services.AddOptions<AuthorizationOptions>().Configure<IOptions<AuthenticationOptions>>(StatePolicies);
        return services.AddBackPressure(LoadLimits.Read(settings)).AddApiDocument();
    }

    /// <summary>
    /// What stands around every endpoint: errors as problem documents, keys, rights, back-pressure. Called before anything else
    /// of the host's is mapped.
    /// </summary>
    public static WebApplication UseCrossdockApi(this WebApplication app)
    {
        app.UseWhen(http => Serves(http.Request.Path), api => api.UseExceptionHandler(_ => { }).UseStatusCodePages(SayStatus));
        app.UseAuthentication();
        app.UseAuthorization();
        return app.UseBackPressure();
    }

    /// <summary>
    /// While the lists are made anew nothing is written: what is decided by them would be decided by the half of them. Reading and signing
    /// in go on.
    /// </summary>
    public static WebApplication RefuseWritesUntilStarted(this WebApplication app)
    {
        var probe = app.Services.GetRequiredService<IReadinessProbe>();
        app.Use((http, next) => probe.Started || Reads(http.Request)
            ? next(http)
            : Answer.Unavailable("The lists are made anew from the journal. Nothing of this request was taken; send it again.")
                .ExecuteAsync(http));
        return app;

        static bool Reads(HttpRequest asked) => HttpMethods.IsGet(asked.Method) || HttpMethods.IsHead(asked.Method)
            || asked.Path.StartsWithSegments("/sign-in") || asked.Path.StartsWithSegments("/sign-out");
    }

    public static IEndpointRouteBuilder MapCrossdockApi(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapOrders();
        app.MapReturns();
        app.MapPurchases();
        app.MapTransfers();
        app.MapReplenishment();
        app.MapInvoices();
        app.MapStatements();
        app.MapSettlements();
        app.MapReconciliation();
        app.MapAvailability();
        app.MapStock();
        app.MapStockLevels();
        app.MapTasks();
        app.MapExceptions();
        app.MapApprovals();
        app.MapPrices();
        app.MapPriceTargets();
        app.MapPolicies();
        app.MapCases();
        app.MapOperations();
        app.MapIntegrations();
        app.MapFigures();
        app.MapFlow();
        app.MapCauses();
        app.MapAlerts();
        app.MapInvestment();
        app.MapExports();
        app.MapInbound();
        app.MapApiDocument();
        return app;
    }

    /// <summary>Whether an address is ours, so that errors there are problem documents and not pages.</summary>
    internal static bool Serves(PathString path) =>
        path.StartsWithSegments("/v1") || path.StartsWithSegments("/health") || path.StartsWithSegments("/openapi");

    private static void StatePolicies(AuthorizationOptions options, IOptions<AuthenticationOptions> authentication)
    {
        foreach (var (policy, roles) in Policies.Table)
        {
            options.AddPolicy(policy, rule => rule
                .AddAuthenticationSchemes(KeyAuthentication.SchemeName)
                .RequireAuthenticatedUser()
                .RequireRole([Roles.Admin, .. roles]));
        }

        options.AddPolicy(Policies.AnyKey, rule => rule
            .AddAuthenticationSchemes([.. authentication.Value.Schemes.Select(scheme => scheme.Name)])
            .RequireAuthenticatedUser());

        // What states nothing is open to nobody. An address without an endpoint, or with another method, has nothing to guard.
        options.FallbackPolicy = new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint)
            .Build();
    }

    private static Task SayStatus(Microsoft.AspNetCore.Diagnostics.StatusCodeContext context)
    {
        var http = context.HttpContext;
        var kind = ProblemKind.OfStatus(http.Response.StatusCode);
        return Answer.Problem(kind, kind.Status switch
        {
            StatusCodes.Status401Unauthorized => "Send 'Authorization: Bearer xd_<id>_<secret>' with a key that is valid.",
            StatusCodes.Status403Forbidden => "The role of this key does not reach here.",
            StatusCodes.Status404NotFound => $"Nothing is at {Faults.Shown(http.Request.Path)}.",
            StatusCodes.Status405MethodNotAllowed => $"{http.Request.Method} is not taken here; {http.Response.Headers.Allow} is.",
            _ => kind.Title,
        }).ExecuteAsync(http);
    }
}
