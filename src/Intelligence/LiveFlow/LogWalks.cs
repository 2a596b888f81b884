using Crossdock.Contracts;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.LiveFlow;

/// <summary>
/// An imported log in the figures of our own cases, held against a map of ours. An activity is the state of that name or title, however
/// it is written: <c>awaiting store pick</c>, <c>AwaitingStorePick</c>. All its cases count as closed, for a log does not say which go on.
/// </summary>
public static class LogWalks
{
    public static ProcessFlow Of(EventLog log, MapPicture map, int variants)
    {
        var (count, walk) = (new FlowCount(new MapWays(map)), new Walk());
        var states = StatesOf(log, map, count.Names);
        for (var c = 0; c < log.Cases; c++)
        {
            walk.Begin("", default);
            var at = log.Began(c) is var began && began != EventLog.NoTime ? began : 0;
            for (var i = log.Start[c]; i < log.Start[c + 1]; i++)
            {
                at = log.Ticks[i] == EventLog.NoTime ? at : log.Ticks[i];
                walk.Come(states[log.Activity[i]], at);
            }

            walk.End();
            count.Take(walk);
        }

        return count.Flow(map.States.Select((state, place) => (state.Name, place)).ToDictionary(), variants);
    }

    private static int[] StatesOf(EventLog log, MapPicture map, StateNames names)
    {
        var known = new Dictionary<string, string>();
        foreach (var state in map.States)
        {
            known[Plain(state.Name)] = state.Name;
            known.TryAdd(Plain(state.Title), state.Name);
        }

        return [.. log.Activities.Select(activity => names.NumberOf(known.GetValueOrDefault(Plain(activity), activity)))];
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}
