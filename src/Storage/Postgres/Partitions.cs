using Crossdock.Storage.Sql;

namespace Crossdock.Storage.Postgres;

/// <summary>
/// The journal's parts, by ranges of case numbers. A part is made before a number of its range is given out, by whoever gives
/// numbers out, and joined by a lock that no append waits for.
/// </summary>
internal static class Partitions
{
    /// <summary>Case numbers in a part: a few million rows, so that its indexes fit in memory and a part is soon archived whole.</summary>
    public const long Range = 200_000;

    /// <summary>Parts are there for every number up to the counter, and for a range behind it.</summary>
    public static async Task MakeAhead(Session session) => await MakeUpTo(
        session, await session.Scalar<long>("select next from counters where name = 'case' for update") + Range);

    /// <summary>Makes the parts that are missing, within a transaction that holds the counter of case numbers.</summary>
    public static async Task MakeUpTo(Session session, long number)
    {
        var end = await session.Scalar<long>("select next from counters where name = 'partitioned'");
        while (end <= number)
        {
            // Made apart and joined: a table that is created as a part would shut all others out of the whole journal.
            var (first, part) = (end, $"journal_{end / Range}");
            end = first + Range;
            await session.Execute(
                $"""
                create table {part} (like journal including defaults);
                alter table {part} add constraint {part}_range check (case_no >= {first} and case_no < {end});
                alter table journal attach partition {part} for values from ({first}) to ({end});
                alter table {part} drop constraint {part}_range;
                update counters set next = {end} where name = 'partitioned';
                """);
        }
    }
}
