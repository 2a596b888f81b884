namespace Crossdock.Intelligence.Flow;

/// <summary>Which figures are made; those that are not asked for stay empty.</summary>
[Flags]
public enum Wanted
{
    None = 0,

    /// <summary>The directly-follows graph with its counts, starts, ends and rework.</summary>
    Arcs = 1,

    /// <summary>How long each step of the graph took; with <see cref="Arcs"/>.</summary>
    ArcTimes = 2,

    Variants = 4,

    CaseDurations = 8,

    All = Arcs | ArcTimes | Variants | CaseDurations,
}
