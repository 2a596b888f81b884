using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.StockVariances;

public enum VarianceState { Counting, CountingAgain, Comparing, Correcting, Corrected }

/// <summary>One place's books of a SKU, from the doubt until they agree with what was counted.</summary>
public sealed record Variance
{
    public static readonly Variance Empty = new();

    public VarianceFound? Found { get; init; }

    /// <summary>A count too far from the books to be believed alone; null before it.</summary>
    public ShelfCounted? Doubted { get; init; }

    /// <summary>The latest count.</summary>
    public ShelfCounted? Counted { get; init; }

    /// <summary>What the count that was believed had more than the books of its instant.</summary>
    public int Difference { get; init; }

    /// <summary>The latest count that was asked for.</summary>
    public CaseId? Task { get; init; }

    public int Tasks { get; init; }

    public int Late { get; init; }

    public VarianceFound Needs => Found ?? throw new InvalidOperationException("The variance has not begun.");
}

public sealed record VarianceBegun : Fact;

public sealed record CountAsked(CaseId Task) : Fact;

public sealed record CountTaken : Fact;

/// <summary>The latest count is too far from the books to be believed alone.</summary>
public sealed record CountDoubted(int OnBooks) : Fact;

/// <summary>The evidence of a correction: what was counted, by whom and when, and what the books had at that instant.</summary>
public sealed record CountBelieved(int Pieces, string By, DateTimeOffset At, int OnBooks) : Fact;

public sealed record VarianceLate(int Step) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VarianceBegun)), JsonSerializable(typeof(CountAsked)), JsonSerializable(typeof(CountTaken))]
[JsonSerializable(typeof(CountDoubted)), JsonSerializable(typeof(CountBelieved)), JsonSerializable(typeof(VarianceLate))]
public sealed partial class VarianceFactsJson : JsonSerializerContext;

public static class VarianceFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(VarianceBegun), "variance.begun"), new(typeof(CountAsked), "variance.count-asked"),
        new(typeof(CountTaken), "variance.count-taken"), new(typeof(CountDoubted), "variance.count-doubted"),
        new(typeof(CountBelieved), "variance.count-believed"), new(typeof(VarianceLate), "variance.late"),
    ];

    public static Variance Fold(Variance variance, Fact fact, Message message) => fact switch
    {
        VarianceBegun => variance with { Found = (VarianceFound)message },
        CountAsked asked => variance with { Task = asked.Task, Tasks = variance.Tasks + 1 },
        CountTaken => variance with { Counted = (ShelfCounted)message },
        CountDoubted => variance with { Doubted = variance.Counted },
        CountBelieved believed => variance with { Difference = believed.Pieces - believed.OnBooks },
        VarianceLate late => variance with { Late = late.Step },
        _ => throw new InvalidOperationException($"A stock variance knows no fact {fact.GetType().Name}."),
    };
}
