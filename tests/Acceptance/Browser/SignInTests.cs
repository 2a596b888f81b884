using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed partial class SignInTests(Retailer retailer)
{
    [Fact]
    public async Task A_wrong_key_is_refused_with_words()
    {
        await using var visit = await retailer.Open(Look.Desk, signedIn: false);

        await visit.SignIn(retailer.Key[..^1] + (retailer.Key[^1] == '0' ? '1' : '0'), "Ida Lindahl");

        await Expect(visit.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This key is not known");
        await Expect(visit.Page.GetByLabel("Your name")).ToHaveValueAsync("Ida Lindahl");
        await visit.Page.GotoAsync("/cases");
        await Expect(visit.Page).ToHaveURLAsync(SignInPage());
    }

    [Fact]
    public async Task The_key_leads_to_the_page_that_was_asked_for_and_signing_out_ends_it()
    {
        await using var visit = await retailer.Open(Look.Desk, signedIn: false);
        await visit.Page.GotoAsync("/cases?kind=order&order=oldest");
        await Expect(visit.Page).ToHaveURLAsync(SignInPage());

        await visit.Page.GetByLabel("Your name").FillAsync("Tom Okafor");
        await visit.Page.GetByLabel("Key", new PageGetByLabelOptions { Exact = true }).FillAsync(retailer.Key);
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Page).ToHaveURLAsync(new Uri(retailer.Address, "/cases?kind=order&order=oldest").ToString());
        await Expect(visit.Page.GetByText("Tom Okafor")).ToBeVisibleAsync();
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Sign out" }).ClickAsync();
        await Expect(visit.Page).ToHaveURLAsync(SignInPage());
        await visit.Page.GotoAsync("/");
        await Expect(visit.Page).ToHaveURLAsync(SignInPage());
    }

    [GeneratedRegex("/sign-in")]
    private static partial Regex SignInPage();
}
