using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage.Sql;
using Npgsql;
using NpgsqlTypes;

namespace Crossdock.Storage.Postgres;

/// <summary>
/// Appends as if nobody else wrote; the primary keys and the function's check say when somebody did. Only then what is there
/// is looked up, and the cases that still fit are given again.
/// </summary>
internal sealed class PostgresJournal(PostgresDatabase database) : SqlJournal(database)
{
    /// <summary>Each failed try means that another writer got on; this many in a row means that something else is wrong.</summary>
    private const int MostTries = 50;

    /// <summary>Only rows of transactions that are older than the oldest in progress: behind those, none can appear.</summary>
    public static readonly FeedWords Feed = new(
        "epoch",
        "(epoch, number) > (@epoch, @number)",
        "epoch < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base from feed_epoch)",
        "epoch, number");

    /// <summary>An append says at its beginning that it will write; this waits for those under way and holds the next ones back.</summary>
    public const string ShutWriters = "lock table only journal in share row exclusive mode";

    private readonly PostgresDatabase _database = database;

    protected override string Asked =>
        "select value ->> 0 as id, (value ->> 1)::bigint as after_seq from json_array_elements(@asked::json)";

    public override async Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        var lost = new HashSet<CaseId>();
        var given = Fence.Group(rows, lost);
        var fitting = given;
        for (var attempt = 0; attempt < MostTries && fitting.Count > 0; attempt++)
        {
            if (await TryAppend(fitting, cancel))
            {
                return lost;
            }

            (fitting, var newlyLost) = await LookUp(given, cancel);
            lost.UnionWith(newlyLost);
            given = [.. given.Where(one => !newlyLost.Contains(one.Id))];
        }

