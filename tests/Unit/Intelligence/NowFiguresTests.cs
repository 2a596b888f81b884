using CsCheck;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Crossdock.Unit.Tests.Dashboard;

namespace Crossdock.Unit.Tests.Intelligence;

public sealed class NowFiguresTests
{
    private static readonly MapPicture[] Maps = [MadeUpRetailer.OrderMap, MadeUpRetailer.TaskMap];

    [Fact]
    public void Sums_over_processes_and_waits_are_the_same()
    {
        var figures = Figures(
            Count("Held", Waits.OnPerson, 9, 2, 3),
            Count("WithCarrier", Waits.OnPartner, 7, 1, 0),
            Count("Open", Waits.OnPerson, 100, 1, 1, "task"));
        figures.Cases.ShouldBe(new Load(16, 3, 3));
        figures.Tasks.Open.ShouldBe(100);
        figures.Waits.Sum(share => share.Open).ShouldBe(16);
        figures.Waits.Sum(share => share.Percent).ShouldBe(100);
        figures.Health.Sum(row => row.Load.Open).ShouldBe(16);
        figures.Health.SelectMany(row => row.Cells).Sum(cell => cell.Load.Open).ShouldBe(16);
        (figures.Nodes.Sum(node => node.Load.Open) + figures.OtherNodes.Open).ShouldBe(16);
    }

    [Fact]
    public void The_worst_node_and_the_slowest_state_come_first_by_what_is_late_and_then_at_risk()
    {
        var figures = Figures(
            Count("Held", Waits.OnPerson, 50, 2, 1, node: "S101"),
            Count("WithCarrier", Waits.OnPartner, 9, 0, 2, node: "DC1"),
            Count("Sourcing", Waits.OnSystem, 5, 3, 1, node: "S102"));

        figures.Nodes.Select(node => node.Node).ShouldBe(["DC1", "S102", "S101"]);
        figures.Slowest.Select(state => state.State).ShouldBe(["WithCarrier", "Sourcing", "Held"]);
    }

    [Theory]
    [InlineData(1, 10, 5, 1000, Unusual.No)]
    [InlineData(9, 100, 20, 1000, Unusual.FarAbove)]
    [InlineData(5, 100, 20, 1000, Unusual.Above)]
    [InlineData(2, 100, 20, 1000, Unusual.No)]
    [InlineData(200, 1000, 200, 1000, Unusual.No)]
    public void Tint_says_unusual_and_never_just_large(int count, int open, int allCount, int allOpen, Unusual tint) =>
        NowFigures.Compare(count, open, allCount, allOpen).ShouldBe(tint);

    [Fact]
    public void A_minute_without_orders_counts_as_zero_and_the_running_minute_is_left_out()
    {
        var minute = new DateTimeOffset(2026, 11, 24, 9, 42, 0, TimeSpan.Zero);
        var trend = OrderTrend.Of([new(minute, 99, 0), new(minute.AddMinutes(-1), 10, 0), new(minute.AddMinutes(-61), 4, 0)], minute);
        trend.Now.Length.ShouldBe(61);
        trend.PerMinute.ShouldBe(2);
        trend.Before[^2].ShouldBe(4);
    }

    [Fact]
    public void Shares_of_anything_add_up_to_a_hundred() =>
        Gen.Long[0, 5_000].Array[1, 9].Sample(parts =>
        {
            var shares = Shares.InPercent(parts);
            return shares.Sum() == (parts.Sum() == 0 ? 0 : 100) && shares.Zip(parts).All(pair => pair.Second > 0 || pair.First == 0);
        });

    private static NowFigures Figures(params HeadCount[] counts) => NowFigures.From(counts, Maps, MadeUpRetailer.Network, "late");

    private static HeadCount Count(
        string state, Waits waits, int open, int risk, int late, string process = "order-to-fulfilment", string node = "S101") =>
        new(process, state, waits, "dach", "web", node, open, risk, late);
}
