namespace Crossdock.Estate.Systems.Payments;

/// <summary>
/// The payment provider. One order in a hundred is declined the first time; one in 150 scores above 0.9 for fraud. It never takes
/// more than was authorised, nor gives back more than was taken.
/// </summary>
public sealed class PaymentBehaviour(Desk desk, PaymentBooks books)
{
    /// <summary>How the token of a gift card begins.</summary>
    public const string Gift = "gc_";

    private const string StoreCredit = "sc_";

    public Reply Authorise(Request request)
    {
        var number = request.Text("number");
        var amount = request.Number("amount");
        if (number.Length == 0 || amount < 0)
        {
            return Reply.No(400, "an authorisation has a number and an amount from 0 up");
        }

        if (desk.Chance.Chance(0.01, "declined", number) && !desk.Books.Has("declined", number))
        {
            desk.Books.Book("declined", number, request.Key, desk.Business.GetUtcNow(), amount);
            return Reply.No(422, "declined by the card's bank");
        }

        var token = request.Text("token");
        var stored = token.StartsWith(Gift, StringComparison.Ordinal) || token.StartsWith(StoreCredit, StringComparison.Ordinal)
            ? token : null;
        if (token.StartsWith(Gift, StringComparison.Ordinal) && desk.Chance.Chance(0.1, "spent", token))
        {
            // A part of it was spent elsewhere: it authorises what is left.
            amount = Math.Max(0.01m, decimal.Round(amount * 0.6m, 2));
        }

        if (token.StartsWith(StoreCredit, StringComparison.Ordinal))
        {
            amount = books.Reserve(token, amount);
            if (amount <= 0)
            {
                return Reply.No(422, "nothing is left of the credit");
            }
        }

        var name = stored is null ? $"{number}/{amount:0.00}" : $"{number}/{amount:0.00}/{stored}";
        var entry = desk.Books.Book("authorisation", name, request.Key, desk.Business.GetUtcNow(), amount);
        var id = $"AUTH-{name.Replace('/', '-')}";
        var authorisation = books.Open(entry.Times == 1 ? id : $"{id}-{entry.Times}", amount, request.Text("currency"), token, number);
        return Reply.Created(new
        {
            authorisation = authorisation.Id,
            amount,
            currency = authorisation.Currency,
            fraudScore = Math.Round(FraudScore(number), 3),
        });
    }

    public Reply Capture(Request request)
    {
        var (id, amount, reference) = (request.Path["authorisation"] ?? "", request.Number("amount"), request.Text("reference"));
        if (books.Find(id) is not { } authorisation)
        {
            return Reply.No(404, $"no authorisation {id}");
        }

        if (authorisation.Capture(amount) is { } why)
        {
            return Reply.No(422, why);
        }

        desk.Books.Book("capture", $"{id}/{reference}", request.Key, desk.Business.GetUtcNow(), amount);
        PayOutLater(authorisation, isRefund: false, reference, amount);
        return Reply.Created(new { capture = $"CAP-{reference}", amount, currency = authorisation.Currency });
    }

    public Reply Void(Request request)
    {
        var id = request.Path["authorisation"] ?? "";
        if (books.Find(id) is not { } authorisation)
        {
            return Reply.No(404, $"no authorisation {id}");
        }

        if (authorisation.Void() is var left and > 0)
        {
            books.GiveBack(authorisation.Token, left);
        }

        // Giving back twice gives back once: the key is its identity.
        desk.Books.Book("void", request.Key, request.Key, desk.Business.GetUtcNow(), authorisation.Amount - authorisation.Captured);
        return Reply.Ok(new { authorisation = id });
    }

    public Reply Refund(Request request)
    {
        var (id, amount, reference) = (request.Path["authorisation"] ?? "", request.Number("amount"), request.Text("reference"));
        if (books.Find(id) is not { } authorisation)
        {
            return Reply.No(404, $"no authorisation {id}");
        }

        if (authorisation.Refund(amount) is { } why)
        {
            return Reply.No(422, why);
        }

        desk.Books.Book("refund", $"{id}/{reference}", request.Key, desk.Business.GetUtcNow(), amount);
        if (request.Text("to") != "store-credit")
        {
            PayOutLater(authorisation, isRefund: true, reference, amount);
            if (reference.StartsWith("return/", StringComparison.Ordinal) && !IsStored(authorisation))
            {
                ShowOnStatement(reference, amount, authorisation.Currency);
            }

            return Reply.Created(new { refund = $"REF-{reference}", amount, currency = authorisation.Currency });
        }

        var credit = books.Issue($"{StoreCredit}{reference.Replace('/', '-').Replace('~', '-')}", amount);
        return Reply.Created(new { refund = $"REF-{reference}", amount, currency = authorisation.Currency, credit });
    }

    /// <summary>Stored value is the retailer's own: what it pays moves no money.</summary>
    private void PayOutLater(Authorisation authorisation, bool isRefund, string reference, decimal amount)
    {
        if (!IsStored(authorisation))
        {
            books.Move(isRefund, authorisation.Number, reference, amount, authorisation.Currency);
        }
    }

    private static bool IsStored(Authorisation authorisation) => authorisation.Token.StartsWith(Gift, StringComparison.Ordinal)
        || authorisation.Token.StartsWith(StoreCredit, StringComparison.Ordinal);

    /// <summary>The statement of one of the next days shows it; one in 300 comes short by a fee.</summary>
    private void ShowOnStatement(string reference, decimal amount, string currency)
    {
        var shown = desk.Chance.Chance(1.0 / 300, "fee", reference) ? Math.Max(0, amount - 0.35m) : amount;
        var after = desk.Chance.Between(TimeSpan.FromHours(8), TimeSpan.FromHours(40), "statement", reference);
        // Of an order that was paid by several means, each has its own line; the part after the mark says which.
        desk.Callbacks.Plan(
            reference.Split('~')[0], "payment.refund-settled", after,
            () => new { reference = $"REF-{reference}", amount = shown, currency });
    }

    // Nearly all near 0, a thin tail to 1.
    private double FraudScore(string number) =>
        desk.Chance.Chance(0.0067, "fraud", number)
            ? 0.9 + (0.1 * desk.Chance.Unit("fraud-high", number))
            : 0.6 * Math.Pow(desk.Chance.Unit("fraud-low", number), 3);
}
