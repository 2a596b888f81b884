namespace Crossdock.Estate.Systems.Wms;

/// <summary>A distribution centre's warehouse system: picks within 20 minutes to 5 hours, short on one line in 150.</summary>
public sealed class WmsBehaviour(Desk desk, WmsBooks books)
{
    private const int GramsPerPiece = 180;

    public Reply Release(Request request)
    {
        var part = request.Text("part");
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
        desk.Callbacks.Plan(part, "wms.picked", after, () => books.Pick(reference) ? Picked(reference) : null);
        return Reply.Created(new { reference });

        object Picked(string picked)
        {
            var found = Parts.Find(lines, 1.0 / 150, desk.Chance, picked);
            books.Found(part, found.Select(line => (line.Sku ?? "", line.Picked)));
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
}
