using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>Turns a table into data for screens and documents.</summary>
public static class MapDrawing
{
    public static MapPicture Of(MapTable map)
    {
        var rows = ImmutableArray.CreateBuilder<MapRow>();
        if (map.Beginning is { } beginning)
        {
            rows.Add(Picture(null, beginning));
        }

        foreach (var state in map.States.Values)
        {
            rows.AddRange(state.Rows.Select(row => Picture(state.State, row)));
        }

        rows.AddRange(map.Always.Select(row => Picture("*", row)));
        return new MapPicture(
            map.Name, map.Kind, map.Version, map.Owner, [.. map.States.Values.Select(Picture)], rows.DrainToImmutable());
    }

    private static MapState Picture(StateRows state) =>
        new(state.State, MapNames.Title(state.State), state.Waits, state.Owner, state.Exception, Words(state.Budget), state.Final)
        {
            Budgets = [.. state.Budget?.All.Select(policy => policy.Name) ?? []],
        };

    private static string? Words(StateBudget? budget)
    {
        if (budget is null)
        {
            return null;
        }

        var hours = budget.Hours switch
        {
            Hours.OfNode => "opening hours of the node",
            Hours.OfTeam => "office hours of the owner",
            _ => "around the clock",
        };
        return $"{string.Join(" or ", budget.All.Select(policy => $"{policy.Name} ({PolicyWords.Of(policy.Default)})"))}, {hours}";
    }

    private static MapRow Picture(string? from, Row row) =>
        new(
            from,
            MessageNames.Of(row.Message),
            row.IgnoreReason is { } reason ? $"ignored: {reason}" : row.Handler,
            [.. row.To],
            [.. row.Asks.Select(asked => EffectNames.Of(asked.Effect)), .. row.Tells.Select(told => $"tell {MessageNames.Of(told)}")],
            row.Act,
            row.Danger);
}
