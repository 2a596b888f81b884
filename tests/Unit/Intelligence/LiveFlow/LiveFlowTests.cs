using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Overview;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Running;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.LiveFlow;

/// <summary>The flow of nine cases, each figure counted by hand.</summary>
public sealed class LiveFlowTests : IAsyncLifetime
{
    private const double Minute = 60;

    private readonly string _folder = Directory.CreateTempSubdirectory("flow-").FullName;
    private FlowReader _reader = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        _reader = await FlowCases.Read(_folder, FlowCases.Rows(), FlowCases.Map, FlowCases.HeadOfH());

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Steps_are_counted_with_their_times_and_held_against_the_map()
    {
        var flow = (await Read()).Flow;

        (flow.Cases, flow.Closed, flow.Again).ShouldBe((9, 6, 2));
        flow.Steps[0].ShouldBe(new StepFlow(null, "Checking", 9, null, true));
        flow.Steps[1].ShouldBe(new StepFlow("Checking", "Picking", 5, new Times(10 * Minute, 16 * Minute), true));
        flow.Steps.Where(step => !step.OnMap).Select(step => $"{step.From}>{step.To} {step.Count}")
            .ShouldBe(["Checking>Closed 1", "Checking>Gone 1", "Picking>Checking 1", "Picking>Held 1"]);
        flow.Length.ShouldBe(new Times(37.5 * Minute, 80 * Minute), "5, 10, 35, 40, 60 and 100 minutes");
    }

    [Fact]
    public async Task States_are_told_in_the_order_of_the_map_with_rework_and_who_stands_there()
    {
        var flow = (await Read()).Flow;

        flow.States.Select(state => $"{state.State} {state.Came} {state.Again} {state.Standing}").ShouldBe(
        [
            "Checking 11 2 1", "Held 3 0 1", "Picking 5 0 0", "Cancelling 1 0 0", "Closed 4 0 0", "Cancelled 1 0 0", "Refused 1 0 0",
            "Gone 1 0 1",
        ]);
        flow.States[0].Stay!.MedianSeconds.ShouldBe(10 * Minute, 1e-6);
        flow.States[0].Stay!.P90Seconds.ShouldBe(11 * Minute, 1e-6, "the ninth of ten is ten minutes, the tenth twenty");
        flow.States[4].Stay.ShouldBeNull("nobody leaves an end");
    }

    [Fact]
    public async Task Variants_are_of_closed_cases_and_the_rest_is_counted()
    {
        var variants = (await _reader.Read(FlowCases.Map, new FigureSlice(), 2, Cancel)).Flow.Variants;

        (variants.Different, variants.RestCases).ShouldBe((5, 3));
        variants.Top.Select(one => $"{string.Join('>', one.States)} {one.Cases}")
            .ShouldBe(["Checking>Picking>Closed 2", "Checking>Closed 1"]);
        variants.Top[0].Length.MedianSeconds.ShouldBe(50 * Minute);
        variants.Top[0].SpentSeconds.ShouldBe([15 * Minute, 35 * Minute]);
    }

    [Fact]
    public async Task Who_dropped_out_left_where_a_good_end_could_be_reached_last() => (await Read()).Flow.DroppedOut.ShouldBe(
    [
        new DropOut("Checking", "Refused", 1, new Times(5 * Minute, 5 * Minute)),
        new DropOut("Held", "Cancelled", 1, new Times(30 * Minute, 30 * Minute)),
    ]);

    [Fact]
    public async Task Conformance_says_what_the_map_does_not_have_and_what_was_ignored()
    {
        var conformance = (await Read()).Flow.Conformance;

        conformance.Heard.ShouldBe(new Heard(31, 1, 1, 2), "a hold beside the map is none of its messages");
        (conformance.Steps, conformance.Fits, conformance.CasesOff).ShouldBe((27, 23, 4));
        conformance.Deviations.ShouldBe(
        [
            new(Deviation.Skipped, "Checking", "Closed", 1), new(Deviation.Repeated, "Picking", "Checking", 1),
            new(Deviation.OutOfOrder, "Picking", "Held", 1), new(Deviation.Unknown, "Checking", "Gone", 1),
        ]);
    }

    [Fact]
    public async Task Deadlines_are_kept_by_state_as_the_figure_of_the_process_says()
    {
        (await Read()).Kept.ShouldBe([new("Held", 1, 0), new("Picking", 2, 1)]);

        var figures = FlowCases.Figures(new AnalysisFile(Path.Combine(_folder, "flow.db")), new Dashboard.FakeMaps(FlowCases.Map));
        (await figures.Read(FigureCatalogue.Find("sla-adherence")!, new FigureSlice("made-up"), Cancel)).Rows
            .ShouldHaveSingleItem().Value!.Value.ShouldBe(100.0 / 3, 1e-9);
    }

