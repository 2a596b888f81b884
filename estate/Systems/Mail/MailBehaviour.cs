namespace Crossdock.Estate.Systems.Mail;

/// <summary>The mail provider: one address in 300 does not exist.</summary>
public sealed class MailBehaviour(Desk desk, MailBooks books)
{
    public Reply Send(Request request)
    {
        var (template, number) = (request.Text("template"), request.Text("number"));
        if (template.Length == 0)
        {
            return Reply.No(400, "a message has a template");
        }

        if (desk.Chance.Chance(1.0 / 300, "bounces", number))
        {
            return Reply.No(422, "no such mailbox");
        }

        // The same reminder may rightly go out twice, so a letter is one by its key.
        desk.Books.Book("letter", request.Key, request.Key, desk.Business.GetUtcNow());
        books.Put(new Letter(template, number, desk.Business.GetUtcNow(), request.Texts("facts")));
        return Reply.Ok(new { });
    }
}
