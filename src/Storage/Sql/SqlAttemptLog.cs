using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

internal sealed class SqlAttemptLog(Database database) : IAttemptLog, IFailedAttempts, IRecentAttempts
{
    private static readonly Column<EffectAttempt>[] Columns =
    [
        Column<EffectAttempt>.Text("effect_key", one => one.EffectKey),
        Column<EffectAttempt>.Text("case_id", one => one.Case.ToString()),
        Column<EffectAttempt>.Text("system", one => one.System),
        Column<EffectAttempt>.Text("operation", one => one.Operation),
        Column<EffectAttempt>.Integer("attempt", one => one.Attempt),
        Column<EffectAttempt>.Instant("at", one => one.At),
        Column<EffectAttempt>.Integer("took", one => one.Took.Ticks),
        Column<EffectAttempt>.Text("outcome", one => one.Outcome.ToString()),
        Column<EffectAttempt>.Text("detail", one => one.Detail),
    ];

    public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel) =>
        attempts.Count == 0
            ? Task.CompletedTask
            : database.Write(session => session.Insert("attempts", Columns, "", attempts), cancel);

    public async Task<FailedAttempts> ReadFailed(long after, int max, CancellationToken cancel) =>
        await database.Read(
            async session =>
            {
                var last = await session.Query("select coalesce(max(number), 0) from attempts", null, row => row.Long());
                var failed = await session.Query(
                    """
                    select number, effect_key, case_id, system, operation, attempt, at, took, outcome, detail from attempts
                    where number > @after and number <= @last and outcome not in ('Succeeded', 'Rejected') order by number limit @max
                    """,
                    new { after, last = last[0], max },
                    row => new NumberedAttempt(row.Long(), ReadAttempt(row)));
                return new FailedAttempts(failed.Count == max ? failed[^1].Number : Math.Max(after, last[0]), failed);
            },
            cancel);

    public async Task<IReadOnlyList<EffectAttempt>> ReadRecent(int max, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select effect_key, case_id, system, operation, attempt, at, took, outcome, detail from attempts
                order by number desc limit @max
                """,
                new { max = (long)max },
                ReadAttempt),
            cancel);

    public async Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                select effect_key, system, operation, attempt, at, took, outcome, detail from attempts
                where case_id = @id order by number
                """,
                new { id = id.ToString() },
                row => new EffectAttempt(
                    row.Text(),
                    id,
                    row.Text(),
                    row.Text(),
                    row.Int(),
                    row.Instant(),
                    TimeSpan.FromTicks(row.Long()),
                    Enum.Parse<AttemptOutcome>(row.Text()),
                    row.Text())),
            cancel);

    /// <summary>The median is the mean of the two middle attempts, in ticks, which SQLite has no function for.</summary>
    public async Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) =>
        await database.Read(
            session => session.Query(
                """
                with recent as (select * from attempts where number > (select coalesce(max(number), 0) from attempts) - @latest)
                select total.system, total.attempts, total.failures, middle.took, latest.at, latest.detail
                from (select system, count(*) as attempts, count(case when outcome <> 'Succeeded' then 1 end) as failures
                    from recent group by system) as total
                join (select system, cast(avg(took) as double precision) as took
                    from (select system, took, row_number() over (partition by system order by took) as place,
                            count(*) over (partition by system) as many
                        from recent) as placed
                    where place in ((many + 1) / 2, (many + 2) / 2) group by system) as middle on middle.system = total.system
                left join (select system, at, detail
                    from (select system, at, detail, row_number() over (partition by system order by at desc, number desc) as place
                        from recent where outcome <> 'Succeeded') as failed
                    where place = 1) as latest on latest.system = total.system
                order by total.system
                """,
                new { latest = (long)latest },
                row => new SystemFigures(
                    row.Text(),
                    row.Long(),
                    row.Long(),
                    row.Double() / TimeSpan.TicksPerMillisecond,
                    row.InstantOrNull(),
                    row.TextOrNull())),
            cancel);

    private static EffectAttempt ReadAttempt(Row row) => new(
        row.Text(), CaseId.Parse(row.Text()), row.Text(), row.Text(), row.Int(), row.Instant(), TimeSpan.FromTicks(row.Long()),
        Enum.Parse<AttemptOutcome>(row.Text()), row.Text());
}
