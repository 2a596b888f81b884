using System.Net;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Crossdock.Api.Alerts;
using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Settings;
using Crossdock.Intelligence;
using Crossdock.Intelligence.Logs;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Calendars;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Policies;
using Crossdock.Unit.Tests.Api;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Crossdock.Unit.Tests.Operations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The dashboard on a free port over made-up data, as a browser sees it.</summary>
internal sealed partial class DashboardHouse : IAsyncDisposable
{
    private readonly WebApplication _app;

    private DashboardHouse(WebApplication app, FakeCases cases, FakeHeads heads, FakeJournal journal, Uri address) =>
        (_app, Cases, Heads, Journal, Address) = (app, cases, heads, journal, address);

    public FakeCases Cases { get; }

    public FakeHeads Heads { get; }

    public FakeJournal Journal { get; }

    public Uri Address { get; }

    public InMemoryIncidents Incidents { get; private init; } = null!;

    /// <param name="instead">what a test brings in place of what is here</param>
    public static async Task<DashboardHouse> Open(int port = 0, Action<IServiceCollection, FakeHeads>? instead = null)
    {
        var json = MadeUpFact.Json;
        var (journal, heads, attempts, cases) = (new FakeJournal(json), new FakeHeads(), new FakeAttempts(), new FakeCases());
        var incidents = new InMemoryIncidents();
        heads.All.AddRange(MadeUpRetailer.Heads());
        journal.Add(MadeUpRetailer.OrderStory());
        journal.Add(MadeUpRetailer.PickStory());
        journal.Add(MadeUpRetailer.DecideStory());
        attempts.All.AddRange(MadeUpRetailer.Attempts());

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));
        builder.Services.AddSingleton<IHeads>(heads).AddSingleton<IJournal>(journal).AddSingleton<IAttemptLog>(attempts)
            .AddSingleton<ITellCases>(cases).AddSingleton<IIncidents>(incidents)
            .AddSingleton<IBulkItems>(new InMemoryBulkItems()).AddSingleton(Crossdock.Processes.Running.ProcessCatalogue.Retail)
            .AddSingleton<Crossdock.Runtime.Bulk.BulkDesk>()
            .AddSingleton(Rulebook.Of(MadeUpRetailer.Network)).AddSingleton(new PolicyShelf(PolicyBook.Defaults))
            .AddSingleton<PolicyWatch>().AddSingleton<PolicyEffect>().AddSingleton<PolicyDesk>()
            .AddSingleton<Crossdock.Runtime.Approvals.ApprovalDesk>()
            .AddSingleton(services => PolicyNumbers.Of(services.GetRequiredService<PolicyShelf>(), clock))
            .AddSingleton<IExceptionTerms, ExceptionTerms>()
            .AddSingleton<IOutbound>(new FakeOutbound()).AddSingleton(json).AddSingleton(clock)
            .AddSingleton(MadeUpRetailer.Network).AddSingleton<IMaps>(new FakeMaps(MadeUpRetailer.OrderMap, MadeUpRetailer.FulfilmentMap,
                MadeUpRetailer.TaskMap))
            // No figures over time: a test that is about them brings its own file.
            .AddSingleton(new AnalysisFile(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.none"))).AddSingleton(MadeUpLives.Hours)
            .AddSingleton(new LogShelf(Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.none")))
            .AddSingleton(DashboardSettings.Default with { Patience = TimeSpan.FromMinutes(2) })
            .AddSingleton<SignInCheck>((key, _) => Task.FromResult(Known(key)))
            .AddSingleton<SessionCheck>((key, _) => Task.FromResult(Known(key) is not null));
        builder.Services.AddCrossdockIntelligence().AddAlerts().AddCrossdockDashboard();
        instead?.Invoke(builder.Services, heads);
        var app = builder.Build();
        app.MapCrossdockDashboard();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new DashboardHouse(app, cases, heads, journal, new Uri(address)) { Incidents = incidents };
    }

    /// <summary>Over cases that decide for themselves by the real maps; none is there yet.</summary>
    public static async Task<(DashboardHouse House, DecidingCases Cases)> OverDecidingCases()
    {
        DecidingCases cases = null!;
        var house = await Open(instead: (services, heads) =>
        {
            var catalogue = ProcessCatalogue.Retail;
            var rules = new Rulebook(MadeUpRetailer.Network, new CalendarBook(MadeUpRetailer.Network), PolicyBook.Defaults);
            heads.All.Clear();
            cases = new DecidingCases(catalogue, rules, heads);
            services.AddSingleton<ITellCases>(cases).AddSingleton<IJournal>(cases).AddSingleton(rules).AddSingleton<IMaps>(catalogue)
                .AddSingleton(catalogue.Json());
        });
        return (house, cases);
    }

    /// <summary>A browser of its own that has signed in with a role; null for one that has not.</summary>
    public async Task<HttpClient> SignedIn(string? role, string name = "Ida Lindahl")
    {
        var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false,
            CookieContainer = new CookieContainer() }) { BaseAddress = Address };
        if (role is not null)
        {
            var answer = await Post(browser, "/sign-in", "/sign-in", [("name", name), ("key", role)]);
            answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        }

        return browser;
    }

    /// <summary>Posts a form as the page shows it: with its own antiforgery field.</summary>
    public static async Task<HttpResponseMessage> Post(HttpClient browser, string page, string action, (string Name, string Value)[] fields)
    {
        var html = await browser.GetStringAsync(page, TestContext.Current.CancellationToken);
        var field = FormToken().Match(html).Groups[1].Value;
        field.ShouldNotBeEmpty("the page has no form with an antiforgery field");
        return await browser.PostAsync(action, new FormUrlEncodedContent(
            fields.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)).Append(new("__RequestVerificationToken", field))),
                TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static ClaimsPrincipal? Known(string key) => key switch
    {
        "admin" or "operator" or "reader" or "store" or "merchandiser" or "finance" or "partner" => Key(key, key),
        "store-S101" => Key(key, "store", new Claim(Caller.ScopeClaim, "S101")),
        "fay" => Key(key, "finance", new Claim(ClaimTypes.Name, "Fay Ott")),
        "desk" => Key(key, "operator", new Claim(ClaimTypes.Name, "ops desk")),
        _ => null,
    };

    private static ClaimsPrincipal Key(string id, string role, params Claim[] more) => new(new ClaimsIdentity(
        [new Claim(Caller.KeyClaim, id), new Claim(ClaimTypes.Role, role), .. more], "key"));

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex FormToken();
}
