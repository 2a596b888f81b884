using System.Collections.Immutable;
using Crossdock.Connectors.Http;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Supplier;

/// <summary>Purchase orders to suppliers. What a supplier makes of one comes as an event of his own.</summary>
internal static class SupplierPurchasing
{
    public static readonly ImmutableArray<Route> Routes =
    [
        Route.For<SendPurchase, PurchaseRequest, ReferenceAnswer>(
            "send-purchase", "/purchase-orders",
            SupplierJson.Default.PurchaseRequest, effect => new(
                effect.Purchase.ToString(), effect.Revision, effect.Supplier, effect.Node, effect.Currency, effect.Due.ToUniversalTime(),
                effect.Freight, [.. effect.Lines.Select(WirePurchaseLine.Of)]),
            SupplierJson.Default.ReferenceAnswer, (_, answer) => new PurchaseSent(Check.Reference(answer.Reference, "reference"))),
        Route.For<RemindSupplier, ReminderRequest, ReferenceAnswer>(
            "remind-supplier", "/purchase-orders/reminders",
            SupplierJson.Default.ReminderRequest, effect => new(effect.Purchase.ToString(), effect.Supplier, effect.Reminder),
            SupplierJson.Default.ReferenceAnswer, (_, answer) => new SupplierReminded(Check.Reference(answer.Reference, "reference"))),
        Route.For<CancelWithSupplier, CancelRequest, ReferenceAnswer>(
            "cancel-with-supplier", "/purchase-orders/cancellations",
            SupplierJson.Default.CancelRequest, effect => new(effect.Purchase.ToString(), effect.Supplier, effect.Reason),
            SupplierJson.Default.ReferenceAnswer, (_, answer) => new SupplierCancelled(Check.Reference(answer.Reference, "reference"))),
        Route.For<DisputeInvoice, DisputeRequest, ReferenceAnswer>(
            "dispute-invoice", "/invoices/disputes",
            SupplierJson.Default.DisputeRequest, effect => new(
                effect.Invoice.ToString(), effect.Supplier, effect.Number, effect.Dispute, effect.Why),
            SupplierJson.Default.ReferenceAnswer, (_, answer) => new DisputeSent(Check.Reference(answer.Reference, "reference"))),
        Route.For<TellRefusal, RefusalRequest, ReferenceAnswer>(
            "tell-refusal", "/invoices/refusals",
            SupplierJson.Default.RefusalRequest, effect => new(effect.Invoice.ToString(), effect.Supplier, effect.Number, effect.Why),
            SupplierJson.Default.ReferenceAnswer, (_, answer) => new RefusalTold(Check.Reference(answer.Reference, "reference"))),
    ];
}

/// <param name="Purchase">the case id, which the supplier's events name as their subject</param>
/// <param name="Revision">a higher one insists on the order after the supplier changed it</param>
internal sealed record PurchaseRequest(
    string Purchase, int Revision, string Supplier, string Node, string Currency, DateTimeOffset Due, decimal Freight,
    ImmutableArray<WirePurchaseLine> Lines);

internal sealed record ReminderRequest(string Purchase, string Supplier, int Reminder);

internal sealed record CancelRequest(string Purchase, string Supplier, string Reason);

/// <param name="Invoice">the case id, which the supplier's events name as their subject</param>
/// <param name="Number">the supplier's own</param>
internal sealed record DisputeRequest(string Invoice, string Supplier, string Number, int Dispute, string Why);

/// <param name="Invoice">the case id</param>
/// <param name="Number">the supplier's own</param>
internal sealed record RefusalRequest(string Invoice, string Supplier, string Number, string Why);

internal sealed record ReferenceAnswer(string Reference);
