using Crossdock.Estate.Systems.StockBooks;

namespace Crossdock.Estate.Systems.Wms;

/// <summary>
/// A distribution centre's warehouse system: picks within 20 minutes to 5 hours, short on one line in 150. It keeps books of its bins and
/// its dock: of what it picked and did not find, what the carrier took, and of all else as far as it is told.
/// </summary>
public sealed class WmsBehaviour(Desk desk, WmsBooks books, StockBook stock)
{
    private const int GramsPerPiece = 180;

    public Reply Release(Request request)
    {
        var (part, node) = (request.Text("part"), request.Text("node"));
        var lines = Parts.LinesOf(request);
        if (part.Length == 0 || lines.Length == 0)
        {
            return Reply.No(400, "a release names its part and has lines");
        }

        var identity = $"{part}/{books.RecallsOf(part)}";
        var entry = desk.Books.Book("release", identity, request.Key, desk.Business.GetUtcNow());
        var reference = $"WM-{identity.Replace('/', '-')}{(entry.Times > 1 ? $"-{entry.Times}" : "")}";
        books.Release(part, reference);
        var after = desk.Chance.Between(TimeSpan.FromMinutes(20), TimeSpan.FromHours(5), "picking", reference);
        desk.Callbacks.Plan(
            part, "wms.picked", after, () => books.Pick(reference) ? Picked(reference) : null,
            () => Sends(books.MissingOf(part), begins: false));
        return Reply.Created(new { reference });

        object Picked(string picked)
        {
            var found = Parts.Find(lines, 1.0 / 150, desk.Chance, picked);
            books.Found(part, found.Select(line => (line.Sku ?? "", line.Picked)));
            books.Stand(
                part, new Parcel(node, Sum(found.Select(line => (line.Sku ?? "", line.Picked)))),
                new Parcel(node, Sum(lines.Zip(found, (asked, got) => (asked.Sku ?? "", asked.Picked - got.Picked)))));
            Sends(books.MissingOf(part), begins: true);
            Move(books.MissingOf(part), null, -1);
            return new { reference = picked, lines = found, weightGrams = 200 + found.Sum(line => line.Picked * GramsPerPiece) };
        }
    }

    public Reply Recall(Request request)
    {
        var part = request.Text("part");
        if (books.Recall(part) is not { } reference)
        {
            return Reply.No(409, "picking is done");
        }

        desk.Books.Book("recall", reference, request.Key, desk.Business.GetUtcNow());
        return Reply.Ok(new { reference });
    }

    /// <summary>What moved in the hall without it, or what its own books had wrong.</summary>
    public Reply Adjust(Request request)
    {
        var (reference, node) = (request.Text("reference"), request.Text("node"));
        if (reference.Length == 0 || node.Length == 0)
        {
            return Reply.No(400, "an adjustment has a reference and a node");
        }

        if (desk.Books.Book("stock-adjustment", reference, request.Key, desk.Business.GetUtcNow()).Times == 1)
        {
            stock.Move(reference, node, request.Items("lines").Select(line => (
                line.TryGetProperty("sku", out var sku) ? sku.GetString() ?? "" : "",
                line.TryGetProperty("pieces", out var value) && value.TryGetInt32(out var pieces) ? (long)pieces : 0)));
        }

        return Reply.Created(new { document = $"WA-{reference}" });
    }

    /// <summary>The carrier's van is at the dock. That it was there the carrier tells, and when it does nobody here knows.</summary>
    public void Load(string part) => Move(books.TakeAway(part), $"loading/{part}", -1);

    private void Move(Parcel? parcel, string? document, int sign)
    {
        if (parcel is not null)
        {
            stock.Move(document, parcel.Node, parcel.Pieces.Select(line => (line.Key, sign * (long)line.Value)));
        }
    }

    /// <summary>Until it has been told what was not found, the place does not rest.</summary>
    private void Sends(Parcel? parcel, bool begins)
    {
        foreach (var (sku, _) in parcel?.Pieces ?? [])
        {
            stock.Sends(sku, parcel!.Node, begins);
        }
    }

    private static Dictionary<string, int> Sum(IEnumerable<(string Sku, int Pieces)> lines) =>
        lines.GroupBy(line => line.Sku).Select(sku => (sku.Key, Pieces: sku.Sum(line => line.Pieces))).Where(sku => sku.Pieces > 0)
            .ToDictionary(sku => sku.Key, sku => sku.Pieces, StringComparer.Ordinal);
}
