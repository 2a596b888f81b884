using System.Text.Json;

namespace Crossdock.Estate.Systems.Availability;

/// <summary>
/// Web shop, app, tills and marketplaces over availability books of their own. Now and then one refuses a single figure, as a listing
/// that is being changed makes it do, and takes it the next time. While faults are about, a few figures are acknowledged and lost.
/// </summary>
public sealed class AvailabilityBehaviour(Desk desk, AvailabilityShelves shelves)
{
    private const double Busy = 0.005;
    private const double NotListed = 0.0005;
    private const double Lost = 0.002;

    public Reply Publish(Request request)
    {
        var figures = request.Items("figures").ToArray();
        var sequence = request.Body.TryGetProperty("sequence", out var given) && given.TryGetInt64(out var number) ? number : 0;
        if (sequence <= 0 || figures.Length == 0 || figures.Any(figure => SkuOf(figure).Length == 0 || PiecesOf(figure) is null or < 0))
        {
            return Reply.No(422, "a sequence above 0, and figures with a SKU and pieces from 0 on are needed");
        }

        if (desk.Chance.Chance(Busy, "busy-availability", request.Key))
        {
            return Reply.No(409, "the catalogue is being imported");
        }

        var refused = new List<object>();
        foreach (var figure in figures)
        {
            var sku = SkuOf(figure);
            var at = $"{request.Key}/{sku}";
            if (desk.Chance.Chance(NotListed, "not-listed", at))
            {
                refused.Add(new { sku, reason = "its listing is being changed" });
            }
            else if (desk.Faults.Settings.DoneThenSilent == 0 || !desk.Chance.Chance(Lost, "lost-figure", at))
            {
                shelves.Show(ChannelOf(request), sku, PiecesOf(figure)!.Value, sequence);
            }
        }

        desk.Books.Book("availability", $"{ChannelOf(request)}/{sequence}", request.Key, desk.Business.GetUtcNow(), figures.Length);
        return Reply.Created(new { receipt = $"{desk.Name}-{ChannelOf(request)}-{sequence}", refused });
    }

    public Reply Hashes(Request request) => BucketsOf(request) is { } buckets
        ? Reply.Ok(new { hashes = shelves.Hashes(ChannelOf(request), buckets) }) : Reply.No(422, "buckets from 1 to 256 are needed");

    public Reply Read(Request request)
    {
        var asked = request.Items("asked").Select(bucket => bucket.TryGetInt32(out var number) ? number : -1).ToHashSet();
        return BucketsOf(request) is { } buckets
            ? Reply.Ok(new
            {
                figures = shelves.In(ChannelOf(request), buckets, asked)
                    .Select(one => new { sku = one.Sku, available = one.Shown.Available, sequence = one.Shown.Sequence }).ToArray(),
            })
            : Reply.No(422, "buckets from 1 to 256 are needed");
    }

    private static int? BucketsOf(Request request) => (int)request.Number("buckets") is var buckets and >= 1 and <= 256 ? buckets : null;

    private static string ChannelOf(Request request) => request.Path["channel"] ?? "";

    private static string SkuOf(JsonElement figure) => figure.TryGetProperty("sku", out var sku) ? sku.GetString() ?? "" : "";

    private static int? PiecesOf(JsonElement figure) =>
        figure.TryGetProperty("available", out var pieces) && pieces.TryGetInt32(out var number) ? number : null;
}
