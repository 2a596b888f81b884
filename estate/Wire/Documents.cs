using System.Collections.Immutable;

namespace Crossdock.Estate.Wire;

// What the estate sends in through the front door. Shapes: docs/operating/wire.md.

public sealed record OrderDocument(
    string Number,
    string Channel,
    DateTimeOffset PlacedAt,
    string Currency,
    CustomerDocument Customer,
    DeliveryDocument Delivery,
    DateTimeOffset? AvailableFrom,
    bool AcceptsSubstitutes,
    ImmutableArray<LineDocument> Lines,
    ImmutableArray<ChargeDocument> Charges,
    PaymentDocument Payment);

public sealed record CustomerDocument(string Id, string Tier, string Name, string Email);

public sealed record DeliveryDocument(string Wish, string? Node, AddressDocument? Address);

/// <param name="Latitude">degrees, where the shop has looked the address up; left out otherwise</param>
public sealed record AddressDocument(
    string Street, string City, string PostalCode, string Country, decimal? Latitude = null, decimal? Longitude = null);

public sealed record LineDocument(string Sku, string Description, int Quantity, decimal UnitPrice);

public sealed record ChargeDocument(string Code, string Description, decimal Amount);

/// <param name="Tenders">stored value that pays first; left out where there is none</param>
public sealed record PaymentDocument(string Kind, string Token, ImmutableArray<TenderDocument>? Tenders = null);

public sealed record TenderDocument(string Kind, string Token, decimal Amount);

public sealed record ReturnDocument(
    string Number,
    string Channel,
    string? Node,
    DateTimeOffset AskedAt,
    string Currency,
    string? CustomerId,
    string? Order,
    ImmutableArray<LineDocument> Lines,
    string Reason)
{
    /// <summary>Null says that the goods are there already.</summary>
    public string? Way { get; init; }

    /// <summary>What is wanted instead of money; null where money is.</summary>
    public ExchangeDocument? Exchange { get; init; }
}

public sealed record ExchangeDocument(ImmutableArray<LineDocument> Lines);

/// <summary>A return as Crossdock says it stands.</summary>
public sealed record ReturnWhole(
    string Case, string Number, string? State, string? Waits, bool Final, string? Exception, decimal? Refunded, string? CreditNote,
    decimal? Settled)
{
    /// <summary>The order by which the customer got something else; null where money went back, or nothing yet.</summary>
    public string? ExchangeOrder { get; init; }

    /// <summary>Where the goods are; null while they are nowhere yet.</summary>
    public string? At { get; init; }

    public IReadOnlyList<ReturnLineItem>? Lines { get; init; }
}

public sealed record ReturnLineItem(string Sku, int Asked, int? Sellable);

public sealed record MovementDocument(string Id, string Sku, string Node, string Act, int Quantity, string Reason);

public sealed record MovementBatch(IReadOnlyList<MovementDocument> Movements);

public sealed record MovementResult(string? Id, string? Outcome, string? Reason);

public sealed record MovementResults(IReadOnlyList<MovementResult>? Results);

/// <param name="Starts">by the clock of each place, without an offset</param>
public sealed record PriceDocument(
    string Number,
    string Title,
    string Kind,
    IReadOnlyList<string> Channels,
    IReadOnlyList<string> Regions,
    string Currency,
    DateTime Starts,
    DateTime Ends,
    decimal ExpectedLift,
    IReadOnlyList<PriceLineDocument> Lines,
    string Reason);

public sealed record PriceLineDocument(string Sku, decimal Price);

/// <summary>A promotion as Crossdock says it stands.</summary>
public sealed record PriceWhole(
    string Number, string? State, bool Final, IReadOnlyList<PriceLineDocument>? Lines, IReadOnlyList<PriceTargetItem>? Targets);

/// <param name="Standing">pending, ready, live or cleared</param>
public sealed record PriceTargetItem(string Target, string System, string Standing, string? Trouble);

public sealed record CaseAnswer(string? Case, string? State, bool Duplicate);

public sealed record Problem(string? Title, string? Detail, IReadOnlyList<FieldProblem>? Errors);

public sealed record FieldProblem(string? Field, string? Reason);

public sealed record CasePage(IReadOnlyList<CaseItem>? Cases, string? Next);

/// <summary>A case as the list shows it.</summary>
public sealed record CaseItem(
    string Case,
    string? Process,
    string? State,
    string? Waits,
    bool Final,
    DateTimeOffset? Due,
    int InFlight,
    string? Incident,
    string? Exception,
    string? Parent);

public sealed record CaseWhole(CaseItem? Case);

public sealed record TaskPage(IReadOnlyList<TaskItem>? Tasks, string? Next);

public sealed record TaskItem(
    string Key,
    string? Kind,
    string? Title,
    string? Why,
    string? About,
    string? Node,
    string? Owner,
    string? Exception,
    DateTimeOffset? Promise,
    DateTimeOffset? Due,
    int Priority,
    string? State,
    string? With,
    IReadOnlyList<TaskLineItem>? Lines,
    IReadOnlyList<TaskChoiceItem>? Choices);

public sealed record TaskLineItem(int Line, string? Sku, string? Description, string? Shelf, int Quantity);

public sealed record TaskChoiceItem(string Code, string? Text);

public sealed record TaskDone(
    IReadOnlyList<PickedItem>? Lines, string? Choice, string? Note, IReadOnlyList<DispositionItem>? Dispositions = null);

public sealed record DispositionItem(int Line, int Pieces, string To);

public sealed record PickedItem(int Line, string? Sku, int Picked);

public sealed record PositionPage(IReadOnlyList<PositionItem>? Positions, string? Next);

public sealed record PositionItem(
    string Sku, string Node, int OnHand, int Available, int Reserved, int InTransit, int Sold, int Adjusted, int Received);
