namespace Crossdock.Intelligence.Flow;

/// <summary>How the cases of a log, or of a slice of it, flowed.</summary>
/// <param name="Activities">by name</param>
/// <param name="Arcs">which activity directly followed which, within a case; the commonest first, then by name</param>
/// <param name="Variants">how many different rows of activities there are</param>
/// <param name="TopVariants">the commonest, then by name</param>
/// <param name="CaseDuration">from a case's first event to its last; null where no event has a time</param>
/// <param name="ArrivalSeconds">the mean time from one case's first event to the next case's; null below two cases</param>
/// <param name="Resources">how many different people or systems did it</param>
public sealed record FlowFigures(
    int Events, int Cases, IReadOnlyList<ActivityFigures> Activities, IReadOnlyList<Arc> Arcs, int Variants,
    IReadOnlyList<Variant> TopVariants, Spread? CaseDuration, double? ArrivalSeconds, int Resources);

/// <param name="Starts">cases that begin with it</param>
/// <param name="Ends">cases that end with it</param>
/// <param name="Rework">cases in which it happened more than once</param>
public sealed record ActivityFigures(string Name, int Events, int Starts, int Ends, int Rework);

/// <param name="Times">from the one event to the next, where both have a time</param>
public sealed record Arc(string From, string To, int Count, Spread? Times);

public sealed record Variant(IReadOnlyList<string> Activities, int Cases);
