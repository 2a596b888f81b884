using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Intelligence.Flow;

namespace Crossdock.Intelligence.LiveFlow;

/// <param name="Cases">how many there are</param>
/// <param name="Times">how often they did what is counted, all together; no more than the cases where it is done or not</param>
/// <param name="Found">the places of some of them in the log</param>
public sealed record LogBehind(int Cases, long Times, ImmutableArray<int> Found);

/// <summary>
/// An imported log in the figures of our own cases, held against a map of ours. An activity is the state of that name or title, however
/// it is written: <c>awaiting store pick</c>, <c>AwaitingStorePick</c>. All its cases count as closed, for a log does not say which go on.
/// </summary>
public static class LogWalks
{
    public static ProcessFlow Of(EventLog log, MapPicture map, int variants)
    {
        var count = new FlowCount(new MapWays(map));
        return Counted(log, map, variants, count, StatesOf(log, map, count.Names));
    }

    /// <summary>A log held against the map that it itself is: activities that are written differently are different ones.</summary>
    /// <param name="own">from <see cref="LogMaps"/></param>
    public static ProcessFlow OfItself(EventLog log, MapPicture own, int variants)
    {
        var count = new FlowCount(new MapWays(own));
        return Counted(log, own, variants, count, [.. log.Activities.Select(count.Names.NumberOf)]);
    }

    /// <summary>The cases of a log that a figure counts, in the order of the log.</summary>
    /// <param name="own">the map that the log itself is</param>
    /// <param name="skip">so many of them are passed over</param>
    /// <param name="take">so many are named at most</param>
    public static LogBehind Behind(EventLog log, MapPicture own, FlowSubject subject, int skip, int take)
    {
        var (names, ways) = (new StateNames(), new MapWays(own));
        int[] states = [.. log.Activities.Select(names.NumberOf)];
        var (cases, times, found) = (0, 0L, ImmutableArray.CreateBuilder<int>());
        foreach (var (c, walk) in Walks(log, states).Index())
        {
            if (subject.TimesIn(walk, names, ways) is > 0 and var many)
            {
                if (cases >= skip && found.Count < take)
                {
                    found.Add(c);
                }

                cases++;
                times += many;
            }
        }

        return new LogBehind(cases, times, found.DrainToImmutable());
    }

    private static ProcessFlow Counted(EventLog log, MapPicture map, int variants, FlowCount count, int[] states)
    {
        foreach (var walk in Walks(log, states))
        {
            count.Take(walk);
        }

        return count.Flow(map.States.Select((state, place) => (state.Name, place)).ToDictionary(), variants);
    }

    /// <param name="states">the state of each activity, by number</param>
    /// <returns>one walk, as it is in each case in turn</returns>
    private static IEnumerable<Walk> Walks(EventLog log, int[] states)
    {
        var walk = new Walk();
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
            yield return walk;
        }
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
