using Crossdock.Intelligence.Flow;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.Flow;

public sealed class FlowTests
{
    [Fact]
    public void events_of_the_same_instant_stay_as_they_stood_in_the_file()
    {
        var flow = Of(new("1", "b", 10), new("1", "a", 10), new("1", "c", 5));
        flow.TopVariants.Single().Activities.ShouldBe(["c", "b", "a"]);
    }

    [Fact]
    public void an_event_without_a_time_stands_behind_the_one_before_it_and_takes_no_part_in_times()
    {
        var flow = Of(new("1", "c", 30), new("1", "x", null), new("1", "a", 10), new("1", "y", null), new("1", "b", 20));
        flow.TopVariants.Single().Activities.ShouldBe(["a", "y", "b", "c", "x"]);
        flow.Arcs.Select(arc => (arc.From, arc.To, arc.Count, arc.Times?.Mean))
            .ShouldBe([("a", "y", 1, null), ("b", "c", 1, 10.0), ("c", "x", 1, null), ("y", "b", 1, null)]);
        flow.CaseDuration!.Max.ShouldBe(20);
    }

    [Fact]
    public void a_log_without_times_has_an_order_and_no_durations()
    {
        var flow = Of(new("1", "a", null), new("1", "b", null), new("2", "a", null));
        flow.Arcs.Single().ShouldBe(new Arc("a", "b", 1, null));
        (flow.CaseDuration, flow.ArrivalSeconds).ShouldBe((null, null));
    }

    [Fact]
    public void an_empty_log_has_figures_too() => Of().ShouldSatisfyAllConditions(
        flow => (flow.Events, flow.Cases, flow.Variants, flow.Arcs.Count, flow.TopVariants.Count).ShouldBe((0, 0, 0, 0, 0)),
        flow => flow.CaseDuration.ShouldBeNull());

    [Fact]
    public void rework_counts_the_cases_and_not_the_repeats() =>
        FlowLaws.Of(Of(new("1", "a", 1), new("1", "a", 2), new("1", "a", 3), new("2", "a", 1), new("2", "b", 2)), a => a.Rework)
            .ShouldBe(new Dictionary<string, int> { ["a"] = 1 });

    [Fact]
    public void the_commonest_variants_come_first_then_by_name_and_the_rest_is_only_counted()
    {
        var log = FlowLaws.Built(
            [new("1", "b", 1), new("2", "a", 1), new("2", "z", 2), new("3", "a", 1), new("4", "c", 1), new("5", "c", 1)]);
        var flow = FlowFold.Of(log, topVariants: 3);
        flow.Variants.ShouldBe(4);
        flow.TopVariants.Select(v => $"{string.Join('>', v.Activities)} {v.Cases}").ShouldBe(["c 2", "a 1", "a>z 1"]);
    }

    [Fact]
    public void more_activities_than_a_square_of_them_fits_are_counted_the_same()
    {
        var flow = Of([.. Enumerable.Range(0, 3_000).Select(i => new MadeUpEvent($"{i / 3}", $"a{i}", i))]);
        flow.Arcs.Count.ShouldBe(2_000);
        flow.Arcs.ShouldContain(arc => arc.From == "a2997" && arc.To == "a2998" && arc.Times!.Median == 1);
    }

    [Fact]
    public void the_time_between_cases_is_reckoned_from_their_first_events() =>
        Of(new("1", "a", 0), new("1", "b", 900), new("2", "a", 10), new("3", "a", 50)).ArrivalSeconds.ShouldBe(25);

    [Fact]
    public void a_slice_that_fits_nothing_is_empty()
    {
        var log = FlowLaws.Built([new("1", "a", 1, "shop", "Ann")]);
        log.Cut(new LogSlice("case:channel", "web")).Events.ShouldBe(0);
        log.Cut(new LogSlice(LogNames.Resource, "Bob")).Cases.ShouldBe(0);
        log.Cut(new LogSlice(From: DateTimeOffset.UnixEpoch.AddSeconds(2))).Cases.ShouldBe(0);
        Should.Throw<ArgumentException>(() => log.Cut(new LogSlice("colour", "red"))).Message.ShouldContain("colour");
    }

    [Fact]
    public void a_case_says_what_its_first_event_that_says_something_says()
    {
        var log = FlowLaws.Built([new("1", "a", 1, null), new("1", "b", 2, "web"), new("2", "a", 1, "shop")]);
        FlowFold.Of(log.Cut(new LogSlice("case:channel", "web"))).ShouldSatisfyAllConditions(
            flow => flow.Events.ShouldBe(2), flow => flow.Activities.Select(a => a.Name).ShouldBe(["a", "b"]));
    }

    [Fact]
    public void compared_slices_show_first_what_differs_most()
    {
        var log = FlowLaws.Built(
        [
            new("1", "order", 0, "web"), new("1", "check", 5, "web"), new("1", "send", 9, "web"),
            new("2", "order", 0, "shop"), new("2", "send", 100, "shop"),
            new("3", "order", 0, "shop"), new("3", "send", 200, "shop"),
        ]);
        var compared = FlowComparison.Of(
            FlowFold.Of(log.Cut(new LogSlice("case:channel", "web"))), FlowFold.Of(log.Cut(new LogSlice("case:channel", "shop"))));
        compared.Activities[0].ShouldBe(new ComparedActivity("check", 1, 0, 0, 0));
        compared.Arcs.ShouldContain(new ComparedArc("order", "send", 0, 2, 0, 1, null, 150));
        compared.Arcs.Count.ShouldBe(3);
    }

    private static FlowFigures Of(params MadeUpEvent[] events) => FlowFold.Of(FlowLaws.Built(events));
}
