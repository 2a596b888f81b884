using System.Collections.Immutable;
using Crossdock.Contracts;

namespace Crossdock.Host.Dashboard.Map;

/// <summary>A map's states and the ways between them, with those into a crowded state taken out and counted.</summary>
public sealed record MapGraph(
    ImmutableArray<MapState> States,
    ImmutableArray<(string From, string To, ImmutableArray<MapRow> Rows)> Ways,
    ImmutableArray<CountedTarget> Counted,
    ImmutableArray<string> Starts,
    int Stays)
{
    public static MapGraph Read(MapPicture map)
    {
        var known = map.States.Select(state => state.Name).ToHashSet();
        var steps = map.Rows
            .SelectMany(row => row.To.Distinct().Where(known.Contains).Select(to => (Row: row, To: to)))
            .Where(step => step.Row.From is null || known.Contains(step.Row.From))
            .ToArray();
        var ways = steps
            .Where(step => step.Row.From is not null && step.Row.From != step.To)
            .GroupBy(step => (From: step.Row.From!, step.To))
            .Select(way => (way.Key.From, way.Key.To, Rows: way.Select(step => step.Row).ToImmutableArray()))
            .ToArray();
        var counted = ways.GroupBy(way => way.To)
            .Where(target => target.Count() > MapLayout.MostWaysIn)
            .Select(target => new CountedTarget(target.Key, [.. target.Select(way => way.From)]))
            .ToImmutableArray();
        var crowded = counted.Select(target => target.To).ToHashSet();
        return new MapGraph(
            map.States,
            [.. ways.Where(way => !crowded.Contains(way.To))],
            counted,
            [.. steps.Where(step => step.Row.From is null).Select(step => step.To).Distinct()],
            steps.Count(step => step.Row.From == step.To));
    }

    /// <summary>The column of each state: steps from the start; a counted state follows the middle of those that lead to it.</summary>
    public IReadOnlyDictionary<string, int> Layers()
    {
        var layers = new Dictionary<string, int>();
        Walk(Starts.IsEmpty ? [.. States.Take(1).Select(state => state.Name)] : Starts, 0, layers);
        foreach (var target in Counted.Where(target => !layers.ContainsKey(target.To)))
        {
            var sources = target.From.Where(layers.ContainsKey).Select(from => layers[from]).Order().ToArray();
            Walk([target.To], sources.Length == 0 ? 0 : sources[sources.Length / 2] + 1, layers);
        }

        foreach (var state in States.Where(state => !layers.ContainsKey(state.Name)))
        {
            Walk([state.Name], 0, layers);
        }

        return layers;
    }

    private void Walk(IEnumerable<string> from, int layer, Dictionary<string, int> layers)
    {
        var next = from.Where(state => layers.TryAdd(state, layer)).ToArray();
        while (next.Length > 0)
        {
            layer++;
            next = [.. next.SelectMany(state => Ways.Where(way => way.From == state)).Select(way => way.To).Where(to =>
                layers.TryAdd(to, layer))];
        }
    }
}
