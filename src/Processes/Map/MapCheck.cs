using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Map;

/// <summary>Explores a whole map and says in sentences what is wrong with it. A map with a finding does not start.</summary>
public static class MapCheck
{
    public static IReadOnlyList<string> Of(MapTable map)
    {
        if (map.Beginning is null)
        {
            return [$"{map.Name}: no row begins a case."];
        }

        var undescribed = Undescribed(map).ToList();
        return undescribed.Count > 0
            ? undescribed
            : [.. Unreachable(map), .. WithoutWayOut(map), .. Waiting(map), .. Deaf(map), .. Rows(map), .. Mappings(map)];
    }

    private static IEnumerable<string> Mappings(MapTable map)
    {
        foreach (var way in map.Migrations)
        {
            if (way.FromVersion >= map.Version || way.FromVersion < 1)
            {
                yield return $"{map.Name}: a mapping from version {way.FromVersion} is declared in version {map.Version}.";
            }

            if (!map.States.TryGetValue(way.To, out var state) || state.Final)
            {
                yield return $"{map.Name}: {way.Old} is mapped to {way.To}, which is no open state.";
            }
        }

        foreach (var twice in map.Migrations.GroupBy(way => (way.FromVersion, way.Old)).Where(ways => ways.Count() > 1))
        {
            yield return $"{map.Name}: {twice.Key.Old} of version {twice.Key.FromVersion} is mapped twice.";
        }
    }

    private static IEnumerable<string> Undescribed(MapTable map) =>
        map.RowsFrom
            .SelectMany(at => at.Row.To)
            .Distinct()
            .Where(to => !map.States.ContainsKey(to))
            .Select(to => $"{map.Name}: a row leads to {to}, which is not described.");

    private static IEnumerable<string> Unreachable(MapTable map)
    {
        var reached = Closure(map.Beginning!.To, state => map.States[state].Rows.SelectMany(row => row.To));
        return map.States.Keys.Where(state => !reached.Contains(state)).Select(state => $"{map.Name}: {state} cannot be reached.");
    }

    private static IEnumerable<string> WithoutWayOut(MapTable map)
    {
        var backwards = map.States.Values
            .SelectMany(state => state.Rows.SelectMany(row => row.To.Select(to => (From: state.State, To: to))))
            .ToLookup(step => step.To, step => step.From);
        var ends = map.States.Values.Where(state => state.Final).Select(state => state.State).ToList();
        var leadsToEnd = Closure(ends, state => backwards[state]);
        return map.States.Keys.Where(state => !leadsToEnd.Contains(state))
            .Select(state => $"{map.Name}: {state} has no way to a final state.");
    }

    private static IEnumerable<string> Waiting(MapTable map)
    {
        foreach (var state in map.States.Values.Where(state => state.Waits is Waits.OnPerson or Waits.OnPartner or Waits.OnTime))
        {
            if (state.Owner is null)
            {
                yield return $"{map.Name}: {state.State} waits and has no owner.";
            }

            if (state.Exception is null)
            {
                yield return $"{map.Name}: {state.State} waits and has no exception category for when it is late.";
            }

            if (state.Budget is null)
            {
                yield return $"{map.Name}: {state.State} waits and has no deadline.";
            }

            if (state.Find(typeof(DeadlinePassed)) is null)
            {
                yield return $"{map.Name}: {state.State} waits and has no row for its deadline.";
            }
        }
    }

    /// <summary>
    /// Follows every effect from the rows that ask for it through every state the case may reach while it is in flight: each
    /// must hear its success and its failure.
    /// </summary>
    private static IEnumerable<string> Deaf(MapTable map)
    {
        var asks = map.RowsFrom.SelectMany(at => at.Row.Branches.SelectMany(way => way.Asks.Select(asked => (
            Asked: asked,
            Lands: way.To.Count > 0 ? way.To : at.From is { } from ? [from] : [.. map.States.Keys]))));
        foreach (var asking in asks.GroupBy(ask => ask.Asked))
        {
            var asked = asking.Key;
            var starts = asking.SelectMany(ask => ask.Lands);
            var inFlight = Closure(starts, state => map.States[state].Rows
                .Where(row => row.Message != asked.Done && row.Message != asked.Refused)
                .SelectMany(row => row.To));
            foreach (var state in inFlight.Where(state => !map.States[state].Final))
            {
                foreach (var answer in new[] { (Type: asked.Done, Word: "success"), (Type: asked.Refused, Word: "failure") })
                {
                    if (map.States[state].Find(answer.Type) is null && !map.Always.Any(row => row.Message == answer.Type))
                    {
                        yield return $"{map.Name}: {asked.Effect.Name} may be in flight in {state}, which has no row for its "
                            + $"{answer.Word}, {answer.Type.Name}.";
                    }
                }
            }
        }
    }

    private static IEnumerable<string> Rows(MapTable map)
    {
        foreach (var state in map.States.Values)
        {
            if (state.Final && state.Rows.Count > 0)
            {
                yield return $"{map.Name}: {state.State} is final and has rows; what holds at the end belongs in every state.";
            }

            if (!state.Final && state.Budget is null && state.Find(typeof(DeadlinePassed)) is not null)
            {
                yield return $"{map.Name}: {state.State} has a row for a deadline that it never sets.";
            }
        }

        foreach (var row in map.Always.Where(row => row.To.Any()))
        {
            yield return $"{map.Name}: a row that holds in every state must not lead anywhere ({row.Message.Name}).";
        }
    }

    private static HashSet<string> Closure(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var seen = new HashSet<string>(from);
        var open = new Queue<string>(seen);
        while (open.TryDequeue(out var state))
        {
            foreach (var to in next(state).Where(seen.Add))
            {
                open.Enqueue(to);
            }
        }

        return seen;
    }
}
