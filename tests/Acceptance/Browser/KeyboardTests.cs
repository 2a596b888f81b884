using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>Nothing on a desk needs a pointer.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class KeyboardTests(Retailer retailer)
{
    [Fact]
    public async Task Slash_finds_and_escape_leaves()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var (page, find) = (visit.Page, visit.Page.Locator("[data-find]"));
        await page.GotoAsync("/");

        await page.Keyboard.PressAsync("/");
        await Expect(find).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(find).Not.ToBeFocusedAsync();
        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync(retailer.Order["/cases/".Length..]);
        await page.Keyboard.PressAsync("Enter");

        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, retailer.Order).ToString());
    }

    [Fact]
    public async Task J_and_k_go_through_the_rows_and_enter_opens_one()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/cases?kind=order&order=oldest");
        var rows = page.Locator("tbody [data-row]");

        foreach (var (key, row) in new[] { ("j", 0), ("j", 1), ("j", 2), ("k", 1) })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(rows.Nth(row)).ToHaveAttributeAsync("aria-selected", "true");
            await Expect(page.Locator("[aria-selected=true]")).ToHaveCountAsync(1);
        }

        var door = await rows.Nth(1).Locator("a").First.GetAttributeAsync("href");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, door).ToString());
    }

    [Fact]
    public async Task A_question_mark_shows_the_keys_and_escape_closes_them()
    {
        await using var visit = await retailer.Open(Look.Desk);
        await visit.Page.GotoAsync("/");
        var keys = visit.Page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Keys" });
        await Expect(keys).ToBeHiddenAsync();

        await visit.Page.Keyboard.PressAsync("?");
        await Expect(keys).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(keys).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_first_tab_offers_to_skip_to_the_content()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/cases");

        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(page.Locator(".skip")).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(AtMain());
        await page.Keyboard.PressAsync("Tab");

        (await page.EvaluateAsync<bool>("() => document.getElementById('main').contains(document.activeElement)")).ShouldBeTrue();
    }

    [Fact]
    public async Task The_light_that_was_chosen_is_remembered()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/cases?kind=order");
        var before = await Paper(page);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Dark" }).ClickAsync();

        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        page.Url.ShouldEndWith("/cases?kind=order");
        (await Paper(page)).ShouldNotBe(before);
        var another = await page.Context.NewPageAsync();
        await another.GotoAsync(new Uri(retailer.Address, retailer.Store).ToString());
        await Expect(another.Locator("html")).ToHaveAttributeAsync("data-theme", "dark");
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Light" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", "light");
        (await Paper(page)).ShouldBe(before);
    }

    private static Task<string> Paper(IPage page) => page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    [GeneratedRegex("#main$")]
    private static partial Regex AtMain();
}
