using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>Somebody goes through the screens of the control tower as through a morning's paper.</summary>
[Collection(BrowserTests.Name)]
public sealed class TowerTests(Retailer retailer)
{
    [Fact]
    public async Task Every_screen_of_the_menu_opens_with_a_sentence()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/");
        var names = await Menu(page).AllInnerTextsAsync();
        names.Count.ShouldBeGreaterThan(10);

        for (var place = 0; place < names.Count; place++)
        {
            await Menu(page).Nth(place).ClickAsync();
            await Expect(Menu(page).Nth(place)).ToHaveAttributeAsync("aria-current", "page");
            (await page.Locator("h1").InnerTextAsync()).Trim().ShouldEndWith(".", customMessage: names[place]);
        }

        visit.Complaints().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sku_tells_why_it_stands_as_it_does()
    {
        await using var visit = await retailer.Open(Look.Phone);
        var page = visit.Page;
        await page.GotoAsync("/stock");
        var sku = await page.Locator("[data-row] a.id").First.InnerTextAsync();
        await page.Locator("[data-row] a.id").First.ClickAsync();

        page.Url.ShouldContain(Uri.EscapeDataString(sku));
        await Expect(page.GetByRole(AriaRole.Heading, new PageGetByRoleOptions { Name = $"Movements of {sku}" })).ToBeVisibleAsync();
        visit.Complaints().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_system_is_chosen_and_the_address_keeps_it()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/integrations");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "ERP", Exact = true }).ClickAsync();
        await Expect(page.Locator("[aria-selected=true]")).ToContainTextAsync("ERP");

        await page.ReloadAsync();
        await Expect(page.Locator("[aria-selected=true]")).ToContainTextAsync("ERP");
        visit.Complaints().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_done_to_those_chosen_is_offered_when_some_are()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/work");
        // Somebody has to be asked first.
        await page.Until("/work", "[data-row] input[name=pick]:not([disabled])", "value");
        await page.ReloadAsync();
        var sheet = page.GetByRole(AriaRole.Group, new PageGetByRoleOptions { Name = "Those chosen" });
        await Expect(sheet).ToBeHiddenAsync();

        await page.Locator("[data-row] input[name=pick]:not([disabled])").First.CheckAsync();
        await Expect(sheet).ToBeVisibleAsync();
        await page.Locator("[data-row] input[name=pick]:checked").First.UncheckAsync();
        await Expect(sheet).ToBeHiddenAsync();
        visit.Complaints().ShouldBeEmpty();
    }

    private static ILocator Menu(IPage page) =>
        page.GetByRole(AriaRole.Navigation, new PageGetByRoleOptions { Name = "Screens" }).GetByRole(AriaRole.Link);
}
