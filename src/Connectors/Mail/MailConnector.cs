using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Mail;

/// <summary>What the customer is told. The mail system holds the templates; Crossdock sends the facts.</summary>
public static class MailConnector
{
    public static readonly Connector Instance = new(
        new ConnectorCard("mail", "Customer mail", OwnerGroup.CustomerService, "1",
            new ConnectorLimits(Concurrency: 16, TimeoutSeconds: 10), Connector.ByIdempotencyKey),
        Route.For<NotifyCustomer, MessageRequest, MessageAnswer>(
            "notify-customer", "/messages",
            MailJson.Default.MessageRequest, effect => new(
                effect.Template, effect.Number, WireCustomer.Of(effect.Customer), effect.Facts),
            MailJson.Default.MessageAnswer, (effect, _) => new CustomerNotified(effect.Template)));
}
