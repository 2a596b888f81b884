using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Reading;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class NowTests
{
    private static readonly MapPicture[] Maps = [MadeUpRetailer.OrderMap, MadeUpRetailer.TaskMap];

    [Theory]
    [InlineData(0, 0, 0, "No case is open. Nothing waits for anybody.")]
    [InlineData(40, 0, 0, "All 40 open cases are in time.")]
    [InlineData(1, 0, 0, "All 1 open case is in time.")]
    [InlineData(40, 3, 0, "All 40 open cases are in time, 3 of them at risk.")]
    [InlineData(10_233, 283, 73, "73 of 10,233 open cases are late and 283 are at risk. All of it is awaiting store pick, for a person.")]
    [InlineData(40, 1, 1, "1 of 40 open cases is late and 1 is at risk. All of it is awaiting store pick, for a person.")]
    public void The_headline_says_what_is_the_matter(int open, int risk, int late, string sentence) =>
        Headline.Text(Headline.Of(Figures(Count("AwaitingStorePick", Waits.OnPerson, open, risk, late)))).ShouldBe(sentence);

    [Fact]
    public void The_headline_names_a_system_that_does_not_answer()
    {
        var figures = Figures(Count("Releasing", Waits.OnSystem, 5, 0,
            0)) with { Systems = [new SystemRow("erp", 14, 3, "open", 1, 1, 1, null)] };
        Headline.Text(Headline.Of(figures)).ShouldBe("All 5 open cases are in time. ERP does not answer: 14 messages wait.");
    }

    [Fact]
    public void Every_number_of_the_headline_is_a_door() =>
        Headline.Of(Figures(Count("Held", Waits.OnPerson, 9, 2, 3))).Where(phrase => phrase.Text.Any(char.IsDigit)).ShouldAllBe(phrase =>
            phrase.Door != null);

    [Fact]
    public void Sums_over_processes_and_waits_are_the_same()
    {
        var figures = Figures(
            Count("Held", Waits.OnPerson, 9, 2, 3), Count("WithCarrier", Waits.OnPartner, 7, 1, 0),
                Count("Open", Waits.OnPerson, 100, 1, 1, "task"));
        figures.Cases.ShouldBe(new Load(16, 3, 3));
        figures.Tasks.Open.ShouldBe(100);
        figures.Waits.Sum(share => share.Open).ShouldBe(16);
        figures.Waits.Sum(share => share.Percent).ShouldBe(100);
        figures.Health.Sum(row => row.Load.Open).ShouldBe(16);
        figures.Health.SelectMany(row => row.Cells).Sum(cell => cell.Load.Open).ShouldBe(16);
        (figures.Nodes.Sum(node => node.Load.Open) + figures.OtherNodes.Open).ShouldBe(16);
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
        var trend = NowReader.Trend([new(minute, 99, 0), new(minute.AddMinutes(-1), 10, 0), new(minute.AddMinutes(-61), 4, 0)], minute,
            TimeSpan.FromHours(1));
        trend.Now.Length.ShouldBe(61);
        trend.PerMinute.ShouldBe(2);
        trend.Before[^2].ShouldBe(4);
    }

    private static NowFigures Figures(params HeadCount[] counts) => NowFigures.From(counts, Maps, MadeUpRetailer.Network, "late");

    private static HeadCount Count(string state, Waits waits, int open, int risk, int late, string process = "order-to-fulfilment") =>
        new(process, state, waits, "dach", "web", "S101", open, risk, late);
}
