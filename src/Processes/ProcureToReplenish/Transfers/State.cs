using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.ProcureToReplenish.Transfers;

public enum TransferState
{
    Reserving, Firming, AwaitingPick, Leaving, OnTheWay, Arriving, Posting, Unposted, Releasing, Closed, Cancelled, Unfilled,
}

/// <summary>What is moved of a SKU. What was shipped has arrived or was lost; nothing else becomes of it.</summary>
public sealed record TransferItem(
    int Line, string Sku, string Description, int Asked, int Reserved = 0, int Shipped = 0, int Arrived = 0, int Lost = 0);

/// <summary>Goods on their way from node to node.</summary>
public sealed record Transfer : IScoped
{
    public static readonly Transfer Empty = new();

    public TransferAsked? Begun { get; init; }

    public ImmutableArray<TransferItem> Items { get; init; } = [];

    public int Late { get; init; }

    /// <summary>Why it is to end; null while it is wanted.</summary>
    public string? Ending { get; init; }

    /// <summary>A receipt that came before the books said that the goods had left.</summary>
    public TransferReceived? Early { get; init; }

    public string? Receipt { get; init; }

    public CaseId? Task { get; init; }

    /// <summary>The task that says it is late, and offers to give it up.</summary>
    public CaseId? LateTask { get; init; }

    public int Tasks { get; init; }

    public TransferAsked Needs => Begun ?? throw new InvalidOperationException("The transfer has not begun.");

    public int Shipped => Items.Sum(item => item.Shipped);

    public Scope? Scope => Begun is { } needs ? new Scope(needs.Region, null, needs.From) : null;
}

public sealed record TransferBegun : Fact;

public sealed record TransferReserved(ImmutableArray<PickedLine> Lines) : Fact;

public sealed record TransferPicked(ImmutableArray<PickedLine> Lines) : Fact;

public sealed record TransferCameEarly(TransferReceived Received) : Fact;

public sealed record TransferCounted(string? Receipt, ImmutableArray<CountedLine> Lines) : Fact;

public sealed record TransferLateStep(int Step) : Fact;

public sealed record TransferEnding(string Reason) : Fact;

/// <param name="Task">null when none is open any more</param>
/// <param name="Aside">it tells a person something and decides nothing here</param>
public sealed record TransferTask(CaseId? Task, bool Aside = false) : Fact;

/// <summary>Somebody is asked about its lateness; null when that question has passed.</summary>
public sealed record TransferLateTask(CaseId? Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TransferBegun)), JsonSerializable(typeof(TransferReserved)), JsonSerializable(typeof(TransferPicked))]
[JsonSerializable(typeof(TransferCameEarly)), JsonSerializable(typeof(TransferCounted)), JsonSerializable(typeof(TransferLateStep))]
[JsonSerializable(typeof(TransferEnding)), JsonSerializable(typeof(TransferTask)), JsonSerializable(typeof(TransferLateTask))]
public sealed partial class TransferFactsJson : JsonSerializerContext;

public static class TransferFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(TransferBegun), "transfer.begun"), new(typeof(TransferReserved), "transfer.reserved"),
        new(typeof(TransferPicked), "transfer.picked"), new(typeof(TransferCameEarly), "transfer.came-early"),
        new(typeof(TransferCounted), "transfer.counted"), new(typeof(TransferLateStep), "transfer.late-step"),
        new(typeof(TransferEnding), "transfer.ending"), new(typeof(TransferTask), "transfer.task"),
        new(typeof(TransferLateTask), "transfer.late-task"),
    ];

    public static Transfer Fold(Transfer state, Fact fact, Message message) => fact switch
    {
        TransferBegun => Transfer.Empty with { Begun = (TransferAsked)message, Items = Items((TransferAsked)message) },
        TransferReserved reserved => state with
        {
            Items = [.. state.Items.Select(item => item with { Reserved = Of(reserved.Lines, item) })],
        },
        TransferPicked picked => state with
        {
            Items = [.. state.Items.Select(item => item with { Shipped = Of(picked.Lines, item) })], Late = 0,
        },
        TransferCameEarly early => state with { Early = early.Received },
        TransferCounted counted => state with
        {
            Receipt = counted.Receipt,
            Items = [.. state.Items.Select(item => counted.Lines.FirstOrDefault(line => line.Sku == item.Sku) is { } line
                ? item with { Arrived = line.Stocked, Lost = line.Rejected }
                : item)],
        },
        TransferLateStep late => state with { Late = late.Step },
        TransferEnding ending => state with { Ending = ending.Reason },
        TransferTask task => state with
        {
            Task = task.Aside ? state.Task : task.Task, Tasks = task.Task is null ? state.Tasks : state.Tasks + 1,
        },
        TransferLateTask late => state with { LateTask = late.Task, Tasks = late.Task is null ? state.Tasks : state.Tasks + 1 },
        _ => throw new InvalidOperationException($"A transfer knows no fact {fact.GetType().Name}."),
    };

    private static ImmutableArray<TransferItem> Items(TransferAsked asked) => asked.Lines.IsDefault
        ? []
        : [.. asked.Lines.Select(line => new TransferItem(line.Line, line.Sku, line.Description, line.Quantity))];

    private static int Of(ImmutableArray<PickedLine> lines, TransferItem item) =>
        lines.Where(line => line.Sku == item.Sku).Sum(line => line.Picked);
}
