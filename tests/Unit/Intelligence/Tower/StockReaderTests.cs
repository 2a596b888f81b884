using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Stock;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Unit.Tests.Dashboard;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Tower;

public sealed class StockReaderTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 42, 0, TimeSpan.Zero);
    private static readonly JournalJson Json = ProcessCatalogue.Retail.Json();

    private readonly FakeHeads _heads = new();
    private readonly FakeJournal _journal = new(Json);
    private readonly LedgersInMemory _stock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private StockReader Reader => new(_stock, _heads, _journal, BusinessClock.Wall(new FakeTimeProvider(Now)));

    [Fact]
    public async Task A_page_asks_for_its_own_skus_only_and_sums_them_over_the_nodes()
    {
        for (var i = 0; i < 60; i++)
        {
            Sku($"SKU-{i:00}");
        }

        _stock.All = [At("SKU-03", "LEEDS", 10, 4, 1), At("SKU-03", "YORK", 2, 0, 0), At("SKU-59", "YORK", 9, 0, 0)];

        var first = await Reader.Levels(null, null, 1, Cancel);

        (first.Count, first.Pages, first.Skus.Length).ShouldBe((60, 3, StockReader.PageSize));
        _stock.Asked.ShouldBe(StockReader.PageSize);
        first.Skus[3].ShouldBe(new SkuLevel("SKU-03", 2, 12, 4, 1, 8, Now));
        (await Reader.Levels("SKU-5", null, 1, Cancel)).Count.ShouldBe(10);
        (await Reader.Levels(null, null, 9_999, Cancel)).Page.ShouldBe(3);
    }

    [Fact]
    public async Task Of_a_node_only_what_it_keeps_is_shown_and_what_was_looked_at_is_said()
    {
        for (var i = 0; i < 130; i++)
        {
            Sku($"SKU-{i:000}");
        }

        _stock.All = [At("SKU-003", "LEEDS", 10, 0, 0), At("SKU-004", "YORK", 2, 0, 0), At("SKU-120", "LEEDS", 9, 0, 0)];

        var first = await Reader.Levels(null, "LEEDS", 1, Cancel);

        first.Skus.Select(level => level.Sku).ShouldBe(["SKU-003"]);
        (first.Looked, first.Pages).ShouldBe((StockReader.PageOfNode, 2));
        (await Reader.Levels(null, "LEEDS", 2, Cancel)).Skus.Single().Sku.ShouldBe("SKU-120");
        (await Reader.Levels("nothing", "LEEDS", 1, Cancel)).Looked.ShouldBe(0);
    }

    [Fact]
    public async Task Movements_are_the_ledgers_own_rows_with_the_case_that_asked_or_whoever_reported()
    {
        Tell(1, "movement/till/7", "store/phone", new Actor("Aylin", "store"), StockAct.Receive, "LEEDS", 10, null);
        Tell(2, "movement/till/8", "store/phone", new Actor("Aylin", "store"), StockAct.Receive, "YORK", 3, null);
        Tell(3, "order/WEB-1#4.0/85123A", "runtime/stock", Actor.System("Stock ledger"), StockAct.Reserve, "LEEDS", 2, "WEB-1@LEEDS");

        var story = (await Reader.Sku("85123A", null, 1, Cancel))!;

        story.Movements.Select(one => (one.Row, one.Node, one.From, one.To, one.Pieces, one.Case?.ToString())).ShouldBe(
        [
            (3, "LEEDS", "Available", "Reserved", 2, "order/WEB-1"), (2, "YORK", "Received", "Available", 3, null),
            (1, "LEEDS", "Received", "Available", 10, null),
        ]);
        (story.Movements[2].Source, story.Movements[2].Who).ShouldBe(("store/phone", "Aylin"));
        (await Reader.Sku("85123A", "YORK", 1, Cancel))!.Movements.Single().Row.ShouldBe(2);
    }

    [Fact]
    public async Task A_long_ledger_is_read_from_its_end_and_a_sku_that_nobody_has_is_none()
    {
        for (var seq = 1; seq <= StockReader.MostRows + 40; seq++)
        {
            Tell(seq, $"movement/till/{seq}", "store/phone", Actor.Crossdock, StockAct.Receive, "LEEDS", 1, null);
        }

        var story = (await Reader.Sku("85123A", null, 1, Cancel))!;

        (story.MovementCount, story.Earlier, story.Movements[0].Row).ShouldBe((StockReader.MostRows, 40, StockReader.MostRows + 40));
        (await Reader.Sku("85123A", null, 9_999, Cancel))!.Movements[^1].Row.ShouldBe(41);
        foreach (var hostile in new[] { "NONE", "../x", "<b>", "a b", new string('x', 101) })
        {
            (await Reader.Sku(hostile, null, 1, Cancel)).ShouldBeNull(hostile);
        }
    }

    private void Sku(string sku, int seq = 1)
    {
        _heads.All.RemoveAll(head => head.Case.Key == sku);
        _heads.All.Add(new CaseHead(
            _heads.All.Count + 1, CaseId.Stock(sku), "stock-ledger", 1, seq, LedgerProcess.OnTheBooks, Waits.Nothing, Now, Now, null, Now,
            null, null, 0, new CaseCard($"Stock of {sku}")));
    }

    /// <summary>One row as the ledger itself decides it.</summary>
    private void Tell(int seq, string id, string source, Actor who, StockAct act, string node, int pieces, string? reservation)
    {
        var sku = CaseId.Stock("85123A");
        var message = new StockInstructed(sku.Key, [new StockInstruction(act, node, pieces, reservation, "sale")], null);
        var before = StockFacts.Fold(
            StockItem.Empty, new StockMoved(node, Account.Received, Account.Available, 100, "what was there before"));
        _journal.Add(new Transition(
            sku, seq, Now.AddMinutes(seq), "stock-ledger", 1, new Envelope(id, source, sku, Now, who, message), Outcome.Applied, null,
            LedgerProcess.OnTheBooks, false, Waits.Nothing, [.. Ledger.Decide(before, message, Now).Facts], [], null, null, "", []));
        Sku(sku.Key, seq);
    }

    private static StockPosition At(string sku, string node, int onHand, int reserved, int inTransit) =>
        new(sku, node, onHand, onHand - reserved, reserved, inTransit, 0, 0, onHand);

    private sealed class LedgersInMemory : IReadStock
    {
        public ImmutableArray<StockPosition> All { get; set; } = [];

        public int Asked { get; private set; }

        public ValueTask<ImmutableArray<StockPosition>> Positions(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel)
        {
            Asked += skus.Count;
            return ValueTask.FromResult(
                All.Where(at => skus.Contains(at.Sku) && (node is null || at.Node == node)).ToImmutableArray());
        }

        public ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) =>
            throw new NotSupportedException();

        public ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
