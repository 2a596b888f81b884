using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Crossdock.Unit.Tests.Intelligence.Figures;
using CsCheck;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.LiveFlow;

/// <summary>What holds of the flow whatever the cases did.</summary>
public sealed class LiveFlowLaws : IDisposable
{
    private const double Near = 1e-6;

    /// <summary>Of the states that lives are made of; some steps are on it and most are not.</summary>
    private static readonly MapPicture Map = FlowCases.Map with
    {
        States = [.. new[] { "Posting", "Deciding", "Shipping", "Waiting", "Done" }.Select(name => State(name, name == "Done"))],
        Rows = [Way(null, "Posting"), Way("Posting", "Deciding"), Way("Deciding", "Shipping"), Way("Shipping", "Done")],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("flow-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_is_what_the_journals_rows_give_as_an_event_log() => MadeUpLives.Random.Sample(
        happenings =>
        {
            var rows = MadeUpLives.Of(happenings).Rows;
            var flow = FlowOf(rows);
            var closed = rows.Where(row => row.Final).Select(row => row.Case).ToHashSet();
            var (all, ended) = (FlowFold.Of(LogOf(rows)), FlowFold.Of(LogOf(rows.Where(row => closed.Contains(row.Case)))));

            (flow.Cases, flow.Closed).ShouldBe((all.Cases, ended.Cases));
            flow.States.Select(state => $"{state.State} {state.Came} {state.Again}")
                .ShouldBe(all.Activities.Select(one => $"{one.Name} {one.Events} {one.Rework}"), ignoreOrder: true);
            flow.Steps.Where(step => step.From is null).Select(step => $"{step.To} {step.Count}")
                .ShouldBe(all.Activities.Where(one => one.Starts > 0).Select(one => $"{one.Name} {one.Starts}"), ignoreOrder: true);
            flow.Steps.Where(step => step.From is not null)
                .Select(step => $"{step.From}>{step.To} {step.Count} {Said(step.Times?.MedianSeconds)}")
                .ShouldBe(all.Arcs.Select(arc => $"{arc.From}>{arc.To} {arc.Count} {Said(arc.Times?.Median)}"), ignoreOrder: true);
            flow.Variants.Different.ShouldBe(ended.Variants);
            flow.Variants.Top.Select(one => $"{string.Join('>', one.States)} {one.Cases}")
                .ShouldBe(ended.TopVariants.Select(one => $"{string.Join('>', one.Activities)} {one.Cases}"), ignoreOrder: true);
            Said(flow.Length?.MedianSeconds).ShouldBe(Said(ended.CaseDuration?.Median));
        },
        iter: 150, threads: 1);

    [Fact]
    public void Whoever_comes_into_a_state_leaves_it_stands_there_or_ended_there() => MadeUpLives.Random.Sample(
        happenings =>
        {
            var flow = FlowOf(MadeUpLives.Of(happenings).Rows);
            foreach (var state in flow.States)
            {
                flow.Steps.Where(step => step.To == state.State).Sum(step => step.Count).ShouldBe(state.Came, state.State);
                var left = flow.Steps.Where(step => step.From == state.State).Sum(step => step.Count);
                var ended = flow.Variants.Top.Where(one => one.States[^1] == state.State).Sum(one => one.Cases);
                (left + state.Standing + ended).ShouldBe(state.Came, state.State);
            }

            flow.Variants.Top.Where(one => one.Cases == 1)
                .ShouldAllBe(one => Math.Abs(one.SpentSeconds.Sum() - one.Length.MedianSeconds) < Near);
            (flow.Closed + flow.States.Sum(state => state.Standing)).ShouldBe(flow.Cases);
        },
        iter: 60, threads: 1);

    [Fact]
    public void A_log_of_the_rows_keeps_to_the_map_as_the_cases_do() => MadeUpLives.Random.Sample(
        happenings =>
        {
            var rows = MadeUpLives.Of(happenings).Rows;
            var (live, log) = (FlowOf(rows).Conformance, LogWalks.Of(LogOf(rows), Map, 0).Conformance);

            (log.Steps, log.Fits, log.CasesOff).ShouldBe((live.Steps, live.Fits, live.CasesOff));
            log.Deviations.ShouldBe(live.Deviations);
        },
        iter: 60, threads: 1);

    [Fact]
    public void An_activity_is_the_state_of_that_name_or_title_however_it_is_written()
    {
        var builder = new EventLogBuilder([]);
        var map = FlowCases.Map with { States = [.. FlowCases.Map.States.Select(state => state with { Title = $"Is {state.Name}" })] };
        foreach (var (activity, second) in new[] { ("is checking", 1L), ("PICKING", 2), ("is-closed", EventLog.NoTime), ("Paid", 9) })
        {
            builder.Add(builder.CaseOf("A"), builder.ActivityOf(activity), second, []);
        }

        var flow = LogWalks.Of(builder.Build(), map, 9);
        flow.Variants.Top.ShouldHaveSingleItem().States.ShouldBe(["Checking", "Picking", "Closed", "Paid"]);
        flow.Conformance.Deviations.ShouldBe([new DeviationFlow(Deviation.Unknown, "Closed", "Paid", 1)]);
    }

    private static MapState State(string name, bool final) =>
        new(name, name, final ? Waits.Nothing : Waits.OnSystem, null, null, null, final);

    private static MapRow Way(string? from, string to) => new(from, "order.look-again", "Look", [to], [], null, false);

    private static string Said(double? seconds) => seconds is { } known ? known.ToString("0.000") : "none";

    private ProcessFlow FlowOf(IEnumerable<Transition> rows)
    {
        var reader = FlowCases.Read(_folder, rows, Map).GetAwaiter().GetResult();
        return reader.Read(Map, new FigureSlice(), FlowFold.UsualTop, TestContext.Current.CancellationToken).GetAwaiter().GetResult().Flow;
    }

    /// <summary>The rows as another system would log them: a case comes into a state. Time in a case never runs backwards.</summary>
    private static EventLog LogOf(IEnumerable<Transition> rows)
    {
        var (builder, latest) = (new EventLogBuilder([]), new Dictionary<CaseId, long>());
        foreach (var row in rows)
        {
            var at = latest[row.Case] = Math.Max(latest.GetValueOrDefault(row.Case), row.At.UtcTicks);
            if (row.From != row.To)
            {
                builder.Add(builder.CaseOf(row.Case.ToString()), builder.ActivityOf(row.To), at, []);
            }
        }

        return builder.Build();
    }
}
