using System.Collections.Immutable;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>The steps of two flows beside each other, in times a case, since two slices never have as many cases.</summary>
public static class FlowDifference
{
    /// <returns>the steps of either; what differs most comes first</returns>
    public static ImmutableArray<ComparedArc> Of(ProcessFlow one, ProcessFlow other)
    {
        var (left, right) = (ByPair(one), ByPair(other));
        return
        [
            .. left.Keys.Union(right.Keys).Select(pair => (pair, Left: left.GetValueOrDefault(pair), Right: right.GetValueOrDefault(pair)))
                .Select(both => new ComparedArc(
                    both.pair.From, both.pair.To, (int)(both.Left?.Count ?? 0), (int)(both.Right?.Count ?? 0), PerCase(both.Left, one),
                    PerCase(both.Right, other), both.Left?.Times?.MedianSeconds, both.Right?.Times?.MedianSeconds))
                .OrderByDescending(arc => Math.Abs(arc.PerCase - arc.OtherPerCase))
                .ThenBy(arc => arc.From, StringComparer.Ordinal).ThenBy(arc => arc.To, StringComparer.Ordinal),
        ];
    }

    private static Dictionary<(string From, string To), StepFlow> ByPair(ProcessFlow flow) =>
        flow.Steps.Where(step => step.From is not null).ToDictionary(step => (step.From!, step.To));

    private static double PerCase(StepFlow? step, ProcessFlow flow) =>
        step is null || flow.Cases == 0 ? 0 : (double)step.Count / flow.Cases;
}
