using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Carrier;

/// <summary>The carrier. Collection, delivery and the arrival of what is sent back come later, as events.</summary>
public static class CarrierConnector
{
    public static readonly Connector Instance = new(
        new ConnectorCard("carrier", "Carrier", OwnerGroup.SupplyChain, "1", new ConnectorLimits(Concurrency: 16, TimeoutSeconds: 10),
            Connector.ByIdempotencyKey),
        Route.For<BookCarrier, BookingRequest, BookingAnswer>(
            "book-carrier", "/bookings",
            CarrierJson.Default.BookingRequest, effect => new(
                effect.Part.ToString(), effect.Node, WireCustomer.Of(effect.Customer), effect.Parcels, effect.WeightGrams,
                effect.Promise.ToUniversalTime()),
            CarrierJson.Default.BookingAnswer, (_, answer) => new CarrierBooked(
                Check.Reference(answer.Tracking, "tracking"), Check.Reference(answer.Service, "service"))),
        Route.For<BookReturnLabel, ReturnLabelRequest, ReturnLabelAnswer>(
            "book-return-label", "/return-labels",
            CarrierJson.Default.ReturnLabelRequest, effect => new(
                effect.Return.ToString(), effect.Node, WireCustomer.Of(effect.Customer), effect.Pieces),
            CarrierJson.Default.ReturnLabelAnswer,
            (_, answer) => new ReturnLabelled(Check.Reference(answer.Tracking, "tracking"))));
}
