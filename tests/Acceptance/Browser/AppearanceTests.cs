using Deque.AxeCore.Commons;
using Microsoft.Playwright;
using Shouldly;
using Xunit;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>What holds for each screen, at each size and in each light.</summary>
[Collection(BrowserTests.Name)]
public sealed class AppearanceTests(Retailer retailer)
{
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly object Wcag22Aa = new
    {
        type = "tag", values = (string[])["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    };

    private static readonly object TargetSize = new { type = "rule", values = (string[])["target-size"] };

    /// <summary>What another light can change.</summary>
    private static readonly object Contrast = new { type = "rule", values = (string[])["color-contrast", "link-in-text-block"] };

    private static readonly (int Width, int Height, bool IsUsable)[] Windows = [(1440, 900, true), (390, 844, true), (320, 568, false)];

    public static TheoryData<string> Everywhere => [.. Screens.Names];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_screen_is_there_within_a_second_quiet_fits_its_window_and_can_be_used_by_everybody_by_day_and_by_night(
        string screen)
    {
        await using var visit = await retailer.Open(Look.Desk, screen != Screens.SignIn);
        var path = Screens.PathOf(screen, retailer);
        (await FirstContent.BestMs(visit, path)).ShouldBeLessThan(FirstContent.WithinMs, $"{screen}: milliseconds to first content");
        await visit.Page.EvaluateAsync(Axe);

        foreach (var (width, height, isUsable) in Windows)
        {
            await visit.Page.SetViewportSizeAsync(width, height);
            (await Overflow(visit)).ShouldBe("", $"{screen} in a window of {width} px: what sticks out of it");
            if (!isUsable)
            {
                continue;
            }

            (await Faults(visit, Wcag22Aa)).ShouldBeEmpty($"{screen} in a window of {width} px");
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            (await Faults(visit, Contrast)).ShouldBeEmpty($"{screen} in a window of {width} px, by night");
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Light });
        }

        visit.Complaints(but: screen == Screens.NotFound ? path : null).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SO-1")]
    [InlineData("MARKETPLACE-NORTH-2026-000000000000000012345678")]
    public async Task The_ticker_can_be_paused_on_a_phone_however_long_its_lines_are(string order)
    {
        await using var visit = await retailer.Open(Look.Phone);
        await visit.Page.GotoAsync("/");
        await visit.Page.EvaluateAsync(Axe);
        await visit.Page.Locator("[data-pause]").ClickAsync();

        await visit.Page.EvaluateAsync(
            """
            order => {
              document.querySelector("[data-live='rate'] b").textContent = "Counting";
              for (const link of document.querySelectorAll("[data-live='ticker'] .id")) link.textContent = order;
            }
            """,
            order);

        (await Overflow(visit)).ShouldBe("");
        (await Faults(visit, TargetSize)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_services_page_needs_nothing_from_outside_this_house()
    {
        await using var visit = await retailer.Open(Look.Desk);
        var asked = new List<string>();
        visit.Page.Request += (_, request) => asked.Add(request.Url);

        await visit.Page.GotoAsync("/docs");
        await visit.Page.GetByText("/v1/orders").First.WaitForAsync();

        asked.Where(url => !url.StartsWith(retailer.Address.ToString(), StringComparison.Ordinal)
            && !url.StartsWith("data:", StringComparison.Ordinal) && !url.StartsWith("blob:", StringComparison.Ordinal)).ShouldBeEmpty();
        visit.Complaints().ShouldBeEmpty();
    }

    /// <summary>Nothing when the page fits; else how far it sticks out and because of what.</summary>
    private static Task<string> Overflow(Visit visit) => visit.Page.EvaluateAsync<string>(
        """
        () => {
          const over = document.documentElement.scrollWidth - window.innerWidth;
          const rolls = part => part !== document.body && (getComputedStyle(part).overflowX !== "visible" || rolls(part.parentElement));
          const wide = [...document.body.querySelectorAll("*")]
            .filter(part => part.getBoundingClientRect().right > window.innerWidth + 1 && !rolls(part.parentElement));
          return over <= 0 ? "" : `${over} px: ` + wide.slice(0, 8).map(part => `${part.tagName}.${part.className}`).join(" ");
        }
        """);

    /// <summary>
    /// What axe finds against its rules. It is asked in the page itself: the library's way opens a second page for every question,
    /// which takes longer than the answer.
    /// </summary>
    private static Task<string[]> Faults(Visit visit, object runOnly) => visit.Page.EvaluateAsync<string[]>(
        """
        async runOnly => {
          // Of what passes one example is enough: telling of every part of a page where it stands takes longer than to look at it.
          const { passes, violations } = await axe.run(document, { runOnly, resultTypes: ["violations"], preload: false });
          if (passes.length + violations.length === 0) return ["no rule found anything to look at"];
          return violations.map(fault =>
            `${fault.impact} ${fault.id}: ${fault.help}. ` + fault.nodes.slice(0, 5).map(node => node.html).join(" | "));
        }
        """,
        runOnly);
}
