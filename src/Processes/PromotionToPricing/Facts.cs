using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.PromotionToPricing;

/// <summary>A proposal is taken, the first or a mended one; it stands in the message.</summary>
public sealed record PromotionTaken(string By, int Round) : Fact;

/// <summary>What the ERP knows, or why it does not, stands in the message.</summary>
public sealed record PromotionBased : Fact;

/// <summary>A book has answered; the answer stands in the message.</summary>
public sealed record PromotionBooked : Fact;

public sealed record PromotionFound(ImmutableArray<Finding> Findings) : Fact;

/// <param name="Needed">who has to approve; empty when nobody has to</param>
/// <param name="Depth">the deepest reduction, a share of the price in force</param>
/// <param name="MarginEffect">how much margin is expected to be won or, below zero, lost</param>
public sealed record PromotionWeighed(
    ImmutableArray<PriceLine> Lines, ImmutableArray<OwnerGroup> Needed, decimal Depth, decimal MarginEffect) : Fact;

/// <summary>What others have planned since lowered the price that is shown before.</summary>
public sealed record PromotionShown(ImmutableArray<PriceLine> Lines) : Fact;

public sealed record PromotionApprovedBy(OwnerGroup Group, string By, string Note, string Role = "", StandsFor? For = null) : Fact;

public sealed record PromotionPaced(TimeSpan Pace) : Fact;

public sealed record PromotionSentOut(ImmutableArray<KnownTarget> Targets) : Fact;

/// <summary>A target was heard; its word stands in the message.</summary>
public sealed record PromotionHeard(int Live, int Of) : Fact;

public sealed record PromotionLetGo(ImmutableArray<string> Regions, string By) : Fact;

public sealed record PromotionLate(int Step) : Fact;

/// <param name="Task">null: it is open no longer</param>
public sealed record PromotionTask(CaseId? Task) : Fact;

public sealed record PromotionEnding(bool Withdrawn, string Reason) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PromotionTaken)), JsonSerializable(typeof(PromotionBased)), JsonSerializable(typeof(PromotionBooked))]
[JsonSerializable(typeof(PromotionFound)), JsonSerializable(typeof(PromotionWeighed)), JsonSerializable(typeof(PromotionApprovedBy))]
[JsonSerializable(typeof(PromotionPaced)), JsonSerializable(typeof(PromotionSentOut)), JsonSerializable(typeof(PromotionHeard))]
[JsonSerializable(typeof(PromotionLetGo)), JsonSerializable(typeof(PromotionLate)), JsonSerializable(typeof(PromotionTask))]
[JsonSerializable(typeof(PromotionEnding)), JsonSerializable(typeof(PromotionShown))]
public sealed partial class PromotionFactsJson : JsonSerializerContext;

public static class PromotionFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PromotionTaken), "promotion.taken"), new(typeof(PromotionBased), "promotion.based"),
        new(typeof(PromotionBooked), "promotion.booked"), new(typeof(PromotionFound), "promotion.found"),
        new(typeof(PromotionWeighed), "promotion.weighed"), new(typeof(PromotionApprovedBy), "promotion.approved-by"),
        new(typeof(PromotionPaced), "promotion.paced"), new(typeof(PromotionSentOut), "promotion.sent-out"),
        new(typeof(PromotionHeard), "promotion.heard"), new(typeof(PromotionLetGo), "promotion.let-go"),
        new(typeof(PromotionLate), "promotion.late"), new(typeof(PromotionTask), "promotion.task"),
        new(typeof(PromotionEnding), "promotion.ending"), new(typeof(PromotionShown), "promotion.shown"),
    ];

    public static Promotion Fold(Promotion promotion, Fact fact, Message message) => fact switch
    {
        PromotionTaken taken => promotion with
        {
            Proposal = message is PromotionRevised revised ? revised.Proposal : (PromotionProposed)message,
            Askers = promotion.Askers.Contains(taken.By) ? promotion.Askers : promotion.Askers.Add(taken.By), Round = taken.Round,
            Basis = null, NoBasis = null, Books = promotion.Books.Clear(), Findings = [], Approvals = [],
        },
        PromotionBased => message is PricesKnown known
            ? promotion with { Basis = known } : promotion with { NoBasis = (message as PricesUnknown)?.Reason },
        PromotionBooked => promotion with
        {
            Books = promotion.Books.SetItem(((PriceAnswered)message).Sku, (PriceAnswered)message),
        },
        PromotionFound found => promotion with { Findings = found.Findings },
        PromotionWeighed weighed => promotion with { Lines = weighed.Lines, Needed = weighed.Needed },
        PromotionApprovedBy approved => promotion with
        {
            Approvals = [.. promotion.Approvals, new Approval(approved.Group, approved.By, approved.Note, approved.Role, approved.For)],
        },
        PromotionShown shown => promotion with { Lines = shown.Lines },
        PromotionPaced paced => promotion with { Pace = paced.Pace },
        PromotionSentOut sent => promotion with
        {
            Targets = promotion.Targets.SetItems(sent.Targets.Select(target => KeyValuePair.Create(target.Target.Id, target))),
        },
        PromotionHeard => Heard(promotion, (TargetReported)message),
        PromotionLetGo released => promotion with { Released = promotion.Released.Union(released.Regions) },
        PromotionLate late => promotion with { Late = late.Step },
        PromotionTask task => promotion with { Task = task.Task, Tasks = promotion.Tasks + (task.Task is null ? 0 : 1) },
        PromotionEnding ending => promotion with { End = new PromotionEnd(ending.Withdrawn, ending.Reason) },
        _ => throw new InvalidOperationException($"A promotion knows no fact {fact.GetType().Name}."),
    };

    /// <summary>The promotion after a target's word. One that was overtaken by a later one changes nothing.</summary>
    public static Promotion Heard(Promotion promotion, TargetReported word) =>
        !promotion.Targets.TryGetValue(word.Target, out var known) || known.Turn >= word.Turn ? promotion
        : promotion with
        {
            Ran = promotion.Ran || word.Standing == TargetStanding.Live,
            Targets = promotion.Targets.SetItem(word.Target, known with
            {
                Turn = word.Turn, Standing = word.Standing, Trouble = word.Trouble, Receipt = word.Receipt, Wrong = word.Wrong,
            }),
        };
}
