using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>A task with what it asks for, read from its own journal.</summary>
public sealed record OpenTask(CaseHead Head, TaskOpened Opened, DateTimeOffset? Claimed)
{
    public string Key => Head.Case.Key;
}

public sealed record TaskTab(string Kind, string Title, int Open);

/// <param name="Mine">what this person claimed, first to last</param>
public sealed record StoreQueue(
    Node Node,
    ImmutableArray<TaskTab> Tabs,
    string Tab,
    ImmutableArray<OpenTask> Mine,
    ImmutableArray<CaseHead> Next,
    int NotShown,
    DateTimeOffset At);

public sealed record StoreLoad(Node Node, Load Load);

/// <summary>A store's open tasks by priority; what one person has claimed is read whole.</summary>
public sealed class StoreReader(
    IHeads heads, CaseReader cases, RetailNetwork network, DashboardSettings settings, BusinessClock clock)
{
    private const int MostTasks = 300;
    private const int NextShown = 20;

    private static readonly TaskKind[] Kinds = Enum.GetValues<TaskKind>();

    public async Task<StoreQueue?> Read(string nodeId, string? tab, string? find, string person, CancellationToken cancel)
    {
        if (network.Find(nodeId) is not { } node)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var open = await heads.Search(
            new HeadFilter(Kind: "task", Node: nodeId, Open: true, Now: now, AtRiskWithin: settings.AtRiskWithin),
            HeadOrder.Priority, 0, MostTasks, cancel);
        var tabs = Tabs(open);
        var chosen = Chosen(tabs, tab, open, find);
        var ofKind = open.Where(head => head.Card.Kind == chosen).ToArray();
        var claimed = ofKind.Where(head => head.Card.With == person).ToArray();
        var mine = new List<OpenTask>();
        foreach (var head in claimed)
        {
            if (await ReadTask(head, cancel) is { } task && Matches(task, find))
            {
                mine.Add(task);
            }
        }

        var next = ofKind.Where(head => head.Card.With is null && Matches(head, find)).ToArray();
        return new StoreQueue(node, tabs, chosen, [.. mine], [.. next.Take(NextShown)], Math.Max(0, next.Length - NextShown), now);
    }

    /// <summary>All stores with the load of their open tasks, worst first.</summary>
    public async Task<ImmutableArray<StoreLoad>> ReadStores(IReadOnlyList<MapPicture> maps, CancellationToken cancel)
    {
        var counts = await heads.CountOpen(clock.GetUtcNow(), settings.AtRiskWithin, cancel);
        var byNode = counts.Where(count => maps.Any(map => map.Kind == "task" && map.Process == count.Process)).ToLookup(count =>
            count.Node);
        return
        [
            .. network.Nodes.Where(node => node.Kind == NodeKind.Store)
                .Select(node => new StoreLoad(node, Load.Of(byNode[node.Id])))
                .OrderByDescending(store => store.Load.Late).ThenByDescending(store => store.Load.AtRisk)
                .ThenByDescending(store => store.Load.Open).ThenBy(store => store.Node.Name, StringComparer.Ordinal),
        ];
    }

    public async Task<OpenTask?> ReadTask(CaseHead head, CancellationToken cancel)
    {
        var rows = await cases.ReadRows(head.Case, cancel);
        // The list is written behind the journal: what was just done must not stand there as if it were still to do.
        if (rows is not [var first, ..] || rows[^1].Final || first.Message.Data is not TaskOpened opened)
        {
            return null;
        }

        var claim = rows.LastOrDefault(row => row.Outcome == Outcome.Applied && row.Message.Data is TaskClaimed or TaskReassigned);
        return new OpenTask(head, opened, claim?.At);
    }

    public static ImmutableArray<TaskTab> Tabs(IReadOnlyList<CaseHead> open) =>
    [
        .. Kinds.Select(kind =>
            new TaskTab(kind.ToString(), Words.Sentence(kind.ToString()), open.Count(head => head.Card.Kind == kind.ToString())))
            .Where(tab => tab.Open > 0 || tab.Kind == nameof(TaskKind.Pick)),
    ];

    /// <summary>The tab asked for; else the one where what was scanned lies; else the first with work in it.</summary>
    private static string Chosen(ImmutableArray<TaskTab> tabs, string? tab, IReadOnlyList<CaseHead> open, string? find) =>
        tabs.FirstOrDefault(candidate => string.Equals(candidate.Kind, tab, StringComparison.OrdinalIgnoreCase))?.Kind
        ?? (find is null ? null : open.FirstOrDefault(head => Matches(head, find))?.Card.Kind)
        ?? tabs.FirstOrDefault(candidate => candidate.Open > 0)?.Kind
        ?? nameof(TaskKind.Pick);

    private static bool Matches(CaseHead head, string? find) =>
        find is null
        || head.Case.Key.Contains(find, StringComparison.OrdinalIgnoreCase)
        || head.Card.Title.Contains(find, StringComparison.OrdinalIgnoreCase)
        || (!head.Card.Terms.IsDefaultOrEmpty && head.Card.Terms.Any(term => term.EndsWith(":" + find, StringComparison.OrdinalIgnoreCase)))
        || (head.Card.Parent is { } parent && parent.Key.Contains(find, StringComparison.OrdinalIgnoreCase));

    private static bool Matches(OpenTask task, string? find) =>
        Matches(task.Head, find)
        || task.Opened.Lines.Any(line => line.Sku.Equals(find, StringComparison.OrdinalIgnoreCase)
            || line.Shelf.Equals(find, StringComparison.OrdinalIgnoreCase));
}
