namespace Crossdock.Estate.Systems.Carrier;

public static class CarrierEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, CarrierBehaviour carrier)
    {
        desk.Post(routes, "/bookings", carrier.Book);
        desk.Post(routes, "/return-labels", carrier.Label);
    }
}
