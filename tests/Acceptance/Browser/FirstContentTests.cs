using Shouldly;
using Xunit;

namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>How long a screen takes.</summary>
[Collection(BrowserTests.Name)]
public sealed class FirstContentTests(Retailer retailer)
{
    private const double FirstContentWithinMs = 1000;

    public static TheoryData<string> Each => [.. Screens.Names];

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

    private static Task<double> FirstContentMs(Visit visit) => visit.Page.EvaluateAsync<double>(
        """
        () => new Promise(told => new PerformanceObserver(list => {
          const paint = list.getEntriesByName("first-contentful-paint")[0];
          if (paint) told(paint.startTime);
        }).observe({ type: "paint", buffered: true }))
        """);
}
