using Crossdock.Processes.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class CaseTests(Retailer retailer)
{
    private const string Reason = "customer found it elsewhere";

    [Fact]
    public async Task The_map_shows_every_state_and_marks_the_present_one()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        var map = ProcessCatalogue.Retail.All.Single(map => map.Kind == "order");

        await page.GotoAsync(retailer.Order);

        var drawn = await page.Locator(".map .box text").AllTextContentsAsync();
        drawn.Order().ShouldBe(map.States.Select(state => state.Title).Order());
        var newest = await page.Locator(".tl tbody tr[data-row] td:nth-child(3) .s").First.TextContentAsync();
        await Expect(page.Locator(".map .box.here")).ToHaveCountAsync(1);
        newest!.ShouldContain((await page.Locator(".map .box.here text").TextContentAsync())!);
        (await page.Locator(".map path.went").CountAsync()).ShouldBeGreaterThan(1, "the path taken");
    }

    [Fact]
    public async Task Each_row_of_what_happened_says_who_and_why()
    {
        await using var visit = await retailer.Open(Look.Desk);

        await visit.Page.GotoAsync(retailer.Order);

        var rows = await visit.Page.Locator(".tl tbody tr[data-row]").AllAsync();
        rows.Count.ShouldBeGreaterThan(4);
        foreach (var row in rows)
        {
            var cells = await row.Locator("td").AllTextContentsAsync();
            cells.Take(5).ShouldAllBe(cell => !string.IsNullOrWhiteSpace(cell), string.Join(" · ", cells));
        }
    }

    [Fact]
    public async Task Only_what_the_map_allows_and_what_an_operator_may_do_with_any_case_is_offered()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        var map = ProcessCatalogue.Retail.All.Single(map => map.Kind == "order");
        await page.GotoAsync(retailer.Order);
        var here = await page.Locator(".map .box.here text").TextContentAsync();
        var state = map.States.Single(state => state.Title == here);
        string[] operators = state.Final ? [] : ["Hold", "Hand over"];

        var offered = await page.Locator(".acts .btn").AllTextContentsAsync();

        offered.Order().ShouldBe(map.Rows.Where(row => row.From == state.Name && row.Act is not null).Select(row => row.Act!)
            .Concat(operators).Order());
    }

    [Fact]
    public async Task An_order_is_cancelled_from_its_page_and_the_page_says_who_did_it_and_why()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var page = visit.Page;
        await page.GotoAsync("/");
        // One that nobody picks meanwhile: what has left the shelf would wait for a person to put it back.
        var order = await page.Until("/cases?kind=order&state=Held", "tbody [data-row] a.id", "href");
        await page.GotoAsync(order);

        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Cancel order", Exact = true }).ClickAsync();
        var sheet = page.GetByRole(AriaRole.Dialog, new PageGetByRoleOptions { Name = "Cancel order" });
        await Expect(sheet).ToBeVisibleAsync();
        await sheet.GetByLabel("Reason").FillAsync(Reason);
        await sheet.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "Cancel order" }).ClickAsync();

        await Expect(page.GetByText("Done. It is the newest row of what happened.")).ToBeVisibleAsync();
        var asked = page.Locator(".tl tbody tr[data-row]").Filter(new LocatorFilterOptions { HasText = "Cancel requested" });
        await Expect(asked).ToHaveCountAsync(1);
        await Expect(asked).ToContainTextAsync("Ida Lindahl");
        await Expect(asked).ToContainTextAsync(Reason);
        await page.Until(order, ".map .box.stop.here", "class");
        visit.Complaints().ShouldBeEmpty();
    }
}
