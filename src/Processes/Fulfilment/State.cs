using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Fulfilment;

public enum PartState
{
    ReleasingToWarehouse, OrderingFromSupplier, AwaitingPick, WarehousePicking, WithSupplier, Short, Packing, Booking, Unbookable,
    AwaitingHandover, ReadyForPickup, WithCarrier, Recalling, PuttingBack, Restocking, Collected, Delivered, Returned, Cancelled,
    Inspecting, Staging,
}

/// <summary>A node's part of an order. <see cref="Lines"/> are what is still expected of it; picked pieces are in hand.</summary>
public sealed record FulfilmentPart
{
    public static readonly FulfilmentPart Empty = new();

    public FulfilmentAsked? Asked { get; init; }

    public ImmutableArray<PartLine> Lines { get; init; } = [];

    public ImmutableArray<PickedLine> Picked { get; init; } = [];

    /// <summary>Missing pieces whose reservation is already written off.</summary>
    public ImmutableArray<PickedLine> WrittenOff { get; init; } = [];

    /// <summary>Not found by the warehouse, which said so after the part was called back: off the books, and free for the order.</summary>
    public ImmutableArray<PickedLine> Missed { get; init; } = [];

    public string? Reference { get; init; }

    public string? Tracking { get; init; }

    /// <summary>Where it was laid for whoever hands it over; empty where nobody said.</summary>
    public string Place { get; init; } = "";

    /// <summary>It came back before anybody said that it left: on the books it leaves when it is inspected.</summary>
    public bool LeftUnseen { get; init; }

    public int WeightGrams { get; init; }

    /// <summary>Steps of the ladder that lateness has climbed.</summary>
    public int Late { get; init; }

    public bool Reminded { get; init; }

    public int DeliveryAttempts { get; init; }

    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    /// <summary>How it will end once stock is back, and why.</summary>
    public PartEnd End { get; init; }

    public string EndReason { get; init; } = "";

    /// <summary>Parcels that the supplier told of when the part's own had been heard of.</summary>
    public ImmutableArray<string> OtherTrackings { get; init; } = [];

    /// <summary>The carrier has said that it reached the customer.</summary>
    public bool Arrived { get; init; }

    /// <summary>And after that, that it came back.</summary>
    public bool Returned { get; init; }

    /// <summary>Who had it before the store heard that it was to go back.</summary>
    public string HandedOverTo { get; init; } = "";

    /// <summary>Why the order does not want it any more, while a carrier was being booked.</summary>
    public string Unwanted { get; init; } = "";

    public FulfilmentAsked Needs => Asked ?? throw new InvalidOperationException("The part has not begun.");

    public ImmutableArray<PickedLine> Expected => [.. Lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))];

    public decimal Worth => Lines.Sum(line => line.UnitPrice * line.Quantity);

    public bool Ships => Needs.Mode is not (FulfilmentMode.StorePickup or FulfilmentMode.Kerbside);
}

public sealed record PartAccepted : Fact;

public sealed record PartPickedUp(ImmutableArray<PickedLine> Lines, ImmutableArray<PickedLine> WrittenOff) : Fact;

public sealed record PartMissed(ImmutableArray<PickedLine> Lines) : Fact;

/// <summary>Pieces that are no longer expected of this part.</summary>
public sealed record PartReduced(ImmutableArray<PickedLine> Lines) : Fact;

public sealed record PartReferenced(string Reference) : Fact;

public sealed record PartWeighed(int WeightGrams) : Fact;

public sealed record PartLeftUnseen : Fact;

public sealed record PartStaged(string Place) : Fact;

public sealed record PartBooked(string Tracking) : Fact;

public sealed record PartLateStep(int Step) : Fact;

public sealed record CollectorReminded : Fact;

public sealed record DeliveryMissed(int Attempt) : Fact;

public sealed record PartTask(CaseId Task) : Fact;

/// <summary>Lines that nobody has to pick here any more: the node has room for as many others on the day that the part began.</summary>
public sealed record PartLinesFreed(int Lines) : Fact;

public sealed record PartHandedOverAfterAll(string To) : Fact;

public sealed record PartAdvisedAgain(string Tracking) : Fact;

public sealed record PartArrived : Fact;

public sealed record PartCameBackAfterwards : Fact;

