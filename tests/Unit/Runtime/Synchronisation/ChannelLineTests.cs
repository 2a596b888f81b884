using Crossdock.Processes.StockSynchronisation;

namespace Crossdock.Unit.Tests.Runtime.Synchronisation;

/// <summary>What gathers before a channel's case is told, and what is never missed.</summary>
public class ChannelLineTests
{
    private const int TicksASecond = 10;

    private readonly SyncHouse _house = new("web", "app", "till", "bazaar", "plaza");

    [Fact]
    public async Task Five_channels_cost_far_less_than_a_row_an_order_at_a_hundred_orders_a_second()
    {
        const int Seconds = 60;
        const int OrdersATick = 10;
        await Stock(500);
        var before = _house.SyncRows.Count();
        // Each order reserves two lines and has them picked: four rows of ledgers, of SKUs of which some are bought far oftener.
        await _house.Ticks(Seconds * TicksASecond, tick =>
        {
            for (var n = 0; n < OrdersATick * 4; n++)
            {
                _house.Move($"S{(tick * 7919 + n * n * 31) % 500 * ((tick + n) % 3) / 2}", -1);
            }
        });
        await _house.Ticks(5 * TicksASecond);

        var rows = _house.SyncRows.Count() - before;
        ((double)rows / (Seconds * TicksASecond * OrdersATick)).ShouldBeLessThan(0.1);
        rows.ShouldBeGreaterThan(5 * 2 * 10, "figures were told all the while, and not once at the end");
        Differences().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_channel_that_is_down_holds_up_no_other_and_is_told_the_newest_when_it_is_back()
    {
        await Stock(3);
        _house.Down.Add("app");
        for (var sale = 0; sale < 5; sale++)
        {
            _house.Move("S1", -1);
            await _house.Ticks(3 * TicksASecond);
        }

        _house.Books.Of("web", "S1").ShouldBe(94);
        _house.Books.Of("app", "S1").ShouldBe(99);
        _house.Down.Clear();
        await _house.Ticks(5 * TicksASecond);
        _house.Books.Told.Where(told => told.Channel == "app" && told.Figure.Sku == "S1").Select(told => told.Figure.Available)
            .ShouldBe([99, 98, 94], "the one that was under way, and then the newest");
    }

    [Fact]
    public async Task What_goes_and_comes_back_before_it_is_told_costs_no_row()
    {
        await Stock(3);
        _house.Move("S1", -1);
        await _house.Ticks(1);
        var rows = _house.SyncRows.Count();
        _house.Move("S2", -1);
        _house.Move("S2", +1);
        await _house.Ticks(3 * TicksASecond);

        (_house.SyncRows.Count() - rows).ShouldBe(5, "only the answers to S1");
    }

    [Fact]
    public async Task A_movement_that_nobody_heard_is_found_by_the_look_through_the_ledger_since_its_row_was_written()
    {
        await Stock(3);
        _house.Move("S2", -4, heard: false);
        await _house.Ticks(5 * TicksASecond);
        _house.Books.Of("web", "S2").ShouldBe(99);
        await _house.Sweep();
        await _house.Ticks(5 * TicksASecond);

        _house.Books.Of("web", "S2").ShouldBe(95);
        var last = _house.SyncRows.Last(row => row.Facts.Any(fact => fact is FiguresAgreed)).Facts.OfType<FiguresAgreed>().Single();
        last.Milliseconds.Single().ShouldBeInRange(5_000, 6_000);
        _house.SyncRows.SelectMany(row => row.Facts).OfType<SilenceFound>().Count().ShouldBe(5);
    }

    [Fact]
    public async Task Whoever_takes_it_over_goes_on_with_the_run_that_is_open_and_misses_nothing()
    {
        await Stock(3);
        _house.Move("S1", -1, heard: false);
        await _house.TakeUp();
        await _house.Sweep();
        await _house.Ticks(5 * TicksASecond);

        _house.Books.Of("plaza", "S1").ShouldBe(98);
        _house.SyncRows.Count(row => row.Seq == 1).ShouldBe(5, "no second run was begun");
        _house.SyncRows.ShouldNotContain(row => row.Outcome != Contracts.Outcome.Applied);
    }

    private async Task Stock(int skus)
    {
        await _house.TakeUp();
        for (var n = 0; n < skus; n++)
        {
            _house.Move($"S{n}", 100);
        }

        await _house.Ticks(5 * TicksASecond);
        Differences().ShouldBeEmpty();
    }

    private IEnumerable<string> Differences() =>
        from channel in (string[])["web", "app", "till", "bazaar", "plaza"]
        from sku in _house.Skus
        where _house.Books.Of(channel, sku) != _house.Available(sku)
        select $"{channel}: {sku} shows {_house.Books.Of(channel, sku)} and should show {_house.Available(sku)}";
}
