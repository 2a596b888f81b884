using System.Collections.Immutable;

namespace Crossdock.Contracts.Messages;

/// <param name="UnitPrice">what was paid for one piece</param>
public sealed record ReturnLine(string Sku, string Description, int Quantity, decimal UnitPrice);

/// <summary>Goods that a customer brings or sends back.</summary>
/// <param name="Order">the order they were bought with, where it is known</param>
public sealed record ReturnAsked(
    string Number,
    string Channel,
    string Region,
    string Node,
    DateTimeOffset AskedAt,
    string Currency,
    string? CustomerId,
    CaseId? Order,
    ImmutableArray<ReturnLine> Lines,
    string Reason) : Message;

/// <summary>A return asks its order to pay back; the order knows what was paid and what came back before.</summary>
public sealed record RefundAsked(CaseId Return, ImmutableArray<ReturnLine> Lines) : Message;

public sealed record ReturnRefused(string Reason) : Message;

/// <param name="Sellable">pieces per SKU that go back to the shelf; the rest is written off</param>
public sealed record ReturnInspected(ImmutableArray<ReturnLine> Sellable, string Note) : Message;

/// <summary>A person found the order behind an unmatched return.</summary>
public sealed record ReturnMatched(CaseId Order, string Note) : Message;

public sealed record CreditNotePosted(string Document) : Message;

public sealed record CreditNoteRejected(string Reason) : Message;
