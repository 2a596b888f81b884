using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed partial class SqlHeads
{
    private static readonly Column<InFlightEffect>[] EffectColumns =
    [
        Column<InFlightEffect>.Text("key", effect => effect.Key),
        Column<InFlightEffect>.Text("case_id", effect => effect.Case.ToString()),
        Column<InFlightEffect>.Text("kind", effect => effect.Kind),
        Column<InFlightEffect>.Instant("since", effect => effect.Since),
    ];

    private static readonly Column<string>[] EffectKey = [Column<string>.Text("key", key => key)];

    private static readonly Column<NodeLines>[] LinesColumns =
    [
        Column<NodeLines>.Integer("day", lines => lines.Day.DayNumber),
        Column<NodeLines>.Text("node", lines => lines.Node),
        Column<NodeLines>.Integer("lines", lines => lines.Lines),
    ];

    public Task Save(HeadChanges changes, CancellationToken cancel) =>
        database.WriteDerived(
            async session =>
            {
                if (changes.Lease is { } token && !await SqlLeases.Renew(session, changes.Reader, token))
                {
                    throw new LeaseLostException(changes.Reader);
                }

                var before = changes.Lines.Count > 0 ? await ReadCheckpoint(session, changes.Reader) : default;
                // Before the rest, for it also makes two savers of one reader wait for one another.
                var isNews = await Reach(session, changes.Reader, changes.Reached);
                await SaveHeads(session, changes.Heads, changes.SameTerms);
                if (isNews)
                {
                    await session.Insert("in_flight", EffectColumns, "on conflict (key) do nothing", Once(changes.Started));
                }

                if (isNews)
                {
                    await SqlIncidents.Save(session, changes);
                }

                // A sum, unlike a head, would not be the same when a stretch is saved twice.
                if (changes.Lines.Count > 0 && changes.Reached > before)
                {
                    await SaveLines(session, changes.Lines);
                }

                await session.Delete("in_flight", EffectKey, [.. changes.Settled.Distinct().Order(StringComparer.Ordinal)]);
            },
            cancel);

    public Task Clear(string reader, CancellationToken cancel) =>
        database.WriteDerived(
            async session =>
            {
                await session.Execute("delete from checkpoints where reader = @reader", new { reader });
                await session.Execute("delete from in_flight");
                await session.Execute("delete from incidents");
                await session.Execute("delete from node_lines");
                await session.Execute("delete from terms");
                await session.Execute("delete from heads");
            },
            cancel);

    /// <summary>
    /// Moves the checkpoint, never back. False when it stands behind this stretch's end already: then what the stretch started
    /// may have been settled since, and must not start again.
    /// </summary>
    private static async Task<bool> Reach(Session session, string reader, FeedPosition reached) =>
        await session.Execute(
            """
            insert into checkpoints (reader, epoch, number) values (@reader, @epoch, @number)
            on conflict (reader) do update set epoch = excluded.epoch, number = excluded.number
            where (excluded.epoch, excluded.number) >= (checkpoints.epoch, checkpoints.number)
            """,
            new { reader, epoch = reached.Epoch, number = reached.Number }) == 1;

    private static async Task SaveLines(Session session, IReadOnlyList<NodeLines> lines)
    {
        var last = lines.Max(one => one.Day.DayNumber);
        await session.Insert(
            "node_lines", LinesColumns, "on conflict (day, node) do update set lines = node_lines.lines + excluded.lines",
            [.. lines.OrderBy(one => one.Day).ThenBy(one => one.Node, StringComparer.Ordinal)]);
        await session.Execute("delete from node_lines where day <= @old", new { old = (long)(last - IHeads.NodeLinesDays) });
    }

    private static async Task SaveHeads(Session session, IReadOnlyList<CaseHead> given, IReadOnlySet<long>? sameTerms)
    {
        // A statement may not touch a row twice, and rows are taken in one order so that two savers cannot wait in a ring.
        var heads = given.GroupBy(head => head.CaseNo).Select(same => same.MaxBy(head => head.Seq)!)
            .OrderBy(head => head.CaseNo).ToList();
        if (heads.Count == 0)
        {
            return;
        }

        await session.Upsert("heads", HeadTable.Columns, HeadTable.OnConflictWhileOpen, HeadTable.OnConflict, heads);
        await SaveTerms(session, sameTerms is null ? heads : heads.FindAll(head => !sameTerms.Contains(head.CaseNo)));
    }

    /// <summary>Writes only what differs: the terms of a case hardly ever change after its first row.</summary>
    private static async Task SaveTerms(Session session, IReadOnlyList<CaseHead> heads)
    {
        if (heads.Count == 0)
        {
            return;
        }

        var values = new { numbers = session.Values(heads.Select(head => head.CaseNo)) };
        var seqs = (await session.Query(
            $"select case_no, seq from heads where case_no {session.IsAnyOf("numbers")}",
            values,
            row => (Number: row.Long(), Seq: row.Int()))).ToDictionary(one => one.Number, one => one.Seq);
        var current = heads.Where(head => seqs[head.CaseNo] == head.Seq).ToList();
        var numbers = current.Select(head => head.CaseNo).ToHashSet();
        var there = (await session.Query(
            $"select case_no, kind, value from terms where case_no {session.IsAnyOf("numbers")}",
            values,
            row => new Term(row.Long(), row.Text(), row.Text()))).Where(term => numbers.Contains(term.CaseNo)).ToHashSet();
        var wanted = current.Where(head => !head.Card.Terms.IsDefaultOrEmpty)
            .SelectMany(head => head.Card.Terms.Select(text => Term.Of(head.CaseNo, text))).ToHashSet();

        await session.Delete("terms", Term.Columns, [.. there.Except(wanted)]);
        await session.Insert("terms", Term.Columns, "on conflict do nothing", [.. wanted.Except(there)]);
    }

    private static List<InFlightEffect> Once(IReadOnlyList<InFlightEffect> started) =>
        [.. started.DistinctBy(effect => effect.Key).OrderBy(effect => effect.Key, StringComparer.Ordinal)];
}
