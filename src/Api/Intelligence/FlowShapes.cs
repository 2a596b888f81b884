using System.Collections.Immutable;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.LiveFlow;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

internal static class FlowQuery
{
    public const int UsualCases = 50;

    /// <summary>The second slice of a comparison is the first with these changes.</summary>
    public static readonly SliceFields Compared = new("compare", "The second slice: the first instant of its period.",
        "The second slice: the first instant after its period.");

    public static readonly Field<int> Variants = Optional("variants", Kinds.Whole(1, 500),
        $"How many variants; {FlowReader.UsualVariants} when left out. The rest is counted.");

    public static readonly Field<string> Of = Required("of", Kinds.Text(300),
        "What a figure of the flow counts: closed, began, came/STATE, ended/STATE, again, again/STATE, took/FROM/TO, went/VARIANT, "
        + "dropped/FROM/END, deviated/HOW/FROM/TO or ignored/WHY, where FROM is - for the beginning.");

    public static readonly Field<int> Take = Optional("take", Kinds.Whole(1, 500), $"How many cases; {UsualCases} when left out.");

    public static readonly Shape OfFlow = new("FlowQuery", [.. FigureQuery.Part.All, Variants, .. Compared.All]);

    public static readonly Shape OfCases = new("FlowCasesQuery", [Of, .. FigureQuery.Part.All, Take]);
}

/// <param name="At">business time at which it was read</param>
/// <param name="Compared">null where no second slice was asked for</param>
public sealed record FlowView(string Process, int MapVersion, DateTimeOffset At, FlowPartView Flow, FlowComparedView? Compared);

/// <param name="Steps">those of either slice; what differs most for its slice's cases comes first</param>
public sealed record FlowComparedView(FlowPartView Other, ImmutableArray<ComparedArc> Steps);

/// <param name="Cases">closed in the period, and open where it goes on</param>
/// <param name="Again">cases that came into a state that they had stood in before</param>
/// <param name="Length">of closed cases, from the first state to the last</param>
public sealed record FlowPartView(
    DateTimeOffset? From, DateTimeOffset? To, long Cases, long Closed, long Again, Times? Length, ImmutableArray<FlowStateView> States,
    ImmutableArray<StepFlow> Steps, Variants Variants, ImmutableArray<DropOut> DroppedOut, ImmutableArray<KeptIn> Kept,
    ConformanceView Conformance)
{
    internal static FlowPartView Of(FlowAnswer answer) => new(
        answer.Slice.From, answer.Slice.To, answer.Flow.Cases, answer.Flow.Closed, answer.Flow.Again, answer.Flow.Length,
        [.. answer.Flow.States.Select(state => FlowStateView.Of(state, answer))], answer.Flow.Steps, answer.Flow.Variants,
        answer.Flow.DroppedOut, answer.Kept, ConformanceView.Of(answer.Flow.Conformance));
}

/// <param name="Came">how often cases came into it</param>
/// <param name="Again">cases that came into it more than once</param>
/// <param name="Open">open cases that stand there now; zero for a period that is over</param>
public sealed record FlowStateView(string State, long Came, long Again, Times? Stay, int Open, int AtRisk, int Late)
{
    internal static FlowStateView Of(StateFlow state, FlowAnswer answer)
    {
        var now = answer.Now.GetValueOrDefault(state.State);
        return new FlowStateView(state.State, state.Came, state.Again, state.Stay, now.Open, now.AtRisk, now.Late);
    }
}

/// <param name="Messages">that the cases were told; ignored ones among them</param>
/// <param name="Fits">steps that the map in force has</param>
/// <param name="CasesOff">cases with a step that it does not have</param>
public sealed record ConformanceView(
    long Messages, long Duplicates, long Overtaken, long Unexpected, long Steps, long Fits, long CasesOff,
    ImmutableArray<DeviationView> Deviations)
{
    internal static ConformanceView Of(Conformance of) => new(
        of.Heard.Messages, of.Heard.Duplicates, of.Heard.Overtaken, of.Heard.Unexpected, of.Steps, of.Fits, of.CasesOff,
        [.. of.Deviations.Select(one => new DeviationView(Words<Deviation>.Of(one.Deviation), one.From, one.To, one.Steps))]);
}

/// <param name="Deviation">skipped, repeated, out-of-order or unknown</param>
public sealed record DeviationView(string Deviation, string? From, string To, long Steps);

/// <param name="Count">how many there are</param>
/// <param name="Cases">the first of them</param>
public sealed record FlowCasesView(long Count, ImmutableArray<CaseId> Cases);
