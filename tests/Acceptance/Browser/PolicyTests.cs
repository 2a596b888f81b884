using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>A policy is changed by two people, each at a screen of their own.</summary>
[Collection(BrowserTests.Name)]
public sealed class PolicyTests(Retailer retailer)
{
    [Fact]
    public async Task A_value_is_looked_at_proposed_by_one_and_approved_by_another_and_stands_with_its_history()
    {
        await using var ida = await retailer.Open(Look.Desk);
        var page = ida.Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Policies" }).ClickAsync();
        await page.GetByLabel("Name, or what it decides").FillAsync("last-call");
        await Button(page, "Find").ClickAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "pickup-last-call" }).ClickAsync();
        await page.Locator("input[name=value]").FillAsync("90 d");
        await Button(page, "See what it would do").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("value must be 1 h to 60 d");
        await Expect(page.Locator("input[name=value]").Last).ToHaveValueAsync("90 d");

        await page.Locator("input[name=value]").Last.FillAsync("5 d");
        await Button(page, "See what it would do").ClickAsync();
        await Expect(page.Locator(".well")).ToContainTextAsync("would be 5 d");
        await page.GetByLabel("Why", new PageGetByLabelOptions { Exact = true }).FillAsync("The shelf is bigger now");
        await Button(page, "Propose 5 d").ClickAsync();
        await Expect(page.Locator(".pending")).ToContainTextAsync("The shelf is bigger now");
        await Expect(page.Locator(".pending")).ToContainTextAsync("second person");

        await using var omar = await retailer.Open(Look.Phone, signedIn: false);
        await omar.SignIn(retailer.Key, "Omar Lind");
        await omar.Page.WaitForURLAsync(retailer.Address.ToString());
        await omar.Page.GotoAsync("/policies?pending=1");
        await omar.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "pickup-last-call" }).ClickAsync();
        await Button(omar.Page, "Approve 5 d").ClickAsync();
        await Expect(omar.Page.Locator(".headline")).ToContainTextAsync("pickup-last-call is 5 d");
        await omar.Page.Locator("#h-past").ScrollIntoViewIfNeededAsync();
        await Expect(Button(omar.Page, "Roll back")).ToBeVisibleAsync();

        ida.Complaints(but: "value=90").ShouldBeEmpty();
        omar.Complaints().ShouldBeEmpty();
    }

    private static ILocator Button(IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });
}
