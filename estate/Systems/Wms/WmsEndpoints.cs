namespace Crossdock.Estate.Systems.Wms;

public static class WmsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, WmsBehaviour wms)
    {
        desk.Post(routes, "/releases", wms.Release);
        desk.Post(routes, "/releases/recall", wms.Recall);
        desk.Post(routes, "/stock-adjustments", wms.Adjust);
    }
}
