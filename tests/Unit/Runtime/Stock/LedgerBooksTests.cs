using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Dashboard;
using Journalled = Crossdock.Unit.Tests.Dashboard.FakeJournal;
using Given = Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Runtime.Stock;

/// <summary>The ledger as another system's books see it, and which open case explains that they differ.</summary>
public sealed class LedgerBooksTests : IDisposable
{
    private const int Buckets = 8;

    private static readonly CaseId Order = CaseId.Order("W-1");
    private static readonly CaseId Part = Given.Part("W-1-1");
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();

    private readonly FakeHeads _heads = new();
    private readonly Journalled _journal = new(Json);
    private readonly Kept _kept = new();
    private readonly LedgerBooks _books;
    private int _told;

    public LedgerBooksTests() =>
        _books = new LedgerBooks(_kept, _journal, _kept, Json, Given.Network, new OpenMatters(_heads, _journal, Json));

    [Fact]
    public async Task What_an_ERP_calls_stock_has_goods_in_transit_in_it_and_what_lies_there_has_not()
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        Move("A", Part, Account.Available, Account.Reserved, 4);
        Move("A", Part, Account.Reserved, Account.InTransit, 3);

        (await Hashes(StockMeasure.Owned)).ShouldBe(Places.Hashes([("A", Given.Leeds, 10)], Buckets));
        (await Hashes(StockMeasure.Lying)).ShouldBe(Places.Hashes([("A", Given.Leeds, 7)], Buckets));
    }

    [Fact]
    public async Task Only_what_differs_is_told_with_the_last_row_that_moved_it_by_the_measure()
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        Move("A", Part, Account.Available, Account.Reserved, 4);
        Move("B", Part, Account.Received, Account.Available, 5);
        Move("C", Part, Account.Received, Account.Available, 7);

        var places = await Differing([new HeldStock("A", Given.Leeds, 9, 3), new HeldStock("B", Given.Leeds, 5, 1),
            new HeldStock("D", Given.Leeds, 2, 1)]);

        places.Select(at => (at.Sku, at.Theirs, at.Mark, at.Ours, at.Row, at.Available)).ShouldBe(
            [("A", 9, 3, 10, 1, 6), ("C", 0, 0, 7, 1, 7), ("D", 2, 1, 0, 0, 0)], "to reserve is no movement of what is there");
    }

    [Fact]
    public async Task A_supplier_and_a_place_that_nobody_knows_have_no_books_of_ours()
    {
        Move("A", Part, Account.Received, Account.Available, 10, "NOWHERE");

        (await Differing([new HeldStock("B", "ELSEWHERE", 3, 1), new HeldStock("not a sku", Given.Leeds, 3, 1)])).ShouldBeEmpty();
        (await Hashes(StockMeasure.Owned)).ShouldAllBe(hash => hash == "");
    }

    [Fact]
    public async Task What_a_part_delivered_is_on_its_way_until_the_ERP_has_answered_its_order()
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        Move("A", Part, Account.Available, Account.Sold, 2);
        Head(Part, "Delivered", closed: true, new CaseCard("A part", Parent: Order));
        Head(Order, "Fulfilling", closed: false, new CaseCard("An order"));
        (await OpenOfA()).ShouldBe([Part.ToString()]);

        _journal.Add(Row(Order, 1, new DeliveryPosted("DEL-1", "INV-1", Part.ToString()), []));
        (await OpenOfA()).ShouldBeEmpty("another part of the order may wait for weeks");
    }

    [Fact]
    public async Task A_mover_that_is_open_explains_it_only_while_it_may_still_tell()
    {
        var purchase = new CaseId("purchase", "P-1");
        Move("A", purchase, Account.Received, Account.Available, 10);
        Head(purchase, "Awaiting", closed: false, new CaseCard("A purchase"));
        (await OpenOfA()).ShouldBeEmpty("it waits for its next delivery");

        _heads.All.Clear();
        Head(purchase, "Refused", closed: false, new CaseCard("A purchase", Exception: ExceptionCategory.IntegrationFailed));
        (await OpenOfA()).ShouldBe([purchase.ToString()]);
    }

    [Theory]
    [InlineData("adjustment")]
    [InlineData("variance")]
    [InlineData("discrepancy")]
    public async Task Who_sees_to_it_already_explains_it(string kind)
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        Head(new CaseId(kind, "X"), "Open", closed: false, new CaseCard("Seen to", Node: Given.Leeds, Terms: ["sku:A"]));
        Head(new CaseId(kind, "Y"), "Open", closed: false, new CaseCard("Elsewhere", Node: Given.Dc, Terms: ["sku:A"]));
        Head(new CaseId(kind, "Z"), "Over", closed: true, new CaseCard("Over", Node: Given.Leeds, Terms: ["sku:A"]));

        (await OpenOfA()).ShouldBe([$"{kind}/X"]);
    }

    [Fact]
    public async Task Who_has_asked_the_ledger_to_move_it_explains_it_until_it_has_moved()
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        _journal.Add(Row(Part, 1, new ParcelCollected("T-1"), []) with
        {
            Effects =
            [
                new RequestedEffect($"{Part}#1.1", new SettleStock(
                    [new StockOrder("A", new StockInstruction(StockAct.Ship, Given.Leeds, 2, "R", "Loaded."))])),
            ],
        });
        _heads.InFlight.Add(new InFlightEffect($"{Part}#1.1", Part, "settle-stock", Given.Now));
        (await OpenOfA()).ShouldBe([Part.ToString()]);

        _heads.InFlight.Clear();
        (await OpenOfA()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("wms:DC-1", false)]
    [InlineData($"wms:{Given.Dc}-2", true)]
    public async Task While_the_keeper_of_a_place_cannot_be_compared_nobody_elses_difference_there_is_believed(string books, bool explained)
    {
        using var compared = new LedgerBooks(
            _kept, _journal, _kept, Json, Given.Network, new OpenMatters(_heads, _journal, Json), new ComparedBooks(
            [
                new BooksOfStock("erp", StockMeasure.Owned, null), new BooksOfStock("wms", StockMeasure.Lying, Given.Dc),
            ]));
        Move("A", Part, Account.Received, Account.Available, 10, Given.Dc);
        Head(new CaseId(ComparisonMap.Kind, books), "Lagging", closed: false, new CaseCard("Books"));
        var erp = new HoldLedgerAgainst(
            "erp", StockMeasure.Owned, null, Buckets, [.. Enumerable.Range(0, Buckets)], [new HeldStock("A", Given.Dc, 9, 1)]);

        var open = ((LedgerHeld)await compared.Hold(erp)).Places.ShouldHaveSingleItem().Open;
        open.ShouldBe(explained ? [$"{ComparisonMap.Kind}/{books}"] : []);

        _heads.All.Clear();
        Head(new CaseId(ComparisonMap.Kind, books), "Resting", closed: false, new CaseCard("Books"));
        ((LedgerHeld)await compared.Hold(erp)).Places[0].Open.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_else_keeps_books_of_the_place_is_told_with_what_differs()
    {
        using var books = new LedgerBooks(
            _kept, _journal, _kept, Json, Given.Network, new OpenMatters(_heads, _journal, Json), new ComparedBooks(
            [
                new BooksOfStock("erp", StockMeasure.Owned, null), new BooksOfStock("wms", StockMeasure.Lying, Given.Dc),
            ]));
        Move("A", Part, Account.Received, Account.Available, 10, Given.Dc);
        Move("B", Part, Account.Received, Account.Available, 10);

        var places = ((LedgerHeld)await books.Hold(new HoldLedgerAgainst(
            "erp", StockMeasure.Owned, null, Buckets, [.. Enumerable.Range(0, Buckets)], []))).Places;
        places.Single(at => at.Sku == "A").Beside.ShouldBe([new BooksBeside("wms", StockMeasure.Lying)]);
        places.Single(at => at.Sku == "B").Beside.IsDefault.ShouldBeTrue("a store's stock only the ERP keeps");
    }

    [Theory]
    [InlineData(6, "AwaitingHandover", true)]
    [InlineData(5, "AwaitingHandover", false)]
    [InlineData(10, "AwaitingHandover", false)]
    [InlineData(6, "WarehousePicking", false)]
    public async Task A_parcel_at_the_dock_explains_that_a_warehouse_has_fewer_as_far_as_it_has_pieces(
        int lies, string state, bool explains)
    {
        Move("A", Part, Account.Received, Account.Available, 9, Given.Dc);
        var aside = new StockSetAside($"{Order.Key}@{Given.Dc}", Given.Dc, 3, null);
        _journal.Add(Row(
            CaseId.Stock("A"), 2, new StockInstructed("A", [], null),
            [new StockMoved(Given.Dc, Account.Available, Account.Reserved, 3, "Reserved."), aside, new StockMadeFirm(aside.Reservation)]));
        Head(Part, state, closed: false, new CaseCard("A part", Node: Given.Dc, Parent: Order));

        var places = ((LedgerHeld)await _books.Hold(new HoldLedgerAgainst(
            "wms", StockMeasure.Lying, Given.Dc, Buckets, [.. Enumerable.Range(0, Buckets)],
            [new HeldStock("A", Given.Dc, lies, 1)]))).Places;
        places.ShouldHaveSingleItem().Open.ShouldBe(explains ? [Part.ToString()] : Array.Empty<string>());
    }

    [Fact]
    public async Task A_system_that_is_named_no_longer_is_held_against_nothing()
    {
        using var books = new LedgerBooks(
            _kept, _journal, _kept, Json, Given.Network, new OpenMatters(_heads, _journal, Json),
            new ComparedBooks([new BooksOfStock("erp", StockMeasure.Owned, null)]));
        Move("A", Part, Account.Received, Account.Available, 10, Given.Dc);

        (await books.Hold(new HoldLedgerAgainst(
            "wms", StockMeasure.Lying, Given.Dc, Buckets, [.. Enumerable.Range(0, Buckets)], []))).ShouldBeOfType<LedgerNotHeld>();
    }

    [Fact]
    public async Task A_row_that_came_since_the_hashes_is_seen_when_it_is_held()
    {
        Move("A", Part, Account.Received, Account.Available, 10);
        await Hashes(StockMeasure.Owned);
        Move("A", Part, Account.Available, Account.Sold, 1);

        (await Differing([new HeldStock("A", Given.Leeds, 9, 2)])).ShouldBeEmpty();
    }

    public void Dispose() => _books.Dispose();

    private async Task<ImmutableArray<string>> Hashes(StockMeasure measure) =>
        ((LedgerHashed)await _books.Hash(new HashLedger(measure, null, Buckets))).Hashes;

    private async Task<ImmutableArray<PlaceDiffers>> Differing(ImmutableArray<HeldStock> held) =>
        ((LedgerHeld)await _books.Hold(new HoldLedgerAgainst(
            "erp", StockMeasure.Owned, null, Buckets, [.. Enumerable.Range(0, Buckets)], held))).Places;

    private async Task<ImmutableArray<string>> OpenOfA() =>
        (await Differing([new HeldStock("A", Given.Leeds, 99, 1)])).Single(at => at.Sku == "A").Open;

    private void Move(string sku, CaseId by, Account from, Account to, int pieces, string node = Given.Leeds)
    {
        var moved = new StockMoved(node, from, to, pieces, "Moved.");
        _kept.Known.Add(sku);
        var id = CaseId.Stock(sku);
        var seq = _journal.Feed.Count(row => row.Row.Case == id) + 1;
        _journal.Add(Row(id, seq, new StockInstructed(sku, [], null), [moved], $"{by}#{++_told}.1/{sku}"));
    }

    private Transition Row(CaseId id, int seq, Message message, ImmutableArray<Fact> facts, string? told = null) => new(
        id, seq, Given.Now.AddMinutes(seq), "test", 1,
        new Envelope(told ?? $"told-{++_told}", "test", id, Given.Now, Actor.System("Test"), message), Outcome.Applied, null, "There",
        false, Waits.Nothing, facts, [], null, null, "", []);

    private void Head(CaseId id, string state, bool closed, CaseCard card) => _heads.All.Add(new CaseHead(
        _heads.All.Count + 1, id, "test", 1, 1, state, Waits.OnSystem, Given.Now, Given.Now, closed ? Given.Now : null, Given.Now, null,
        null, 0, card));

    /// <summary>The SKUs that there are, and no snapshot of any.</summary>
    private sealed class Kept : IReadStock, ISnapshots
    {
        public SortedSet<string> Known { get; } = new(StringComparer.Ordinal);

        public ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel) => ValueTask.FromResult<
            ImmutableArray<string>>([.. Known.Where(sku => string.CompareOrdinal(sku, after) > 0).Take(max)]);

        public ValueTask<ImmutableArray<StockPosition>> Positions(
            IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<Snapshot?> Read(CaseId id, CancellationToken cancel) => Task.FromResult<Snapshot?>(null);

        public Task Save(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<Snapshot>> ReadAll(string kind, CancellationToken cancel) => throw new NotSupportedException();
    }
}
