using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>Reads and leases heads. How a stretch of the feed is saved stands in its own file.</summary>
internal sealed partial class SqlHeads(Database database) : IHeads
{
    public Task<FeedPosition> ReadCheckpoint(string reader, CancellationToken cancel) =>
        database.Read(session => ReadCheckpoint(session, reader), cancel);

    private static Task<FeedPosition> ReadCheckpoint(Session session, string reader) => session.QueryOne(
        "select epoch, number from checkpoints where reader = @reader", new { reader },
        row => new FeedPosition(row.Long(), row.Long()));

    public Task<CaseHead?> Read(CaseId id, CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne(
                $"select {HeadTable.Selected} from heads where folded_key = @key and case_id = @id",
                new { key = HeadTable.Fold(id.Key), id = id.ToString() },
                HeadTable.Read),
            cancel);

    public async Task<IReadOnlyList<CaseHead>> ReadMany(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {HeadTable.Selected} from heads
                where folded_key {session.IsAnyOf("keys")} and case_id {session.IsAnyOf("ids")}
                """,
                new
                {
                    keys = session.Values(ids.Select(id => HeadTable.Fold(id.Key))),
                    ids = session.Values(ids.Select(id => id.ToString())),
                },
                HeadTable.Read),
            cancel);

    public async Task<IReadOnlyList<CaseHead>> Search(
        HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel)
    {
        var slice = new HeadSlice(filter);
        slice.Values.Add("skip", (long)skip);
        slice.Values.Add("take", (long)take);
        return await database.Read(
            session => session.Query(
                $"select {HeadTable.Selected} from heads {slice.Where} order by {HeadSlice.Sql(order)} limit @take offset @skip",
                slice.Values,
                HeadTable.Read),
            cancel);
    }

    public Task<int> Count(HeadFilter filter, CancellationToken cancel)
    {
        var slice = new HeadSlice(filter);
        return database.Read(
            async session => checked((int)await session.Scalar<long>($"select count(*) from heads {slice.Where}", slice.Values)),
            cancel);
    }

    public async Task<IReadOnlyList<NodeLines>> ReadNodeLines(DateOnly from, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select node, day, lines from node_lines where day >= @from order by day, node",
                new { from = (long)from.DayNumber },
                row => new NodeLines(row.Text(), DateOnly.FromDayNumber(row.Int()), row.Int())),
            cancel);

    public async Task<IReadOnlyDictionary<string, int>> CountByState(HeadFilter filter, CancellationToken cancel)
    {
        var slice = new HeadSlice(filter);
        var counts = await database.Read(
            session => session.Query(
                $"select state, count(*) from heads {slice.Where} group by state",
                slice.Values,
                row => KeyValuePair.Create(row.Text(), row.Int())),
            cancel);
        return counts.ToDictionary();
    }

    public async Task<IReadOnlyList<HeadCount>> CountOpen(DateTimeOffset now, TimeSpan atRiskWithin, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select process, state, waits, region, channel, node, count(*),
                    count(case when {HeadSlice.IsNear} and not {HeadSlice.IsLate} then 1 end),
                    count(case when {HeadSlice.IsLate} then 1 end)
                from heads where closed is null
                group by process, state, waits, region, channel, node
                order by process, state, waits, region nulls first, channel nulls first, node nulls first
                """,
                new { now = Instants.Ticks(now), soon = Instants.TicksAfter(now, atRiskWithin) },
                row => new HeadCount(
                    row.Text(),
                    row.Text(),
                    Enum.Parse<Waits>(row.Text()),
                    row.TextOrNull(),
                    row.TextOrNull(),
                    row.TextOrNull(),
                    row.Int(),
                    row.Int(),
                    row.Int())),
            cancel);

    public async Task<IReadOnlyList<DueDeadline>> LeaseDue(
        DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, string holder, int max, CancellationToken cancel)
    {
        var leased = await database.WriteDerived(
            session => session.Query(
                $"""
                with due as materialized (
                    select case_no from heads
                    where closed is null and due_at <= @now and (lease_until is null or lease_until <= @wallNow)
                    order by due_at, case_no limit @max {session.SkipLocked})
                update heads set lease_until = @until, lease_holder = @holder
                where case_no in (select case_no from due)
                returning case_id, deadline
                """,
                new
                {
                    now = Instants.Ticks(now),
                    wallNow = Instants.Ticks(wallNow),
                    until = Instants.TicksAfter(wallNow, lease),
                    holder,
                    max = (long)max,
                },
                row => new DueDeadline(CaseId.Parse(row.Text()), HeadTable.ReadDeadline(row.Text())!)),
            cancel);
        return [.. leased.OrderBy(one => one.Deadline.Due).ThenBy(one => one.Case.ToString(), StringComparer.Ordinal)];
    }

    public Task<DateTimeOffset?> NextDue(CancellationToken cancel) =>
        database.Read(
            session => session.QueryOne(
                "select min(due_at) from heads where closed is null and due_at is not null", null, row => row.InstantOrNull()),
            cancel);

    public async Task<IReadOnlyList<InFlightEffect>> ReadInFlightOf(CaseId id, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                "select key, case_id, kind, since from in_flight where case_id = @id order by since, key",
                new { id = id.ToString() },
                ReadEffect),
            cancel);

    public async Task<IReadOnlyDictionary<CaseId, int>> CountInFlight(IReadOnlyCollection<CaseId> ids, CancellationToken cancel)
    {
        var counts = await database.Read(
            session => session.Query(
                $"select case_id, count(*) from in_flight where case_id {session.IsAnyOf("ids")} group by case_id",
                new { ids = session.Values(ids.Select(id => id.ToString())) },
                row => KeyValuePair.Create(CaseId.Parse(row.Text()), row.Int())),
            cancel);
        return counts.ToDictionary();
    }

    public async Task<IReadOnlyList<CaseHead>> ReadOpen(long afterCaseNo, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select {HeadTable.Selected} from heads
                where closed is null and case_no > @afterCaseNo order by case_no limit @max
                """,
                new { afterCaseNo, max = (long)max },
                HeadTable.Read),
            cancel);

    public async Task<IReadOnlyList<InFlightEffect>> ReadInFlight(string? afterKey, int max, CancellationToken cancel) =>
        await database.Read(
            async session =>
            {
                var after = afterKey is null ? long.MinValue : await SinceOf(session, afterKey);
                return await session.Query(
                    """
                    select key, case_id, kind, since from in_flight
                    where (since, key) > (@after, @afterKey) order by since, key limit @max
                    """,
                    new { after, afterKey = afterKey ?? "", max = (long)max },
                    ReadEffect);
            },
            cancel);

    /// <summary>
    /// When an effect began. One that was settled since it was read is found by the row that asked for it, whose number its key
    /// carries; of a key that was never in flight nothing is known, and whoever pages from it is at the end.
    /// </summary>
    private static async Task<long> SinceOf(Session session, string key)
    {
        var since = await session.Scalar<long?>("select since from in_flight where key = @key", new { key });
        if (since is null && RequestedEffect.TryCaseOf(key, out var id)
            && int.TryParse(key[(key.IndexOf('#', StringComparison.Ordinal) + 1)..].Split('.')[0], out var seq))
        {
            since = await session.Scalar<long?>(
                "select at from journal where case_no = (select case_no from cases where case_id = @id) and seq = @seq",
                new { id = id.ToString(), seq });
        }

        return since ?? long.MaxValue;
    }

    private static InFlightEffect ReadEffect(Row row) => new(row.Text(), CaseId.Parse(row.Text()), row.Text(), row.Instant());
}
