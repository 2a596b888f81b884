using System.Runtime.InteropServices;

namespace Crossdock.Estate.Wire;

/// <summary>
/// Chance that repeats: a number in [0, 1) from a seed and words, the same on every machine and in any order of asking. The
/// estate runs on many threads, so a shared random generator would give another run each time.
/// </summary>
public readonly record struct Seeded(int Seed)
{
    public double Unit(string what, ReadOnlySpan<char> who) => (Hash(what, who) >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double share, string what, ReadOnlySpan<char> who) => Unit(what, who) < share;

    /// <summary>A whole number from 0 up to, not including, <paramref name="below"/>.</summary>
    public int Below(int below, string what, ReadOnlySpan<char> who) => (int)(Unit(what, who) * below);

    public T Pick<T>(IReadOnlyList<T> from, string what, ReadOnlySpan<char> who) => from[Below(from.Count, what, who)];

    /// <summary>One of the items, by weight.</summary>
    public T Weighted<T>(IReadOnlyList<(T Item, double Weight)> from, string what, ReadOnlySpan<char> who)
    {
        var left = Unit(what, who) * from.Sum(entry => entry.Weight);
        foreach (var (item, weight) in from)
        {
            left -= weight;
            if (left < 0)
            {
                return item;
            }
        }

        return from[^1].Item;
    }

    public TimeSpan Between(TimeSpan least, TimeSpan most, string what, ReadOnlySpan<char> who) =>
        least + ((most - least) * Unit(what, who));

    // FNV-1a over the letters, then the finaliser of SplitMix64, which spreads what FNV leaves clustered.
    private ulong Hash(string what, ReadOnlySpan<char> who)
    {
        var hash = 14695981039346656037UL ^ (uint)Seed;
        hash = Mix(hash, MemoryMarshal.AsBytes(what.AsSpan()));
        hash = Mix(hash, [0x1f]);
        hash = Mix(hash, MemoryMarshal.AsBytes(who));
        hash ^= (ulong)(uint)Seed << 32;
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9UL;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebUL;
        return hash ^ (hash >> 31);
    }

    private static ulong Mix(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            hash = (hash ^ b) * 1099511628211UL;
        }

        return hash;
    }
}
