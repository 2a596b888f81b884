using System.Globalization;
using System.Runtime.InteropServices;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>Numbers for the names of states, in the order they are met.</summary>
internal sealed class StateNames
{
    private readonly Dictionary<string, int> _numbers = [];
    private readonly List<string> _names = [];

    public string this[int number] => _names[number];

    public int NumberOf(string name)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, name, out var known);
        if (!known)
        {
            number = _names.Count;
            _names.Add(name);
        }

        return number;
    }

    /// <summary>Names a row of states by their names, since numbers differ from one reading to the next.</summary>
    public string KeyOf(ReadOnlySpan<int> path)
    {
        // FNV-1a: short, and the same on every host.
        var hash = 0xCBF2_9CE4_8422_2325;
        foreach (var state in path)
        {
            foreach (var letter in FlowSubject.Escaped(_names[state]))
            {
                hash = (hash ^ letter) * 0x100_0000_01B3;
            }

            hash = (hash ^ '/') * 0x100_0000_01B3;
        }

        return hash.ToString("x16", CultureInfo.InvariantCulture);
    }
}

/// <summary>Rows of states that are the same are one key; a row need not be copied to be looked up.</summary>
internal sealed class PathComparer : IEqualityComparer<int[]>, IAlternateEqualityComparer<ReadOnlySpan<int>, int[]>
{
    public static readonly PathComparer Same = new();

    public bool Equals(int[]? one, int[]? other) => one.AsSpan().SequenceEqual(other);

    public bool Equals(ReadOnlySpan<int> alternate, int[] other) => alternate.SequenceEqual(other);

    public int GetHashCode(int[] path) => GetHashCode(path.AsSpan());

    public int GetHashCode(ReadOnlySpan<int> path)
    {
        var hash = new HashCode();
        hash.AddBytes(MemoryMarshal.AsBytes(path));
        return hash.ToHashCode();
    }

    public int[] Create(ReadOnlySpan<int> alternate) => alternate.ToArray();
}

internal static class WalkEnds
{
    /// <summary>The place of the last state from which a good end could be reached, -1 for none; null for a good end.</summary>
    public static (int Place, string End)? DroppedOut(Walk walk, StateNames names, MapWays ways)
    {
        if (!walk.IsClosed || names[walk.States[^1]] is not { } end || !Ends.DroppedOut.Contains(end))
        {
            return null;
        }

        var place = walk.Length - 2;
        while (place >= 0 && !ways.MayEndWell(names[walk.States[place]]))
        {
            place--;
        }

        return (place, end);
    }
}
