using System.Collections.Concurrent;
using Crossdock.Contracts;

namespace Crossdock.Runtime.Journal;

/// <summary>
/// The rows that this process committed a moment ago, as they were decided, so that whoever follows the feed need not read and
/// parse them again. A convenience: what is not here is read from the journal.
/// </summary>
public sealed class CommittedRows
{
    /// <summary>Some seconds of a busy process. Beyond it nobody follows, or too slowly: then all are let go.</summary>
    private const int Most = 60_000;

    private readonly ConcurrentDictionary<(long CaseNo, int Seq), Transition> _rows = new();
    private readonly bool _keeps;
    private int _count;

    private CommittedRows(bool keeps) => _keeps = keeps;

    /// <summary>For the only process on a store.</summary>
    public static CommittedRows Kept() => new(keeps: true);

    /// <summary>
    /// Where others write as well: most rows of the feed are theirs, and what was decided here but written first elsewhere must not
    /// be taken for what happened.
    /// </summary>
    public static CommittedRows None() => new(keeps: false);

    public bool IsEmpty => _rows.IsEmpty;

    public void Add(long caseNo, Transition row)
    {
        if (_keeps && _rows.TryAdd((caseNo, row.Seq), row) && Interlocked.Increment(ref _count) > Most)
        {
            _rows.Clear();
            Interlocked.Exchange(ref _count, 0);
        }
    }

    /// <summary>Each row is wanted once.</summary>
    public Transition? Take(long caseNo, int seq)
    {
        if (!_rows.TryRemove((caseNo, seq), out var row))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return row;
    }
}
