using System.Collections.Immutable;
using Crossdock.Connectors.Carrier;
using Crossdock.Connectors.Erp;
using Crossdock.Connectors.Mail;
using Crossdock.Connectors.Payment;
using Crossdock.Connectors.Prices;
using Crossdock.Connectors.Supplier;
using Crossdock.Connectors.Warehouse;

namespace Crossdock.Connectors;

/// <summary>Every outside system that Crossdock can reach. The list is closed: what is not here has no way out.</summary>
public sealed class ConnectorCatalogue
{
    internal static readonly ImmutableArray<Connector> Connectors =
    [
        ErpConnector.Instance, PaymentConnector.Instance, WarehouseConnector.Instance,
        SupplierConnector.Instance, CarrierConnector.Instance, MailConnector.Instance,
        PriceConnectors.Tills, PriceConnectors.Web, PriceConnectors.App, PriceConnectors.Marketplaces,
    ];

    public IReadOnlyList<ConnectorCard> Cards { get; } = [.. Connectors.Select(connector => connector.Card)];

    public ConnectorCard? Find(string system) => Cards.FirstOrDefault(card => card.System == system);
}
