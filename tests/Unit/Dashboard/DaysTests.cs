using System.Net;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Three days of a few orders, each counted by hand: the last 24 hours, the 24 before, and those of a week ago.</summary>
public sealed class DaysTests : IAsyncLifetime
{
    private const int Hour = 60, Day = 24 * Hour;

    private readonly string _folder = Directory.CreateTempSubdirectory("days-").FullName;
    private AnalysisFile _file = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static FakeMaps Maps => new(MadeUpRetailer.OrderMap, MadeUpRetailer.FulfilmentMap);

    public async ValueTask InitializeAsync()
    {
        _file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var lives = new MadeUpLives();
        lives.Rows.AddRange(
        [
            .. Order("T-1", 3 * Hour, Hour), .. Order("T-2", 20 * Hour, 19 * Hour, region: "uk"),
            .. Order("Y-1", Day + Hour + 1, Day + 1), .. Order("Y-2", Day + (23 * Hour), Day + (20 * Hour)),
            .. Order("Y-3", 3 * Day, (2 * Day) - 1),
            .. Order("B-1", 4 * Day, 3 * Day),
            .. Order("W-1", (7 * Day) + (5 * Hour), (7 * Day) + 1),
        ]);
        var journal = new PiecemealJournal(lives);
        await Rebuilding.Run(journal, journal, Maps, MadeUpLives.Hours, _file, "store", Cancel);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Each_day_has_what_was_closed_in_it_and_a_day_without_any_is_not_known()
    {
        var clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));
        using var figures = new FigureReader(_file, Maps, MadeUpLives.Hours, clock);
        var reader = new DayTrendReader(figures, Maps, clock);

        var all = (await reader.Read(new Place(), Cancel)).Processes.ShouldHaveSingleItem();
        all.Process.ShouldBe("order-to-fulfilment");
        all.Closed.ShouldBe(new DayValue(2, 3, 1));
        all.Median.ShouldBe(new DayValue(90 * 60, 3 * Hour * 60, ((5 * Hour) - 1) * 60), "of 1 and 2 hours; of 1, 3 and 24; of 5");
        all.Kept.ShouldBe(new DayValue(null, null, null), "no stay had a deadline");
        all.Troubled.ShouldBe(new DayValue(0, 0, 0));

        var uk = (await reader.Read(new Place(Region: "uk"), Cancel)).Processes.ShouldHaveSingleItem();
        uk.Closed.ShouldBe(new DayValue(1, null, null));
        (await reader.Read(new Place(Node: "nowhere"), Cancel)).Processes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_order_that_stands_late_today_makes_no_day_worse_than_another()
    {
        var lives = new MadeUpLives();
        lives.Rows.AddRange(
        [
            .. Order("T-1", 3 * Hour, Hour, dueMinutesAgo: 30), .. Order("T-2", 3 * Hour, Hour, dueMinutesAgo: 2 * Hour),
            .. Order("Y-1", Day + (3 * Hour), Day + Hour, dueMinutesAgo: Day + (2 * Hour)),
            .. Order("Y-2", Day + Hour, Day + 1, dueMinutesAgo: 5),
            .. Order("OLD", 20 * Day, 0, dueMinutesAgo: 19 * Day).Take(1),
        ]);
        var file = new AnalysisFile(Path.Combine(_folder, "late.db"));
        var journal = new PiecemealJournal(lives);
        await Rebuilding.Run(journal, journal, Maps, MadeUpLives.Hours, file, "store", Cancel);
        var clock = BusinessClock.Wall(new FakeTimeProvider(MadeUpRetailer.Now));
        using var figures = new FigureReader(file, Maps, MadeUpLives.Hours, clock);

        (await new DayTrendReader(figures, Maps, clock).Read(new Place(), Cancel)).Processes.ShouldHaveSingleItem()
            .Kept.ShouldBe(new DayValue(50, 50, null));
        (await figures.Read(FigureCatalogue.Find("sla-adherence")!, new FigureSlice(From: MadeUpRetailer.Now.AddDays(-1)), Cancel))
            .Rows.ShouldHaveSingleItem().Value!.Value.ShouldBe(100 / 3d, 0.01, "what stands late counts now");
    }

    [Fact]
    public async Task The_first_screen_shows_the_days_once_they_are_read_and_does_not_wait_for_them()
    {
        await using var house = await DashboardHouse.Open(
            instead: (services, _) => services.AddSingleton(_file).AddSingleton(MadeUpLives.Hours));
        using var browser = await house.SignedIn("reader");
        var page = "";
        // It is read beside the screen: each look shows either that, or what was read.
        while (!page.Contains("class=\"rows days\"", StringComparison.Ordinal))
        {
            (page.Length == 0 || page.Contains("The days are being counted.", StringComparison.Ordinal)).ShouldBeTrue(page);
            page = WebUtility.HtmlDecode(await browser.GetStringAsync("/now/fragment", Cancel));
        }

        page.ShouldContain("href=\"/process/order-to-fulfilment/cases?of=closed&days=1\">2</a>");
        var days = page[page.IndexOf("class=\"rows days\"", StringComparison.Ordinal)..];
        days.ShouldContain(">−1</td><td class=\"r nowrap q\">+1</td>", Case.Sensitive, "closed, against 3 and 1");
        days.ShouldContain("1 h 30 min");
    }

    private static IEnumerable<Transition> Order(
        string number, int openedMinutesAgo, int closedMinutesAgo, string region = "dach", int? dueMinutesAgo = null) =>
    [
        Step(number, 1, openedMinutesAgo, null, "Held", Waits.OnPerson, region) with
        {
            Deadline = dueMinutesAgo is { } due
                ? new Deadline(
                    "held", TimeSpan.FromHours(1), "always", MadeUpRetailer.Now.AddMinutes(-due - Hour),
                    MadeUpRetailer.Now.AddMinutes(-due), 1)
                : null,
        },
        Step(number, 2, closedMinutesAgo, "Held", "Closed", Waits.Nothing, region),
    ];

    private static Transition Step(string order, int seq, int minutesAgo, string? from, string to, Waits waits, string region) =>
        MadeUpLives.Row(
            CaseId.Order(order), seq, MadeUpRetailer.Now.AddMinutes(-minutesAgo), from, to, waits, new LookAgain("x"), final: seq == 2,
            card: new CaseCard("Made up", region, "web", "S101")) with { Process = "order-to-fulfilment" };
}
