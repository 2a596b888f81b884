namespace Crossdock.Estate.Systems.Suppliers;

public static class SupplierEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, SupplierBehaviour supplier, PurchasingBehaviour purchasing,
        BillingBehaviour billing)
    {
        desk.Post(routes, "/orders", supplier.Order);
        desk.Post(routes, "/purchase-orders", purchasing.Order);
        desk.Post(routes, "/purchase-orders/reminders", purchasing.Remind);
        desk.Post(routes, "/purchase-orders/cancellations", purchasing.Cancel);
        desk.Post(routes, "/invoices/disputes", billing.Dispute);
        desk.Post(routes, "/invoices/refusals", billing.Refused);
    }
}
