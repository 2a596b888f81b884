using Crossdock.Contracts;

namespace Crossdock.Runtime.Verification;

/// <summary>One thing that is not as it must be.</summary>
/// <param name="Check">seal, chain, effect, ledger, stuck, projection or archive</param>
/// <param name="Case">null where it is about the journal as a whole</param>
public sealed record Fault(string Check, CaseId? Case, string What)
{
    public override string ToString() => Case is { } id ? $"{Check}: {id} {What}" : $"{Check}: {What}";
}

/// <summary>What a seal proves, for the summary.</summary>
/// <param name="Rows">rows that the last seal covers</param>
/// <param name="Outside">seals that were compared with the copy outside; null when none was given</param>
public sealed record Sealed(long Seals, long Rows, DateTimeOffset? At, IReadOnlyList<string> Keys, long? Outside);

/// <param name="Unread">rows that the lists have not read yet</param>
/// <param name="Found">how many faults there are; <paramref name="Faults"/> holds the first of them</param>
public sealed record VerificationResult(
    long Rows, long Cases, long Skus, long Unread, Sealed Sealed, long Found, IReadOnlyList<Fault> Faults)
{
    public ArchivedSummary Archived { get; init; } = new(0, 0, 0, null);
}

/// <summary>Cases that were taken out of the journal, by what the store says of them.</summary>
/// <param name="FilesRead">how many of the files were read and proved; null when their folder was not given</param>
public sealed record ArchivedSummary(long Cases, long Rows, long Files, long? FilesRead);

/// <summary>Gathers faults: the first thousand as they are, the rest as a count.</summary>
internal sealed class Findings
{
    private const int Kept = 1_000;

    private readonly List<(Fault Fault, CaseId? Other)> _faults = [];

    private long _more;

    public long Count => _faults.Count + _more;

    public IReadOnlyList<Fault> Faults => _faults.ConvertAll(found => found.Fault);

    /// <param name="other">another case that takes part in it</param>
    public void Add(string check, CaseId? id, string what, CaseId? other = null)
    {
        if (_faults.Count < Kept)
        {
            _faults.Add((new Fault(check, id, what), other));
        }
        else
        {
            _more++;
        }
    }

    /// <summary>Takes back what was only seen because the journal moved on meanwhile.</summary>
    public async Task TakeBack(Func<Fault, CaseId?, Task<bool>> isNone)
    {
        var stay = new List<(Fault, CaseId?)>(_faults.Count);
        foreach (var found in _faults)
        {
            if (!await isNone(found.Fault, found.Other))
            {
                stay.Add(found);
            }
        }

        _faults.Clear();
        _faults.AddRange(stay);
    }
}