    [Fact]
    public async Task A_slice_is_by_place_goods_or_period_and_a_period_that_is_over_has_no_open_cases()
    {
        async Task<(long Cases, long Closed, int Now)> Of(FigureSlice slice) =>
            await _reader.Read(FlowCases.Map, slice, 1, Cancel) is var answer
                ? (answer.Flow.Cases, answer.Flow.Closed, answer.Now.Values.Sum(load => load.Late)) : default;

        (await Of(new FigureSlice(Region: "uk"))).ShouldBe((1, 0, 1));
        (await Of(new FigureSlice { Supplier = "SUP-A", Category = "lamps" })).ShouldBe((1, 0, 1));
        (await Of(new FigureSlice { Supplier = "SUP-A", Category = "beds" })).ShouldBe((0, 0, 0));
        (await Of(new FigureSlice { Category = "beds" })).ShouldBe((0, 0, 0));
        (await Of(new FigureSlice(Node: "S101", Channel: "web"))).ShouldBe((8, 6, 0));
        (await Of(new FigureSlice(To: FlowCases.Now))).ShouldBe((6, 6, 0));
        (await Of(new FigureSlice(From: Figures.MadeUpLives.Start.AddMinutes(40), To: Figures.MadeUpLives.Start.AddMinutes(100))))
            .ShouldBe((2, 2, 0), "A at 40 and B at 60 minutes, and not C at 100");
        (await Of(new FigureSlice("another", From: Figures.MadeUpLives.Start.AddMinutes(40))))
            .ShouldBe((6, 3, 1), "the process is the map's");
    }

    [Fact]
    public async Task What_stands_now_comes_from_the_list_that_its_door_opens()
    {
        (await Read()).Now.ShouldBe([KeyValuePair.Create("Held", new Load(1, 0, 1))]);
        (await _reader.Read(FlowCases.Map, new FigureSlice(Region: "dach"), 1, Cancel)).Now.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("closed", 6)]
    [InlineData("began", 9)]
    [InlineData("came/Held", 3)]
    [InlineData("ended/Closed", 4)]
    [InlineData("ended/Held", 0)]
    [InlineData("again", 2)]
    [InlineData("again/Checking", 2)]
    [InlineData("again/Held", 0)]
    [InlineData("took/-/Checking", 9)]
    [InlineData("took/Checking/Picking", 5)]
    [InlineData("dropped/Held/Cancelled", 1)]
    [InlineData("dropped/-/Cancelled", 0)]
    [InlineData("deviated/Skipped/Checking/Closed", 1)]
    [InlineData("deviated/Repeated/Picking/Checking", 1)]
    [InlineData("deviated/Skipped/Picking/Checking", 0)]
    [InlineData("ignored/Unexpected", 1)]
    [InlineData("ignored/Duplicate", 1)]
    public async Task The_cases_behind_a_figure_are_found_by_what_it_counts(string text, long count)
    {
        var subject = FlowSubject.Parse(text).ShouldNotBeNull();
        subject.ToString().ShouldBe(text);

        var behind = await _reader.ReadBehind(FlowCases.Map, new FigureSlice(), subject, 0, 2, Cancel);
        behind.Count.ShouldBe(count);
        behind.Cases.Length.ShouldBe((int)Math.Min(2, count));
    }

    [Fact]
    public async Task What_began_in_a_period_is_behind_it_though_it_was_closed_after_it()
    {
        var period = new FigureSlice(From: MadeUpLives.Start, To: MadeUpLives.Start.AddMinutes(1));
        (await _reader.ReadBehind(FlowCases.Map, period, new FlowSubject.Closed(), 0, 9, Cancel)).Count.ShouldBe(0);
        var behind = await _reader.ReadBehind(FlowCases.Map, period with { Region = "uk" }, new FlowSubject.Began(), 0, 9, Cancel);
        (behind.Count, behind.Cases.Single().Key).ShouldBe((1, "H"));
        (await _reader.ReadBehind(FlowCases.Map, period, new FlowSubject.Began(), 7, 9, Cancel)).Cases.Length.ShouldBe(2);
    }

    [Fact]
    public async Task The_cases_of_a_variant_are_found_by_its_key()
    {
        foreach (var variant in (await Read()).Flow.Variants.Top)
        {
            (await _reader.ReadBehind(FlowCases.Map, new FigureSlice(), new FlowSubject.Went(variant.Key), 0, 9, Cancel))
                .Count.ShouldBe(variant.Cases, variant.Key);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("came")]
    [InlineData("came/")]
    [InlineData("took/A")]
    [InlineData("took/A/B/C")]
    [InlineData("deviated/0/A/B")]
    [InlineData("ignored/unexpected")]
    [InlineData("everything")]
    public void A_subject_that_nobody_counts_is_none(string? text) => FlowSubject.Parse(text).ShouldBeNull();

    [Fact]
    public async Task Without_a_file_there_is_nothing_and_a_book_has_no_flow()
    {
        var maps = new Dashboard.FakeMaps(FlowCases.Map, FlowCases.Map with { Process = "book", States = [FlowCases.Map.States[0]] });
        var reader = new FlowReader(
            FlowCases.Figures(new AnalysisFile(Path.Combine(_folder, "none.db")), maps), new Dashboard.FakeHeads(), maps);

        (await reader.Read(FlowCases.Map, new FigureSlice(), 3, Cancel)).Flow.Cases.ShouldBe(0);
        (reader.MapOf("book"), reader.MapOf("nothing"), reader.MapOf("made-up")).ShouldBe((null, null, FlowCases.Map));
    }

    [Fact]
    public void Every_end_of_every_map_is_either_good_or_a_drop_out()
    {
        var ends = ProcessCatalogue.Retail.All.SelectMany(map => map.States).Where(state => state.Final).Select(state => state.Name)
            .ToHashSet();

        Ends.DroppedOut.Concat(Ends.Kept).ShouldBe(ends, ignoreOrder: true);
    }

    private Task<FlowAnswer> Read() => _reader.Read(FlowCases.Map, new FigureSlice(), FlowReader.UsualVariants, Cancel);
}
