using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.ReturnToRefund;

public enum ReturnState { Unmatched, Inspecting, Restocking, Refunding, Posting, Disputed, Closed, Refused }

/// <summary>Goods that came back, until stock, money and books agree.</summary>
public sealed record CustomerReturn
{
    public static readonly CustomerReturn Empty = new();

    public ReturnAsked? Asked { get; init; }

    public CaseId? Order { get; init; }

    public bool Inspected { get; init; }

    public ImmutableArray<ReturnLine> Sellable { get; init; } = [];

    public decimal Refunded { get; init; }

    /// <summary>The order has said what goes back, be it nothing.</summary>
    public bool RefundKnown { get; init; }

    public string? CreditNote { get; init; }

    public int Tasks { get; init; }

    public CaseId? Task { get; init; }

    public ReturnAsked Needs => Asked ?? throw new InvalidOperationException("The return has not begun.");

    public decimal Worth => Needs.Lines.Sum(line => line.UnitPrice * line.Quantity);
}

public sealed record ReturnAccepted : Fact;

public sealed record OrderFound(CaseId Order) : Fact;

public sealed record ConditionKnown(ImmutableArray<ReturnLine> Sellable) : Fact;

public sealed record MoneyReturned(decimal Amount) : Fact;

public sealed record CreditNoteBooked(string Document) : Fact;

public sealed record ReturnTask(CaseId Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReturnAccepted)), JsonSerializable(typeof(OrderFound)), JsonSerializable(typeof(ConditionKnown))]
[JsonSerializable(typeof(MoneyReturned)), JsonSerializable(typeof(CreditNoteBooked)), JsonSerializable(typeof(ReturnTask))]
public sealed partial class ReturnFactsJson : JsonSerializerContext;

public static class ReturnFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(ReturnAccepted), "return.accepted"), new(typeof(OrderFound), "return.order-found"),
        new(typeof(ConditionKnown), "return.condition-known"), new(typeof(MoneyReturned), "return.money-returned"),
        new(typeof(CreditNoteBooked), "return.credit-note-booked"), new(typeof(ReturnTask), "return.task"),
    ];

    public static CustomerReturn Fold(CustomerReturn state, Fact fact, Message message) => fact switch
    {
        ReturnAccepted => state with { Asked = (ReturnAsked)message, Order = ((ReturnAsked)message).Order },
        OrderFound found => state with { Order = found.Order },
        ConditionKnown known => state with { Sellable = known.Sellable, Inspected = true },
        MoneyReturned returned => state with { Refunded = returned.Amount, RefundKnown = true },
        CreditNoteBooked booked => state with { CreditNote = booked.Document },
        ReturnTask task => state with { Task = task.Task, Tasks = state.Tasks + 1 },
        _ => throw new InvalidOperationException($"A return knows no fact {fact.GetType().Name}."),
    };
}
