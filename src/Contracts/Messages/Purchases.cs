using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Purchasing;

namespace Crossdock.Contracts.Messages;

/// <summary>A line of a purchase order. A SKU stands on one line only.</summary>
/// <param name="Tax">null where nothing was agreed: then what is billed of it is not compared</param>
/// <param name="Packs">other units than the piece in which the supplier may bill it</param>
public sealed record PurchaseLine(
    int Line,
    string Sku,
    string Description,
    int Quantity,
    decimal UnitPrice,
    AgreedTax? Tax = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<AgreedPack> Packs = default);

/// <summary>A customer's order that waits for a SKU, to be told when it arrives.</summary>
/// <param name="Pieces">that it lacks; 0 where that was not kept</param>
public sealed record WaitingOrder(
    CaseId Order,
    string Sku,
    DateTimeOffset Promise,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Pieces = 0);

/// <summary>Goods are to be bought from a supplier for a node: by a review, or by a person.</summary>
/// <param name="Category">of all lines, since approvals go by it; null where it is not known</param>
/// <param name="Due">when the goods should be at the node</param>
/// <param name="ProposedBy">who may not approve it</param>
/// <param name="Freight">null where the supplier is to charge none</param>
public sealed record PurchaseProposed(
    string Number,
    string Supplier,
    string Node,
    string Region,
    string? Category,
    string Currency,
    DateTimeOffset Due,
    ImmutableArray<PurchaseLine> Lines,
    ImmutableArray<WaitingOrder> Serves,
    string ProposedBy,
    string Why,
    FreightTerms? Freight = null) : Message;

/// <param name="By">the person, where a task tells it; else whoever sends it counts</param>
public sealed record PurchaseApproved(string By, string Role, string Note, StandsFor? For = null) : Message;

/// <param name="By">the person, where a task tells it; else whoever sends it counts</param>
public sealed record PurchaseRejected(string By, string Reason, string Role = "", StandsFor? For = null) : Message;

/// <summary>The order, or what is still to come of it, is wanted no longer.</summary>
public sealed record PurchaseCancelAsked(string Reason) : Message;

/// <summary>A person accepts what the supplier changed.</summary>
public sealed record PurchaseChangeAccepted(string By, string Role, string Note) : Message;

/// <summary>A person insists: the order goes to the supplier again as it was.</summary>
public sealed record PurchaseRenegotiated(string By, string Note) : Message;

/// <summary>A person has what is still to come bought from another supplier.</summary>
public sealed record PurchaseElsewhere(string By, string Supplier) : Message;

public sealed record PurchasePosted(string Document) : Message;

public sealed record PurchasePostRefused(string Reason) : Message;

public sealed record PurchaseSent(string Reference) : Message;

public sealed record PurchaseSendRefused(string Reason) : Message;

public sealed record SupplierReminded(string Reference) : Message;

public sealed record SupplierNotReached(string Reason) : Message;

public sealed record ConfirmedLine(string Sku, int Quantity, decimal UnitPrice);

/// <summary>
/// The supplier's answer to an order: what he will deliver, when and for how much. A line that he leaves out is not delivered.
/// </summary>
/// <param name="Freight">what he wants for bringing it; null where he says nothing and it stays as agreed</param>
public sealed record PurchaseConfirmed(
    string Reference, DateTimeOffset Due, ImmutableArray<ConfirmedLine> Lines, decimal? Freight = null) : Message;

public sealed record PurchaseDeclined(string Reason) : Message;

/// <summary>Pieces of a SKU that the supplier says are on the way.</summary>
public sealed record AdvisedLine(string Sku, int Quantity);

/// <param name="Advice">the supplier's number of the despatch</param>
public sealed record DespatchAdvised(string Advice, DateTimeOffset Arrives, ImmutableArray<AdvisedLine> Lines) : Message;

/// <param name="Received">all that was counted, the damaged included</param>
public sealed record ReceivedLine(string Sku, int Received, int Damaged);

/// <summary>Goods arrived and were counted. An order may have many receipts; each has its own number.</summary>
/// <param name="Advice">the despatch they came with, where that is known</param>
public sealed record GoodsReceived(string Receipt, string Node, string? Advice, ImmutableArray<ReceivedLine> Lines) : Message;

public sealed record GoodsReceiptPosted(string Document, string Receipt) : Message;

public sealed record GoodsReceiptRejected(string Reason, string Receipt) : Message;

public sealed record SupplierCancelled(string Reference) : Message;

public sealed record SupplierCancelRefused(string Reason) : Message;

public sealed record PurchaseVoided(string Document) : Message;

public sealed record PurchaseVoidRefused(string Reason) : Message;

public sealed record PurchaseClosed(string Document) : Message;

public sealed record PurchaseCloseRefused(string Reason) : Message;
