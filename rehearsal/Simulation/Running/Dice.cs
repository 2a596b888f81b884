namespace Crossdock.Rehearsal.Simulation.Running;

/// <summary>
/// Chance out of a seed and the name of what is decided. It keeps no place in a sequence: when one order or fault is taken out of a
/// scenario, everything else falls as it fell before.
/// </summary>
internal readonly record struct Dice(ulong Seed)
{
    public Dice Of(string name) => new(Mixed(Seed ^ Hash(name)));

    public Dice Of(long number) => new(Mixed(Seed + (0x9E37_79B9_7F4A_7C15UL * (ulong)(number + 1))));

    public int Below(int most) => most <= 1 ? 0 : (int)(Mixed(Seed) % (ulong)most);

    public bool Hits(int ofThousand) => Below(1_000) < ofThousand;

    public TimeSpan Between(TimeSpan least, TimeSpan most) =>
        least + TimeSpan.FromMicroseconds(Mixed(Seed) % (ulong)Math.Max(1, (long)(most - least).TotalMicroseconds));

    public T Any<T>(IReadOnlyList<T> these) => these[Below(these.Count)];

    /// <summary>FNV-1a, for the runtime's own hash differs from process to process.</summary>
    private static ulong Hash(string name)
    {
        var hash = 0xCBF2_9CE4_8422_2325UL;
        foreach (var letter in name)
        {
            hash = (hash ^ letter) * 0x100_0000_01B3UL;
        }

        return hash;
    }

    /// <summary>splitmix64</summary>
    private static ulong Mixed(ulong x)
    {
        x += 0x9E37_79B9_7F4A_7C15UL;
        x = (x ^ (x >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        x = (x ^ (x >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return x ^ (x >> 31);
    }
}
