namespace Crossdock.Estate.Systems.Payments;

public static class PaymentEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, PaymentBehaviour payment)
    {
        desk.Post(routes, "/authorisations", payment.Authorise);
        desk.Post(routes, "/authorisations/{authorisation}/captures", payment.Capture);
        desk.Post(routes, "/authorisations/{authorisation}/void", payment.Void);
        desk.Post(routes, "/authorisations/{authorisation}/refunds", payment.Refund);
    }
}
