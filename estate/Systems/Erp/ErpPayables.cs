using System.Globalization;
using Crossdock.Estate.Systems.Bank;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>
/// The payables of the system of record. It takes a supplier's number once, pays what it has and nothing else, and pays each invoice
/// once, whoever asks again: the bank is told on the day, and Crossdock that it was. Credit notes stay on the supplier's account.
/// </summary>
public sealed class ErpPayables(Desk desk, BankBooks bank)
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

        var (reference, amount, now) = (ReferenceOf(invoice), request.Number("amount"), desk.Business.GetUtcNow());
        var entry = desk.Books.Book("payment", invoice, request.Key, now, amount);
        var on = DateOnly.TryParse(request.Text("on"), CultureInfo.InvariantCulture, out var day) ? day
            : DateOnly.FromDateTime(now.UtcDateTime);
        if (entry.Times == 1)
        {
            bank.Order(new Transfer(
                reference, amount, request.Text("currency"), request.Text("account"), request.Text("supplier"), on));
            var wait = on.ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc) - now.UtcDateTime;
            desk.Callbacks.Plan(
                invoice, "erp.payable-paid", wait > TimeSpan.Zero ? wait : TimeSpan.FromMinutes(30),
                () => new { payment = $"RUN-{reference}", amount, currency = request.Text("currency"), on = desk.Business.GetUtcNow() });
        }

        return Reply.Created(new { reference });
    }

    /// <summary>The end-to-end id of an invoice's payment; banks take 35 letters.</summary>
    public static string ReferenceOf(string invoice) => $"PAY-{invoice[(invoice.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
}
