using System.Runtime.InteropServices;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>One case as it went: its states one after the other, by number, with the time at which it came into each.</summary>
internal sealed class Walk
{
    private readonly List<int> _states = [];
    private readonly List<long> _ticks = [];

    public string Case { get; private set; } = "";

    /// <summary>Whether the last state is where it ended, and not where it stands.</summary>
    public bool IsClosed { get; private set; }

    public Heard Heard { get; private set; }

    public int Length => _states.Count;

    /// <summary>Between two points of a walk that has any: from the first state to the last.</summary>
    public long Ticks => _ticks[^1] - _ticks[0];

    public ReadOnlySpan<int> States => CollectionsMarshal.AsSpan(_states);

    public long Entered(int place) => _ticks[place];

    /// <summary>Begins the next case in the same place, so that a million cases are one object.</summary>
    public void Begin(string id, Heard heard)
    {
        _states.Clear();
        _ticks.Clear();
        (Case, IsClosed, Heard) = (id, false, heard);
    }

    public void Come(int state, long ticks)
    {
        _states.Add(state);
        _ticks.Add(ticks);
    }

    /// <summary>Where the case stands is where it ended.</summary>
    public void End() => IsClosed = true;
}
