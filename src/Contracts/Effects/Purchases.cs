using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>The ERP books the purchase order, or its terms as they are now.</summary>
/// <param name="Revision">1 for a new order; a higher one replaces what was posted before</param>
/// <param name="Freight">what the supplier may charge for bringing all of it</param>
public sealed record PostPurchase(
    string Number, int Revision, string Supplier, string Node, string Currency, DateTimeOffset Due, ImmutableArray<PurchaseLine> Lines,
    decimal Freight = 0m)
    : Effect, IAnsweredBy<PurchasePosted, PurchasePostRefused>
{
    public override Message Refused(string reason) => new PurchasePostRefused(reason);
}

/// <param name="Purchase">the case, which the supplier's events name as their subject</param>
/// <param name="Revision">1 for a new order; a higher one insists on it after the supplier changed it</param>
/// <param name="Freight">what he may charge for bringing all of it</param>
public sealed record SendPurchase(
    CaseId Purchase, int Revision, string Supplier, string Node, string Currency, DateTimeOffset Due, ImmutableArray<PurchaseLine> Lines,
    decimal Freight = 0m)
    : Effect, IAnsweredBy<PurchaseSent, PurchaseSendRefused>
{
    public override Message Refused(string reason) => new PurchaseSendRefused(reason);
}

/// <summary>Asks a supplier who has not confirmed to do so.</summary>
public sealed record RemindSupplier(CaseId Purchase, string Supplier, int Reminder)
    : Effect, IAnsweredBy<SupplierReminded, SupplierNotReached>
{
    public override Message Refused(string reason) => new SupplierNotReached(reason);
}

/// <summary>Asks the supplier not to deliver what he has not delivered yet.</summary>
public sealed record CancelWithSupplier(CaseId Purchase, string Supplier, string Reason)
    : Effect, IAnsweredBy<SupplierCancelled, SupplierCancelRefused>
{
    public override Message Refused(string reason) => new SupplierCancelRefused(reason);
}

/// <summary>A line as it was counted in. What was received is stocked or rejected, and nothing else.</summary>
public sealed record CountedLine(string Sku, int Received, int Stocked, int Rejected);

public sealed record PostGoodsReceipt(string Number, string Receipt, string Node, ImmutableArray<CountedLine> Lines)
    : Effect, IAnsweredBy<GoodsReceiptPosted, GoodsReceiptRejected>
{
    public override Message Refused(string reason) => new GoodsReceiptRejected(reason, Receipt);
}

/// <summary>The ERP takes back an order of which nothing came.</summary>
public sealed record VoidPurchase(string Number, string Reason) : Effect, IAnsweredBy<PurchaseVoided, PurchaseVoidRefused>
{
    public override Message Refused(string reason) => new PurchaseVoidRefused(reason);
}

/// <summary>Nothing more comes of the order: what is missing is not owed any longer.</summary>
/// <param name="Short">whether something is missing</param>
public sealed record ClosePurchase(string Number, bool Short) : Effect, IAnsweredBy<PurchaseClosed, PurchaseCloseRefused>
{
    public override Message Refused(string reason) => new PurchaseCloseRefused(reason);
}

/// <summary>The ERP books what went from node to node, and what was lost on the way.</summary>
public sealed record PostTransfer(string Number, string From, string To, ImmutableArray<CountedLine> Lines)
    : Effect, IAnsweredBy<TransferPosted, TransferPostRefused>
{
    public override Message Refused(string reason) => new TransferPostRefused(reason);
}
