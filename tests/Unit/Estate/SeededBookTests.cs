using Crossdock.Estate.OrderBook;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Estate;

/// <summary>The generated book has the shape of the real one; the facts are those of samples/README.md.</summary>
public sealed class SeededBookTests
{
    private const int Orders = 4000;
    private static readonly List<RetailRow> Rows = [.. SeededBook.Rows(Orders, 11).Select(read => read.Row!)];

    private static readonly List<List<RetailRow>> OrderRows =
    [
        .. Rows.Where(row => !RowRules.IsCancellation(row.Invoice) && row.Quantity > 0 && row.UnitPrice > 0 && !RowRules.IsCharge(row.Sku))
            .GroupBy(row => row.Invoice).Select(group => group.ToList()),
    ];

    [Fact]
    public void lines_per_order_are_many_in_a_few_orders()
    {
        var lines = OrderRows.Select(rows => (double)rows.Count).Order().ToList();
        lines.Average().ShouldBeInRange(19, 26);
        At(lines, 0.5).ShouldBeInRange(10, 15);
        At(lines, 0.9).ShouldBeInRange(38, 54);
    }

    [Theory]
    [InlineData(0.10, 1, 1)]
    [InlineData(0.25, 1, 1)]
    [InlineData(0.50, 2, 4)]
    [InlineData(0.75, 9, 11)]
    [InlineData(0.90, 22, 26)]
    [InlineData(0.99, 80, 125)]
    public void pieces_of_a_line_follow_the_measured_quantiles(double quantile, double least, double most) =>
        At([.. OrderRows.SelectMany(rows => rows).Select(row => (double)row.Quantity).Order()], quantile).ShouldBeInRange(least, most);

    [Theory]
    [InlineData(0.25, 0.9, 1.7)]
    [InlineData(0.50, 1.6, 2.7)]
    [InlineData(0.90, 5.5, 10.5)]
    public void prices_follow_the_measured_quantiles(double quantile, double least, double most) =>
        At([.. Rows.Where(row => row.UnitPrice > 0).DistinctBy(row => row.Sku).Select(row => (double)row.UnitPrice).Order()], quantile)
            .ShouldBeInRange(least, most);

    [Fact]
    public void orders_come_by_day_midday_most_and_never_on_saturday()
    {
        var hours = OrderRows.GroupBy(rows => rows[0].At.Hour).ToDictionary(group => group.Key, group => group.Count());
        hours.MaxBy(hour => hour.Value).Key.ShouldBe(12);
        hours.Keys.ShouldAllBe(hour => hour >= 7 && hour <= 20);
        OrderRows.ShouldNotContain(rows => rows[0].At.DayOfWeek == DayOfWeek.Saturday);
        OrderRows.Count(rows => rows[0].At.DayOfWeek == DayOfWeek.Thursday)
            .ShouldBeGreaterThan(OrderRows.Count(rows => rows[0].At.DayOfWeek == DayOfWeek.Sunday));
    }

    [Fact]
    public void guests_countries_and_repeat_custom_keep_their_shares()
    {
        var orders = Rows.Where(row => !RowRules.IsCancellation(row.Invoice) && row.Quantity > 0).DistinctBy(row => row.Invoice).ToList();
        (orders.Count(row => row.CustomerId is null) / (double)orders.Count).ShouldBeInRange(0.16, 0.20);
        (orders.Count(row => row.Country == "United Kingdom") / (double)orders.Count).ShouldBeInRange(0.88, 0.96);
        var counts = orders.Where(row => row.CustomerId is not null).GroupBy(row => row.CustomerId)
            .Select(group => (double)group.Count()).Order().ToList();
        At(counts, 0.5).ShouldBeInRange(1, 3);
        At(counts, 0.9).ShouldBeInRange(4, 8);
        At(counts, 0.99).ShouldBeInRange(12, 26);
    }

    [Fact]
    public void cancellations_and_write_offs_keep_their_shares()
    {
        var cancelled = Rows.Where(row => RowRules.IsCancellation(row.Invoice)).Select(row => row.Invoice).Distinct().Count();
        (cancelled / (double)Orders).ShouldBeInRange(0.18, 0.22);
        (Rows.Count(row => RowRules.FateOf(row) == RowFate.StockCorrection) / (double)Orders).ShouldBeInRange(0.06, 0.09);
    }

    [Fact]
    public void a_smaller_mean_makes_smaller_orders()
    {
        var mean = SeededBook.Rows(1500, 4, linesMean: 6).Select(read => read.Row!).Where(row => RowRules.FateOf(row) == RowFate.OrderLine)
            .GroupBy(row => row.Invoice).Average(group => group.Count());
        mean.ShouldBeInRange(4.5, 8);
    }

    private static double At(List<double> sorted, double quantile) => sorted[(int)(sorted.Count * quantile)];
}
