using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.WhereTimeWent;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Crossdock.Intelligence.Stays;

/// <summary>How a file compares with what the journal says.</summary>
/// <param name="Found">how many rows differ</param>
/// <param name="Archived">cases whose rows have left the journal since they were followed; they cannot be compared</param>
/// <param name="Differences">the first of them, in words</param>
public sealed record RecomputationResult(long Cases, long Stays, long Archived, long Found, IReadOnlyList<string> Differences)
{
    /// <summary>The file says nothing of this store: nothing was compared.</summary>
    public bool IsOfAnotherStore { get; init; }
}

/// <summary>Makes the analysis file again from the journal's first row and holds the one that is kept against it, row by row.</summary>
public static class Recomputation
{
    private const int Shown = 50;

    /// <param name="store">the store's name, see <see cref="StoreName"/></param>
    /// <param name="scratch">the folder for two copies of the file while it is compared; beside it when left out</param>
    public static async Task<RecomputationResult> Run(
        IJournal journal, IFailedAttempts attempts, IMaps maps, OpenTime hours, AnalysisFile kept, string store, CancellationToken cancel,
        string? scratch = null)
    {
        // A copy of one moment: a host at work goes on writing the file.
        var beside = scratch is null ? kept.Path : Path.Combine(scratch, Path.GetFileName(kept.Path));
        var (copy, fresh) = (beside + ".kept", beside + ".fresh");
        try
        {
            Delete(copy, fresh);
            var standing = Copy(kept, copy);
            if (standing.Store != store)
            {
                return new RecomputationResult(0, 0, 0, 1, ["The file was made from another store."])
                {
                    IsOfAnotherStore = true,
                };
            }

            var follower = new StayFollower(
                journal, new UpTo(attempts, standing.AttemptsReached), maps, hours, new AnalysisFile(fresh), store);
            while (await follower.Step(standing.Reached, cancel) > 0)
            {
            }

            return await Compare(copy, fresh, journal, cancel);
        }
        finally
        {
            Delete(copy, fresh);
        }
    }

    private static FileStanding Copy(AnalysisFile kept, string path)
    {
        using var from = kept.OpenToRead();
        using var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        to.Open();
        from.BackupDatabase(to);
        return AnalysisFile.Read(to)!;
    }

    private static async Task<RecomputationResult> Compare(string copy, string fresh, IJournal journal, CancellationToken cancel)
    {
        using var both = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        both.Open();
        both.Execute("attach @fresh as fresh", new { fresh });
        var archived = new HashSet<string>();
        var only = both.Query<string>("select case_id from main.cases where case_no not in (select case_no from fresh.cases)").ToList();
        foreach (var id in only)
        {
            if ((await journal.ReadCase(CaseId.Parse(id), 0, cancel)).Count == 0)
            {
                archived.Add(id);
            }
        }

        var (found, words) = (0L, new List<string>());
        foreach (var (table, columns, key) in new[]
        {
            ("cases", StayRows.CaseColumns, "case_id"),
            ("stays", StayRows.StayColumns, "case_id || ', stay ' || number"),
            ("notes", StayRows.NoteColumns, "case_id || ', note ' || number"),
            ("failures", StayRows.FailureColumns, "effect_key || ', attempt ' || attempt"),
        })
        {
            foreach (var (left, right, what) in new[] { ("main", "fresh", "is kept otherwise than"), ("fresh", "main", "lacks what") })
            {
                var rows = both.Query<(string Case, string Key)>(
                    $"select case_id, {key} from (select {columns} from {left}.{table} except select {columns} from {right}.{table})",
                    buffered: false);
                foreach (var (id, named) in rows.Where(row => !archived.Contains(row.Case)))
                {
                    found++;
                    if (words.Count < Shown)
                    {
                        words.Add($"{table}: {named} {what} the journal says.");
                    }
                }
            }
        }

        return new RecomputationResult(
            both.ExecuteScalar<long>("select count(*) from main.cases"), both.ExecuteScalar<long>("select count(*) from main.stays"),
            archived.Count, found, words);
    }

    private static void Delete(params IEnumerable<string> paths)
    {
        foreach (var path in paths.SelectMany(path => new[] { path, path + "-wal", path + "-shm" }))
        {
            File.Delete(path);
        }
    }

    /// <summary>What was recorded since the file was written is not held against it.</summary>
    private sealed class UpTo(IFailedAttempts attempts, long last) : IFailedAttempts
    {
        public async Task<FailedAttempts> ReadFailed(long after, int max, CancellationToken cancel)
        {
            var read = await attempts.ReadFailed(after, max, cancel);
            return new FailedAttempts(Math.Min(read.Reached, last), [.. read.Attempts.Where(one => one.Number <= last)]);
        }
    }
}
