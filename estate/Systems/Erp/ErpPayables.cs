using System.Globalization;
using System.Text.Json;
using Crossdock.Estate.Systems.Bank;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>
/// The payables of the system of record. It takes a supplier's number once, pays what it has and nothing else, and pays each invoice
/// once, whoever asks again: the bank is told on the day, and Crossdock that it was. A credit note that it has is taken off as often as it
/// is worth, and no more.
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
        var credits = request.Items("credits").Select(Credit).ToList();
        if (amount < 0 || credits.FirstOrDefault(credit => !Covers(invoice, credit.Case, credit.Amount)) is { Case.Length: > 0 })
        {
            return Reply.No(422, "a payment is not below 0, and takes off no more of a credit note than is on its books");
        }

        foreach (var credit in credits)
        {
            desk.Books.Book("set-off", $"{invoice}|{credit.Case}", request.Key, now, credit.Amount);
        }

        var entry = desk.Books.Book("payment", invoice, request.Key, now, amount);
        var on = DateOnly.TryParse(request.Text("on"), CultureInfo.InvariantCulture, out var day) ? day
            : DateOnly.FromDateTime(now.UtcDateTime);
        if (entry.Times == 1 && amount > 0)
        {
            bank.Order(new Transfer(
                reference, amount, request.Text("currency"), request.Text("account"), request.Text("supplier"), on, request.Text("number"),
                [.. credits.Select(credit => (credit.Number, credit.Amount))]));
            var wait = on.ToDateTime(new TimeOnly(6, 0), DateTimeKind.Utc) - now.UtcDateTime;
            desk.Callbacks.Plan(
                invoice, "erp.payable-paid", wait > TimeSpan.Zero ? wait : TimeSpan.FromMinutes(30),
                () => new { payment = $"RUN-{reference}", amount, currency = request.Text("currency"), on = desk.Business.GetUtcNow() });
        }

        return Reply.Created(new { reference });
    }

    private bool Covers(string invoice, string credit, decimal amount)
    {
        var posted = desk.Books.Entries.FirstOrDefault(entry => entry.Kind == "payable" && entry.Identity == credit)?.Amount ?? 0;
        return posted >= amount + desk.Books.Entries
            .Where(entry => entry.Kind == "set-off" && entry.Identity.EndsWith($"|{credit}", StringComparison.Ordinal)
                && entry.Identity != $"{invoice}|{credit}")
            .Sum(entry => entry.Amount);
    }

    private static (string Case, string Number, decimal Amount) Credit(JsonElement credit) => (
        credit.TryGetProperty("credit", out var id) ? id.GetString() ?? "" : "",
        credit.TryGetProperty("number", out var number) ? number.GetString() ?? "" : "",
        credit.TryGetProperty("amount", out var given) && given.TryGetDecimal(out var amount) ? amount : 0);

    /// <summary>The end-to-end id of an invoice's payment; banks take 35 letters.</summary>
    public static string ReferenceOf(string invoice) => $"PAY-{invoice[(invoice.IndexOf('/', StringComparison.Ordinal) + 1)..]}";
}
