using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed partial class SqlHeads
{
    private const long MostBuckets = 10_000;

    /// <summary>
    /// Every bucket from the one that holds <paramref name="from"/>, the empty ones too, so that a chart has no holes. Buckets
    /// are aligned to midnight UTC, not to <paramref name="from"/>, so that two requests for one day agree.
    /// </summary>
    public async Task<IReadOnlyList<HeadsPerBucket>> CountPerBucket(
        string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter slice, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(bucket, TimeSpan.Zero);
        var many = to <= from ? 0 : ((to.UtcTicks - 1) / bucket.Ticks) - (from.UtcTicks / bucket.Ticks) + 1;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(many, MostBuckets, nameof(bucket));

        var (opened, closed) = await database.Read(
            async session => (
                await CountBy(session, "opened", kind, from, to, bucket, slice),
                await CountBy(session, "closed", kind, from, to, bucket, slice)),
            cancel);

        var first = from.UtcTicks / bucket.Ticks;
        var counts = new List<HeadsPerBucket>();
        for (var place = first; place < first + many; place++)
        {
            var at = Instants.From(place * bucket.Ticks);
            counts.Add(new HeadsPerBucket(at, opened.GetValueOrDefault(place), closed.GetValueOrDefault(place)));
        }

        return counts;
    }

    private static async Task<Dictionary<long, int>> CountBy(
        Session session, string instant, string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter filter)
    {
        var slice = new HeadSlice(filter);
        slice.Add($"kind = @bucket_kind and {instant} >= @bucket_from and {instant} < @bucket_to");
        slice.Values.Add("bucket_kind", kind);
        slice.Values.Add("bucket_from", Instants.Ticks(from));
        slice.Values.Add("bucket_to", Instants.Ticks(to));
        slice.Values.Add("bucket", bucket.Ticks);
        var counts = await session.Query(
            $"select place, count(*) from (select {instant} / @bucket as place from heads {slice.Where}) as placed group by place",
            slice.Values,
            row => KeyValuePair.Create(row.Long(), row.Int()));
        return counts.ToDictionary();
    }
}
