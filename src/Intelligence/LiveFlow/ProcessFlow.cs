using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crossdock.Intelligence.Flow;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>How the cases of one process flowed: whole cases, those that go on as far as they have come.</summary>
/// <param name="Length">of closed cases, from the first state to the last; null where none was closed</param>
/// <param name="Again">cases that came into a state that they had stood in before</param>
/// <param name="States">every state that a case came into, in the order of the map</param>
/// <param name="Steps">which state directly followed which; the commonest first, then by name</param>
/// <param name="DroppedOut">the commonest first</param>
public sealed record ProcessFlow(
    long Cases, long Closed, Times? Length, long Again, ImmutableArray<StateFlow> States, ImmutableArray<StepFlow> Steps,
    Variants Variants, ImmutableArray<DropOut> DroppedOut, Conformance Conformance);

/// <summary>Percentiles of durations; they lie between two of them in proportion.</summary>
public sealed record Times(double MedianSeconds, double P90Seconds)
{
    /// <summary>Null where there is nothing. Reorders what it is given.</summary>
    internal static Times? Of(List<long> ticks) => ticks.Count == 0 ? null : new Times(At(ticks, 0.5), At(ticks, 0.9));

    private static double At(List<long> ticks, double share) =>
        Spread.At(CollectionsMarshal.AsSpan(ticks), share) / TimeSpan.TicksPerSecond;
}

/// <param name="Came">how often cases came into it</param>
/// <param name="Again">cases that came into it more than once: rework</param>
/// <param name="Standing">cases whose last state it is, and that are open</param>
/// <param name="Stay">how long the stays were that are over; null where none is, as in a final state</param>
public sealed record StateFlow(string State, long Came, long Again, long Standing, Times? Stay);

/// <param name="From">null where cases begin</param>
/// <param name="Count">how often a case went this way</param>
/// <param name="Times">from coming into the one to coming into the other</param>
/// <param name="OnMap">whether the map in force has the step</param>
public sealed record StepFlow(string? From, string To, long Count, Times? Times, bool OnMap);

/// <summary>The different ways that closed cases went from the first state to the last.</summary>
/// <param name="Different">how many there are</param>
/// <param name="Top">the commonest, then by name</param>
/// <param name="RestCases">closed cases that went none of these ways</param>
public sealed record Variants(int Different, ImmutableArray<VariantFlow> Top, long RestCases);

/// <param name="Key">names the way in a URL: the same row of states has the same key always</param>
/// <param name="SpentSeconds">the mean time in each of the states but the last</param>
public sealed record VariantFlow(
    string Key, ImmutableArray<string> States, long Cases, Times Length, ImmutableArray<double> SpentSeconds);

/// <summary>Cases that ended without what they were begun for.</summary>
/// <param name="From">the last state from which a good end could still be reached; null where it was the very beginning</param>
/// <param name="After">from the first state to leaving that one</param>
public sealed record DropOut(string? From, string End, long Cases, Times After);

/// <summary>How far the cases did what the map in force says. Handlers keep to their map, so what differs is of an older one.</summary>
/// <param name="Steps">all steps, the beginnings among them</param>
/// <param name="Fits">steps that the map has</param>
/// <param name="CasesOff">cases with a step that it does not have</param>
/// <param name="Deviations">the commonest first</param>
public sealed record Conformance(Heard Heard, long Steps, long Fits, long CasesOff, ImmutableArray<DeviationFlow> Deviations);

public sealed record DeviationFlow(Deviation Deviation, string? From, string To, long Steps);
