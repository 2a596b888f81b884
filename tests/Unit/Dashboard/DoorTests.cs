using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>Every number of the overview that is a link opens a list of as many cases: the links are those of the page.</summary>
public sealed class DoorTests : IAsyncLifetime
{
    private static readonly MapPicture Returns = MadeUpRetailer.OrderMap with { Process = "return-to-refund", Kind = "return" };

    private static readonly MapPicture Stock = Book("stock-ledger", "stock"), Prices = Book("price-book", "price");

    private DashboardHouse _house = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _house = await DashboardHouse.Open(instead: (services, heads) =>
    {
        services.AddSingleton<IMaps>(new FakeMaps(MadeUpRetailer.OrderMap, Returns, MadeUpRetailer.TaskMap, Stock, Prices));
        heads.All.Clear();
        heads.All.AddRange(Heads());
    });

    public async ValueTask DisposeAsync() => await _house.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/?figure=open")]
    [InlineData("/?figure=risk&region=dach")]
    [InlineData("/?figure=open&region=nordics&channel=web")]
    [InlineData("/?channel=app&kind=order")]
    [InlineData("/?node=S101&figure=open")]
    [InlineData("/?kind=return&region=dach&figure=open")]
    [InlineData("/?kind=processes&owner=Buying&text=O-1&state=Held")]
    public async Task A_number_opens_as_many_cases_as_it_says(string url)
    {
        using var browser = await _house.SignedIn("reader");
        var doors = Rendered.Doors(await browser.GetStringAsync(url, Cancel), "/cases?");

        doors.Count.ShouldBeGreaterThan(15);
        doors.ShouldContain(door => door.Number > 0);
        foreach (var (path, number) in doors)
        {
            (await Listed(browser, path)).ShouldBe(number, $"{path} on {url}");
        }
    }

    [Fact]
    public async Task All_processes_are_neither_tasks_nor_ledgers_nor_books()
    {
        using var browser = await _house.SignedIn("reader");
        (await Listed(browser, "/cases")).ShouldBe(Heads().Count());
        (await Listed(browser, "/cases?kind=processes")).ShouldBe(Heads().Count(head => head.Case.Kind is "order" or "return"));
        Rendered.Text(await browser.GetStringAsync("/cases?kind=processes", Cancel)).ShouldContain("open cases of all processes");
    }

    [Fact]
    public async Task What_waits_for_its_time_is_late_on_no_screen()
    {
        using var browser = await _house.SignedIn("reader");
        (await Listed(browser, "/cases?state=WaitingForStock")).ShouldBeGreaterThan(0);
        (await Listed(browser, "/cases?state=WaitingForStock&clock=late")).ShouldBe(0);
        (await Listed(browser, "/cases?state=Held&clock=late")).ShouldBeGreaterThan(0);
    }

    /// <summary>Of each kind some in several regions, channels and nodes, some without any of these, and some past their time.</summary>
    private static IEnumerable<CaseHead> Heads()
    {
        (string Kind, MapPicture Map, string State, Waits Waits)[] kinds =
        [
            ("order", MadeUpRetailer.OrderMap, "Held", Waits.OnPerson), ("order", MadeUpRetailer.OrderMap, "Sourcing", Waits.OnSystem),
            ("order", MadeUpRetailer.OrderMap, "WaitingForStock", Waits.OnTime), ("return", Returns, "Held", Waits.OnPerson),
            ("task", MadeUpRetailer.TaskMap, "Open", Waits.OnPerson), ("stock", Stock, "Open", Waits.OnSystem),
            ("price", Prices, "Open", Waits.OnTime),
        ];
        (string? Region, string? Channel, string? Node)[] places =
            [("dach", "web", "S101"), ("dach", "app", "S102"), ("dach", null, "S101"), ("nordics", "web", "S201"), ("uk", "app", null),
                (null, "web", null), (null, null, null)];
        var number = 0;
        foreach (var (kind, map, state, waits) in kinds)
        {
            foreach (var (place, minutes) in places.SelectMany(place => new[] { -30, 30, 300 }.Select(minutes => (place, minutes))))
            {
                var id = new CaseId(kind, $"O-{++number}");
                yield return new CaseHead(
                    number, id, map.Process, map.Version, 1, state, waits, MadeUpRetailer.Now.AddHours(-1), MadeUpRetailer.Now.AddHours(-1),
                    null, MadeUpRetailer.Now, new Deadline(
                        state, TimeSpan.FromHours(1), "always", MadeUpRetailer.Now, MadeUpRetailer.Now.AddMinutes(minutes), 1),
                    null, 0, new CaseCard($"{id}", place.Region, place.Channel, place.Node, Kind: kind == "task" ? "Pick" : null));
            }
        }
    }

    private static MapPicture Book(string process, string kind) => new(
        process, kind, 1, OwnerGroup.SupplyChain,
        [
            new MapState("Open", "Open", Waits.OnTime, OwnerGroup.SupplyChain, null, null, false),
            new MapState("Closed", "Closed", Waits.Nothing, null, null, null, true),
        ],
        []);

    private static async Task<int> Listed(HttpClient browser, string path) =>
        Rendered.Listed(await browser.GetStringAsync(path, Cancel));
}
