using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.PromotionToPricing;

public enum PromotionState
{
    Checking, Mending, AwaitingApproval, Planned, Distributing, Held, Live, Ending, Withdrawing, Ended, Withdrawn, Refused,
}

/// <summary>What is wrong with a proposal, and what to do about it.</summary>
/// <param name="Code">a word that does not change: <c>overlap</c>, <c>margin-floor</c></param>
public sealed record Finding(string Code, string? Sku, string Says, string Mend, ExceptionCategory Category);

/// <summary>A target as the promotion knows it.</summary>
/// <param name="Turn">the latest word that was heard of it</param>
/// <param name="Wrong">how long it sold at another price than it should</param>
public sealed record KnownTarget(
    PriceTarget Target,
    DateTimeOffset From,
    DateTimeOffset Until,
    int Turn,
    TargetStanding Standing,
    ExceptionCategory? Trouble,
    string? Receipt,
    TimeSpan Wrong)
{
    [JsonIgnore]
    public bool Sells => PriceTargets.Targets.Sells(Target);

    /// <summary>Customers pay the price there, as far as anybody has seen.</summary>
    [JsonIgnore]
    public bool IsLive => Standing == TargetStanding.Live && Trouble != ExceptionCategory.PriceMismatch;

    [JsonIgnore]
    public bool HasIt => Standing is TargetStanding.Ready or TargetStanding.Live;
}

public sealed record Approval(OwnerGroup Group, string By, string Note, string Role = "", StandsFor? For = null);

/// <summary>How it will end once nothing remains anywhere, and why.</summary>
public sealed record PromotionEnd(bool Withdrawn, string Reason);

/// <summary>A promotion or price change from its proposal until no target holds anything of it.</summary>
public sealed record Promotion
{
    public static readonly Promotion Empty = new();

    public PromotionProposed? Proposal { get; init; }

    /// <summary>Who asked for it or mended it, and so may not approve it.</summary>
    public ImmutableArray<string> Askers { get; init; } = [];

    /// <summary>Counts proposals: a mended one is checked anew.</summary>
    public int Round { get; init; }

    public PricesKnown? Basis { get; init; }

    /// <summary>Why the ERP does not answer; null when it did or will.</summary>
    public string? NoBasis { get; init; }

    public ImmutableSortedDictionary<string, PriceAnswered> Books { get; init; } =
        ImmutableSortedDictionary.Create<string, PriceAnswered>(StringComparer.Ordinal);

    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>The lines as they go out, each with the price that is shown before it.</summary>
    public ImmutableArray<PriceLine> Lines { get; init; } = [];

    /// <summary>Who has to approve, in this order.</summary>
    public ImmutableArray<OwnerGroup> Needed { get; init; } = [];

    public ImmutableArray<Approval> Approvals { get; init; } = [];

    public ImmutableSortedDictionary<string, KnownTarget> Targets { get; init; } =
        ImmutableSortedDictionary.Create<string, KnownTarget>(StringComparer.Ordinal);

    /// <summary>Regions that may go live.</summary>
    public ImmutableSortedSet<string> Released { get; init; } = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>Until the next step of the plan, from the decision that set it.</summary>
    public TimeSpan Pace { get; init; }

    /// <summary>Steps of the ladder that lateness has climbed in this state.</summary>
    public int Late { get; init; }

    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    /// <summary>Whether it was live anywhere.</summary>
    public bool Ran { get; init; }

    public PromotionEnd? End { get; init; }

    public PromotionProposed Needs => Proposal ?? throw new InvalidOperationException("The promotion has not begun.");

    public bool IsFix => Needs.Kind == PriceKind.Emergency;

    public int Live => Targets.Values.Count(target => target.Sells && target.IsLive);

    public int Selling => Targets.Values.Count(target => target.Sells);

    public bool IsCleared => Targets.Values.All(target => target.Standing == TargetStanding.Cleared);

    /// <summary>The groups whose approval is still missing, the next first.</summary>
    public IEnumerable<OwnerGroup> Missing => Needed.Skip(Approvals.Length);

    public ImmutableSortedSet<string> Regions =>
        Targets.Values.Select(target => target.Target.Region).ToImmutableSortedSet(StringComparer.Ordinal);

    /// <summary>Regions that are held back.</summary>
    public ImmutableSortedSet<string> HeldBack => Regions.Except(Released);

    /// <summary><c>Live on 412 of 415.</c></summary>
    public string LiveOn => $"Live on {Live} of {Selling}.";
}
