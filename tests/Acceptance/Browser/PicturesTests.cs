using Crossdock.Acceptance.Tests.Running;
using Microsoft.Playwright;
using Shouldly;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>
/// The pictures of the documents, taken from a retailer whose stores do not get to work, once something is late: CROSSDOCK_PICTURES=1
/// writes them anew. An ordinary run leaves the repository as it is.
/// </summary>
[Collection(BrowserTests.Name)]
public sealed class PicturesTests
{
    public const string Variable = "CROSSDOCK_PICTURES";

    private const int MostBytes = 400_000;

    /// <summary>The screens of the control tower that need nothing to have happened first; by day.</summary>
    private static readonly string[] Tower =
        ["process", "performance", "causes", "roi", "work", "integrations", "stock", "prices", "reconciliation"];

    private const int LifeWithinMs = 240_000;

    private static readonly string Folder = Path.Combine(Programs.Root(), "docs", "pictures");

    [Fact]
    public async Task The_pictures_of_the_screens_are_taken_anew()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Variable) == "1", $"{Variable} is not 1.");
        var chromium = Chromium.Find();
        Assert.SkipWhen(chromium is null, Chromium.WhyNot);
        await using var demo = new DemoProcess();
        await demo.Start("--orders", "600", "--factor", "600", "--lines-mean", "4", "--no-people");
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(Chromium.At(chromium!));
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = demo.Address.ToString() });
        await using var visit = new Visit(context, await context.NewPageAsync());
        var page = visit.Page;
        await visit.SignIn(demo.Key, "Ida Lindahl");
        await page.WaitForURLAsync(demo.Address.ToString());
        Directory.CreateDirectory(Folder);

        await WaitForLife(page);

        var rerouted = await page.Until("/cases?kind=order&state=Rerouting&open=any", "tbody [data-row] a.id", "href");
        foreach (var (name, path) in new[] { ("now", "/"), ("cases", "/cases?kind=order&clock=late&order=due"), ("case", rerouted) })
        {
            await Take(page, name, path, 1440, 900);
        }

        foreach (var name in Tower)
        {
            await Take(page, name, $"/{name}", 1440, 900, ColorScheme.Light);
        }

        var store = await page.Until("/store", ".stores a", "href");
        await page.GotoAsync(store);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Claim" }).First.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status).Filter(new LocatorFilterOptions { HasText = "Done." })).ToBeVisibleAsync();
        await page.Until(store, ".job", "data-job");
        await Take(page, "store", store, 390, 844);
    }

    /// <summary>Until orders are late, one waits for a decision on its route and a store has work.</summary>
    private static Task WaitForLife(IPage page) => page.Until(
        """
        async () => {
          const read = async path => new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
          const late = Number((await read("/")).querySelector("[data-figure='order-to-fulfilment-l']").textContent.replace(",", ""));
          const rerouting = (await read("/cases?kind=order&state=Rerouting")).querySelectorAll("tbody [data-row]").length;
          return late > 2 && rerouting > 0;
        }
        """,
        [],
        "orders are late and one waits for a decision on its route",
        LifeWithinMs);

    private static async Task Take(IPage page, string name, string path, int width, int height, params ColorScheme[] lights)
    {
        await page.SetViewportSizeAsync(width, height);
        foreach (var scheme in lights.Length > 0 ? lights : [ColorScheme.Light, ColorScheme.Dark])
        {
            var ending = scheme == ColorScheme.Dark ? "-dark" : "";
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.GotoAsync(path);
            var file = Path.Combine(Folder, $"{name}{ending}.png");
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = file });
            new FileInfo(file).Length.ShouldBeLessThan(MostBytes, file);
        }
    }
}
