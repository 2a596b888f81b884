using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.WhereTimeWent;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// Follows the journal's feed and the failed attempts, stretch by stretch, and keeps the analysis file. What is kept depends on the
/// rows up to the place reached and on nothing else, so a crash between two stretches loses and repeats nothing.
/// </summary>
/// <param name="store">names the store; a file that was made from another one is made again</param>
internal sealed class StayFollower(
    IJournal journal, IFailedAttempts attempts, IMaps maps, OpenTime hours, AnalysisFile file, string store)
{
    /// <summary>Rows read at once; fewer say that the end was reached.</summary>
    public const int Stretch = 2_000;

    /// <summary>
    /// Open cases kept in memory; beyond it the half that has not gone on for longest is forgotten, and folded from the journal when it
    /// goes on.
    /// </summary>
    private const int MaxKnown = 50_000;

    /// <summary>How many numbers may become visible late: several hosts' batches of attempts that are written at the same moment.</summary>
    private const int Late = 5_000;

    private readonly Dictionary<CaseId, CaseLife> _known = [];
    private readonly HashSet<(string, int)> _heard = [];
    private readonly HashSet<string> _books = [.. maps.All.Where(Books.Is).Select(map => map.Kind)];
    private FileStanding? _at;
    private long _steps;

    /// <summary>Throws the file away and begins at the journal's first row.</summary>
    public void Clear()
    {
        Forget();
        file.Clear(store);
    }

    /// <summary>Follows one stretch, and says how many rows and failures it had.</summary>
    public Task<int> Step(CancellationToken cancel) => Step(null, cancel);

    /// <param name="until">the last place to follow to; null for all there is</param>
    public async Task<int> Step(FeedPosition? until, CancellationToken cancel)
    {
        var at = _at ?? TakeUp();
        var touched = new HashSet<CaseLife>();
        var failures = await TakeFailures(at, touched, cancel);
        var rows = (await journal.ReadFeed(at.Reached, Stretch, cancel)).Where(row => until is not { } end || row.Position <= end).ToList();
        var followed = rows.Select(row => row.Row).Where(row => !_books.Contains(row.Case.Kind)).ToList();
        var failed = FailedOf([.. followed.Select(row => row.Case).Where(id => !_known.ContainsKey(id)).Distinct()], failures.New);
        foreach (var row in followed)
        {
            if (await Known(row.CaseNo, row.Case, row.Seq - 1, failed, cancel) is { } life && life.Seq < row.Seq)
            {
                life.Take(JournalLine.Read(row));
                touched.Add(life);
            }
        }

        if (rows.Count == 0 && failures.New.Count == 0)
        {
            return 0;
        }

        var next = new FileStanding(store, rows.Count > 0 ? rows[^1].Position : at.Reached, failures.Reached);
        var changes = new StayChanges(
            at.Reached, next.Reached, next.AttemptsReached, [.. touched.Select(life => life.Whole)],
            [.. touched.SelectMany(life => life.TakeChanged())], [.. touched.SelectMany(life => life.TakeNotes())], failures.New);
        if (!file.Save(changes))
        {
            // Another process keeps the same file and was faster, or the file was cleared.
            Forget();
            return rows.Count;
        }

        _at = next;
        foreach (var life in touched)
        {
            life.LastStep = _steps;
            if (life.IsClosed)
            {
                _known.Remove(life.Case);
            }
        }

        _steps++;
        if (_known.Count > MaxKnown)
        {
            foreach (var life in _known.Values.OrderBy(life => life.LastStep).Take(MaxKnown / 2).ToList())
            {
                _known.Remove(life.Case);
            }
        }

        return rows.Count + failures.New.Count;
    }

    public void Forget()
    {
        _at = null;
        _known.Clear();
        _heard.Clear();
    }

    private FileStanding TakeUp()
    {
        Forget();
        _at = file.Prepare(store);
        return _at;
    }

    private async Task<(long Reached, List<FailedAttempt> New)> TakeFailures(
        FileStanding at, HashSet<CaseLife> touched, CancellationToken cancel)
    {
        var read = await attempts.ReadFailed(Math.Max(0, at.AttemptsReached - Late), Stretch + Late, cancel);
        var found = new List<FailedAttempt>();
        foreach (var failed in read.Attempts.Select(one => one.Attempt).Where(one => !_books.Contains(one.Case.Kind)))
        {
            if (!_heard.Add((failed.EffectKey, failed.Attempt)))
            {
                continue;
            }

            var failure = new FailedAttempt(
                failed.EffectKey, failed.Attempt, failed.Case.ToString(), failed.System, failed.Operation, failed.At,
                failed.Outcome.ToString());
            found.Add(failure);
            if (await Told(failed.Case, failure, found, cancel) is { } life)
            {
                touched.RemoveWhere(other => other.Case == life.Case);
                touched.Add(life);
            }
        }

        if (_heard.Count > 4 * Late)
        {
            _heard.Clear();
            _heard.UnionWith(read.Attempts.Select(one => (one.Attempt.EffectKey, one.Attempt.Attempt)));
        }

        return (read.Reached, found);
    }

    /// <summary>The case that this failure changes; null when it is not followed yet, or was archived since.</summary>
    private async Task<CaseLife?> Told(CaseId id, FailedAttempt failure, List<FailedAttempt> found, CancellationToken cancel)
    {
        if (_known.TryGetValue(id, out var life) && life.Fails(failure.EffectKey, failure.At))
        {
            return life;
        }

        if (file.Followed(id.ToString()) is not { } seen)
        {
            return null;
        }

        _known.Remove(id);
        return await Known(seen.CaseNo, id, seen.Seq, FailedOf([id], found), cancel);
    }

    private ILookup<string, FailedAttempt> FailedOf(IReadOnlyCollection<CaseId> ids, List<FailedAttempt> unsaved) =>
        (ids.Count == 0 ? [] : file.FailuresOf([.. ids.Select(id => id.ToString())])).Concat(unsaved).ToLookup(failure => failure.Case);

    /// <summary>
    /// The case as it was after a row; folded from the journal when it is not in memory. Null when its first rows are in the journal no
    /// more: it was archived.
    /// </summary>
    private async Task<CaseLife?> Known(
        long caseNo, CaseId id, int upTo, ILookup<string, FailedAttempt> failed, CancellationToken cancel)
    {
        if (_known.TryGetValue(id, out var life))
        {
            return life;
        }

        life = new CaseLife(caseNo, id, hours);
        foreach (var failure in failed[id.ToString()])
        {
            life.Fails(failure.EffectKey, failure.At);
        }

        var before = upTo == 0 ? [] : (await journal.ReadCase(id, 0, cancel)).Where(row => row.Seq <= upTo).ToList();
        if (before.Count != upTo)
        {
            return null;
        }

        before.ForEach(row => life.Take(JournalLine.Read(row)));
        return _known[id] = life;
    }
}
