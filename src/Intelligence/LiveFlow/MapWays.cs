using System.Collections.Frozen;
using Crossdock.Contracts;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>How a step of a case differs from the map in force.</summary>
public enum Deviation
{
    /// <summary>The map leads from the one state to the other, by way of states that the case did not come into.</summary>
    Skipped,

    /// <summary>The case had stood in the state before, and the map has no way back to it from there.</summary>
    Repeated,

    /// <summary>The map does not lead from the one state to the other at all.</summary>
    OutOfOrder,

    /// <summary>One of the states is not on the map.</summary>
    Unknown,
}

/// <summary>Which states a map leads to from which: what cases are held against, whatever version they were begun on.</summary>
public sealed class MapWays
{
    private readonly FrozenSet<(string From, string To)> _ways;
    private readonly FrozenSet<string> _starts;
    private readonly Dictionary<string, FrozenSet<string>> _beyond;
    private readonly FrozenSet<string> _known;
    private readonly FrozenSet<string> _mayEndWell;

    public MapWays(MapPicture map)
    {
        _known = map.States.Select(state => state.Name).ToFrozenSet();
        _ways = map.Rows.Where(row => row.From is not null).SelectMany(row => row.To.Select(to => (row.From!, to))).ToFrozenSet();
        _starts = map.Rows.Where(row => row.From is null).SelectMany(row => row.To).ToFrozenSet();
        var next = _ways.ToLookup(way => way.From, way => way.To);
        _beyond = _known.ToDictionary(state => state, state => Reached(state, next));
        var good = map.States.Where(state => state.Final && !Ends.DroppedOut.Contains(state.Name)).Select(state => state.Name).ToHashSet();
        _mayEndWell = _known.Where(state => good.Contains(state) || _beyond[state].Overlaps(good)).ToFrozenSet();
    }

    /// <summary>Whether a good end can still be reached from there. A state that the map does not know might.</summary>
    public bool MayEndWell(string state) => !_known.Contains(state) || _mayEndWell.Contains(state);

    /// <param name="from">null where the case begins</param>
    /// <param name="before">whether the case had stood in <paramref name="to"/> before</param>
    /// <returns>null where the map has the step</returns>
    public Deviation? Of(string? from, string to, bool before)
    {
        if (!_known.Contains(to) || (from is not null && !_known.Contains(from)))
        {
            return Deviation.Unknown;
        }

        if (from is null ? _starts.Contains(to) : _ways.Contains((from, to)))
        {
            return null;
        }

        var leads = from is null ? _starts.Any(start => _beyond[start].Contains(to)) : _beyond[from].Contains(to);
        return before ? Deviation.Repeated : leads ? Deviation.Skipped : Deviation.OutOfOrder;
    }

    /// <summary>All states that can be reached in one step or more.</summary>
    private static FrozenSet<string> Reached(string state, ILookup<string, string> next)
    {
        var (found, open) = (new HashSet<string>(), new Stack<string>([state]));
        while (open.TryPop(out var at))
        {
            foreach (var to in next[at].Where(found.Add))
            {
                open.Push(to);
            }
        }

        return found.ToFrozenSet();
    }
}
