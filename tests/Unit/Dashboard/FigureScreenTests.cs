using System.Net;
using System.Text.RegularExpressions;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Every figure has a page: its values, what they were before, what it means, and the cases behind it.</summary>
public sealed class FigureScreenTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("figures-").FullName;
    private DashboardHouse _house = null!;

    public static TheoryData<string> Names => [.. FigureCatalogue.All.Select(figure => figure.Name)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var journal = new PiecemealJournal(PerformanceScreenTests.Lives());
        await Rebuilding.Run(journal, journal, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpLives.Hours, file, "store", Cancel);
        _house = await DashboardHouse.Open(instead: (services, _) => services.AddSingleton(file).AddSingleton(MadeUpLives.Hours));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task All_figures_stand_on_one_page_each_with_its_owner_and_a_page_of_its_own()
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/figures", Cancel));

        foreach (var figure in FigureCatalogue.All)
        {
            page.ShouldContain($"href=\"/figures/{figure.Name}\">{figure.Title}</a>");
        }

        page.ShouldContain("<b data-figure=\"cycle-time\">1 h 01 min</b>");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_figure_says_what_it_counts_and_what_not(string name)
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/figures/" + name, Cancel));
        var figure = FigureCatalogue.Find(name)!;

        page.ShouldContain(figure.Formula);
        page.ShouldContain(figure.Counts);
        page.ShouldContain(figure.CountsNot);
        page.ShouldContain($"{figure.Title}");
    }

    [Fact]
    public async Task A_value_stands_beside_that_of_the_period_before()
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/figures/cycle-time?days=7", Cancel));
        page.ShouldContain("Cycle time of Order to fulfilment: median 1 h 01 min.");

        // Of the order that was closed 19 days ago, in the last 30 days; nothing was closed in the 30 before.
        var longer = Plain(await browser.GetStringAsync("/figures/throughput?days=30", Cancel));
        longer.ShouldContain("Throughput of Order to fulfilment: closed 2 cases.");
        var shorter = Plain(await browser.GetStringAsync("/figures/throughput?days=7", Cancel));
        shorter.ShouldNotContain("7 days before.", Case.Sensitive, "nothing was closed 7 to 14 days ago");
    }

    [Fact]
    public async Task A_change_is_told_against_the_period_before()
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync("/figures/throughput?days=30&process=order-to-fulfilment", Cancel));
        page.ShouldContain("out of");

        var cell = new Crossdock.Host.Dashboard.Figures.FigureCell(new FigureRow("p", null, "share", "%", 90, 10), 95.5);
        cell.Change.ShouldBe("−5.5 points");
        (cell with { Before = null }).Change.ShouldBe("");
        (cell with { Row = cell.Row with { Unit = "s" }, Like = 60, Before = 120 }).Change.ShouldBe("−1 min");
        (cell with { Before = 90 }).Change.ShouldBe("±0");
        (cell with { Like = 95.5 }).Change.ShouldBe("±0", "what stands late now was in no period before");
    }

    [Fact]
    public async Task A_number_opens_as_many_cases()
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync("/figures/throughput?days=30", Cancel);
        var (path, number) = Rendered.Doors(page, "/process/").Last();

        (number, Rendered.Listed(await browser.GetStringAsync(path, Cancel))).ShouldBe((2, 2), path);
    }

    [Fact]
    public async Task What_began_opens_as_many_cases_of_its_channel_whether_they_are_closed_or_not()
    {
        using var browser = await _house.SignedIn("reader");
        var doors = Rendered.Doors(await browser.GetStringAsync("/figures/intake?days=30", Cancel), "/process/").ToList();
        doors.Count.ShouldBeGreaterThan(1);
        foreach (var (path, number) in doors)
        {
            number.ShouldBeGreaterThan(0);
            Rendered.Listed(await browser.GetStringAsync(path, Cancel)).ShouldBe(number, path);
        }
    }

    [Fact]
    public async Task The_values_come_as_csv_with_the_definition_s_own_numbers()
    {
        using var browser = await _house.SignedIn("reader");
        using var answer = await browser.GetAsync("/figures/cycle-time/csv?days=30", Cancel);

        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await answer.Content.ReadAsStringAsync(Cancel))
            .ShouldStartWith("process,of,measure,unit,value,base\r\norder-to-fulfilment,,p50,s,");
    }

    [Theory]
    [InlineData("/figures/no-such-figure")]
    [InlineData("/figures/no-such-figure/csv")]
    [InlineData("/figures/no-such-figure/fragment")]
    public async Task What_is_no_figure_is_not_found(string path)
    {
        using var browser = await _house.SignedIn("reader");
        using var answer = await browser.GetAsync(path, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/performance")]
    [InlineData("/figures")]
    [InlineData("/figures/cycle-time")]
    [InlineData("/causes")]
    [InlineData("/roi")]
    public async Task It_lives_without_a_reload(string path)
    {
        using var browser = await _house.SignedIn("reader");
        var page = Plain(await browser.GetStringAsync(path + "?days=30", Cancel));
        page.ShouldContain($"data-live-from=\"{path}/fragment?days=30\"");

        var fragment = Plain(await browser.GetStringAsync(path + "/fragment?days=30", Cancel));
        fragment.ShouldNotContain("<html");
        foreach (Match part in Regex.Matches(page, "data-live=\"[a-z-]+\""))
        {
            fragment.ShouldContain(part.Value, Case.Sensitive, $"what lives on {path} is sent again");
        }

        using var store = await _house.SignedIn("store");
        using var refused = await store.GetAsync(path + "/fragment", Cancel);
        refused.StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    private static string Plain(string html) => WebUtility.HtmlDecode(html);
}