public sealed record PartUnwanted(string Reason) : Fact;

public sealed record PartEnding(PartEnd End, string Reason) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartAccepted)), JsonSerializable(typeof(PartPickedUp)), JsonSerializable(typeof(PartReduced))]
[JsonSerializable(typeof(PartReferenced)), JsonSerializable(typeof(PartWeighed)), JsonSerializable(typeof(PartBooked))]
[JsonSerializable(typeof(PartLateStep)), JsonSerializable(typeof(CollectorReminded)), JsonSerializable(typeof(DeliveryMissed))]
[JsonSerializable(typeof(PartTask)), JsonSerializable(typeof(PartEnding)), JsonSerializable(typeof(PartLinesFreed))]
[JsonSerializable(typeof(PartAdvisedAgain)), JsonSerializable(typeof(PartArrived)), JsonSerializable(typeof(PartCameBackAfterwards))]
[JsonSerializable(typeof(PartHandedOverAfterAll)), JsonSerializable(typeof(PartUnwanted)), JsonSerializable(typeof(PartStaged))]
[JsonSerializable(typeof(PartLeftUnseen)), JsonSerializable(typeof(PartMissed))]
public sealed partial class PartFactsJson : JsonSerializerContext;

public static class PartFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(PartAccepted), "part.accepted"), new(typeof(PartPickedUp), "part.picked-up"), new(typeof(PartReduced), "part.reduced"),
        new(typeof(PartReferenced), "part.referenced"), new(typeof(PartWeighed), "part.weighed"), new(typeof(PartBooked), "part.booked"),
        new(typeof(PartLateStep), "part.late-step"), new(typeof(CollectorReminded), "part.collector-reminded"),
        new(typeof(DeliveryMissed), "part.delivery-missed"), new(typeof(PartTask), "part.task"), new(typeof(PartEnding), "part.ending"),
        new(typeof(PartLinesFreed), "part.lines-freed"), new(typeof(PartStaged), "part.staged"),
        new(typeof(PartLeftUnseen), "part.left-unseen"), new(typeof(PartMissed), "part.missed"),
        new(typeof(PartUnwanted), "part.unwanted"), new(typeof(PartHandedOverAfterAll), "part.handed-over-after-all"),
        new(typeof(PartAdvisedAgain), "part.advised-again"), new(typeof(PartArrived), "part.arrived"),
        new(typeof(PartCameBackAfterwards), "part.came-back-afterwards"),
    ];

    public static FulfilmentPart Fold(FulfilmentPart part, Fact fact, Message message) => fact switch
    {
        PartAccepted => part with { Asked = (FulfilmentAsked)message, Lines = ((FulfilmentAsked)message).Lines },
        PartPickedUp picked => part with { Picked = picked.Lines, WrittenOff = picked.WrittenOff },
        PartMissed missed => part with { Missed = missed.Lines },
        PartReduced reduced => part with { Lines = part.Lines.Without(reduced.Lines), WrittenOff = part.WrittenOff.Without(reduced.Lines) },
        PartReferenced referenced => part with { Reference = referenced.Reference },
        PartWeighed weighed => part with { WeightGrams = weighed.WeightGrams },
        PartLeftUnseen => part with { LeftUnseen = true },
        PartStaged staged => part with { Place = staged.Place },
        PartBooked booked => part with { Tracking = booked.Tracking },
        PartLateStep late => part with { Late = late.Step },
        CollectorReminded => part with { Reminded = true },
        DeliveryMissed missed => part with { DeliveryAttempts = missed.Attempt },
        PartTask task => part with { Task = task.Task, Tasks = part.Tasks + 1 },
        // For the node's day; the part itself has no use for it.
        PartLinesFreed => part,
        PartHandedOverAfterAll over => part with { HandedOverTo = over.To },
        PartAdvisedAgain again => part with { OtherTrackings = part.OtherTrackings.Add(again.Tracking) },
        PartArrived => part with { Arrived = true },
        PartCameBackAfterwards => part with { Returned = true },
        PartUnwanted unwanted => part with { Unwanted = unwanted.Reason },
        PartEnding ending => part with { End = ending.End, EndReason = ending.Reason },
        _ => throw new InvalidOperationException($"A fulfilment knows no fact {fact.GetType().Name}."),
    };
}
