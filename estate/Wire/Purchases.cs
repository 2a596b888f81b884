using Crossdock.Contracts.Purchasing;

namespace Crossdock.Estate.Wire;

// What buyers and those who receive goods send in and read. Shapes: docs/operating/wire.md.

public sealed record ReviewDocument(bool DryRun, int Most, IReadOnlyList<ReviewSkuDocument> Skus);

public sealed record ReviewSkuDocument(string Sku, string Description, IReadOnlyList<ReviewNodeDocument> Nodes);

public sealed record ReviewNodeDocument(
    string Node, IReadOnlyList<int> Sold, decimal AlikeDaily, IReadOnlyList<SupplyTermsDocument> Suppliers);

public sealed record SupplyTermsDocument(
    string Supplier, decimal UnitPrice, string Currency, int Pack, int LeadDays, AgreedTax Tax, FreightTerms? Freight);

public sealed record ReviewAnswer(
    int Reviewed,
    int Covered,
    IReadOnlyList<ReviewOrderItem>? Purchases,
    IReadOnlyList<ReviewOrderItem>? Transfers,
    IReadOnlyList<ReviewFaultItem>? Faults);

/// <param name="Outcome">proposed, known, waiting or shown</param>
public sealed record ReviewOrderItem(
    string? Number, string? Outcome, string? State, int Serves, IReadOnlyList<ReviewLineItem>? Lines);

public sealed record ReviewLineItem(string Sku, int Pieces);

public sealed record ReviewFaultItem(string? Sku, string? Node, string? What);

public sealed record ReceiptDocument(string Receipt, string Node, string? Advice, IReadOnlyList<ReceiptLineDocument> Lines);

public sealed record ReceiptLineDocument(string Sku, int Received, int Damaged);

/// <summary>A purchase as Crossdock says it stands.</summary>
public sealed record PurchaseWhole(
    string Number,
    string? Supplier,
    string? Node,
    string? State,
    string? Waits,
    bool Final,
    string? Exception,
    decimal Freight,
    IReadOnlyList<PurchaseLineItem>? Lines);

public sealed record PurchaseLineItem(string Sku, int Ordered, decimal UnitPrice, int Received, int Stocked, int Rejected);

/// <summary>A transfer as Crossdock says it stands.</summary>
public sealed record TransferWhole(
    string Number, string? From, string? To, string? State, string? Waits, bool Final, string? Exception,
    IReadOnlyList<TransferLineItem>? Lines);

public sealed record TransferLineItem(string Sku, int Asked, int Shipped, int Arrived, int Lost);
