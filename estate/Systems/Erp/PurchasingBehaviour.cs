using System.Text.Json;
using Crossdock.Estate.Systems.StockBooks;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>
/// Purchase orders, goods receipts and transfers in the system of record. One order in 200 and one receipt in 150 are refused the first
/// time, as a creditor is blocked or a period closed until somebody has looked.
/// </summary>
public sealed class PurchasingBehaviour(Desk desk, PurchasingBooks books, StockBook stock)
{
    /// <summary>How the reference of an adjustment begins that corrects the ERP's own books, as the wire contract says.</summary>
    private const string OwnMistake = "books-erp:";

    public Reply Post(Request request)
    {
        var (number, revision) = (request.Text("number"), (int)request.Number("revision"));
        if (number.Length == 0)
        {
            return Reply.No(400, "a purchase order has a number");
        }

        if (RefusesOnce("purchase-order-refused", number, 0.005, request.Key))
        {
            return Reply.No(422, "the creditor is blocked");
        }

        books.Post(number, revision, Pieces(request, "quantity"));
        desk.Books.Book("purchase-order", $"{number}/{revision}", request.Key, desk.Business.GetUtcNow());
        return Reply.Created(new { document = $"PU-{number}-{revision}" });
    }

    public Reply Void(Request request) => Ended(request, "purchase-void", books.Void);

    public Reply Close(Request request) => Ended(request, "purchase-close", books.Close);

    public Reply Receive(Request request)
    {
        var (number, receipt) = (request.Text("number"), request.Text("receipt"));
        if (!books.Purchases.ContainsKey(number) || receipt.Length == 0)
        {
            return Reply.No(404, $"no purchase order {number}");
        }

        if (RefusesOnce("goods-receipt-refused", $"{number}/{receipt}", 1.0 / 150, request.Key))
        {
            return Reply.No(422, "the posting period is closed");
        }

        var entry = desk.Books.Book("goods-receipt", $"{number}/{receipt}", request.Key, desk.Business.GetUtcNow());
        if (entry.Times == 1)
        {
            books.Receive(number, request.Text("node"), Pieces(request, "stocked"));
            stock.Move($"receipt/{receipt}", request.Text("node"), Signed(Pieces(request, "stocked"), 1));
        }

        return Reply.Created(new { document = $"GR-{receipt}" });
    }

    public Reply Transfer(Request request)
    {
        var number = request.Text("number");
        if (number.Length == 0)
        {
            return Reply.No(400, "a transfer has a number");
        }

        var entry = desk.Books.Book("transfer", number, request.Key, desk.Business.GetUtcNow());
        books.Move(number, request.Text("from"), request.Text("to"), Pieces(request, "received"), Pieces(request, "stocked"));
        if (entry.Times == 1)
        {
            stock.Move($"transfer/{number}", request.Text("from"), Signed(Pieces(request, "received"), -1));
            stock.Move($"transfer/{number}", request.Text("to"), Signed(Pieces(request, "stocked"), 1));
        }

        return Reply.Created(new { document = $"TR-{number}" });
    }

    /// <summary>What a count or a short pick corrected. One in 40 is refused the first time: its period is closed.</summary>
    public Reply Adjust(Request request)
    {
        var (reference, node) = (request.Text("reference"), request.Text("node"));
        if (reference.Length == 0 || node.Length == 0)
        {
            return Reply.No(400, "an adjustment has a reference and a node");
        }

        if (RefusesOnce("refused-adjustment", reference, 1.0 / 40, request.Key))
        {
            return Reply.No(422, "the period is closed for stock");
        }

        desk.Books.Book("stock-adjustment", reference, request.Key, desk.Business.GetUtcNow());
        var pieces = Pieces(request, "pieces");
        stock.Move(reference, node, Signed(pieces, 1));
        // What the ERP had wrong itself is no correction of the ledger.
        if (!reference.StartsWith(OwnMistake, StringComparison.Ordinal))
        {
            books.Adjust(node, pieces);
        }

        return Reply.Created(new { document = $"SA-{reference}" });
    }

    private Reply Ended(Request request, string kind, Action<string> end)
    {
        var number = request.Path["number"] ?? "";
        if (!books.Purchases.ContainsKey(number))
        {
            return Reply.No(404, $"no purchase order {number}");
        }

        end(number);
        desk.Books.Book(kind, number, request.Key, desk.Business.GetUtcNow());
        return Reply.Created(new { document = $"PU-{number}" });
    }

    private bool RefusesOnce(string kind, string identity, double share, string key)
    {
        if (!desk.Chance.Chance(share, kind, identity) || desk.Books.Has(kind, identity))
        {
            return false;
        }

        desk.Books.Book(kind, identity, key, desk.Business.GetUtcNow());
        return true;
    }

    private static (string Sku, int Pieces)[] Pieces(Request request, string which) =>
        [.. request.Items("lines").Select(line => (Text(line, "sku"), Whole(line, which)))];

    private static IEnumerable<(string Sku, long Pieces)> Signed(IEnumerable<(string Sku, int Pieces)> lines, int sign) =>
        lines.Select(line => (line.Sku, (long)line.Pieces * sign));

    private static string Text(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static int Whole(JsonElement line, string name) =>
        line.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;
}
