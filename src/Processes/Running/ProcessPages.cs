using System.Text;
using Crossdock.Contracts;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;

namespace Crossdock.Processes.Running;

/// <summary>One page a process, drawn from its map, so that the page cannot say other than what runs.</summary>
public static class ProcessPages
{
    public static IEnumerable<(string File, string Text)> All(ProcessCatalogue catalogue) =>
        catalogue.All.Select(map => ($"{map.Process}.md", Page(map)));

    private static string Page(MapPicture map)
    {
        var page = new StringBuilder()
            .Append($"# {char.ToUpperInvariant(map.Process[0])}{map.Process[1..].Replace('-', ' ')}\n\n")
            .Append($"Drawn from the map, version {map.Version}, by `./crossdock maps --write docs/processes`. Do not edit.\n\n")
            .Append($"Cases are named `{map.Kind}/...`; the process belongs to {Words(map.Owner.ToString())}.\n\n")
            .Append("```mermaid\n").Append(Mermaid.Draw(map)).Append("```\n\n")
            .Append("## States\n\n| state | waits on | owner | late is | within |\n|---|---|---|---|---|\n");
        foreach (var state in map.States)
        {
            page.Append(
                $"| {state.Title} | {(state.Final ? "the end" : Words(state.Waits.ToString()))} "
                + $"| {(state.Owner is { } owner ? Words(owner.ToString()) : "")} "
                + $"| {(state.Exception is { } problem ? $"`{ExceptionRules.CodeOf(problem)}`" : "")} | {state.Within} |\n");
        }

        page.Append("\n## Rows\n\n| in | on | decides | may go to | may ask |\n|---|---|---|---|---|\n");
        foreach (var row in map.Rows)
        {
            var from = row.From switch { null => "the beginning", "*" => "every state", var name => map.Find(name)?.Title ?? name };
            page.Append(
                $"| {from} | `{row.Message}` | {row.Handler} | {string.Join(", ", row.To.Select(to => map.Find(to)?.Title ?? to))} "
                + $"| {string.Join(", ", row.Asks.Distinct().Select(ask => $"`{ask}`"))} |\n");
        }

        return page.Append(Policies(map.Process)).ToString();
    }

    /// <summary>What a retailer may set, with what holds where nobody has.</summary>
    private static string Policies(string process)
    {
        PolicyRule[] rules = [.. PolicyRegister.All.Where(rule => PolicyRegister.AreaOf(rule.Name).Processes.Contains(process))];
        return rules.Length == 0 ? ""
            : "\n## Policies\n\n| policy | default | may be | decides | because |\n|---|---|---|---|---|\n"
                + string.Concat(rules.Select(Line));
    }

    private static string Line(PolicyRule rule)
    {
        // A time says its own unit.
        var unit = rule.DefaultValue is TimeSpan ? "" : $" {rule.Unit}";
        return $"| `{rule.Name}` | {rule.DefaultText}{unit} | {rule.Limits} | {rule.Means} | {rule.WhyFixed ?? rule.Reason} |\n";
    }

    private static string Words(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) && i > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"))
            .ToLowerInvariant();
}
