using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Cases;
using Crossdock.Runtime.Replenishment;
using Crossdock.Unit.Tests.Api;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Replenishment;

/// <summary>What a review reads of the business by itself: what lies where, what is to come, and who waits.</summary>
public class KnownSupplyTests
{
    private readonly World _world = new();

    [Fact]
    public async Task A_purchase_counts_as_on_order_from_its_proposal_to_the_shelf()
    {
        _world.Propose(Bought("P-1", pieces: 100));
        (await At(Dc)).OnOrder.ShouldBe(100, "it waits for approval");

        Confirmed("P-1");
        _world.Arrives("P-1", "R-1", "A", 60, damaged: 10);
        (await At(Dc)).OnOrder.ShouldBe(50, "what was kept is here, what was broken is still to come");
    }

    [Fact]
    public async Task Goods_that_are_counted_and_not_yet_on_the_shelf_are_still_on_order()
    {
        _world.Propose(Bought("P-1", pieces: 100));
        Confirmed("P-1");
        _world.Hold<SettleStock>();
        _world.Arrives("P-1", "R-1", "A", 60);

        var there = await At(Dc);
        (there.Available, there.OnOrder).ShouldBe((0, 100));
    }

    [Fact]
    public async Task Of_a_purchase_that_was_taken_back_only_what_is_on_its_way_still_comes()
    {
        _world.Propose(Bought("P-1", pieces: 100));
        Confirmed("P-1");
        _world.Advises("P-1", "D-1", "A", 30);
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.OnTheWay);
        (await At(Dc)).OnOrder.ShouldBe(30);
    }

    [Fact]
    public async Task Of_a_purchase_that_only_the_ERP_keeps_open_nothing_comes()
    {
        _world.Refuses<ClosePurchase>("Period closed.");
        _world.Propose(Bought("P-1", pieces: 100));
        Confirmed("P-1");
        _world.Arrives("P-1", "R-1", "A", 60);
        _world.Tell(PurchaseId("P-1"), new PurchaseCancelAsked("Not needed."));

        _world.PurchaseAt("P-1").ShouldBe(PurchaseState.Unclosed);
        (await At(Dc)).OnOrder.ShouldBe(0);
    }

    [Fact]
    public async Task A_transfer_counts_at_its_receiver_from_the_moment_it_is_asked_for()
    {
        _world.Receive("A", Dc, 30);
        _world.Tell(TransferId("T-1"), Moved("T-1", 12));

        (await At(Leeds)).InTransit.ShouldBe(12);
        (await At(Dc)).ShouldBe(new StockThere(18));
    }

    [Fact]
    public async Task A_customer_who_waits_counts_where_the_goods_have_to_be_and_is_named()
    {
        _world.Place(Collected("W-1", Leeds, Line(1, "A", 5))).Place(Shipped("W-2", Line(1, "A", 2)));

        var known = await Read(Dc, Leeds);
        known.Skus.Single().Nodes.Select(at => (at.Node, at.Stock.BackOrdered)).ShouldBe([(Dc, 2), (Leeds, 5)]);
        known.Waiting.Select(one => (one.Node, one.Order.Order, one.Order.Sku)).ShouldBe(
            [(Leeds, CaseId.Order("W-1"), "A"), (Dc, CaseId.Order("W-2"), "A")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_an_order_already_holds_is_not_waited_for()
    {
        _world.Receive("A", Dc, 3).Place(Shipped("W-1", Line(1, "A", 5)));

        (await At(Dc)).BackOrdered.ShouldBe(2);
    }

    private void Confirmed(string number)
    {
        _world.DoAs(World.Buyer, $"Approve {number}", "approve-purchase");
        _world.Confirms(number, new ConfirmedLine("A", 100, 10m));
    }

    private async Task<StockThere> At(string node) => (await Read(node)).Skus.Single().Nodes.Single().Stock;

    private Task<SupplyKnown> Read(params string[] nodes)
    {
        var catalogue = ProcessCatalogue.Retail;
        var heads = new InMemoryHeads();
        foreach (var rows in _world.Journal.GroupBy(row => row.Case))
        {
            var head = rows.Aggregate((CaseHead?)null, (head, row) => HeadFold.Next(head, row, 1))!;
            if (head.Closed is null)
            {
                heads.All.Add(head);
            }
        }

        var stock = new InMemoryStock { All = [.. nodes.Where(_ => _world.Ledgers.ContainsKey("A")).Select(Position)] };
        var cases = new FoldedCases(new WrittenDown(_world, catalogue.Json()), catalogue.Json(), catalogue, Rulebook.Of(Network));
        var supply = new KnownSupply(heads, cases, new WaitingOrders(heads, cases), stock, Rulebook.Of(Network));
        return supply.Read(
            [new SkuSituation("A", "Thing A", null, [.. nodes.Select(node => new NodeSituation(node, [], new StockThere(99), []))])],
            TestContext.Current.CancellationToken);
    }

    private StockPosition Position(string node)
    {
        var stock = _world.Stock("A", node);
        return new StockPosition(
            "A", node, 0, stock.Available, stock.Reserved, stock.InTransit, stock.Sold, stock.Adjusted, stock.Received);
    }

    /// <summary>The world's rows, as a journal keeps them.</summary>
    private sealed class WrittenDown(World world, JournalJson json) : IJournal
    {
        public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<JournalRow>>(
                [.. world.RowsOf(id).Select(row => new JournalRow(1, id, row.Seq, row.At, json.Write(row), []))]);

        public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();

        public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
            throw new NotSupportedException();

        public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();
    }
}
