using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Xunit;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>Browser tests share one running retailer and follow one another alone, so that what they measure is theirs.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class BrowserTests : ICollectionFixture<Retailer>
{
    public const string Name = "browser";
}

/// <summary>
/// One retailer that runs for all browser tests, without people of its own: its tasks wait for the tests' hands. Orders arrive one
/// a second for as long as the tests run.
/// </summary>
public sealed class Retailer : IAsyncLifetime
{
    private readonly DemoProcess _demo = new();
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _signedIn;

    public Uri Address => _demo.Address;

    public string Key => _demo.Key;

    /// <summary>The path of an order's case, and of a task that waits in <see cref="Store"/>.</summary>
    public string Order { get; private set; } = "";

    public string Task { get; private set; } = "";

    /// <summary>A log of another system that is kept for the screens.</summary>
    public const string Log = "loans.csv";

    private const string Loans =
        """
        case:concept:name,concept:name,time:timestamp
        1,Register,2026-01-01T08:00:00Z
        1,Check credit,2026-01-01T09:00:00Z
        1,Pay out,2026-01-01T12:00:00Z
        2,Register,2026-01-02T08:00:00Z
        2,Check credit,2026-01-02T10:00:00Z
        2,Ask for papers,2026-01-02T11:00:00Z
        2,Check credit,2026-01-05T10:00:00Z
        2,Refuse,2026-01-05T15:00:00Z
        """;

    /// <summary>The path of a bulk operation that is frozen and not started.</summary>
    public string Bulk { get; private set; } = "";

    /// <summary>The path of a store's queue with a pick in it.</summary>
    public string Store { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        if (Chromium.Find() is not { } path)
        {
            return;
        }

        await _demo.Put($".data/logs/{Log}", Loans);
        await _demo.Start("--orders", "600", "--factor", "120", "--lines-mean", "3", "--no-people");
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(Chromium.At(path));
        await using var visit = await Open(Look.Desk, signedIn: false);
        await visit.SignIn(Key, "Ida Lindahl");
        await visit.Page.WaitForURLAsync(Address.ToString());
        _signedIn = await visit.Page.Context.StorageStateAsync();
        Task = await visit.Page.Until("/cases?kind=task&text=pick-web&order=oldest", "[data-row] a[href^='/tasks/PICK-']", "href");
        Order = await visit.Page.Until(Task, ".facts a[href^='/cases/order/']", "href");
        Store = (await visit.Page.Until(Task, "p.empty a[href^='/store/']", "href")).Split('?')[0];
        Bulk = await FreezeOrders();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        await _demo.DisposeAsync();
    }

    private async Task<string> FreezeOrders()
    {
        using var http = new HttpClient { BaseAddress = Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", Key);
        using var answer = await http.PostAsJsonAsync(
            "/v1/operations/bulk", new { act = "hold-cases", why = "stocktaking", slice = new { kind = "order" } });
        answer.EnsureSuccessStatusCode();
        return $"/bulk/{(string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["key"]!}";
    }

    /// <summary>A new person's browser: own cookies, own storage. Skips the test where there is no Chromium.</summary>
    internal async Task<Visit> Open(Look look, bool signedIn = true)
    {
        if (_browser is null)
        {
            Assert.Skip(Chromium.WhyNot);
        }

        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Address.ToString(),
            ViewportSize = new ViewportSize { Width = look.Width, Height = look.Height },
            ColorScheme = look.Dark ? ColorScheme.Dark : ColorScheme.Light,
            HasTouch = look.IsPhone,
            StorageState = signedIn ? _signedIn : null,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(60_000);
        context.SetDefaultNavigationTimeout(60_000);
        return new Visit(context, await context.NewPageAsync());
    }
}
