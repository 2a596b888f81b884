using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>What a node can promise of a SKU now: available minus safety stock and buffers, never below 0.</summary>
public sealed record NodeAvailability(string Sku, string Node, int AvailableToPromise);

/// <param name="LinesToday">order lines that the node was asked for on its day of today, against its capacity; done or not</param>
public sealed record NodeLoad(string Node, [property: JsonPropertyName("openLines")] int LinesToday);

/// <summary>Pieces that are on order or on their way to a node.</summary>
/// <param name="From">the purchase or the transfer that brings them</param>
public sealed record ExpectedSupply(string Sku, string Node, int Pieces, DateTimeOffset Due, CaseId From);

public sealed record StockFound(ImmutableArray<NodeAvailability> Positions, ImmutableArray<NodeLoad> Loads) : Message
{
    /// <summary>Of SKUs of which there is nothing now: what is to come.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<ExpectedSupply> Expected { get; init; }
}

public sealed record StockNotFound(string Reason) : Message;

/// <param name="Reserved">at most what was asked; less when the node ran short in between</param>
public sealed record ReservedLine(int Line, string Sku, string Node, int Asked, int Reserved);

public sealed record StockReserved(ImmutableArray<ReservedLine> Lines) : Message;

public sealed record StockRefused(string Reason) : Message;

/// <summary>Every instruction of one effect is on the books.</summary>
/// <param name="Act">what was asked, where all instructions asked the same</param>
public sealed record StockSettled(int Instructions, StockAct? Act = null) : Message;

/// <param name="Act">what was asked, where all instructions asked the same</param>
/// <param name="Moved">pieces that were moved all the same, more and fewer taken together</param>
public sealed record StockSettleRefused(
    string Reason,
    StockAct? Act = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Moved = 0) : Message;

public sealed record StockArrived(string Sku, string Node, int Available) : Message;

/// <summary>Pieces of a SKU that a node has on its shelf since a moment ago.</summary>
public sealed record ArrivedPieces(string Sku, int Pieces);

/// <summary>Who waits for what has arrived at a node, of all orders that could have it from there.</summary>
public sealed record WaitingFound(string Node, ImmutableArray<ArrivedPieces> Arrived, ImmutableArray<WaitingOrder> Orders) : Message;

public sealed record WaitingNotFound(string Node, ImmutableArray<ArrivedPieces> Arrived, string Reason) : Message;

[JsonConverter(typeof(JsonStringEnumConverter<StockAct>))]
public enum StockAct
{
    /// <summary>Available to reserved, pending until posted, voided or expired. Reserves what there is, up to the quantity.</summary>
    Reserve,
    /// <summary>A pending reservation becomes firm: it no longer expires.</summary>
    Post,
    /// <summary>The quantity goes back from reserved to available, pending or firm.</summary>
    Void,
    /// <summary>Reserved goods leave the node for the customer: to in transit.</summary>
    Ship,
    /// <summary>Goods in transit have arrived at the customer: to sold.</summary>
    Deliver,
    /// <summary>Reserved goods are handed over in the store: to sold.</summary>
    HandOver,
    /// <summary>Goods in transit came back: to available.</summary>
    ComeBack,
    /// <summary>Reserved goods are not on the shelf: reserved to adjusted.</summary>
    WriteOffReserved,
    /// <summary>A till sold it already: available to sold, below zero if need be.</summary>
    SellAtTill,
    /// <summary>Goods arrive from a supplier: to available.</summary>
    Receive,
    /// <summary>A customer's return goes back to the shelf: sold to available.</summary>
    TakeBack,
    /// <summary>A count or a write-off corrects the books by a signed quantity: adjusted to available.</summary>
    Adjust,
    /// <summary>Goods in transit from another node arrive at this one: from that node's in transit to this one's available.</summary>
    Arrive,
    /// <summary>Goods in transit were lost or broke on the way: in transit to adjusted.</summary>
    WriteOffTransit,
    /// <summary>Whoever keeps the books wrote it off already: available to adjusted, below zero if need be.</summary>
    WrittenOff,
}

/// <summary>One instruction to the ledger of one SKU. <paramref name="Reservation"/> names what it acts on, where it acts on one.</summary>
/// <param name="From">the node that sent them, for goods that arrive from another one</param>
public sealed record StockInstruction(StockAct Act, string Node, int Quantity, string? Reservation, string Reason, string? From = null);

/// <summary>Instructions for one SKU that stand or fall together with the message's id as their idempotency key.</summary>
/// <param name="ExpireAfter">for reservations: how long they stay pending at most</param>
public sealed record StockInstructed(string Sku, ImmutableArray<StockInstruction> Instructions, TimeSpan? ExpireAfter) : Message;
