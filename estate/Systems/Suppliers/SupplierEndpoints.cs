namespace Crossdock.Estate.Systems.Suppliers;

public static class SupplierEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, SupplierBehaviour supplier) =>
        desk.Post(routes, "/orders", supplier.Order);
}
