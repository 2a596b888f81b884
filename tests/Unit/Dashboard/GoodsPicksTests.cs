using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Suppliers and categories of goods can be chosen where cases had to do with any.</summary>
public sealed class GoodsPicksTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("goods-").FullName;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var lives = new MadeUpLives();
        lives.Rows.AddRange([.. Life("W-1", "SUP-A", "lamps"), .. Life("W-2", "SUP-B", "lamps"), .. Life("W-3", null, null)]);
        var journal = new PiecemealJournal(lives);
        await Rebuilding.Run(journal, journal, new FakeMaps(MadeUpRetailer.OrderMap), MadeUpLives.Hours, file, "store", Cancel);
        _house = await DashboardHouse.Open(instead: (services, _) => services.AddSingleton(file).AddSingleton(MadeUpLives.Hours));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("/performance")]
    [InlineData("/performance?process=order-to-fulfilment")]
    [InlineData("/process/order-to-fulfilment")]
    [InlineData("/causes?process=order-to-fulfilment")]
    [InlineData("/roi")]
    public async Task A_supplier_and_a_category_can_be_chosen_and_stay_chosen(string path)
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync(path, Cancel);
        page.ShouldContain("<select name=\"supplier\">");
        (page.Split("<option value=\"SUP-").Length - 1, page.Split("<option value=\"lamps\"").Length - 1).ShouldBe((2, 1));

        var chosen = await browser.GetStringAsync(
            path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "supplier=SUP-A&category=lamps", Cancel);
        chosen.ShouldContain("<option value=\"SUP-A\" selected");
        chosen.ShouldContain("<option value=\"lamps\" selected");
        WebUtility.HtmlDecode(chosen).ShouldContain("supplier=SUP-A&category=lamps", Case.Sensitive, "its links keep them");
    }

    [Fact]
    public async Task Performance_counts_those_of_a_supplier_and_opens_them()
    {
        using var browser = await _house.SignedIn("reader");
        foreach (var (slice, closed) in new[] { ("", 3), ("?supplier=SUP-B", 1), ("?category=lamps", 2) })
        {
            var (path, number) = Rendered.Doors(await browser.GetStringAsync("/performance" + slice, Cancel), "/process/")
                .ShouldHaveSingleItem();
            (number, Rendered.Listed(await browser.GetStringAsync(path, Cancel))).ShouldBe((closed, closed), path);
        }
    }

    [Fact]
    public async Task Where_nobody_is_known_there_is_nothing_to_choose_and_what_the_url_names_can_be_left_out()
    {
        using var browser = await _house.SignedIn("reader");
        (await browser.GetStringAsync("/process/fulfilment", Cancel)).ShouldNotContain("name=\"supplier\"");
        (await browser.GetStringAsync("/process/fulfilment?supplier=GONE", Cancel)).ShouldContain("<option value=\"GONE\" selected");
    }

    [Fact]
    public async Task A_process_can_be_set_against_a_node()
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync("/process/order-to-fulfilment?node=S102&against=node:S101", Cancel);
        page.ShouldContain("<option value=\"node:S101\" selected");
        page.ShouldNotContain("<option value=\"node:S102\"");
        Rendered.Text(page).ShouldContain("Against Hamburg Altona");
    }

    private static IEnumerable<Transition> Life(string order, string? supplier, string? category)
    {
        Transition Step(int seq, int hoursAgo, string? from, string to, Waits waits, bool final = false) => MadeUpLives.Row(
            CaseId.Order(order), seq, MadeUpRetailer.Now.AddHours(-hoursAgo), from, to, waits, new LookAgain("x"), final: final,
            card: new CaseCard(
                "Made up", "dach", "web", "S101", Terms: supplier is null ? [] : [$"supplier:{supplier}", $"category:{category}"])) with
        {
            Process = "order-to-fulfilment",
        };
        yield return Step(1, 20, null, "Held", Waits.OnPerson);
        yield return Step(2, 10, "Held", "Closed", Waits.Nothing, final: true);
    }
}
