using System.Text.Json;
using Crossdock.Estate.Demo;
using Crossdock.Estate.OrderBook;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Carrier;
using Crossdock.Estate.Systems.StockBooks;
using Crossdock.Estate.Systems.Wms;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The warehouse system's own books: what it did at bins and dock, and what it was told of the rest.</summary>
public sealed class WmsStockTests
{
    private const string Hall = "DC-GB";
    private const string Part = "fulfilment/W-1.1";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly StockBook _book = new() { NotKept = new HashSet<string> { "ST-LEEDS" } };
    private readonly WmsBooks _picks = new();
    private readonly Desk _hall;
    private readonly Desk _road;
    private readonly WmsBehaviour _wms;
    private bool _listens = true;

    public WmsStockTests()
    {
        (_hall, _road) = (Desk("wms"), Desk("carrier"));
        _wms = new WmsBehaviour(_hall, _picks, _book);
        _book.Move(null, Hall, [("A", 10)]);
    }

    [Fact]
    public async Task A_parcel_lies_in_the_hall_until_the_carrier_takes_it()
    {
        await Pick(3);
        Pieces.ShouldBe(10, "it stands at the dock");

        await Collect();
        Pieces.ShouldBe(7);
    }

    [Fact]
    public async Task What_it_did_and_has_not_told_yet_never_rests_though_nothing_is_left()
    {
        _listens = false;
        var (part, _) = await PickShort();
        _book.Move(null, Hall, [("A", -Pieces)]);
        Mark().ShouldNotBe(Mark(), "whoever compares sees that something is on its way");
        _book.Hashes(Hall, 1).ShouldBe([""], "what there is none of is in no hash");

        _listens = true;
        await Tell(_hall, part);
        _book.In(Hall, 1, new HashSet<int> { 0 }).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_not_in_the_bin_when_it_was_picked_is_off_its_books_at_once()
    {
        var (part, missing) = await PickShort();
        Pieces.ShouldBe(10 - missing);

        _wms.Recall(Asked($$"""{"part":"{{part}}"}""")).Status.ShouldBe(409);
        _book.Wrong.ShouldBeEmpty("it is still told, and heard");
        Pieces.ShouldBe(10 - missing);
    }

    [Fact]
    public async Task A_parcel_leaves_once_and_one_of_a_store_is_none_of_its()
    {
        await Pick(3);
        await Collect();
        _wms.Load(Part);
        Pieces.ShouldBe(7);

        _wms.Load("fulfilment/STORE-1");
        Pieces.ShouldBe(7);
    }

    [Fact]
    public void What_it_is_told_it_books_once_by_its_reference_and_of_its_own_halls_only()
    {
        const string Body =
            """{"reference":"wms-4.1:transfer:T-1","node":"DC-GB","lines":[{"sku":"A","pieces":-4},{"sku":"B","pieces":2}]}""";
        _wms.Adjust(Asked(Body)).Status.ShouldBe(201);
        _wms.Adjust(Asked(Body)).Status.ShouldBe(201);
        _wms.Adjust(Asked("""{"reference":"x","node":"ST-LEEDS","lines":[{"sku":"A","pieces":5}]}"""));
        _wms.Adjust(Asked("""{"node":"DC-GB","lines":[]}""")).Status.ShouldBe(400);

        Pieces.ShouldBe(6);
        _book.At.Keys.Select(at => at.Node).Distinct().ShouldBe([Hall]);
        _book.At[("B", Hall)].Pieces.ShouldBe(2);
    }

    [Fact]
    public async Task Where_drift_is_asked_for_it_takes_the_paper_and_loses_the_stock()
    {
        _book.Loses = line => line.StartsWith("loading/", StringComparison.Ordinal);
        await Pick(3);
        await Collect();

        (Pieces, _book.Wrong[("A", Hall)]).ShouldBe((10, 3), "three too many from now on");
    }

    [Fact]
    public void The_report_holds_what_lies_there_against_the_warehouses_books_and_knows_whose_differences_are_whose()
    {
        PositionItem[] ledger = [new("A", Hall, 9, 9, 0, InTransit: 4, 0, 0, 0), new("A", "ST-LEEDS", 5, 5, 0, 0, 0, 0, 0)];
        CaseItem[] found = [Found("discrepancy/erp:DC-GB:B:1", "LeftToKeeper"), Found("discrepancy/wms:DC-GB:B:1", "Healed")];
        var nothing = Array.Empty<string>().ToLookup(one => one);

        var tally = BooksAccounting.Tally(ledger, KeptBooks.OfWarehouse(_book), found, nothing);
        (tally.Found, tally.Healed, tally.LeftToKeeper, tally.Differences, tally.Agrees).ShouldBe((1, 1, 0, 1, false));
        tally.Findings[0].ShouldBe("A at DC-GB: the WMS's books have 10, the ledger 9");

        _book.Spoil("A", Hall, -1);
        var healed = BooksAccounting.Tally(ledger, KeptBooks.OfWarehouse(_book), found, nothing);
        (healed.Differences, healed.WentWrong, healed.Agrees).ShouldBe((0, 1, true));
        BooksAccounting.Tally(ledger, KeptBooks.OfWarehouse(new StockBook()), found, nothing, othersWrong: true).MayFind.ShouldBeTrue();
    }

    private long Pieces => _book.At[("A", Hall)].Pieces;

    private long Mark() => _book.In(Hall, 1, new HashSet<int> { 0 }).Single(at => at.Sku == "A").Stock.Mark;

    private async Task Pick(int pieces, string part = Part)
    {
        _wms.Release(Asked(
            $$"""{"part":"{{part}}","node":"DC-GB","lines":[{"line":1,"sku":"A","quantity":{{pieces}}}]}"""));
        _time.Advance(TimeSpan.FromHours(6));
        await Tell(_hall, part);
    }

    private async Task<(string Part, int Missing)> PickShort()
    {
        for (var n = 1; ; n++)
        {
            await Pick(3, $"fulfilment/W-{n}.9");
            if (_picks.MissingOf($"fulfilment/W-{n}.9")!.Pieces.TryGetValue("A", out var missing))
            {
                return ($"fulfilment/W-{n}.9", missing);
            }
        }
    }

    private Task Collect()
    {
        new CarrierBehaviour(_road, new CarrierBooks(), _wms).Book(Asked($$"""{"part":"{{Part}}","node":"DC-GB","parcels":1}"""));
        _time.Advance(TimeSpan.FromHours(9));
        return Tell(_road);
    }

    private static async Task Tell(Desk desk, string part = Part)
    {
        desk.Callbacks.ReleaseDue();
        await desk.Callbacks.TryHead(part, CancellationToken.None);
    }

    private Desk Desk(string name) => new(name, "secret", 1, _time, _time, (_, _, _) =>
        Task.FromResult(_listens ? new Answer(202, [], 1) : null));

    private static CaseItem Found(string id, string state) =>
        JsonSerializer.Deserialize<CaseItem>($$"""{"case":"{{id}}","state":"{{state}}","final":true}""", WireJson.Options)!;

    private static Request Asked(string body)
    {
        using var document = JsonDocument.Parse(body);
        return new Request("k", document.RootElement.Clone(), new Dictionary<string, string?>());
    }
}
