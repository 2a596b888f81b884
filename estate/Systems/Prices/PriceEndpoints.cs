namespace Crossdock.Estate.Systems.Prices;

public static class PriceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, PriceShelves shelves)
    {
        var behaviour = new PriceBehaviour(desk, shelves);
        desk.Post(routes, "/prices/{target}/staged", behaviour.Stage);
        desk.Post(routes, "/prices/{target}/read", behaviour.Read);
        desk.Post(routes, "/prices/{target}/live", behaviour.Activate);
        desk.Post(routes, "/prices/{target}/reverted", behaviour.Revert);
    }
}
