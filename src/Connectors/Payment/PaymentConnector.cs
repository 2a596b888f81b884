using Crossdock.Connectors.Http;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Connectors.Payment;

/// <summary>The payment provider. It is told tokens, never card numbers, and says itself what amount it took.</summary>
public static class PaymentConnector
{
    public static readonly Connector Instance = new(
        new ConnectorCard("payment", "Payment provider", OwnerGroup.FinanceControl, "1",
            new ConnectorLimits(Concurrency: 16, TimeoutSeconds: 15), Connector.ByIdempotencyKey),
        Route.For<AuthorisePayment, AuthorisationRequest, AuthorisationAnswer>(
            "authorise-payment", "/authorisations",
            PaymentJson.Default.AuthorisationRequest, effect => new(
                effect.Number, effect.CustomerId, effect.Token, effect.Amount, effect.Currency),
            PaymentJson.Default.AuthorisationAnswer, (_, answer) => new PaymentAuthorised(
                Check.Reference(answer.Authorisation, "authorisation"), Check.Amount(answer.Amount, "amount"),
                Check.Currency(answer.Currency), Check.Share(answer.FraudScore, "fraudScore"))),
        Route.For<CapturePayment, CaptureRequest, CaptureAnswer>(
            "capture-payment", "/authorisations/{authorisation}/captures", segment: effect => effect.Authorisation,
            request: PaymentJson.Default.CaptureRequest, ask: effect => new(effect.Amount, effect.Currency, effect.Reference),
            answer: PaymentJson.Default.CaptureAnswer, hear: (effect, answer) => new PaymentCaptured(
                Check.Reference(answer.Capture, "capture"), Check.Amount(answer.Amount, "amount"), Check.Currency(answer.Currency),
                effect.Reference)),
        Route.For<VoidAuthorisation, VoidRequest, VoidAnswer>(
            "void-authorisation", "/authorisations/{authorisation}/void", segment: effect => effect.Authorisation,
            request: PaymentJson.Default.VoidRequest, ask: _ => new(),
            answer: PaymentJson.Default.VoidAnswer,
            hear: (_, answer) => new AuthorisationVoided(Check.Reference(answer.Authorisation, "authorisation"))),
        Route.For<RefundPayment, RefundRequest, RefundAnswer>(
            "refund-payment", "/authorisations/{authorisation}/refunds", segment: effect => effect.Authorisation,
            request: PaymentJson.Default.RefundRequest, ask: effect => new(
                effect.Amount, effect.Currency, effect.Reference, effect.AsCredit ? "store-credit" : null),
            answer: PaymentJson.Default.RefundAnswer, hear: (effect, answer) => new PaymentRefunded(
                Check.Reference(answer.Refund, "refund"), Check.Amount(answer.Amount, "amount"), Check.Currency(answer.Currency),
                effect.Reference, Credit: effect.AsCredit ? Check.Reference(answer.Credit ?? "", "credit") : null)));
}
