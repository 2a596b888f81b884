using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Storage.Sql;

namespace Crossdock.Storage.Sqlite;

/// <summary>Appends while no one else can write, so what is looked up still holds when it is written.</summary>
internal sealed class SqliteJournal(Database database) : SqlJournal(database)
{
    /// <summary>One write at a time, so numbers appear in their order.</summary>
    public static readonly FeedWords Feed = new("0", "number > @number", "true", "number");

    private readonly Database _database = database;

    protected override string Asked => "select value ->> 0 as id, value ->> 1 as after_seq from json_each(@asked)";

    public override async Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        var lost = new HashSet<CaseId>();
        var cases = Fence.Group(rows, lost);
        if (cases.Count > 0)
        {
            // The work returns what it found lost, and adds nothing outside: a caller may give it again.
            lost.UnionWith(await _database.Write(session => Task.FromResult(Append((SqliteSession)session, cases)), cancel));
        }

        return lost;
    }

    public override async Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        await _database.Read(
            session => session.Query(
                $"""
                select 0, number, journal.case_no, case_id, seq, at, body, hash
                from journal join cases on cases.case_no = journal.case_no
                where number > @number and {IsStaying} order by number limit @max
                """,
                new { number = after.Number, max = (long)max },
                ReadFeedRow),
            cancel);

    public override async Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        await _database.Read(
            session => session.Query(
                "select 0, number, case_no, seq from journal where number > @number order by number limit @max",
                new { number = after.Number, max = (long)max },
                ReadFeedKey),
            cancel);

    public override Task<long> ReserveNumbers(int count, CancellationToken cancel)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _database.Write(session => Reserve(session, count), cancel);
    }

    private static List<CaseId> Append(SqliteSession session, List<CaseRows> cases)
    {
        using var append = new SqliteAppend(session);
        var lost = new List<CaseId>();
        var rows = new List<BatchRow>();
        foreach (var given in cases)
        {
            if (append.Fitting(given) is { } fitting)
            {
                rows.AddRange(fitting.Rows);
            }
            else
            {
                lost.Add(given.Id);
            }
        }

        // In the order they were given, which becomes their order in the feed.
        rows.Sort((one, other) => one.Ordinal.CompareTo(other.Ordinal));
        rows.ForEach(one => append.Insert(one.Row));
        return lost;
    }
}
