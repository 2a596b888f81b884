namespace Crossdock.Estate.Systems.Erp;

/// <summary>
/// The payables of the system of record. It takes a supplier's number once, pays what it has and nothing else, and pays each invoice
/// once, whoever asks again.
/// </summary>
public sealed class ErpPayables(Desk desk)
{
    public Reply Post(Request request)
    {
        var (invoice, number) = (request.Text("invoice"), $"{request.Text("supplier")}/{request.Text("kind")}/{request.Text("number")}");
        if (invoice.Length == 0 || request.Text("number").Length == 0)
        {
            return Reply.No(400, "a payable has an invoice and the supplier's number");
        }

        if (desk.Books.Has("payable-number", number) && !desk.Books.Has("payable", invoice))
        {
            return Reply.No(422, $"{number} is posted already, for another invoice");
        }

        desk.Books.Book("payable-number", number, request.Key, desk.Business.GetUtcNow());
        desk.Books.Book("payable", invoice, request.Key, desk.Business.GetUtcNow(), request.Number("gross"));
        return Reply.Created(new { document = $"AP-{invoice}" });
    }

    public Reply Pay(Request request)
    {
        var invoice = request.Text("invoice");
        if (!desk.Books.Has("payable", invoice))
        {
            return Reply.No(404, $"nothing is posted for {invoice}");
        }

        desk.Books.Book("payment", invoice, request.Key, desk.Business.GetUtcNow(), request.Number("amount"));
        return Reply.Created(new { reference = $"PAY-{invoice}" });
    }
}
