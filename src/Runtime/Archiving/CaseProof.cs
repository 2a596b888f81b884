using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Journal;

namespace Crossdock.Runtime.Archiving;

/// <summary>Follows rows case by case and says of each case whether its rows are whole: from the first, without a gap, each the one
/// that was written.</summary>
internal sealed class CaseProof
{
    private readonly Dictionary<long, (int Seq, byte[] Hash)> _ends = [];
    private readonly HashSet<long> _broken = [];

    public long Rows { get; private set; }

    public IReadOnlyCollection<long> Broken => _broken;

    public int Cases => _ends.Count;

    public long FirstCaseNo => _ends.Keys.DefaultIfEmpty().Min();

    public long LastCaseNo => _ends.Keys.DefaultIfEmpty().Max();

    public void Add(JournalRow row)
    {
        var (seq, hash) = _ends.GetValueOrDefault(row.CaseNo, (0, Chain.Start));
        if (row.Seq != seq + 1 || !Chain.Next(hash, row.Body).AsSpan().SequenceEqual(row.Hash))
        {
            _broken.Add(row.CaseNo);
        }

        _ends[row.CaseNo] = (row.Seq, row.Hash);
        Rows++;
    }

    /// <summary>Whether the case is whole and ends with that row.</summary>
    public bool EndsWith(long caseNo, int seq, byte[] hash) =>
        !_broken.Contains(caseNo) && _ends.TryGetValue(caseNo, out var end) && end.Seq == seq && end.Hash.AsSpan().SequenceEqual(hash);

    public byte[]? LastHash(long caseNo) => _ends.TryGetValue(caseNo, out var end) ? end.Hash : null;
}
