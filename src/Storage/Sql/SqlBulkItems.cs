using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlBulkItems(Database database) : IBulkItems
{
    public Task<bool> Freeze(string operation, IReadOnlyList<BulkItem> items, CancellationToken cancel) =>
        database.Write(
            async session =>
            {
                // The set's own row first: of two that freeze at once the second waits here and then finds it.
                var isFirst = await session.Execute(
                    "insert into bulk_sets (operation, items) values (@operation, @items) on conflict (operation) do nothing",
                    new { operation, items = (long)items.Count }) == 1;
                if (isFirst)
                {
                    await session.Insert("bulk_items", Columns(operation), "", items);
                }

                return isFirst;
            },
            cancel);

    public Task Record(string operation, IReadOnlyList<BulkItem> ended, CancellationToken cancel) =>
        ended.Count == 0
            ? Task.CompletedTask
            : database.Write(
                session => session.Insert(
                    "bulk_items",
                    Columns(operation),
                    """
                    on conflict (operation, place) do update set outcome = excluded.outcome, reason = excluded.reason, at = excluded.at
                    where bulk_items.outcome = 'Waiting'
                    """,
                    ended),
                cancel);

    public async Task<IReadOnlyList<BulkItem>> Read(
        string operation, BulkOutcome? outcome, int afterPlace, int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                $"""
                select place, case_id, effect, seq, state, outcome, reason, at from bulk_items
                where operation = @operation and place > @afterPlace {(outcome is null ? "" : "and outcome = @outcome")}
                order by place limit @max
                """,
                new { operation, afterPlace = (long)afterPlace, outcome = outcome?.ToString(), max = (long)max },
                row => new BulkItem(
                    row.Int(),
                    CaseId.Parse(row.Text()),
                    row.Text(),
                    row.Int(),
                    row.Text(),
                    Enum.Parse<BulkOutcome>(row.Text()),
                    row.Text(),
                    row.InstantOrNull())),
            cancel);

    public async Task<BulkCounts> Count(string operation, CancellationToken cancel)
    {
        var counts = (await database.Read(
            session => session.Query(
                "select outcome, count(*) from bulk_items where operation = @operation group by outcome",
                new { operation },
                row => KeyValuePair.Create(Enum.Parse<BulkOutcome>(row.Text()), row.Int())),
            cancel)).ToDictionary();
        return new BulkCounts(
            counts.GetValueOrDefault(BulkOutcome.Waiting),
            counts.GetValueOrDefault(BulkOutcome.Done),
            counts.GetValueOrDefault(BulkOutcome.MovedOn),
            counts.GetValueOrDefault(BulkOutcome.NotAllowed),
            counts.GetValueOrDefault(BulkOutcome.Failed));
    }

    private static Column<BulkItem>[] Columns(string operation) =>
    [
        Column<BulkItem>.Text("operation", _ => operation),
        Column<BulkItem>.Integer("place", item => item.Place),
        Column<BulkItem>.Text("case_id", item => item.Case.ToString()),
        Column<BulkItem>.Text("effect", item => item.Effect),
        Column<BulkItem>.Integer("seq", item => item.Seq),
        Column<BulkItem>.Text("state", item => item.State),
        Column<BulkItem>.Text("outcome", item => item.Outcome.ToString()),
        Column<BulkItem>.Text("reason", item => item.Reason),
        Column<BulkItem>.Instant("at", item => item.At),
    ];
}
