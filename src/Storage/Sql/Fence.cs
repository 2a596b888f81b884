using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Storage.Sql;

/// <summary>A row with its place in the batch, which is its place in the feed as well.</summary>
internal readonly record struct BatchRow(int Ordinal, JournalRow Row);

/// <summary>One case's rows in a batch: in order and without a gap.</summary>
internal sealed class CaseRows(CaseId id, long number)
{
    public CaseId Id { get; } = id;

    public long Number { get; } = number;

    public List<BatchRow> Rows { get; } = [];

    /// <summary>The first row to be written; 1 begins the case.</summary>
    public int First => Rows[0].Row.Seq;
}

/// <summary>What the journal holds of a case already.</summary>
/// <param name="NumberOfId">the number under which the case id was begun</param>
/// <param name="IdOfNumber">the case id that was begun under the number</param>
/// <param name="Hashes">of the stored rows that the batch has too</param>
internal sealed record Standing(long? NumberOfId, string? IdOfNumber, int LastSeq, IReadOnlyDictionary<int, byte[]> Hashes);

/// <summary>The fence's rules, free of any store.</summary>
internal static class Fence
{
    /// <summary>Sorts a batch by case. A case whose rows contradict one another in the batch itself is lost at once.</summary>
    public static List<CaseRows> Group(IReadOnlyList<JournalRow> rows, HashSet<CaseId> lost)
    {
        var cases = new Dictionary<CaseId, CaseRows>();
        var idOfNumber = new Dictionary<long, CaseId>();
        for (var ordinal = 0; ordinal < rows.Count; ordinal++)
        {
            var row = rows[ordinal];
            if (idOfNumber.TryAdd(row.CaseNo, row.Case))
            {
                cases.TryAdd(row.Case, new CaseRows(row.Case, row.CaseNo));
            }

            if (idOfNumber[row.CaseNo] != row.Case)
            {
                lost.Add(idOfNumber[row.CaseNo]);
                lost.Add(row.Case);
            }
            else if (!TryAdd(cases[row.Case], new BatchRow(ordinal, row)))
            {
                lost.Add(row.Case);
            }
        }

        return [.. cases.Values.Where(one => !lost.Contains(one.Id))];
    }

    /// <summary>The rows that are still to be written, none when all are there, or null when the fence is lost.</summary>
    public static CaseRows? Judge(CaseRows given, Standing standing)
    {
        if ((standing.NumberOfId ?? given.Number) != given.Number
            || (standing.IdOfNumber ?? given.Id.ToString()) != given.Id.ToString()
            || given.First > standing.LastSeq + 1)
        {
            return null;
        }

        var remaining = new CaseRows(given.Id, given.Number);
        foreach (var one in given.Rows)
        {
            if (one.Row.Seq > standing.LastSeq)
            {
                remaining.Rows.Add(one);
            }
            else if (!standing.Hashes.TryGetValue(one.Row.Seq, out var hash) || !hash.AsSpan().SequenceEqual(one.Row.Hash))
            {
                return null;
            }
        }

        return remaining;
    }

    private static bool TryAdd(CaseRows rows, BatchRow one)
    {
        if (rows.Number != one.Row.CaseNo || one.Row.Seq < 1)
        {
            return false;
        }

        if (rows.Rows.Count == 0)
        {
            rows.Rows.Add(one);
            return true;
        }

        var last = rows.Rows[^1].Row;
        if (one.Row.Seq == last.Seq)
        {
            return one.Row.Hash.AsSpan().SequenceEqual(last.Hash);
        }

        if (one.Row.Seq != last.Seq + 1)
        {
            return false;
        }

        rows.Rows.Add(one);
        return true;
    }
}
