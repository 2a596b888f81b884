using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Unit.Tests.Dashboard;

public sealed class NowTests
{
    private static readonly MapPicture[] Maps = [MadeUpRetailer.OrderMap, MadeUpRetailer.TaskMap];

    private static readonly Slice All = new(Kind: Slice.Processes);

    [Theory]
    [InlineData(0, 0, 0, "No case is open. Nothing waits for anybody.")]
    [InlineData(40, 0, 0, "All 40 open cases are in time.")]
    [InlineData(1, 0, 0, "All 1 open case is in time.")]
    [InlineData(40, 3, 0, "All 40 open cases are in time, 3 of them at risk.")]
    [InlineData(10_233, 283, 73, "73 of 10,233 open cases are late and 283 are at risk. All of it is awaiting store pick, for a person.")]
    [InlineData(40, 1, 1, "1 of 40 open cases is late and 1 is at risk. All of it is awaiting store pick, for a person.")]
    public void The_headline_says_what_is_the_matter(int open, int risk, int late, string sentence) =>
        Headline.Text(Headline.Of(Figures(Count("AwaitingStorePick", Waits.OnPerson, open, risk, late)), All)).ShouldBe(sentence);

    [Fact]
    public void The_headline_names_a_system_that_does_not_answer()
    {
        var figures = Figures(Count("Releasing", Waits.OnSystem, 5, 0,
            0)) with { Systems = [new SystemRow("erp", 14, 3, "open", 1, 1, 1, null)] };
        Headline.Text(Headline.Of(figures, All)).ShouldBe("All 5 open cases are in time. ERP does not answer: 14 messages wait.");
    }

    [Fact]
    public void Every_number_of_the_headline_is_a_door() =>
        Headline.Of(Figures(Count("Held", Waits.OnPerson, 9, 2, 3)), All).Where(phrase => phrase.Text.Any(char.IsDigit))
            .ShouldAllBe(phrase => phrase.Door != null);

    private static NowFigures Figures(params HeadCount[] counts) => NowFigures.From(counts, Maps, MadeUpRetailer.Network, "late");

    private static HeadCount Count(string state, Waits waits, int open, int risk, int late, string process = "order-to-fulfilment") =>
        new(process, state, waits, "dach", "web", "S101", open, risk, late);
}
