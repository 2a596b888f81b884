using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Overview;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence;

public sealed class HeadlineTests
{
    public static TheoryData<int, int, int, int, string> Sentences => new()
    {
        { 0, 0, 0, 0, "No case is open." },
        { 1, 0, 0, 0, "The one open case is in time." },
        { 1_200, 0, 0, 0, "All 1,200 open cases are in time." },
        { 10_233, 283, 73, 60, "73 of 10,233 open cases are late and 283 are at risk. Most stand in Awaiting pick in DACH: 60." },
        { 10, 0, 1, 1, "1 of 10 open cases is late. It stands in Awaiting pick in DACH." },
        { 10, 0, 4, 2, "4 of 10 open cases are late." },
        { 10, 3, 0, 0, "3 of 10 open cases are at risk. All of them stand in Posting in DACH." },
    };

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_headline_says_what_is_the_matter_or_that_nothing_is(int open, int atRisk, int late, int latePicking, string sentence)
    {
        var health = OverviewReader.Sum(DateTimeOffset.UnixEpoch, open == 0
            ? []
            :
            [
                new HeadCount("order", "AwaitingPick", Waits.OnPerson, "dach", "web", "HAMBURG", latePicking, 0, latePicking),
                new HeadCount("order", "Posting", Waits.OnSystem, "dach", "web", null, open - latePicking, atRisk, late - latePicking),
            ]);

        var parts = Headline.Of(health, (_, state) => state == "AwaitingPick" ? "Awaiting pick" : state, region =>
            region.ToUpperInvariant());

        string.Concat(parts.Select(part => part.Text)).ShouldBe(sentence);
        parts.ShouldAllBe(part => part.Text.Length > 0);
        if (late > 0)
        {
            parts[0].Slice.ShouldBe("open=true&clock=late");
        }
    }

    [Fact]
    public void The_cells_of_health_add_up_to_its_total_and_the_worst_node_comes_first()
    {
        var health = OverviewReader.Sum(DateTimeOffset.UnixEpoch,
        [
            new HeadCount("order", "A", Waits.OnPerson, "uk", "web", "LEEDS", 5, 2, 1),
            new HeadCount("order", "B", Waits.OnPerson, "uk", "app", "HULL", 9, 0, 2),
            new HeadCount("return", "A", Waits.OnPerson, null, null, null, 3, 1, 0),
        ]);

        health.Cells.Aggregate(HealthFigures.None, (sum, cell) => sum + cell.Figures).ShouldBe(health.Total);
        health.Total.ShouldBe(new HealthFigures(17, 3, 3));
        health.Nodes.Select(node => node.Node).ShouldBe(["HULL", "LEEDS"]);
    }
}
