using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Dapper;

namespace Crossdock.Storage.Sql;

/// <summary>Open incidents. They are saved with the heads, in the same transaction, since they follow the same rows.</summary>
internal sealed class SqlIncidents(Database database) : IIncidents
{
    private static readonly Column<OpenIncident>[] Columns =
    [
        Column<OpenIncident>.Integer("case_no", one => one.CaseNo),
        Column<OpenIncident>.Text("effect", one => one.Effect),
        Column<OpenIncident>.Text("case_id", one => one.Case.ToString()),
        Column<OpenIncident>.Text("kind", one => one.Case.Kind),
        Column<OpenIncident>.Integer("seq", one => one.Seq),
        Column<OpenIncident>.Text("what", one => one.What),
        Column<OpenIncident>.Text("system", one => one.System),
        Column<OpenIncident>.Text("cause", one => one.Cause),
        Column<OpenIncident>.Text("cause_id", one => IncidentCause.IdOf(one.Cause)),
        Column<OpenIncident>.Text("reason", one => one.Reason),
        Column<OpenIncident>.Instant("since", one => one.Since),
        Column<OpenIncident>.Instant("latest", one => one.Latest),
    ];

    private static readonly Column<IncidentKey>[] KeyColumns =
    [
        Column<IncidentKey>.Integer("case_no", key => key.CaseNo), Column<IncidentKey>.Text("effect", key => key.Effect),
    ];

    private static readonly Column<string>[] EffectColumn = [Column<string>.Text("effect", key => key)];

    public async Task<IReadOnlyList<OpenIncident>> Search(IncidentFilter filter, int skip, int take, CancellationToken cancel)
    {
        var (where, values) = Slice(filter);
        values.Add("skip", (long)skip);
        values.Add("take", (long)take);
        return await database.Read(
            session => session.Query(
                $"""
                select incidents.case_no, incidents.case_id, effect, incidents.seq, what, system, reason, incidents.since, latest
                from incidents {where} order by latest desc, incidents.case_no desc, effect limit @take offset @skip
                """,
                values,
                row => new OpenIncident(
                    row.Long(), CaseId.Parse(row.Text()), row.Text(), row.Int(), row.Text(), row.TextOrNull(), row.Text(),
                    row.Instant(), row.Instant())),
            cancel);
    }

    public Task<int> Count(IncidentFilter filter, CancellationToken cancel)
    {
        var (where, values) = Slice(filter);
        return database.Read(
            async session => checked((int)await session.Scalar<long>($"select count(*) from incidents {where}", values)), cancel);
    }

    public async Task<IReadOnlyList<IncidentGroup>> CountByCause(IncidentFilter filter, int max, CancellationToken cancel)
    {
        var (where, values) = Slice(filter);
        values.Add("max", (long)max);
        return await database.Read(
            session => session.Query(
                $"""
                select cause_id, cause, min(system), count(*), count(distinct incidents.case_no), min(incidents.since), max(latest)
                from incidents {where} group by cause_id, cause order by count(*) desc, max(latest) desc, cause_id limit @max
                """,
                values,
                row => new IncidentGroup(
                    row.Text(), row.Text(), row.TextOrNull(), row.Int(), row.Int(), row.Instant(), row.Instant())),
            cancel);
    }

    /// <summary>What a stretch of the feed changes; within the caller's transaction.</summary>
    internal static async Task Save(Session session, HeadChanges changes)
    {
        await session.Delete(
            "incidents", KeyColumns, [.. changes.Cured.OrderBy(key => key.CaseNo).ThenBy(key => key.Effect, StringComparer.Ordinal)]);
        // Most effects are never given up, and most of the time none is: one look spares a delete for each that was settled.
        if (changes.Settled.Count > 0 && await session.Scalar<long?>("select 1 from incidents where effect <> '' limit 1") is not null)
        {
            await session.Delete("incidents", EffectColumn, [.. changes.Settled.Distinct().Order(StringComparer.Ordinal)]);
        }

        await session.Insert(
            "incidents",
            Columns,
            """
            on conflict (case_no, effect) do update set seq = excluded.seq, what = excluded.what, system = excluded.system,
                cause = excluded.cause, cause_id = excluded.cause_id, reason = excluded.reason, latest = excluded.latest
            where excluded.seq >= incidents.seq
            """,
            [.. changes.Opened.OrderBy(one => one.CaseNo).ThenBy(one => one.Effect, StringComparer.Ordinal)]);
    }

    private static (string Where, DynamicParameters Values) Slice(IncidentFilter filter)
    {
        var (conditions, values) = (new List<string>(), new DynamicParameters());
        void Equal(string column, string name, string? value)
        {
            if (value is null)
            {
                return;
            }

            conditions.Add(StoredText.IsPossible(value) ? $"{column} = @{name}" : "1 = 0");
            values.Add(name, value);
        }

        Equal("cause_id", "cause", filter.CauseId);
        Equal("incidents.kind", "kind", filter.Kind);
        Equal("system", "system", filter.System);
        Equal("incidents.case_id", "case", filter.Case?.ToString());
        Equal("heads.owner", "owner", filter.Owner?.ToString());
        var join = filter.Owner is null ? "" : "join heads on heads.case_no = incidents.case_no ";
        return (join + (conditions.Count == 0 ? "" : $"where {string.Join(" and ", conditions)}"), values);
    }
}
