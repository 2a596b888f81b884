using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Contracts.Purchasing;
using Crossdock.Runtime;
using Crossdock.Runtime.Replenishment;
using Crossdock.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Runtime;

/// <summary>Reviews by a whole process on a real store: what is proposed, and that no need is ordered twice.</summary>
public abstract class ReviewSuite(StoreFixture fixture)
{
    private static readonly Actor Bea = new("Bea", "buyer");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_need_is_ordered_once_however_often_and_at_once_it_is_reviewed()
    {
        await using var house = await Start();
        var sku = Given.NewCase("stock").Key;
        await Lies(house, sku, "DC-1", 2);

        var reviews = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Desk(house).Run(Asked(Wanted(sku, "DC-1")), Cancel)));
        var after = await Desk(house).Run(Asked(Wanted(sku, "DC-1")), Cancel);

        var told = reviews.SelectMany(review => review.Purchases).Where(one => one.Number is not null).ToList();
        told.Select(one => one.Number).Distinct().ShouldHaveSingleItem();
        told.Count(one => one.Outcome == "proposed").ShouldBe(1);
        (after.Covered, after.Purchases.Length).ShouldBe((1, 0), "what is on order counts");
        (await Ordered(house)).Count(line => line == sku).ShouldBe(1);
    }

    [Fact]
    public async Task Two_reviews_at_once_of_needs_that_overlap_order_each_once()
    {
        await using var house = await Start();
        var (a, b, c) = (Given.NewCase("stock").Key, Given.NewCase("stock").Key, Given.NewCase("stock").Key);

        await Task.WhenAll(
            Desk(house).Run(Asked(Wanted(a, "DC-1"), Wanted(b, "DC-1")), Cancel),
            Desk(house).Run(Asked(Wanted(b, "DC-1"), Wanted(c, "DC-1")), Cancel));

        (await Ordered(house)).Where(sku => sku == a || sku == b || sku == c).Order().ShouldBe(new[] { a, b, c }.Order());
    }

    [Fact]
    public async Task What_another_node_can_spare_is_moved_and_not_bought_as_well()
    {
        await using var house = await Start();
        var sku = Given.NewCase("stock").Key;
        await Lies(house, sku, "DC-1", 500);
        var both = Wanted(sku, "DC-1", "ST-1");

        var first = await Desk(house).Run(Asked(both), Cancel);
        var second = await Desk(house).Run(Asked(both), Cancel);

        var moved = first.Transfers.ShouldHaveSingleItem();
        (moved.From, moved.To, moved.Outcome).ShouldBe(("DC-1", "ST-1", "proposed"));
        first.Purchases.ShouldBeEmpty();
        (second.Transfers.Length, second.Purchases.Length, second.Covered).ShouldBe((0, 0, 2), "what is on its way counts");
    }

    [Fact]
    public async Task One_order_goes_to_a_supplier_for_a_node_and_what_is_over_the_most_waits()
    {
        await using var house = await Start();
        var skus = Enumerable.Range(0, 3).Select(_ => Wanted(Given.NewCase("stock").Key, "ST-1")).ToArray();
        var other = Wanted(Given.NewCase("stock").Key, "DC-1");

        var review = await Desk(house).Run(Asked([.. skus, other]) with { Most = 1 }, Cancel);

        review.Purchases.Length.ShouldBe(2);
        review.Purchases.Single(one => one.Outcome == "proposed").Number.ShouldNotBeNull();
        review.Purchases.Single(one => one.Outcome == "waiting").Number.ShouldBeNull();
        review.Purchases.Max(one => one.Lines.Length).ShouldBe(3);
    }

    [Fact]
    public async Task A_dry_run_proposes_nothing()
    {
        await using var house = await Start();
        var sku = Given.NewCase("stock").Key;

        var shown = await Desk(house).Run(Asked(Wanted(sku, "DC-1")) with { DryRun = true }, Cancel);

        shown.Purchases.ShouldHaveSingleItem().Outcome.ShouldBe("shown");
        (await Ordered(house)).ShouldNotContain(sku);
    }

    private static ReplenishmentDesk Desk(House house) => house.Of<ReplenishmentDesk>();

    /// <summary>The SKU of every line that was ever ordered.</summary>
    private static async Task<List<string>> Ordered(House house)
    {
        var lines = new List<string>();
        foreach (var head in await house.Of<IHeads>().Search(new HeadFilter(Kind: "purchase"), HeadOrder.Oldest, 0, 1_000, Cancel))
        {
            var rows = await house.Of<IJournal>().ReadCase(head.Case, 0, Cancel);
            lines.AddRange(((PurchaseProposed)house.Of<JournalJson>().Read(rows[0].Body).Message.Data).Lines.Select(line => line.Sku));
        }

        return lines;
    }

    private static Task Lies(House house, string sku, string node, int pieces) => house.Of<ITellCases>().Tell(
        new Envelope(
            $"in-{sku}-{node}", "test", CaseId.Stock(sku), TimeProvider.System.GetUtcNow(), Bea,
            new StockInstructed(sku, [new StockInstruction(StockAct.Receive, node, pieces, null, "In.")], null)),
        Cancel);

    private static ReviewAsked Asked(params SkuSituation[] skus) => new([.. skus], [], [], DryRun: false, Most: 100, Bea, null);

    /// <summary>Ten a day at each node, and a supplier who takes a week.</summary>
    private static SkuSituation Wanted(string sku, params string[] nodes) => new(
        sku, "Thing", null,
        [.. nodes.Select(node => new NodeSituation(
            node, [.. Enumerable.Repeat(new SoldDay(10), 40)], new StockThere(0),
            [new SupplyTerms("SUP-A", 4m, "GBP", Pack: 1, MinimumPieces: 0, AgreedLeadDays: 7, LeadDays: [])]))]);

    private async Task<House> Start()
    {
        await (await fixture.OpenAnother()).DisposeAsync();
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.ClearProviders());
        builder.Services.AddSingleton(Network()).AddSingleton(TimeProvider.System).AddSingleton(BusinessClock.Wall(TimeProvider.System))
            .AddSingleton<IOutbound, SilentWorld>().AddCrossdockStorage(fixture.Address!);
        builder.AddCrossdockRuntime();
        var house = builder.Build();
        await house.StartAsync(Cancel);
        return new House(house);
    }

    private static RetailNetwork Network()
    {
        return new RetailNetwork(
            "Test", [new Region("UK", "Britain", ["GB"], "GBP")], [new Channel("web", "Web shop", "web")],
            [Place("DC-1", NodeKind.Dc), Place("ST-1", NodeKind.Store)]);

        static Node Place(string id, NodeKind kind) =>
            new(id, id, kind, "UK", "GB", "Europe/London", 53.8, -1.5, 500, new TimeOnly(16, 0), [], []);
    }

    private sealed class House(IHost host) : IAsyncDisposable
    {
        public T Of<T>()
            where T : notnull => host.Services.GetRequiredService<T>();

        public async ValueTask DisposeAsync()
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }

    /// <summary>Systems that take everything and answer nothing.</summary>
    private sealed class SilentWorld : IOutbound
    {
        public IReadOnlyList<OutboundQueue> Queues => [];

        public IReadOnlyCollection<string> OnTheWay => [];

        public bool Handles(Effect effect) => effect is PostPurchase or SendPurchase or PostTransfer;

        public void Send(OutboundEffect effect)
        {
        }

        public void Hurry(string key)
        {
        }

        public void Drop(string key)
        {
        }
    }
}

public sealed class ReviewOnSqliteTests(SqliteFixture fixture) : ReviewSuite(fixture), IClassFixture<SqliteFixture>;

public sealed class ReviewOnPostgresTests(PostgresFixture fixture) : ReviewSuite(fixture), IClassFixture<PostgresFixture>;