        return fitting.Count == 0
            ? lost
            : throw new StoreUnavailableException("Other writers got in between too often; the batch may be given again.");
    }

    public override async Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        await _database.Read(
            session => session.Query(
                $"""
                select epoch, number, journal.case_no, case_id, seq, at, body, hash
                from journal join cases on cases.case_no = journal.case_no
                where {Feed.After} and {Feed.Stable} and {IsStaying} order by {Feed.Order} limit @max
                """,
                new { epoch = after.Epoch, number = after.Number, max = (long)max },
                ReadFeedRow),
            cancel);

    public override async Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        await _database.Read(
            session => session.Query(
                """
                select epoch, number, case_no, seq from journal
                where (epoch, number) > (@epoch, @number)
                    and epoch < (select pg_snapshot_xmin(pg_current_snapshot())::text::bigint + base from feed_epoch)
                order by epoch, number limit @max
                """,
                new { epoch = after.Epoch, number = after.Number, max = (long)max },
                ReadFeedKey),
            cancel);

    public override Task<long> ReserveNumbers(int count, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _database.Write(
            async session =>
            {
                // The counter's lock makes those who reserve at once take turns, for the parts as well.
                var first = await Reserve(session, count);
                await Partitions.MakeUpTo(session, first + count + Partitions.Range);
                return first;
            },
            cancel);
    }

    private async Task<bool> TryAppend(List<CaseRows> cases, CancellationToken cancel)
    {
        try
        {
            await _database.Execute(command => Write(command, cases), cancel);
            return true;
        }
        catch (PostgresException fault) when (PostgresFaults.IsConflict(fault))
        {
            return false;
        }
        catch (PostgresException fault) when (PostgresFaults.HasNoPart(fault))
        {
            // Numbers that were not given out here, such as those of a store that is being copied.
            await _database.Prepare(session => Partitions.MakeUpTo(session, cases.Max(one => one.Number)), cancel);
            return false;
        }
        catch (Exception fault) when (PostgresFaults.IsUnavailable(fault))
        {
            throw PostgresFaults.Translate(fault);
        }
    }

    private static void Write(NpgsqlCommand command, List<CaseRows> cases)
    {
        // In one order for all writers, so that two of them cannot wait for one another in a ring.
        var begun = cases.Where(one => one.First == 1).OrderBy(one => one.Id.ToString(), StringComparer.Ordinal).ToList();
        var going = cases.Where(one => one.First > 1).ToList();
        var rows = cases.OrderBy(one => one.Number).SelectMany(one => one.Rows).ToList();

        command.CommandText = "select append_journal($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
        Add(command, NpgsqlDbType.Bigint, begun.Select(one => one.Number).ToArray());
        Add(command, NpgsqlDbType.Text, begun.Select(one => one.Id.ToString()).ToArray());
        Add(command, NpgsqlDbType.Bigint, going.Select(one => one.Number).ToArray());
        Add(command, NpgsqlDbType.Text, going.Select(one => one.Id.ToString()).ToArray());
        Add(command, NpgsqlDbType.Bigint, going.Select(one => one.First - 1L).ToArray());
        Add(command, NpgsqlDbType.Bigint, rows.Select(one => one.Row.CaseNo).ToArray());
        Add(command, NpgsqlDbType.Bigint, rows.Select(one => (long)one.Row.Seq).ToArray());
        Add(command, NpgsqlDbType.Bigint, rows.Select(one => (long)one.Ordinal).ToArray());
        Add(command, NpgsqlDbType.Bigint, rows.Select(one => Instants.Ticks(one.Row.At)).ToArray());
        Add(command, NpgsqlDbType.Bytea, rows.Select(one => one.Row.Body).ToArray());
        Add(command, NpgsqlDbType.Bytea, rows.Select(one => one.Row.Hash).ToArray());
    }

    private static void Add(NpgsqlCommand command, NpgsqlDbType element, Array values) =>
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | element, Value = values });

    /// <summary>What is still to be written of each case, and which cases are lost.</summary>
    private async Task<(List<CaseRows> Fitting, HashSet<CaseId> Lost)> LookUp(List<CaseRows> given, CancellationToken cancel)
    {
        var standings = await _database.Read(session => ReadStandings(session, given), cancel);
        var fitting = new List<CaseRows>();
        var lost = new HashSet<CaseId>();
        foreach (var one in given)
        {
            if (Fence.Judge(one, standings[one.Id]) is not { } remaining)
            {
                lost.Add(one.Id);
            }
            else if (remaining.Rows.Count > 0)
            {
                fitting.Add(remaining);
            }
        }

        return (fitting, lost);
    }

    private static async Task<Dictionary<CaseId, Standing>> ReadStandings(Session session, List<CaseRows> given)
    {
        var numbers = session.Values(given.Select(one => one.Number));
        var known = await session.Query(
            "select case_no, case_id from cases where case_no = any(@numbers) or case_id = any(@ids)",
            new { numbers, ids = session.Values(given.Select(one => one.Id.ToString())) },
            row => (Number: row.Long(), Id: row.Text()));
        // The last row before the hashes: a row that lands in between is then still to be judged, and not taken for foreign.
        var lasts = (await session.Query(
            "select case_no, max(seq) from journal where case_no = any(@numbers) group by case_no",
            new { numbers },
            row => (Number: row.Long(), Seq: row.Int()))).ToDictionary(one => one.Number, one => one.Seq);
        var hashes = (await session.Query(
            """
            select journal.case_no, seq, hash from unnest(@numbers, @firsts) as given (no, first)
            join journal on journal.case_no = given.no and journal.seq >= given.first
            """,
            new { numbers, firsts = session.Values(given.Select(one => (long)one.First)) },
            row => (Number: row.Long(), Seq: row.Int(), Hash: row.Bytes()))).ToLookup(one => one.Number);

        var numberOf = known.ToDictionary(one => one.Id, one => one.Number, StringComparer.Ordinal);
        var idOf = known.ToDictionary(one => one.Number, one => one.Id);
        return given.ToDictionary(
            one => one.Id,
            one => new Standing(
                numberOf.TryGetValue(one.Id.ToString(), out var number) ? number : null,
                idOf.GetValueOrDefault(one.Number),
                lasts.GetValueOrDefault(one.Number),
                hashes[one.Number].ToDictionary(row => row.Seq, row => row.Hash)));
    }
}
