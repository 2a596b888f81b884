using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Map;

/// <summary>Turns the table into data for screens and documents.</summary>
public sealed partial class ProcessMap<TCase, TState>
{
    public MapPicture Draw()
    {
        var rows = ImmutableArray.CreateBuilder<MapRow>();
        if (Beginning is { } beginning)
        {
            rows.Add(Picture(null, beginning));
        }

        foreach (var state in _states.Values)
        {
            rows.AddRange(state.Rows.Select(row => Picture(state.State.ToString(), row)));
        }

        rows.AddRange(_always.Select(row => Picture("*", row)));
        return new MapPicture(Name, Kind, Version, Owner, [.. _states.Values.Select(Picture)], rows.DrainToImmutable());
    }

    private static MapState Picture(StateRows<TCase, TState> state) =>
        new(state.State.ToString(), MapNames.Title(state.State), state.Waits, state.Owner, state.Exception, Words(state.Budget),
            state.Final)
        {
            Budgets = [.. state.Budget?.All.Select(policy => policy.Name) ?? []],
        };

    private static string? Words(StateBudget<TCase>? budget)
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

    private static MapRow Picture(string? from, Row<TCase, TState> row) =>
        new(
            from,
            MessageNames.Of(row.Message),
            row.IgnoreReason is { } reason ? $"ignored: {reason}" : row.Handler,
            [.. row.To.Select(to => to.ToString())],
            [.. row.Asks.Select(asked => EffectNames.Of(asked.Effect)), .. row.Tells.Select(told => $"tell {MessageNames.Of(told)}")],
            row.Act,
            row.Danger);
}
