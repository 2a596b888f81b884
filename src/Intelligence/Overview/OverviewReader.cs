using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>The figures of the first screen. All of them come from the heads, so that a number opens the very cases it counts.</summary>
public sealed class OverviewReader(IHeads heads, BusinessClock clock)
{
    /// <summary>How near its promise or deadline a case is at risk.</summary>
    public static readonly TimeSpan AtRiskWithin = TimeSpan.FromMinutes(30);

    public async Task<Health> ReadHealth(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return Sum(now, await heads.CountOpen(now, AtRiskWithin, cancel));
    }

    /// <summary>Orders that came and were closed in each of the last minutes, oldest first; a minute without any counts 0.</summary>
    public async Task<ImmutableArray<MinuteCount>> ReadOrdersPerMinute(int minutes, CancellationToken cancel)
    {
        var minute = TimeSpan.FromMinutes(1);
        var now = clock.GetUtcNow();
        var to = new DateTimeOffset(now.Ticks - (now.Ticks % minute.Ticks), TimeSpan.Zero) + minute;
        var from = to - (minutes * minute);
        var counted = (await heads.CountPerBucket("order", from, to, minute, new HeadFilter(), cancel)).ToDictionary(bucket => bucket.At);
        return [.. Enumerable.Range(0, minutes).Select(i => from + (i * minute)).Select(at =>
            counted.TryGetValue(at, out var bucket) ? new MinuteCount(at, bucket.Opened, bucket.Closed) : new MinuteCount(at, 0, 0))];
    }

    /// <summary>The counts of the heads summed for the screen; pure.</summary>
    public static Health Sum(DateTimeOffset now, IReadOnlyList<HeadCount> counts) => new(
        now,
        Total(counts),
        [.. counts.GroupBy(count => (count.Process, count.Region, count.Channel))
            .Select(group => new HealthCell(group.Key.Process, group.Key.Region, group.Key.Channel, Total(group)))
            .OrderBy(cell => cell.Process, StringComparer.Ordinal)
            .ThenBy(cell => cell.Region, StringComparer.Ordinal)
            .ThenBy(cell => cell.Channel, StringComparer.Ordinal)],
        [.. counts.Where(count => count.Node is not null).GroupBy(count => count.Node!)
            .Select(group => new NodeHealth(group.Key, Total(group)))
            .OrderByDescending(node => node.Figures.Late)
            .ThenByDescending(node => node.Figures.AtRisk)
            .ThenByDescending(node => node.Figures.Open)
            .ThenBy(node => node.Node, StringComparer.Ordinal)],
        [.. counts.GroupBy(count => (count.Process, count.State, count.Region))
            .Select(group => new StateHealth(group.Key.Process, group.Key.State, group.Key.Region, Total(group)))
            .OrderByDescending(state => state.Figures.Late)
            .ThenByDescending(state => state.Figures.AtRisk)
            .ThenByDescending(state => state.Figures.Open)
            .ThenBy(state => state.State, StringComparer.Ordinal)]);

    private static HealthFigures Total(IEnumerable<HeadCount> counts) =>
        counts.Aggregate(HealthFigures.None, (sum, count) => sum + new HealthFigures(count.Open, count.AtRisk, count.Late));
}
