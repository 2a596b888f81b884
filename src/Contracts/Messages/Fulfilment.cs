using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>A node's part of an order line.</summary>
public sealed record PartLine(int Line, string Sku, string Description, int Quantity, decimal UnitPrice);

/// <summary>How many pieces of a line were really found.</summary>
public sealed record PickedLine(int Line, string Sku, int Picked);

/// <summary>An order asks a node to fulfil a part of it; the stock is reserved under <paramref name="Reservation"/>.</summary>
public sealed record FulfilmentAsked(
    CaseId Order,
    string Reservation,
    FulfilmentMode Mode,
    string Node,
    string Region,
    string Channel,
    string Currency,
    Customer Customer,
    DateTimeOffset Promise,
    ImmutableArray<PartLine> Lines) : Message;

/// <summary>The order takes its part back. The fulfilment undoes exactly what was done, or says that it is too late.</summary>
public sealed record FulfilmentCancelAsked(string Reason) : Message;

/// <summary>The order no longer waits for these pieces from this node: they were rerouted, refunded or cancelled.</summary>
public sealed record FulfilmentLinesDropped(ImmutableArray<PickedLine> Lines, string Reason) : Message;

/// <summary>The customer wants fewer: these pieces are to leave the part, if nobody has picked them yet.</summary>
public sealed record FulfilmentLessAsked(ImmutableArray<PickedLine> Lines, string Reason) : Message;

public sealed record PickReported(ImmutableArray<PickedLine> Lines) : Message;

public sealed record PackReported(int Parcels, int WeightGrams) : Message;

/// <summary>The customer has it in hand, or the carrier has.</summary>
public sealed record HandedOver(string To) : Message;

/// <summary>What was picked for a customer who comes lies where whoever hands it over finds it.</summary>
public sealed record Staged(string Place) : Message;

public sealed record PutBack(string Note) : Message;

public sealed record WarehouseAccepted(string Reference) : Message;

public sealed record WarehouseRejected(string Reason) : Message;

public sealed record WarehousePicked(string Reference, ImmutableArray<PickedLine> Lines, int WeightGrams) : Message;

public sealed record WarehouseRecalled(string Reference) : Message;

public sealed record WarehouseRecallRefused(string Reason) : Message;

public sealed record SupplierAccepted(string Reference, DateTimeOffset ShipsBy) : Message;

public sealed record SupplierRefused(string Reason) : Message;

public sealed record SupplierShipped(string Reference, string Tracking, ImmutableArray<PickedLine> Lines) : Message;

public sealed record CarrierBooked(string Tracking, string Service) : Message;

public sealed record CarrierRefused(string Reason) : Message;

public sealed record ParcelCollected(string Tracking) : Message;

public sealed record ParcelDelivered(string Tracking, string SignedBy) : Message;

public sealed record ParcelDeliveryFailed(string Tracking, string Reason, int Attempt) : Message;

public sealed record ParcelReturned(string Tracking, string Reason) : Message;

/// <summary>All that was asked was found.</summary>
public sealed record PartPicked(CaseId Part) : Message;

/// <summary>Pieces left the part before they were picked; it goes on with the rest.</summary>
public sealed record PartLessened(CaseId Part, ImmutableArray<PickedLine> Lines) : Message;

/// <summary>It was asked for fewer pieces and cannot do so any more.</summary>
/// <param name="Short">some of it was not found: what is missing is the order's to decide, and so to give up</param>
/// <param name="Returns">all of it is on its way back to stock already</param>
public sealed record PartKept(
    CaseId Part,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Short = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Returns = false) : Message;

/// <summary>Fewer pieces were found than asked; the part goes on with the rest once the order has decided.</summary>
public sealed record PartShort(CaseId Part, string Node, FulfilmentMode Mode, ImmutableArray<PartLine> Missing, string Reason) : Message;

public sealed record PartLate(CaseId Part, string Node, ExceptionCategory Category, int Step) : Message;

public sealed record PartReady(CaseId Part, string Node) : Message;

/// <summary>The goods have left the node; <paramref name="Lines"/> are what the customer pays for now.</summary>
public sealed record PartShipped(CaseId Part, string Tracking, ImmutableArray<PickedLine> Lines) : Message;

public sealed record PartDelivered(CaseId Part, ImmutableArray<PickedLine> Lines) : Message;

/// <summary>The part ended without reaching the customer; <paramref name="Returned"/> is what went back to stock.</summary>
public sealed record PartEnded(CaseId Part, PartEnd End, ImmutableArray<PickedLine> Returned, string Reason) : Message;

[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<PartEnd>))]
public enum PartEnd { Cancelled, NotCollected, CameBack, Empty }
