namespace Crossdock.Intelligence.Flow;

/// <summary>Two slices beside each other.</summary>
/// <param name="Arcs">those of either; what differs most for its slice's cases comes first</param>
/// <param name="Activities">likewise</param>
public sealed record FlowComparison(
    FlowFigures One, FlowFigures Other, IReadOnlyList<ComparedActivity> Activities, IReadOnlyList<ComparedArc> Arcs)
{
    public static FlowComparison Of(FlowFigures one, FlowFigures other)
    {
        var activities = one.Activities.Select(activity => activity.Name).Union(other.Activities.Select(activity => activity.Name))
            .Select(name => Compared(name, one, other, Named(one, name), Named(other, name)));
        var (left, right) = (ByPair(one), ByPair(other));
        var arcs = left.Keys.Union(right.Keys)
            .Select(pair => Compared(pair, one, other, left.GetValueOrDefault(pair), right.GetValueOrDefault(pair)));
        return new FlowComparison(
            one, other,
            [
                .. activities.OrderByDescending(activity => Math.Abs(activity.PerCase - activity.OtherPerCase))
                    .ThenBy(activity => activity.Name, StringComparer.Ordinal),
            ],
            [
                .. arcs.OrderByDescending(arc => Math.Abs(arc.PerCase - arc.OtherPerCase))
                    .ThenBy(arc => arc.From, StringComparer.Ordinal).ThenBy(arc => arc.To, StringComparer.Ordinal),
            ]);
    }

    private static ActivityFigures? Named(FlowFigures figures, string name) =>
        figures.Activities.FirstOrDefault(activity => activity.Name == name);

    private static Dictionary<(string From, string To), Arc> ByPair(FlowFigures figures) =>
        figures.Arcs.ToDictionary(arc => (arc.From, arc.To));

    private static ComparedActivity Compared(
        string name, FlowFigures one, FlowFigures other, ActivityFigures? left, ActivityFigures? right) =>
        new(name, PerCase(left?.Events, one), PerCase(right?.Events, other), PerCase(left?.Rework, one), PerCase(right?.Rework, other));

    private static ComparedArc Compared((string From, string To) pair, FlowFigures one, FlowFigures other, Arc? left, Arc? right) =>
        new(
            pair.From, pair.To, left?.Count ?? 0, right?.Count ?? 0, PerCase(left?.Count, one), PerCase(right?.Count, other),
            left?.Times?.Median, right?.Times?.Median);

    private static double PerCase(int? count, FlowFigures figures) => figures.Cases == 0 ? 0 : (double)(count ?? 0) / figures.Cases;
}

/// <param name="PerCase">events a case</param>
/// <param name="Rework">the share of cases in which it happened more than once</param>
public sealed record ComparedActivity(string Name, double PerCase, double OtherPerCase, double Rework, double OtherRework);

/// <param name="MedianSeconds">null where the slice has no such pair, or none with times</param>
public sealed record ComparedArc(
    string From, string To, int Count, int OtherCount, double PerCase, double OtherPerCase, double? MedianSeconds,
    double? OtherMedianSeconds);
