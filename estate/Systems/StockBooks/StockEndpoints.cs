namespace Crossdock.Estate.Systems.StockBooks;

/// <summary>How a system that keeps books of stock lets itself be compared.</summary>
public static class StockEndpoints
{
    private const int MostBuckets = 4_096;

    public static void Map(IEndpointRouteBuilder routes, Desk desk, StockBook book)
    {
        desk.Post(routes, "/stock/hashes", request => BucketsOf(request) is { } buckets
            ? Reply.Ok(new { hashes = book.Hashes(NodeOf(request), buckets) }) : Unasked());
        desk.Post(routes, "/stock/read", request =>
        {
            var asked = request.Items("asked").Select(bucket => bucket.TryGetInt32(out var number) ? number : -1).ToHashSet();
            return BucketsOf(request) is { } buckets
                ? Reply.Ok(new
                {
                    places = book.In(NodeOf(request), buckets, asked)
                        .Select(one => new { sku = one.Sku, node = one.Node, pieces = one.Stock.Pieces, mark = one.Stock.Mark }).ToArray(),
                })
                : Unasked();
        });
    }

    private static Reply Unasked() => Reply.No(422, $"buckets from 1 to {MostBuckets} are needed");

    private static int? BucketsOf(Request request) =>
        (int)request.Number("buckets") is var buckets and >= 1 and <= MostBuckets ? buckets : null;

    private static string? NodeOf(Request request) => request.Text("node") is { Length: > 0 } node ? node : null;
}
