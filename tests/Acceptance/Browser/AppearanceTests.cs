using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Shouldly;
using Xunit;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>What holds for each screen, at each size and in each light.</summary>
[Collection(BrowserTests.Name)]
public sealed class AppearanceTests(Retailer retailer)
{
    private const double FirstContentWithinMs = 1000;
    private const int NarrowestPx = 320;

    private static readonly AxeRunOptions Wcag22Aa = new()
    {
        RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
        ResultTypes = [ResultType.Violations],
    };

    public static MatrixTheoryData<string, string, bool> Everywhere => new(Screens.Names, ["desk", "phone"], [false, true]);

    public static TheoryData<string> Each => [.. Screens.Names];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public async Task A_screen_is_quiet_fits_its_window_and_can_be_used_by_everybody(string screen, string size, bool dark)
    {
        var look = (size == "desk" ? Look.Desk : Look.Phone) with { Dark = dark };
        await using var visit = await retailer.Open(look, screen != Screens.SignIn);
        var path = Screens.PathOf(screen, retailer);

        await visit.Page.GotoAsync(path);

        var results = await visit.Page.RunAxe(Wcag22Aa);
        results.Violations.Select(Told).ShouldBeEmpty($"{screen}, {look}");
        (await Overflow(visit)).ShouldBe(0, $"{screen}, {look}: px wider than the window");
        visit.Complaints(but: screen == Screens.NotFound ? path : null).ShouldBeEmpty($"{screen}, {look}");
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task A_screen_fits_the_narrowest_phone(string screen)
    {
        await using var visit = await retailer.Open(Look.Phone with { Width = NarrowestPx }, screen != Screens.SignIn);

        await visit.Page.GotoAsync(Screens.PathOf(screen, retailer));

        (await Overflow(visit)).ShouldBe(0, $"{screen}: px wider than {NarrowestPx}");
    }

    [Theory]
    [MemberData(nameof(Each))]
    public async Task The_first_content_of_a_screen_stands_within_a_second(string screen)
    {
        await using var visit = await retailer.Open(Look.Desk, screen != Screens.SignIn);
        var path = Screens.PathOf(screen, retailer);
        await visit.Page.GotoAsync(path);
        var best = double.MaxValue;

        // A machine that is busy with something else may steal one of them.
        for (var visits = 0; visits < 3 && best >= FirstContentWithinMs; visits++)
        {
            await visit.Page.GotoAsync("about:blank");
            await visit.Page.GotoAsync(path);
            best = Math.Min(best, await FirstContentMs(visit));
        }

        best.ShouldBeLessThan(FirstContentWithinMs, $"{screen}: first content after {best:0} ms");
        TestContext.Current.SendDiagnosticMessage("{0}: first content after {1:0} ms", screen, best);
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

    private static Task<int> Overflow(Visit visit) =>
        visit.Page.EvaluateAsync<int>("() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth)");

    private static Task<double> FirstContentMs(Visit visit) => visit.Page.EvaluateAsync<double>(
        """
        () => new Promise(told => new PerformanceObserver(list => {
          const paint = list.getEntriesByName("first-contentful-paint")[0];
          if (paint) told(paint.startTime);
        }).observe({ type: "paint", buffered: true }))
        """);

    private static string Told(AxeResultItem fault) =>
        $"{fault.Impact} {fault.Id}: {fault.Help}. {string.Join(" | ", fault.Nodes.Take(5).Select(node => node.Html))}";
}
