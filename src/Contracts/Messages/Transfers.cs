using System.Collections.Immutable;

namespace Crossdock.Contracts.Messages;

/// <summary>A line of a transfer. A SKU stands on one line only.</summary>
public sealed record TransferLine(int Line, string Sku, string Description, int Quantity);

/// <summary>Goods are to go from a node that can spare them to one that needs them.</summary>
public sealed record TransferAsked(
    string Number,
    string From,
    string To,
    string Region,
    ImmutableArray<TransferLine> Lines,
    ImmutableArray<WaitingOrder> Serves,
    string AskedBy,
    string Why) : Message;

public sealed record TransferCancelAsked(string Reason) : Message;

/// <summary>The goods of a transfer arrived and were counted.</summary>
public sealed record TransferReceived(string Receipt, ImmutableArray<ReceivedLine> Lines) : Message;

public sealed record TransferPosted(string Document) : Message;

public sealed record TransferPostRefused(string Reason) : Message;
