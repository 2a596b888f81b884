using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>Cases are found by whatever a person has at hand, and the URL is the search.</summary>
[Collection(BrowserTests.Name)]
public sealed partial class CasesTests(Retailer retailer)
{
    private string OrderNumber => retailer.Order.Split('/')[^1];

    [Fact]
    public async Task An_order_number_finds_the_order_and_what_belongs_to_it()
    {
        await using var visit = await retailer.Open(Look.Desk);

        await Find(visit.Page, OrderNumber);

        var found = await visit.Page.Locator("tbody [data-row] a").EvaluateAllAsync<string[]>("all => all.map(a => a.pathname)");
        found.ShouldContain(retailer.Order);
        found.ShouldAllBe(path => path.Contains(OrderNumber));
        found.ShouldContain(path => path.StartsWith("/cases/fulfilment/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_customer_finds_their_orders()
    {
        await using var visit = await retailer.Open(Look.Desk);
        await visit.Page.GotoAsync(retailer.Order);
        var customer = await visit.Page.Locator("[data-customer]").TextContentAsync();

        await Find(visit.Page, customer!);

        await Expect(visit.Page.Locator($"tbody [data-row] a[href='{retailer.Order}']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_sku_on_a_case_is_a_door_to_the_orders_for_it()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync(retailer.Order);

        await page.Locator(".lines a.n").First.ClickAsync();

        await Expect(page).ToHaveURLAsync(TextInUrl());
        await Expect(page.Locator($"tbody [data-row] a[href='{retailer.Order}']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_node_finds_what_lies_there()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        var node = retailer.Store.Split('/')[^1];
        await page.GotoAsync("/cases?kind=task");

        await page.Locator(".narrow select[name=node]").SelectOptionAsync(node);
        await page.Locator(".narrow").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Find" }).ClickAsync();

        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, $"/cases?node={node}&kind=task").ToString());
        var name = await page.Locator(".narrow select[name=node] option:checked").TextContentAsync();
        var places = await page.Locator("tbody [data-row] td:nth-child(4) .w1").AllTextContentsAsync();
        places.ShouldNotBeEmpty();
        places.ShouldAllBe(place => place == name);
    }

    [Fact]
    public async Task A_state_narrows_the_list_in_the_url_and_back_widens_it_again()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/cases?kind=order");
        var state = page.Locator(".facets a[href*='state=Fulfilling']");

        await state.ClickAsync();

        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, "/cases?kind=order&state=Fulfilling").ToString());
        await Expect(state.Or(page.Locator(".facets a[aria-current=true]", new() { HasText = "Fulfilling" })).First).ToBeVisibleAsync();
        var states = await page.Locator("tbody [data-row] td:nth-child(2) .w1").AllTextContentsAsync();
        states.ShouldNotBeEmpty();
        states.ShouldAllBe(words => words == "Fulfilling");
        await page.GoBackAsync();
        await Expect(page).ToHaveURLAsync(new Uri(retailer.Address, "/cases?kind=order").ToString());
        await Expect(page.Locator(".facets a[href*='state=Fulfilling']")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_is_not_there_is_said_with_a_way_on()
    {
        await using var visit = await retailer.Open(Look.Desk);

        await Find(visit.Page, "WEB-000000");

        await Expect(visit.Page.GetByText("No case is in this slice.")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "clear the slice" }).ClickAsync();
        await Expect(visit.Page.Locator("tbody [data-row]").First).ToBeVisibleAsync();
    }

    private static async Task Find(IPage page, string text)
    {
        await page.GotoAsync("/cases");
        await page.Locator("[data-find]").FillAsync(text);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(TextInUrl());
    }

    [GeneratedRegex(@"/cases\?text=[^&]+$")]
    private static partial Regex TextInUrl();
}
