using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Host.Dashboard.Map;
using Crossdock.Intelligence.LiveFlow;

namespace Crossdock.Host.Dashboard.Flow;

/// <summary>What of a flow is drawn: the states that cases came into and the steps that enough of them took, as a map of its own.</summary>
/// <param name="Map">states and rows that are drawn</param>
/// <param name="Hidden">steps that too few cases took</param>
/// <param name="HiddenStates">states of the map that no drawn step touches and where nobody stands</param>
/// <param name="CasesPerPixel">the scale of all ribbons: their width is linear in how often cases went that way</param>
public sealed record FlowPicture(
    MapPicture Map, ImmutableArray<StepFlow> Shown, ImmutableArray<StepFlow> Hidden, int HiddenStates, double CasesPerPixel)
{
    private const double Widest = 22, Thin = 1.25, Ribbon = 3;

    /// <summary>A handful of cases is not drawn as broad as a hundred thousand.</summary>
    private const double LeastScale = 0.25;

    private readonly Dictionary<(string? From, string To), StepFlow> _steps = Shown.ToDictionary(step => (step.From, step.To));

    /// <param name="percent">of the cases; steps that fewer took are hidden</param>
    public static FlowPicture Of(FlowAnswer answer, double percent)
    {
        var least = percent / 100 * answer.Flow.Cases;
        var (shown, hidden) = (answer.Flow.Steps.Where(step => step.Count >= least), answer.Flow.Steps.Where(step => step.Count < least));
        var touched = shown.SelectMany(step => new[] { step.From, step.To }).OfType<string>().ToHashSet();
        var states = answer.Map.States.Where(state => touched.Contains(state.Name) || answer.Now.ContainsKey(state.Name)).ToList();
        var unknown = touched.Where(name => answer.Map.Find(name) is null).Order(StringComparer.Ordinal)
            .Select(name => new MapState(name, Words.Sentence(name), Waits.OnSystem, null, null, null, Final: false));
        var widest = shown.Select(step => step.Count).DefaultIfEmpty(0).Max();
        return new FlowPicture(
            answer.Map with
            {
                States = [.. states, .. unknown],
                Rows = [.. shown.Select(step => new MapRow(step.From, "", "", [step.To], [], null, false))],
            },
            [.. shown], [.. hidden], answer.Map.States.Length - states.Count, Math.Max(LeastScale, widest / Widest));
    }

    public MapDrawing Draw() => MapLayout.Draw(
        Map, MapScale.Figures((from, to) => WidthOf(from, to) is var width && IsRibbon(width) ? width : 0));

    public StepFlow? Find(string? from, string to) => _steps.GetValueOrDefault((from, to));

    /// <summary>In pixels, linear in the count.</summary>
    public double WidthOf(string? from, string to) => (Find(from, to)?.Count ?? 0) / CasesPerPixel;

    /// <summary>Below it, a line as thin as all thin ones is drawn, with its count beside it.</summary>
    public static bool IsRibbon(double width) => width >= Ribbon;

    public static double Drawn(double width) => IsRibbon(width) ? width : Thin;
}
