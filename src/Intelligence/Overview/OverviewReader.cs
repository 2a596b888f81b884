using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>The part of the retailer that is looked at; null is any.</summary>
public sealed record Place(string? Region = null, string? Channel = null, string? Node = null)
{
    public bool Holds(HeadCount count) =>
        (Region is null || count.Region == Region)
        && (Channel is null || count.Channel == Channel)
        && (Node is null || count.Node == Node);
}

/// <summary>A node with the load of its open tasks.</summary>
public sealed record NodeTasks(Node Node, Load Load);

/// <summary>The figures of the first screen. All of them come from the heads, so that a number opens the very cases it counts.</summary>
public sealed class OverviewReader(
    IHeads heads, IMaps maps, IAttemptLog attempts, IOutbound outbound, RetailNetwork network, BusinessClock clock)
{
    /// <summary>How near its promise or deadline a case is at risk: long enough for a person to act.</summary>
    public static readonly TimeSpan AtRiskWithin = TimeSpan.FromMinutes(60);

    private const int NeedsShown = 9;

    /// <summary>How systems answer now, and not how they did over the years.</summary>
    private const int LatestAttempts = 10_000;

    /// <summary>The filter that counts late, at risk and in time as every figure does.</summary>
    public HeadFilter Clocked(HeadFilter filter) => filter with { Now = clock.GetUtcNow(), AtRiskWithin = AtRiskWithin };

    public Task<IReadOnlyList<HeadCount>> CountOpen(CancellationToken cancel) =>
        heads.CountOpen(clock.GetUtcNow(), AtRiskWithin, cancel);

    /// <param name="kind">of which cases; null for all. Tasks are counted beside them in any case</param>
    /// <param name="figure">what the heat grid compares: late, risk or open</param>
    public async Task<NowFigures> Read(Place place, string? kind, string figure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var counts = (await heads.CountOpen(now, AtRiskWithin, cancel)).Where(count => place.Holds(count)
            && (kind is null || maps.All.Any(map => map.Process == count.Process && (map.Kind == kind || map.Kind == "task"))));
        var here = new HeadFilter(
            Region: place.Region, Channel: place.Channel, Node: place.Node, Now: now, AtRiskWithin: AtRiskWithin);
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var buckets = await heads.CountPerBucket("order", minute.AddHours(-2), now, TimeSpan.FromMinutes(1), here, cancel);
        var needs = await heads.Search(here with { Kind = "task", Open = true }, HeadOrder.Priority, 0, NeedsShown, cancel);
        return NowFigures.From([.. counts], maps.All, network, figure) with
        {
            Trend = OrderTrend.Of(buckets, minute),
            Needs = [.. needs],
            Systems = SystemRow.Of(outbound.Queues, await attempts.ReadFigures(LatestAttempts, cancel)),
            At = now,
        };
    }

    /// <summary>All stores with the load of their open tasks, worst first.</summary>
    public async Task<ImmutableArray<NodeTasks>> ReadStores(CancellationToken cancel)
    {
        var tasks = (await CountOpen(cancel))
            .Where(count => maps.All.Any(map => map.Kind == "task" && map.Process == count.Process)).ToLookup(count => count.Node);
        return
        [
            .. network.Nodes.Where(node => node.Kind == NodeKind.Store)
                .Select(node => new NodeTasks(node, Load.Of(tasks[node.Id])))
                .OrderByDescending(store => store.Load.Late).ThenByDescending(store => store.Load.AtRisk)
                .ThenByDescending(store => store.Load.Open).ThenBy(store => store.Node.Name, StringComparer.Ordinal),
        ];
    }
}
