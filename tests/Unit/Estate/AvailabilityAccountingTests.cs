using Crossdock.Contracts.Messages;
using Crossdock.Estate.Demo;
using Crossdock.Estate.Systems.Availability;
using Crossdock.Estate.Wire;
using Crossdock.Processes.StockSynchronisation;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

public sealed class AvailabilityAccountingTests
{
    private readonly AvailabilityShelves _web = new();

    [Theory]
    [InlineData(8, false, false, 0)]
    [InlineData(9, false, false, 1)]
    [InlineData(9, true, false, 0)]
    [InlineData(9, false, true, 0)]
    [InlineData(null, false, false, 1)]
    public void a_figure_that_is_not_the_ledgers_less_the_buffer_is_a_difference_unless_an_exception_is_open(
        int? shown, bool refused, bool lags, int differences)
    {
        if (shown is { } pieces)
        {
            _web.Show("web", "A", pieces, 1);
        }

        var tally = Tally(Channel(refused ? ["A"] : [], lags), Position("A", "N1", 7), Position("A", "N2", 3), Position("A", "N3", -4));
        tally.Differences.ShouldBe(differences, string.Join("; ", tally.Findings));
        tally.Exceptions.ShouldBe((refused ? 1 : 0) + (lags ? 1 : 0));
    }

    [Fact]
    public void a_figure_of_a_sku_that_the_ledger_has_not_is_a_difference_unless_it_is_none()
    {
        _web.Show("web", "GONE", 0, 1);
        Tally(Channel([], false)).Differences.ShouldBe(0);
        _web.Show("web", "GONE", 2, 2);
        Tally(Channel([], false)).Findings.ShouldHaveSingleItem().ShouldContain("GONE");
    }

    [Fact]
    public void a_channel_that_nobody_keeps_up_to_date_is_a_difference()
    {
        _web.Show("kiosk", "A", 1, 1);
        Tally(Channel([], false)).Findings.ShouldHaveSingleItem().ShouldContain("kiosk");
    }

    [Fact]
    public void an_older_figure_that_comes_late_is_left_aside()
    {
        _web.Show("web", "A", 5, 2);
        _web.Show("web", "A", 9, 1);
        _web.Show("web", "A", 9, 2);

        (_web.Of("web")["A"], _web.Overtaken).ShouldBe((5, 2));
    }

    [Fact]
    public void both_sides_reckon_the_same_hashes_from_the_contract_each_for_itself()
    {
        string[] skus = [.. Enumerable.Range(0, 500).Select(n => $"SKU-{n}"), "85123A", "a.b:c_d-e", "Z"];
        foreach (var (sku, n) in skus.Select((sku, n) => (sku, n)))
        {
            _web.Show("web", sku, n, 1);
        }

        _web.Hashes("web", Buckets.Count).ShouldBe(Buckets.Hashes(skus.Select((sku, n) => new KnownFigure(sku, n, 1))));
        _web.In("web", Buckets.Count, new HashSet<int> { Buckets.Of("85123A") }).ShouldContain(one => one.Sku == "85123A");
        _web.Show("web", "Z", 7, 2);
        _web.Hashes("web", Buckets.Count).Zip(Buckets.Hashes(skus.Select((sku, n) => new KnownFigure(sku, n, 1))))
            .Count(pair => pair.First != pair.Second).ShouldBe(1);
    }

    private AvailabilityTally Tally(ChannelSyncItem channel, params PositionItem[] ledger) => AvailabilityAccounting.Tally(
        [channel], ledger, new Dictionary<string, AvailabilityShelves> { ["web"] = _web });

    private static ChannelSyncItem Channel(string[] refused, bool lags) => new(
        "web", "web", "Current", 0, null, null, 1, 0, 0, lags, new BufferItem(0, 2, 1m), [.. refused.Select(sku => new RefusalItem(sku))]);

    private static PositionItem Position(string sku, string node, int available) => new(sku, node, available, available, 0, 0, 0, 0, 0);
}
