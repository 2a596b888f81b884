namespace Crossdock.Estate.Systems.Mail;

public static class MailEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk, MailBehaviour mail) =>
        desk.Post(routes, "/messages", mail.Send);
}
