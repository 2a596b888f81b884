using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class NowTests(Retailer retailer)
{
    [Fact]
    public async Task A_figure_changes_without_a_reload_while_orders_arrive()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/");
        await page.EvaluateAsync("() => { window.sameDocument = true; }");
        var orders = page.Locator("[data-figure='order-to-fulfilment-o']");
        var before = await orders.TextContentAsync();

        // What changed is tinted for two seconds, so the tint has to be caught while it is there.
        await page.WaitForFunctionAsync(
            "before => { const figure = document.querySelector(\"[data-figure='order-to-fulfilment-o']\");"
            + " return figure.textContent !== before && figure.classList.contains('fresh'); }",
            before, new PageWaitForFunctionOptions { Timeout = 180_000 });

        await Expect(orders).Not.ToHaveTextAsync(before!);
        (await page.EvaluateAsync<bool>("() => window.sameDocument === true")).ShouldBeTrue("the page was loaded anew");
        visit.Complaints().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_figure_is_a_door_to_as_many_cases()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/");
        var door = page.Locator("[data-figure='fulfilment-o']");
        var path = await door.GetAttributeAsync("href");

        // Orders go on arriving, so both are read at once until they agree.
        await page.Until(
            """
            async ([path]) => {
              const read = async from => new DOMParser().parseFromString(await (await fetch(from)).text(), "text/html");
              const figure = (await read("/")).querySelector("[data-figure='fulfilment-o']").textContent.trim();
              const listed = (await read(path)).querySelector(".headline a").textContent.trim();
              return figure === listed;
            }
            """,
            [path!],
            "the figure and the list behind it agree");
        await door.ClickAsync();

        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, path).ToString());
        await Expect(page.Locator("tbody [data-row]").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_lost_connection_is_said_and_comes_back_by_itself()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/");
        await Expect(page.Locator("#status")).ToContainTextAsync("Live");
        var known = await page.Locator("[data-figure='order-to-fulfilment-o']").TextContentAsync();

        await visit.SetOffline(true);
        await Expect(page.Locator("#status")).ToContainTextAsync("Not connected since", Patient);
        (await page.Locator("[data-figure='order-to-fulfilment-o']").TextContentAsync()).ShouldNotBeNullOrEmpty($"it said {known}");
        await visit.SetOffline(false);

        await Expect(page.Locator("#status")).ToContainTextAsync("Live", Patient);
        await Expect(page.Locator("#aloud")).ToHaveTextAsync("Connected again.");
    }

    private static LocatorAssertionsToContainTextOptions Patient => new() { Timeout = 60_000 };
}
