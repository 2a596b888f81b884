using Crossdock.Connectors.Channels;
using Crossdock.Contracts;

namespace Crossdock.Connectors.Prices;

/// <summary>
/// Where customers meet a price, and what is there to be bought. Each kind is a system of its own, with its own limits and its own
/// circuit, so that marketplaces that are down keep no till waiting. The ERP speaks the contract of prices beside its other work.
/// </summary>
public static class PriceConnectors
{
    public static readonly Connector Tills = Of("tills", "Store tills", OwnerGroup.StoreOperations, concurrency: 32, timeoutSeconds: 10);

    public static readonly Connector Web = Of("web", "Web shop", OwnerGroup.Merchandising, concurrency: 4, timeoutSeconds: 10);

    public static readonly Connector App = Of("app", "App", OwnerGroup.Merchandising, concurrency: 4, timeoutSeconds: 10);

    public static readonly Connector Marketplaces =
        Of("marketplaces", "Marketplaces", OwnerGroup.Merchandising, concurrency: 8, timeoutSeconds: 30);

    private static Connector Of(string system, string name, OwnerGroup owner, int concurrency, int timeoutSeconds) => new(
        new ConnectorCard(
            system, name, owner, "1", new ConnectorLimits(concurrency, timeoutSeconds), Connector.ByIdempotencyKey),
        [.. PriceRoutes.All, .. ChannelRoutes.All]);
}
