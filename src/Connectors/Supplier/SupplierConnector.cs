using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Supplier;

/// <summary>
/// Suppliers, behind one gateway: those that ship direct, and those that we buy from. Their answers are slow, so their time is longer.
/// </summary>
public static class SupplierConnector
{
    public static readonly Connector Instance = new(
        new ConnectorCard("supplier", "Supplier gateway", OwnerGroup.Buying, "1",
            new ConnectorLimits(Concurrency: 8, TimeoutSeconds: 20), Connector.ByIdempotencyKey),
        [
            Route.For<OrderFromSupplier, OrderRequest, OrderAnswer>(
                "order-from-supplier", "/orders",
                SupplierJson.Default.OrderRequest, effect => new(
                    effect.Part.ToString(), effect.Supplier, WireCustomer.Of(effect.Customer), effect.Promise.ToUniversalTime(),
                    [.. effect.Lines.Select(WireGoods.Of)]),
                SupplierJson.Default.OrderAnswer, (_, answer) => new SupplierAccepted(
                    Check.Reference(answer.Reference, "reference"), answer.ShipsBy.ToUniversalTime())),
            .. SupplierPurchasing.Routes,
        ]);
}
