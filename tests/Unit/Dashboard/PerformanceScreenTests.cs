using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The screen over a few cases of the made-up morning, each counted by hand.</summary>
public sealed class PerformanceScreenTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("figures-").FullName;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var journal = new PiecemealJournal(Lives());
        await Rebuilding.Run(journal, journal, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpLives.Hours, file, "store", Cancel);
        _house = await DashboardHouse.Open(instead: (services, _) => services.AddSingleton(file).AddSingleton(MadeUpLives.Hours));
    }

    /// <summary>One order that waited an hour for a person this week, one that did a day three weeks ago, and one under way.</summary>
    internal static MadeUpLives Lives()
    {
        var lives = new MadeUpLives();
        lives.Rows.AddRange(
        [
            Step("W-1", 1, 100, null, "Validating", Waits.OnSystem), Step("W-1", 2, 99, "Validating", "Held", Waits.OnPerson),
            Step("W-1", 3, 39, "Held", "Closed", Waits.Nothing, final: true),
            Step("W-2", 1, 60 * 24 * 20, null, "Held", Waits.OnPerson),
            Step("W-2", 2, 60 * 24 * 19, "Held", "Closed", Waits.Nothing, final: true),
            Step("W-3", 1, 20, null, "WithCarrier", Waits.OnPartner),
        ]);
        return lives;
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_says_how_much_was_closed_where_time_was_lost_and_opens_the_cases_behind_it()
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/performance", Cancel));

        page.ShouldContain("1 case</a> closed in the last 7 days.");
        page.ShouldContain("Most time was lost <a href=\"#h-bottlenecks\">waiting on a person</a> in Held at Hamburg Altona.");
        page.ShouldContain("<b>1 h 01 min</b>", Case.Sensitive, "the median");
        page.ShouldContain("74 % waiting on a person, 1 % queueing, 25 % waiting on a partner", Case.Sensitive, "60, 1 and 20 minutes");
        page.ShouldContain("href=\"/cases?kind=order&state=Held&node=S101\">Held</a>");
        page.ShouldContain("href=\"/causes?process=order-to-fulfilment&state=Held\">compare</a>");
        var (first, second) = (Place(page, "state=Held&"), Place(page, "state=WithCarrier&"));
        (first > 0 && first < second).ShouldBeTrue($"the greatest loss first; they stand at {first} and {second}");
    }

    [Fact]
    public async Task Bottlenecks_stand_by_the_money_that_they_hold_up_where_that_is_asked_for()
    {
        using var browser = await _house.SignedIn("reader");
        var byTime = Plain(await browser.GetStringAsync("/performance", Cancel));
        byTime.ShouldContain("€ 500.00 now");
        byTime.ShouldContain("href=\"/performance?money=EUR#h-bottlenecks\"");

        var byMoney = Plain(await browser.GetStringAsync("/performance?money=EUR", Cancel));
        byMoney.ShouldContain("Most EUR were held up");
        var (first, second) = (Place(byMoney, "state=WithCarrier&"), Place(byMoney, "state=Held&"));
        (first > 0 && first < second).ShouldBeTrue($"500 for 20 minutes before 80 for an hour; they stand at {first} and {second}");
        Plain(await browser.GetStringAsync("/performance?money=SEK", Cancel))
            .ShouldContain("No case that lost time here is worth something in SEK.");
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("?days=30", 2)]
    [InlineData("?days=30&region=dach&channel=web&node=S101", 2)]
    public async Task What_was_closed_opens_the_cases_of_that_slice_and_period(string slice, int closed)
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync("/performance" + slice, Cancel);
        var (path, number) = Rendered.Doors(page, "/process/").ShouldHaveSingleItem();

        (number, Rendered.Listed(await browser.GetStringAsync(path, Cancel))).ShouldBe((closed, closed), path);
    }

    [Fact]
    public async Task The_slice_and_the_period_stand_in_the_url_and_an_empty_one_says_so()
    {
        using var browser = await _house.SignedIn("operator");
        Plain(await browser.GetStringAsync("/performance?days=30&region=dach", Cancel))
            .ShouldContain("2 cases</a> closed in the last 30 days.");

        var empty = Plain(await browser.GetStringAsync("/performance?region=uk&days=30", Cancel));
        empty.ShouldContain("No case was closed in the last 30 days, and none is open here.");
        empty.ShouldContain("href=\"/performance?region=uk&days=90\"");
        empty.ShouldNotContain("h-bottlenecks");
        Plain(await browser.GetStringAsync("/performance?days=%3Cb%3E&node=%3Cscript%3E", Cancel)).ShouldNotContain("<script>");
    }

    [Fact]
    public async Task Only_who_may_read_cases_sees_it()
    {
        using var store = await _house.SignedIn("store");
        using var answer = await store.GetAsync("/performance", Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static Transition Step(string order, int seq, int minutesAgo, string? from, string to, Waits waits, bool final = false) =>
        MadeUpLives.Row(
            CaseId.Order(order), seq, MadeUpRetailer.Now.AddMinutes(-minutesAgo), from, to, waits, new LookAgain("x"), final: final,
            card: new CaseCard("Made up", "dach", "web", "S101",
                Value: order == "W-3" ? 500m : 80m, Currency: "EUR")) with { Process = "order-to-fulfilment" };

    private static int Place(string page, string text) => page.IndexOf(text, StringComparison.Ordinal);

    private static string Plain(string html) => WebUtility.HtmlDecode(html);
}
