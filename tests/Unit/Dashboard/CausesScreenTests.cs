using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The numbers of the screen of causes and the lists behind them, over cases that one node is slow with.</summary>
public sealed class CausesScreenTests : IAsyncLifetime
{
    private const int Slow = 45, Fast = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("causes-").FullName;
    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var lives = new MadeUpLives();
        for (var i = 0; i < Slow + Fast; i++)
        {
            lives.Rows.AddRange(Life($"W-{i}", days: 1, minutes: i < Slow ? 200 + i : 10 + (i % 7), i < Slow ? "S101" : "S102"));
        }

        for (var i = 0; i < 5; i++)
        {
            lives.Rows.AddRange(Life($"OLD-{i}", days: 20, minutes: 300, "S101"));
        }

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
    [InlineData("", Slow)]
    [InlineData("&days=30", Slow + 5)]
    [InlineData("&state=Held", Slow)]
    public async Task A_claim_opens_the_cases_of_its_slice_and_period(string slice, int cases)
    {
        using var browser = await _house.SignedIn("reader");
        var page = await browser.GetStringAsync("/causes?process=order-to-fulfilment" + slice, Cancel);
        var (path, number) = Rendered.Doors(page, "/process/").ShouldHaveSingleItem();

        path.ShouldContain("node=S101");
        (number, Rendered.Listed(await browser.GetStringAsync(path, Cancel))).ShouldBe((cases, cases), path);
        Rendered.Text(page).Contains("A number opens the cases with the trait that came into Held", StringComparison.Ordinal)
            .ShouldBe(slice.Contains("state", StringComparison.Ordinal), "where the list is not the very cases, it is said");
    }

    private static IEnumerable<Transition> Life(string order, int days, int minutes, string node)
    {
        Transition Step(int seq, double at, string? from, string to, Waits waits, bool final = false) => MadeUpLives.Row(
            CaseId.Order(order), seq, MadeUpRetailer.Now.AddDays(-days).AddMinutes(at), from, to, waits, new LookAgain("x"), final: final,
            card: new CaseCard("Made up", "dach", "web", node)) with { Process = "order-to-fulfilment" };
        yield return Step(1, 0, null, "Held", Waits.OnPerson);
        yield return Step(2, minutes, "Held", "Closed", Waits.Nothing, final: true);
    }
}
