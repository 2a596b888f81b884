using System.Net;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard;
using Crossdock.Host.Dashboard.Flow;
using Crossdock.Host.Dashboard.Now;
using Crossdock.Host.Dashboard.Shell;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Unit.Tests.Intelligence.LiveFlow;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Crossdock.Unit.Tests.Dashboard;

/// <summary>The process screen over nine cases: what is drawn, what is hidden and counted, and where each number leads.</summary>
public sealed class FlowScreenTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("flow-").FullName;
    private FlowReader _reader = null!;
    private FigureReader _figures = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var inChecking = FlowCases.HeadOfH() with
        {
            Case = CaseId.Order("G"), State = "Checking", Waits = Waits.OnSystem, Card = new CaseCard("Made up", "dach", "web", "S101"),
        };
        _reader = await FlowCases.Read(_folder, FlowCases.Rows(), FlowCases.Map, FlowCases.HeadOfH(), inChecking);
        _figures = FlowCases.Figures(new AnalysisFile(Path.Combine(_folder, "flow.db")), new FakeMaps(FlowCases.Map));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Ribbons_into_a_state_are_as_wide_as_those_out_of_it_and_whoever_stayed()
    {
        var view = await View(new ProcessSlice("made-up", Rows: 0));
        foreach (var state in view.Flow.States)
        {
            view.Flow.Steps.Where(step => step.To == state.State).Sum(step => view.Picture.WidthOf(step.From, step.To))
                .ShouldBe(state.Came / view.Picture.CasesPerPixel, 1e-9, state.State);
        }

        view.Picture.WidthOf(null, "Checking").ShouldBe(22, 1e-9, "the most that went any way");
        view.Picture.WidthOf("Checking", "Picking").ShouldBe(22 * 5.0 / 9, 1e-9);
    }

    [Fact]
    public async Task Rows_under_the_share_are_hidden_and_counted_and_the_rest_is_drawn_or_counted_at_its_end()
    {
        var all = await View(new ProcessSlice("made-up", Rows: 0));
        all.Picture.Hidden.ShouldBeEmpty();
        var view = all with { Slice = all.Slice with { Rows = 20 } };
        var picture = FlowPicture.Of(view.Answer, 20);

        picture.Shown.ShouldAllBe(step => step.Count >= 2);
        picture.Hidden.ShouldAllBe(step => step.Count < 2);
        picture.Shown.Sum(step => step.Count).ShouldBe(27 - picture.Hidden.Length);
        var drawing = picture.Draw();
        var drawn = drawing.Ways.Length + drawing.Starts.Length + drawing.Counted.Sum(target => target.From.Length);
        drawn.ShouldBe(picture.Shown.Length);
        picture.HiddenStates.ShouldBe(3, "Cancelling, Cancelled and Refused; Held is touched");
    }

    [Fact]
    public async Task The_headline_names_the_state_that_lost_most_and_who_is_late_there()
    {
        var view = await View(new ProcessSlice("made-up"));
        view.Worst!.State.ShouldBe("Checking", "G stands there as long as H in Held, and all came through");
        Headline.Text(view.Headline).ShouldBe(
            "1 case waits for a system in Checking, none of them late. Half of the stays there are longer than 10 min.");
        view.Headline.Select(phrase => phrase.Door).OfType<string>()
            .ShouldBe(["/cases?kind=order&state=Checking", "/process/made-up/cases?of=came%2FChecking"]);

        var uk = await View(new ProcessSlice("made-up", Region: "uk"));
        Headline.Text(uk.Headline).ShouldBe("1 case waits for a person in Held, 1 late.");
        uk.Headline.Select(phrase => phrase.Door).OfType<string>()
            .ShouldBe(["/cases?kind=order&state=Held&region=uk", "/cases?kind=order&state=Held&region=uk&clock=late"]);

        Headline.Text((await View(new ProcessSlice("made-up", Region: "nordics"))).Headline)
            .ShouldBe("No case of made up was closed in the last 7 days, and none is open in this slice.");
    }

    [Fact]
    public void A_slice_stands_in_the_url_and_comes_back_from_it()
    {
        var slice = new ProcessSlice(
            "made-up", "uk", "web", "S301", "SUP-A", "lamps & more", 30, 1, "region:dach", "p90", "variants");
        var query = new QueryCollection(QueryHelpers.ParseQuery(new Uri("http://a" + slice.Url()).Query));

        ProcessSlice.Of("made-up", query).ShouldBe(slice);
        ProcessSlice.Of("made-up", new QueryCollection()).Url().ShouldBe("/process/made-up");
        slice.Standing(FlowCases.Map, "Held", "late").ShouldBe(
            "/cases?text=SUP-A&kind=order&state=Held&region=uk&channel=web&node=S301&clock=late&open=yes");
        new ProcessSlice("made-up", "uk", Days: 30, Rows: 5, Table: "map").Door(new FlowSubject.Took("Held", "Checking"))
            .ShouldBe("/process/made-up/cases?of=took%2FHeld%2FChecking&region=uk&days=30");
    }

    [Theory]
    [InlineData("days=13&rows=7&time=mean&table=all")]
    [InlineData("days=%3Cb%3E&rows=NaN&time=%00&table=")]
    [InlineData("rows=-1&days=-7")]
    public void What_cannot_be_asked_for_is_as_usual(string query) =>
        ProcessSlice.Of("made-up", new QueryCollection(QueryHelpers.ParseQuery(query))).ShouldBe(new ProcessSlice("made-up"));

    [Theory]
    [InlineData("before", null, -14, -7)]
    [InlineData("region:uk", "uk", -7, 0)]
    public void Two_periods_or_two_places_are_compared_over_closed_cases(string against, string? region, int from, int to)
    {
        var (one, other) = new ProcessSlice("made-up", Against: against).Compared(FlowCases.Now).ShouldNotBeNull();

        one.ShouldBe(new FigureSlice("made-up", From: FlowCases.Now.AddDays(-7), To: FlowCases.Now));
        other.ShouldBe(new FigureSlice("made-up", region, From: FlowCases.Now.AddDays(from), To: FlowCases.Now.AddDays(to)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("region:")]
    [InlineData("week")]
    public void Against_nothing_nothing_is_compared(string? against) =>
        new ProcessSlice("made-up", Against: against).Compared(FlowCases.Now).ShouldBeNull();

    [Fact]
    public async Task The_page_shows_every_figure_with_its_door_and_its_table()
    {
        var page = await Page(new ProcessSlice("made-up", Table: "map", Against: "region:uk"));

        page.ShouldContain(">Bottleneck</text>");
        page.ShouldContain("Checking to Picking: 5 passes, median 10 min, p90 16 min");
        page.ShouldContain("Picking to Held: 1 pass, median 10 min, p90 10 min; not on the map");
        page.ShouldContain("href=\"/process/made-up/cases?of=took%2FChecking%2FPicking\"");
        page.ShouldContain("dashed rows are not on the map in force");
        page.ShouldContain("85.2 % of 27 steps are on it, 55.6 % of the cases keep to it");
        page.ShouldContain("31 messages, 87.1 % had a row");
        page.ShouldContain("2 cases</a> came into a state again, 22.2 %");
        page.ShouldContain("2 of 6 closed, 33.3 %");
        page.ShouldContain("<th scope=\"row\">Checking</th><td>system</td>");
        page.ShouldContain("33.3", Case.Sensitive, "deadlines kept");
        page.ShouldContain("No case was closed in UK &amp; Ireland, so there is nothing to compare.");
        page.ShouldNotContain("<script");
    }

    [Fact]
    public async Task An_empty_slice_says_so_and_names_the_nearest_thing_to_do()
    {
        var page = await Page(new ProcessSlice("made-up", Region: "nordics"));

        page.ShouldContain("Nothing came through in this slice and period.");
        page.ShouldContain("href=\"/process/made-up?region=nordics&amp;days=90\"");
        page.ShouldNotContain("Variants");
    }

    private async Task<FlowView> View(ProcessSlice slice)
    {
        var answer = await _reader.Read(FlowCases.Map, slice.At(FlowCases.Now), FlowReader.UsualVariants, Cancel);
        (FlowAnswer, FlowAnswer)? compared = slice.Compared(FlowCases.Now) is { } two
            ? (await _reader.Read(FlowCases.Map, two.One, 5, Cancel), await _reader.Read(FlowCases.Map, two.Other, 5, Cancel)) : null;
        var went = await _figures.ReadTime(slice.At(FlowCases.Now), 500, Cancel);
        return new FlowView(
            new DeskFrame(
                "Made up", "/process", "/process/made-up", new Person("Ida", "reader", null), null, FlowCases.Now, TimeZoneInfo.Utc),
            slice, new FlowGlance(answer, went, compared, TimeSpan.Zero), [FlowCases.Map], MadeUpRetailer.Network);
    }

    /// <summary>Rendered as the host does, without one.</summary>
    private async Task<string> Page(ProcessSlice slice)
    {
        var view = await View(slice);
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ProcessLive>(
            ParameterView.FromDictionary(new Dictionary<string, object?> { ["View"] = view }))).ToHtmlString());
    }
}
