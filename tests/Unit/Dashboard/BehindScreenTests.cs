using System.Text.RegularExpressions;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The cases behind a figure of a process, page by page.</summary>
public sealed partial class BehindScreenTests : IAsyncLifetime
{
    private const int Many = (2 * Slice.PageSize) + 7;

    private readonly string _folder = Directory.CreateTempSubdirectory("behind-").FullName;
    private readonly string _path = new ProcessSlice("order-to-fulfilment", "dach", Days: 30).Door(new FlowSubject.Closed())!;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var lives = new MadeUpLives();
        lives.Rows.AddRange(Enumerable.Range(0, Many).SelectMany(Life));
        var journal = new PiecemealJournal(lives);
        await Rebuilding.Run(journal, journal, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpLives.Hours, file, "store", Cancel);
        _house = await DashboardHouse.Open(instead: (services, heads) =>
        {
            services.AddSingleton(file).AddSingleton(MadeUpLives.Hours);
            heads.All.Clear();
            heads.All.AddRange(lives.Rows.GroupBy(row => row.Case).Select((rows, i) =>
                rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, i + 1))!));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Every_case_is_on_one_page_and_each_page_says_how_many_there_are()
    {
        using var browser = await _house.SignedIn("reader");
        var (seen, path, pages) = (new List<string>(), _path, 0);
        while (path is not null)
        {
            var page = await browser.GetStringAsync(path, Cancel);
            Rendered.Listed(page).ShouldBe(Many, path);
            seen.AddRange(Rows().Matches(page).Select(row => row.Groups[1].Value));
            pages++;
            path = Next().Match(page) is { Success: true } next ? System.Net.WebUtility.HtmlDecode(next.Groups[1].Value) : null!;
        }

        pages.ShouldBe(3);
        seen.Count.ShouldBe(Many);
        seen.Distinct().Count().ShouldBe(Many);
        seen[0].ShouldBe("W-0", "the oldest first");
    }

    [Fact]
    public async Task A_page_that_is_no_more_shows_the_last_and_one_that_is_none_the_first()
    {
        using var browser = await _house.SignedIn("reader");
        Rendered.Text(await browser.GetStringAsync(_path + "&page=99", Cancel)).ShouldContain("101 to 107 of 107, oldest first");
        Rendered.Text(await browser.GetStringAsync(_path + "&page=2", Cancel)).ShouldContain("51 to 100 of 107, oldest first");
        Rendered.Text(await browser.GetStringAsync(_path + "&page=none", Cancel)).ShouldContain("1 to 50 of 107, oldest first");
    }

    private static IEnumerable<Transition> Life(int number)
    {
        Transition Step(int seq, int hoursAgo, string? from, string to, Waits waits, bool final = false) => MadeUpLives.Row(
            CaseId.Order($"W-{number}"), seq, MadeUpRetailer.Now.AddHours(-hoursAgo).AddSeconds(number), from, to, waits,
            new LookAgain("x"), final: final, card: new CaseCard("Made up", "dach", "web", "S101")) with
        {
            Process = "order-to-fulfilment",
        };
        yield return Step(1, 100, null, "Held", Waits.OnPerson);
        yield return Step(2, 90, "Held", "Closed", Waits.Nothing, final: true);
    }

    [GeneratedRegex("href=\"/cases/order/([^\"]+)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("rel=\"next\" href=\"([^\"]*)\"")]
    private static partial Regex Next();
}
