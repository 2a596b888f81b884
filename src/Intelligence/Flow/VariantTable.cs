using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Crossdock.Intelligence.Flow;

/// <summary>Counts the cases that have the same row of activities. A variant is named by the first case that has it.</summary>
internal sealed class VariantTable(EventLog log)
{
    private readonly Dictionary<ulong, int> _byHash = [];
    private readonly List<int> _first = [];
    private readonly List<int> _count = [];

    public int Count => _first.Count;

    public void Add(int @case) => Add(@case, HashOf(Row(@case)), 1);

    public void Add(VariantTable others)
    {
        for (var i = 0; i < others.Count; i++)
        {
            Add(others._first[i], HashOf(Row(others._first[i])), others._count[i]);
        }
    }

    /// <summary>The commonest; those of the same count by the names of their activities.</summary>
    public IReadOnlyList<Variant> Top(int most)
    {
        var rank = Ranks();
        var kept = new PriorityQueue<int, int>(Comparer<int>.Create((one, other) => Compare(other, one, rank)));
        for (var i = 0; i < Count; i++)
        {
            if (kept.Count < most)
            {
                kept.Enqueue(i, i);
            }
            else if (most > 0)
            {
                kept.EnqueueDequeue(i, i);
            }
        }

        var top = kept.UnorderedItems.Select(item => item.Element).ToList();
        top.Sort((one, other) => Compare(one, other, rank));
        return [.. top.Select(i => new Variant([.. Row(_first[i]).ToArray().Select(a => log.Activities[a])], _count[i]))];
    }

    private void Add(int @case, ulong hash, int count)
    {
        while (true)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_byHash, hash, out var known);
            if (!known)
            {
                number = _first.Count;
                _first.Add(@case);
                _count.Add(count);
                return;
            }

            if (Row(_first[number]).SequenceEqual(Row(@case)))
            {
                _count[number] += count;
                return;
            }

            // Another row with the same hash: the next number is its place.
            hash++;
        }
    }

    private ReadOnlySpan<int> Row(int @case) =>
        log.Activity.AsSpan(log.Start[@case], log.Start[@case + 1] - log.Start[@case]);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong HashOf(ReadOnlySpan<int> row)
    {
        var hash = (ulong)row.Length;
        foreach (var activity in row)
        {
            hash = (hash ^ (uint)activity) * 0x9E37_79B9_7F4A_7C15;
            hash ^= hash >> 29;
        }

        return hash;
    }

    private int[] Ranks()
    {
        var rank = new int[log.Activities.Count];
        foreach (var (place, activity) in Enumerable.Range(0, rank.Length)
            .OrderBy(a => log.Activities[a], StringComparer.Ordinal).Index())
        {
            rank[activity] = place;
        }

        return rank;
    }

    private int Compare(int one, int other, int[] rank)
    {
        if (_count[one] != _count[other])
        {
            return _count[other].CompareTo(_count[one]);
        }

        var left = Row(_first[one]);
        var right = Row(_first[other]);
        for (var i = 0; i < left.Length && i < right.Length; i++)
        {
            if (left[i] != right[i])
            {
                return rank[left[i]].CompareTo(rank[right[i]]);
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
