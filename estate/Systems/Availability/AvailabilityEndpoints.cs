namespace Crossdock.Estate.Systems.Availability;

public static class AvailabilityEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, AvailabilityShelves shelves)
    {
        var behaviour = new AvailabilityBehaviour(desk, shelves);
        desk.Post(routes, "/availability/{channel}", behaviour.Publish);
        desk.Post(routes, "/availability/{channel}/hashes", behaviour.Hashes);
        desk.Post(routes, "/availability/{channel}/read", behaviour.Read);
    }
}
