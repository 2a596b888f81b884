using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Rehearsal.Simulation.Stores;

/// <summary>
/// What outlives every host: a store in memory that keeps the promises of the ports and no others. A batch is written whole or not at
/// all, and the fence is judged row by row within it.
/// </summary>
internal sealed partial class MemoryStore
{
    private readonly Dictionary<CaseId, long> _numbers = [];
    private readonly Dictionary<long, List<JournalRow>> _rows = [];
    private readonly Dictionary<long, CaseId> _ids = [];
    private readonly List<JournalRow> _feed = [];
    private readonly Dictionary<CaseId, Snapshot> _snapshots = [];
    private readonly Dictionary<string, LeaseStanding> _leases = [];
    private long _nextNumber = 1;

    /// <summary>A row became durable, in the order of the feed.</summary>
    public event Action<JournalRow>? Written;

    public IReadOnlyList<JournalRow> Feed => _feed;

    public IEnumerable<CaseId> Cases => _numbers.Keys;

    public bool Has(CaseId id, int seq) => _numbers.TryGetValue(id, out var number) && _rows[number].Count >= seq;

    public IReadOnlyList<JournalRow> RowsOf(CaseId id) => _numbers.TryGetValue(id, out var number) ? _rows[number] : [];

    public IReadOnlySet<CaseId> Append(IReadOnlyList<JournalRow> batch)
    {
        var lost = new HashSet<CaseId>();
        var begun = new Dictionary<long, CaseId>();
        var last = new Dictionary<CaseId, JournalRow>();
        foreach (var row in batch)
        {
            if (!Follows(row, begun, last))
            {
                lost.Add(row.Case);
            }

            begun.TryAdd(row.CaseNo, row.Case);
            last[row.Case] = row;
        }

        foreach (var row in batch.Where(row => !lost.Contains(row.Case) && !Has(row.Case, row.Seq)))
        {
            Write(row);
        }

        return lost;
    }

    public IReadOnlyList<JournalRow> ReadCase(CaseId id, int afterSeq) => [.. RowsOf(id).Skip(afterSeq)];

    public long ReserveNumbers(int count)
    {
        var first = _nextNumber;
        _nextNumber += count;
        return first;
    }

    public IReadOnlyList<FeedRow> ReadFeed(FeedPosition after, int max)
    {
        var (from, rows) = ((int)after.Number, new List<FeedRow>());
        for (var at = from; at < _feed.Count && rows.Count < max; at++)
        {
            rows.Add(new FeedRow(PositionOf(at), _feed[at]));
        }

        return rows;
    }

    public Snapshot? ReadSnapshot(CaseId id) => _snapshots.GetValueOrDefault(id);

    public void SaveSnapshots(IReadOnlyList<Snapshot> snapshots)
    {
        foreach (var one in snapshots)
        {
            if (!_snapshots.TryGetValue(one.Case, out var there) || one.Seq >= there.Seq)
            {
                _snapshots[one.Case] = one;
            }
        }
    }

    public LeaseStanding? ReadLease(string name) => _leases.GetValueOrDefault(name);

    public long? TakeLease(string name, string holder, LeaseStanding? seen)
    {
        var there = ReadLease(name);
        if (there?.Token != seen?.Token || there?.Beats != seen?.Beats)
        {
            return null;
        }

        var taken = there is null ? new LeaseStanding(holder, 1, 0) : new LeaseStanding(holder, there.Token + 1, there.Beats + 1);
        _leases[name] = taken;
        return taken.Token;
    }

    public bool RenewLease(string name, long token)
    {
        if (ReadLease(name) is not { Holder.Length: > 0 } there || there.Token != token)
        {
            return false;
        }

        _leases[name] = there with { Beats = there.Beats + 1 };
        return true;
    }

    public bool ReleaseLease(string name, long token)
    {
        if (ReadLease(name) is not { } there || there.Token != token)
        {
            return false;
        }

        _leases[name] = there with { Holder = "", Beats = there.Beats + 1 };
        return true;
    }

    private static FeedPosition PositionOf(int at) => new(1, at + 1);

    /// <summary>Whether a row may stand where it says: it is the next of its case, or it is there already as it is.</summary>
    private bool Follows(JournalRow row, Dictionary<long, CaseId> begun, Dictionary<CaseId, JournalRow> last)
    {
        var sameId = _ids.TryGetValue(row.CaseNo, out var id) ? id == row.Case : !begun.TryGetValue(row.CaseNo, out id) || id == row.Case;
        var sameNumber = !_numbers.TryGetValue(row.Case, out var number) || number == row.CaseNo;
        if (!sameId || !sameNumber)
        {
            return false;
        }

        var there = RowsOf(row.Case);
        var before = last.TryGetValue(row.Case, out var previous) && previous.CaseNo == row.CaseNo ? previous.Seq : (int?)null;
        var next = before is { } seq ? row.Seq == seq + 1 : row.Seq <= there.Count + 1;
        return next && row.Seq > 0 && (row.Seq > there.Count || there[row.Seq - 1].Hash.AsSpan().SequenceEqual(row.Hash));
    }

    private void Write(JournalRow row)
    {
        if (!_numbers.ContainsKey(row.Case))
        {
            (_numbers[row.Case], _ids[row.CaseNo], _rows[row.CaseNo]) = (row.CaseNo, row.Case, []);
        }

        _rows[row.CaseNo].Add(row);
        _feed.Add(row);
        Written?.Invoke(row);
    }
}
