using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockAdjustments;

public enum AdjustmentState { Posting, Refused, Posted }

/// <summary>One correction of the ledger, until the ERP has it.</summary>
public sealed record Adjustment
{
    public static readonly Adjustment Empty = new();

    public StockCorrected? Corrected { get; init; }

    /// <summary>The ERP's own name of it; null before it has one, and where a person booked it.</summary>
    public string? Document { get; init; }

    /// <summary>The latest time that somebody was asked to see to it.</summary>
    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public StockCorrected Needs => Corrected ?? throw new InvalidOperationException("The adjustment has not begun.");
}

public sealed record AdjustmentBegun : Fact;

public sealed record AdjustmentBooked(string? Document) : Fact;

public sealed record AdjustmentTask(CaseId Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AdjustmentBegun)), JsonSerializable(typeof(AdjustmentBooked)), JsonSerializable(typeof(AdjustmentTask))]
public sealed partial class AdjustmentFactsJson : JsonSerializerContext;

public static class AdjustmentFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(AdjustmentBegun), "adjustment.begun"), new(typeof(AdjustmentBooked), "adjustment.booked"),
        new(typeof(AdjustmentTask), "adjustment.task"),
    ];

    public static Adjustment Fold(Adjustment adjustment, Fact fact, Message message) => fact switch
    {
        AdjustmentBegun => adjustment with { Corrected = (StockCorrected)message },
        AdjustmentBooked booked => adjustment with { Document = booked.Document },
        AdjustmentTask task => adjustment with { Task = task.Task, Tasks = adjustment.Tasks + 1 },
        _ => throw new InvalidOperationException($"A stock adjustment knows no fact {fact.GetType().Name}."),
    };
}
