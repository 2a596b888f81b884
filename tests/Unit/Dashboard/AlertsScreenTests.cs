using System.Net;
using Crossdock.Api.Alerts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Alerts;
using Crossdock.Intelligence.Causes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>What passed its limit comes first, with the task it is; what nobody measured is not left out.</summary>
public sealed class AlertsScreenTests : IAsyncLifetime, ISharedValues
{
    private readonly Dictionary<string, string> _kept = [];
    private readonly FakeTimeProvider _wall = new();
    private IReadOnlyList<AlertReading> _readings = [];
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await DashboardHouse.Open(instead: (services, _) => services
        .AddSingleton<TimeProvider>(_wall).AddSingleton<ISharedValues>(this).AddSingleton<ReadAlerts>((_, _) => Task.FromResult(_readings))
        .AddSingleton<ReadPolicyNumber>((policy, _, _, _) => new PolicyNumber(
            policy switch { AlertRules.ClearPolicy => 0.8m, AlertRules.LeastPolicy => 20, "alert-promise-drop" => 5, _ => 60 }, 1)));

    public ValueTask DisposeAsync() => _house.DisposeAsync();

    [Fact]
    public async Task A_figure_past_its_limit_stands_first_and_leads_to_its_task_its_cases_and_its_limit()
    {
        _readings =
        [
            Reading("promise-accuracy", "order-to-fulfilment", null, "%", 88, 50) with { Past = 92 },
            Reading("sync-latency", "stock-synchronisation", "web", "s", 90, 50),
            Reading("price-parity", "price-target", "web", "s", 9, 3),
        ];
        _kept["sync-latency.stock-synchronisation.web"] =
            new AlertStanding("sync-latency", "web", 2, true, MadeUpRetailer.Now.AddMinutes(-30), "").Write();
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/alerts", Cancel));

        page.ShouldContain("1 figure is past its limit</a>, first Stock-sync latency of ");
        page.ShouldContain("since 30 min.");
        page.ShouldContain("href=\"/cases/task/ALERT-sync-latency.stock-synchronisation.web-2\">past it for 30 min</a>");
        page.ShouldContain("href=\"/policies/alert-sync-latency\">1 min</a>");
        page.ShouldContain("href=\"/policies/alert-promise-drop\">5.0 points below before</a>");
        page.ShouldContain("too few to say");
        page.ShouldContain("not measured");
        page.IndexOf("href=\"/stock\"", StringComparison.Ordinal)
            .ShouldBeLessThan(page.IndexOf("href=\"/performance?process=order-to-fulfilment&days=1\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Within_every_limit_and_before_anything_was_measured_it_says_so_and_a_store_does_not_see_it()
    {
        using var browser = await _house.SignedIn("operator");
        Plain(await browser.GetStringAsync("/alerts", Cancel)).ShouldContain("Nothing was measured yet that a limit holds for.");
        Measure(Reading("sync-latency", "stock-synchronisation", "web", "s", 9, 50));
        Plain(await browser.GetStringAsync("/alerts", Cancel)).ShouldContain("Every figure is within its limit.");
        Measure(_readings[0], _readings[0] with { Of = "app", Base = 3, Value = 900 });
        Plain(await browser.GetStringAsync("/alerts", Cancel))
            .ShouldContain("No figure is past its limit; 1 is of too few cases to say.");

        using var store = await _house.SignedIn("store");
        using var answer = await store.GetAsync("/alerts", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task An_open_screen_hears_of_what_is_measured_later()
    {
        using var browser = await _house.SignedIn("reader");
        (await browser.GetStringAsync("/alerts", Cancel)).ShouldContain("data-live-from=\"/alerts/fragment\"");
        Measure(Reading("sync-latency", "stock-synchronisation", "web", "s", 9, 50));

        var fragment = Plain(await browser.GetStringAsync("/alerts/fragment", Cancel));
        fragment.ShouldContain("data-live=\"headline\">Every figure is within its limit.");
        fragment.ShouldContain("data-live=\"limits\"");
        fragment.ShouldContain("id=\"status\"");
        fragment.ShouldNotContain("<nav");
    }

    /// <summary>What was read before is shared for a while by all who look.</summary>
    private void Measure(params IReadOnlyList<AlertReading> readings)
    {
        _readings = readings;
        _wall.Advance(TimeSpan.FromMinutes(1));
    }

    Task<IReadOnlyDictionary<string, string>> ISharedValues.ReadAll(string area, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(_kept);

    Task ISharedValues.Write(string area, string name, string value, CancellationToken cancel) => throw new NotSupportedException();

    private static string Plain(string page) => WebUtility.HtmlDecode(page);

    private static AlertReading Reading(string rule, string process, string? of, string unit, double value, long cases) =>
        new(AlertRules.Find(rule)!, process, of, unit, value, null, cases);
}
