using Crossdock.Connectors.Http;
using Crossdock.Connectors.StockBooks;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Warehouse;

/// <summary>
/// The warehouse system of the distribution centres. What was picked comes back later, as an event; its books of stock are compared.
/// </summary>
public static class WarehouseConnector
{
    public static readonly Connector Instance = new(
        new ConnectorCard("wms", "WMS", OwnerGroup.Warehouse, "1", new ConnectorLimits(Concurrency: 16, TimeoutSeconds: 10),
            Connector.ByIdempotencyKey),
    [
        Route.For<ReleaseToWarehouse, ReleaseRequest, ReferenceAnswer>(
            "release-to-warehouse", "/releases",
            WarehouseJson.Default.ReleaseRequest, effect => new(
                effect.Part.ToString(), effect.Node, effect.Promise.ToUniversalTime(), [.. effect.Lines.Select(WireGoods.Of)]),
            WarehouseJson.Default.ReferenceAnswer, (_, answer) => new WarehouseAccepted(Check.Reference(answer.Reference, "reference"))),
        Route.For<RecallFromWarehouse, RecallRequest, ReferenceAnswer>(
            "recall-from-warehouse", "/releases/recall",
            WarehouseJson.Default.RecallRequest, effect => new(effect.Part.ToString(), effect.Node, effect.Reason),
            WarehouseJson.Default.ReferenceAnswer, (_, answer) => new WarehouseRecalled(Check.Reference(answer.Reference, "reference"))),
        StockRoutes.Adjusted,
        .. StockRoutes.Compared,
    ]);
}
