namespace Crossdock.Estate.Systems.Erp;

public static class ErpEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, ErpBehaviour erp, PurchasingBehaviour purchasing, ErpPayables payables)
    {
        desk.Post(routes, "/order-checks", erp.CheckOrder);
        desk.Post(routes, "/sales-orders", erp.PostSalesOrder);
        desk.Post(routes, "/sales-orders/{number}/cancellations", erp.CancelSalesOrder);
        desk.Post(routes, "/deliveries", erp.PostDelivery);
        desk.Post(routes, "/credit-notes", erp.PostCreditNote);
        desk.Post(routes, "/price-checks", erp.CheckPrices);
        desk.Post(routes, "/purchase-orders", purchasing.Post);
        desk.Post(routes, "/purchase-orders/{number}/void", purchasing.Void);
        desk.Post(routes, "/purchase-orders/{number}/close", purchasing.Close);
        desk.Post(routes, "/goods-receipts", purchasing.Receive);
        desk.Post(routes, "/transfers", purchasing.Transfer);
        desk.Post(routes, "/stock-adjustments", purchasing.Adjust);
        desk.Post(routes, "/payables", payables.Post);
        desk.Post(routes, "/payments", payables.Pay);
    }
}
