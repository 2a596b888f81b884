using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.BulkOperations;

public enum BulkState { Frozen, UnderWay, Paused, Done, Cancelled, Lapsed }

/// <summary>One act on a frozen set of cases. Its items stand in the store; this is who ordered it, how fast, and how far it is.</summary>
public sealed record BulkOperation
{
    public static readonly BulkOperation Empty = new();

    public BulkFrozen? Frozen { get; init; }

    /// <summary>How often it was started; what an earlier start still says is too late.</summary>
    public int Run { get; init; }

    public int PerSecond { get; init; }

    /// <summary>Who started it: in whose name the cases are told.</summary>
    public Actor? For { get; init; }

    public BulkCounts? Counts { get; init; }

    public string? Why { get; init; }

    public BulkFrozen Needs => Frozen ?? throw new InvalidOperationException("The operation has no set.");

    public BulkCounts Standing => Counts ?? new BulkCounts(Needs.WillRun, 0, 0, Needs.Items - Needs.WillRun, 0);
}

public sealed record BulkBegun : Fact;

public sealed record BulkRunStarted(int Run, int PerSecond, Actor? For) : Fact;

public sealed record BulkCounted(BulkCounts Counts) : Fact;

public sealed record BulkStopped(string Why) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BulkBegun)), JsonSerializable(typeof(BulkRunStarted)), JsonSerializable(typeof(BulkCounted))]
[JsonSerializable(typeof(BulkStopped))]
public sealed partial class BulkFactsJson : JsonSerializerContext;

public static class BulkFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(BulkBegun), "bulk.begun"), new(typeof(BulkRunStarted), "bulk.run-started"), new(typeof(BulkCounted), "bulk.counted"),
        new(typeof(BulkStopped), "bulk.stopped"),
    ];

    public static BulkOperation Fold(BulkOperation bulk, Fact fact, Message message) => fact switch
    {
        BulkBegun => bulk with { Frozen = (BulkFrozen)message },
        BulkRunStarted started => bulk with { Run = started.Run, PerSecond = started.PerSecond, For = started.For, Why = null },
        BulkCounted counted => bulk with { Counts = counted.Counts },
        BulkStopped stopped => bulk with { Why = stopped.Why },
        _ => throw new InvalidOperationException($"A bulk operation knows no fact {fact.GetType().Name}."),
    };
}
