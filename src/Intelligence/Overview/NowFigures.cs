using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Stays;

namespace Crossdock.Intelligence.Overview;

/// <summary>How unusual a cell is against the whole retailer's share: the tint of the heat grid.</summary>
public enum Unusual { No, Above, FarAbove }

public sealed record HealthCell(string Region, string? Channel, Load Load, Unusual Unusual);

public sealed record HealthRow(string Process, string Kind, Load Load, ImmutableArray<HealthCell> Cells);

public sealed record WaitShare(Waits Waits, int Open, int Late, int Percent);

/// <param name="Place">the state on its map; null when the map in force no longer knows it</param>
public sealed record StateLoad(string Process, string Kind, string State, MapState? Place, Waits Waits, Load Load);

/// <summary>All of a region, whatever the channel, and what came through none.</summary>
public sealed record RegionLoad(string Region, Load Load);

public sealed record NodeLoadRow(string Node, string Name, Load Load);

/// <summary>What the overview shows, put together from few readings. No reading happens in here.</summary>
public sealed record NowFigures(
    Load Cases,
    Load Tasks,
    ImmutableArray<HealthRow> Health,
    ImmutableArray<RegionLoad> Regions,
    bool ByChannel,
    ImmutableArray<WaitShare> Waits,
    ImmutableArray<StateLoad> Slowest,
    ImmutableArray<NodeLoadRow> Nodes,
    Load OtherNodes,
    int OtherNodeCount,
    OrderTrend Trend,
    ImmutableArray<CaseHead> Needs,
    ImmutableArray<SystemRow> Systems,
    DateTimeOffset At)
{
    private const int NodesShown = 8;
    private const int MostColumns = 20;

    /// <summary>
    /// Work that comes and ends: the processes that are counted. Tasks are counted beside them; ledgers and books stand in one state all
    /// their life.
    /// </summary>
    public static bool IsProcess(MapPicture map) => map.Kind is not ("task" or "stock") && !Books.Is(map);

    public static NowFigures From(
        IReadOnlyList<HeadCount> counts, IReadOnlyList<MapPicture> maps, RetailNetwork network, string figure)
    {
        var known = maps.Where(IsProcess).ToArray();
        var work = counts.Where(count => known.Any(map => map.Process == count.Process)).ToArray();
        var byChannel = network.Regions.Length * network.Channels.Length <= MostColumns;
        var all = Load.Of(work);
        var nodes = work.Where(count => count.Node is not null).GroupBy(count => count.Node!)
            .Select(node => new NodeLoadRow(node.Key, network.Find(node.Key)?.Name ?? node.Key, Load.Of(node)))
            .OrderByDescending(node => node.Load.Late).ThenByDescending(node => node.Load.AtRisk).ThenByDescending(node => node.Load.Open)
            .ToArray();
        return new NowFigures(
            all,
            Load.Of(counts.Where(count => maps.Any(map => map.Kind == "task" && map.Process == count.Process))),
            [.. known.Select(map => Row(map, work, network, byChannel, all, figure))],
            [.. network.Regions.Select(region => new RegionLoad(region.Id, Load.Of(work.Where(count => count.Region == region.Id))))],
            byChannel,
            WaitShares(work),
            SlowestStates(work, known),
            [.. nodes.Take(NodesShown)],
            nodes.Skip(NodesShown).Aggregate(default(Load), (sum, node) => sum + node.Load),
            Math.Max(0, nodes.Length - NodesShown),
            new OrderTrend([], []),
            [],
            [],
            default);
    }

    /// <summary>
    /// How far a count lies above what the retailer's own share makes one expect here, in standard deviations of so rare a
    /// thing: two is above, four is far above. One case alone is never unusual.
    /// </summary>
    public static Unusual Compare(int count, int open, int allCount, int allOpen)
    {
        if (count < 2 || allOpen == 0)
        {
            return Unusual.No;
        }

        var expected = (double)open * allCount / allOpen;
        var above = (count - expected) / Math.Sqrt(Math.Max(expected, 0.25));
        return above >= 4 ? Unusual.FarAbove : above >= 2 ? Unusual.Above : Unusual.No;
    }

    private static HealthRow Row(
        MapPicture map, HeadCount[] work, RetailNetwork network, bool byChannel, Load all, string figure)
    {
        var own = work.Where(count => count.Process == map.Process).ToArray();
        var channels = byChannel ? network.Channels.Select(channel => (string?)channel.Id).ToArray() : [null];
        var cells =
            from region in network.Regions
            from channel in channels
            let load = Load.Of(own.Where(count => count.Region == region.Id && (channel is null || count.Channel == channel)))
            select new HealthCell(
                region.Id, channel, load,
                figure == "open" ? Unusual.No : Compare(load.Figure(figure), load.Open, all.Figure(figure), all.Open));
        return new HealthRow(map.Process, map.Kind, Load.Of(own), [.. cells]);
    }

    private static ImmutableArray<WaitShare> WaitShares(HeadCount[] work)
    {
        Waits[] order = [Contracts.Waits.OnSystem, Contracts.Waits.OnPerson, Contracts.Waits.OnPartner, Contracts.Waits.OnTime];
        var loads = order.Select(waits => Load.Of(work.Where(count => count.Waits == waits))).ToArray();
        var shares = Shares.InPercent([.. loads.Select(load => (long)load.Open)]);
        return [.. order.Select((waits, i) => new WaitShare(waits, loads[i].Open, loads[i].Late, shares[i]))];
    }

    private static ImmutableArray<StateLoad> SlowestStates(HeadCount[] work, MapPicture[] maps) =>
    [
        .. work.GroupBy(count => (count.Process, count.State, count.Waits))
            .Select(state => (state.Key, Map: maps.First(map => map.Process == state.Key.Process), Load: Load.Of(state)))
            .Select(state => new StateLoad(
                state.Key.Process, state.Map.Kind, state.Key.State,
                state.Map.Find(state.Key.State), state.Key.Waits, state.Load))
            .OrderByDescending(state => state.Load.Late).ThenByDescending(state => state.Load.AtRisk)
            .ThenByDescending(state => state.Load.Open)
            .Take(4),
    ];
}
