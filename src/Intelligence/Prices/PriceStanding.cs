using System.Collections.Frozen;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Prices;

/// <summary>How far the targets of prices are, in the order in which they go through it.</summary>
public enum TargetPhase
{
    /// <summary>Sent, and not read back yet.</summary>
    Sending,
    /// <summary>It holds the price and waits for its start.</summary>
    Ready,
    Live,
    /// <summary>It was seen to sell at another price and is corrected.</summary>
    Drifting,
    Lagging,
    /// <summary>It is over, and not known to be gone yet.</summary>
    TakingBack,
    Cleared,
}

/// <summary>Which targets are looked at in a list: all that lag, drift or do not answer, or only those that drift.</summary>
public enum TargetView { Behind, Drifting }

public static class Phases
{
    public const string Target = "price-target";
    public const string Promotion = "promotion";

    /// <summary>States of a promotion whose prices are on their way, out, or on their way back.</summary>
    public static readonly ImmutableArray<string> OutStates = ["Distributing", "Held", "Live", "Ending", "Withdrawing"];

    /// <summary>States of a promotion that is over and whose targets are to hold nothing of it.</summary>
    public static readonly ImmutableArray<string> OverStates = ["Ending", "Withdrawing"];

    private static readonly FrozenDictionary<string, TargetPhase> OfState = new Dictionary<string, TargetPhase>
    {
        ["Staging"] = TargetPhase.Sending, ["ReadingBack"] = TargetPhase.Sending, ["Ready"] = TargetPhase.Ready,
        ["GoingLive"] = TargetPhase.Ready, ["Live"] = TargetPhase.Live, ["LookingForDrift"] = TargetPhase.Live,
        ["Correcting"] = TargetPhase.Drifting, ["Lagging"] = TargetPhase.Lagging, ["Reverting"] = TargetPhase.TakingBack,
        ["ProvingGone"] = TargetPhase.TakingBack, ["Cleared"] = TargetPhase.Cleared,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A state that only another map knows is on its way somewhere.</summary>
    public static TargetPhase Of(string state) => OfState.GetValueOrDefault(state, TargetPhase.Sending);
}

/// <summary>A promotion, and its targets in the place that is looked at.</summary>
/// <param name="Behind">open targets that lag or drift, or do not answer in time</param>
/// <param name="LeftOver">open targets of a promotion that is over; 0 while it runs</param>
public sealed record PromotionStanding(CaseHead Head, int Targets, int Open, int Behind)
{
    /// <summary>Its own word on where it is live says so from here on.</summary>
    public bool IsOut => Phases.OutStates.Contains(Head.State);

    public bool IsOver => Phases.OverStates.Contains(Head.State);

    public int LeftOver => IsOver ? Open : 0;
}

/// <param name="For">since it entered its state</param>
/// <param name="Reason">the reason of its latest row</param>
public sealed record TargetStory(CaseHead Head, TargetPhase Phase, TimeSpan For, string Reason);

public sealed record StateCount(string State, int Targets);

/// <param name="States">the states that make the phase, those that nobody stands in left out</param>
public sealed record PhaseCount(TargetPhase Phase, ImmutableArray<StateCount> States)
{
    public int Targets => States.Sum(state => state.Targets);
}
