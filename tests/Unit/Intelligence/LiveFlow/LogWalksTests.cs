using CsCheck;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Intelligence.LiveFlow;

/// <summary>Logs of other systems as flows: activities of any name, each with the cases behind its figures.</summary>
public sealed class LogWalksTests
{
    private static readonly string[] Odd = ["a", "a/b", "b", "-", "%", "%2F", "A", "a b", " "];

    private static readonly Gen<string> Name = Gen.OneOf(OneOf([.. Odd, "", "%2D", "/", "took"]), Gen.String);

    private static readonly Gen<string[][]> Cases = OneOf(Odd).Array[1, 6].Array[1, 12];

    [Fact]
    public void A_subject_comes_back_from_its_form_whatever_the_names() =>
        Gen.Select(Name, Name.Null(), Gen.Int[0, 7]).Sample((to, from, kind) =>
        {
            FlowSubject subject = kind switch
            {
                0 => new FlowSubject.CameInto(to),
                1 => new FlowSubject.EndedIn(to),
                2 => new FlowSubject.CameAgain(from),
                3 => new FlowSubject.Took(from, to),
                4 => new FlowSubject.Went(to),
                5 => new FlowSubject.DroppedOut(from, to),
                6 => new FlowSubject.Deviated(Deviation.Skipped, from, to),
                _ => new FlowSubject.Closed(),
            };
            FlowSubject.Parse(subject.ToString()).ShouldBe(subject, subject.ToString());
        });

    [Fact]
    public void The_figures_of_a_log_as_a_flow_are_those_of_the_log() => Cases.Sample(cases =>
    {
        var (log, flow, figures) = Flow(cases);
        flow.States.Select(state => (state.State, state.Came, state.Again))
            .ShouldBe(figures.Activities.Select(one => (one.Name, (long)one.Events, (long)one.Rework)), ignoreOrder: true);
        flow.Steps.Where(step => step.From is not null).Select(step => (step.From!, step.To, step.Count))
            .ShouldBe(figures.Arcs.Select(arc => (arc.From, arc.To, (long)arc.Count)), ignoreOrder: true);
        flow.Variants.Top.Select(one => one.Key).Distinct().Count().ShouldBe(figures.Variants, "a/b is not a, then b");
    });

    [Fact]
    public void Behind_each_figure_are_as_many_cases_as_it_counts() => Cases.Sample(cases =>
    {
        var (log, flow, figures) = Flow(cases);
        LogBehind Of(FlowSubject subject) => LogWalks.Behind(
            log, LogMaps.Of("log", figures), FlowSubject.Parse(subject.ToString())!, 0, int.MaxValue);

        Of(new FlowSubject.Closed()).Cases.ShouldBe(cases.Length);
        foreach (var one in figures.Activities)
        {
            var came = Of(new FlowSubject.CameInto(one.Name));
            (came.Cases, came.Times).ShouldBe((cases.Count(row => row.Contains(one.Name)), one.Events));
            Of(new FlowSubject.Took(null, one.Name)).Cases.ShouldBe(one.Starts);
            Of(new FlowSubject.EndedIn(one.Name)).Cases.ShouldBe(one.Ends);
            Of(new FlowSubject.CameAgain(one.Name)).Cases.ShouldBe(one.Rework);
        }

        foreach (var arc in figures.Arcs)
        {
            var took = Of(new FlowSubject.Took(arc.From, arc.To));
            took.Times.ShouldBe(arc.Count);
            took.Cases.ShouldBe(cases.Count(row => row.Zip(row.Skip(1)).Contains((arc.From, arc.To))));
        }

        foreach (var variant in flow.Variants.Top)
        {
            var went = Of(new FlowSubject.Went(variant.Key));
            went.Found.ShouldAllBe(c => cases[c].SequenceEqual(variant.States));
            went.Cases.ShouldBe((int)variant.Cases);
        }
    });

    [Fact]
    public void A_way_has_a_key_of_its_own_and_that_of_our_own_states_stays()
    {
        Flow([["a/b"], ["a", "b"], ["a%2Fb"]]).Flow.Variants.Top.Select(way => way.Key).Distinct().Count().ShouldBe(3);
        Flow([["Checking", "Held"]]).Flow.Variants.Top.Single().Key.ShouldBe("a8d611581a207b4a");
    }

    [Fact]
    public void Of_many_cases_some_are_named_in_the_order_of_the_log()
    {
        var (log, _, figures) = Flow([["a"], ["b"], ["a", "b"], ["a"], ["a", "a"]]);
        var behind = LogWalks.Behind(log, LogMaps.Of("log", figures), new FlowSubject.CameInto("a"), 1, 2);
        (behind.Cases, behind.Times).ShouldBe((4, 5));
        behind.Found.ShouldBe([2, 3]);
    }

    private static Gen<string> OneOf(string[] names) => Gen.Int[0, names.Length - 1].Select(i => names[i]);

    private static (EventLog Log, ProcessFlow Flow, FlowFigures Figures) Flow(string[][] cases)
    {
        var builder = new EventLogBuilder([]);
        foreach (var (c, row) in cases.Index())
        {
            foreach (var (i, activity) in row.Index())
            {
                builder.Add(builder.CaseOf($"{c}"), builder.ActivityOf(activity), i, []);
            }
        }

        var log = builder.Build();
        var figures = FlowFold.Of(log);
        return (log, LogWalks.OfItself(log, LogMaps.Of("log", figures), 100), figures);
    }
}
