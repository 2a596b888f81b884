using System.Collections.Concurrent;
using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>
/// Reads what the overview shows, at most once a second for each slice however many people look: every open screen asks anew
/// every two seconds.
/// </summary>
public sealed class NowReader(
    IHeads heads,
    IMaps maps,
    IAttemptLog attempts,
    IOutbound outbound,
    RetailNetwork network,
    FeedTail tail,
    LagReader lag,
    DashboardSettings settings,
    BusinessClock clock,
    TimeProvider wall)
{
    private const int NeedsShown = 9;
    private const int SlicesKept = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(string?, string?, string?, string?, string),
        (long Stamp, Lazy<Task<NowFigures>> Figures)> _kept = new();

    public Task<NowFigures> Read(Slice slice, string figure)
    {
        var key = (slice.Region, slice.Channel, slice.Kind, slice.Node, figure);
        var stamp = wall.GetTimestamp();
        if (_kept.TryGetValue(key, out var kept) && wall.GetElapsedTime(kept.Stamp) < Fresh
            && kept.Figures.Value is { IsFaulted: false } fresh)
        {
            return fresh;
        }

        if (_kept.Count > SlicesKept)
        {
            _kept.Clear();
        }

        // Shared by all who ask in this second, so that one of them going away must not cancel it for the others.
        var reading = new Lazy<Task<NowFigures>>(() => ReadNow(slice, figure, CancellationToken.None));
        _kept[key] = (stamp, reading);
        return reading.Value;
    }

    private async Task<NowFigures> ReadNow(Slice slice, string figure, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var counts = await heads.CountOpen(now, settings.AtRiskWithin, cancel);
        var sliced = counts.Where(count =>
            (slice.Region is null || count.Region == slice.Region)
            && (slice.Channel is null || count.Channel == slice.Channel)
            && (slice.Node is null || count.Node == slice.Node)
            && (slice.Kind is null || maps.All.Any(map => map.Process == count.Process && (map.Kind == slice.Kind || map.Kind == "task"))));
        var figures = NowFigures.From([.. sliced], maps.All, network, figure);
        var place = new HeadFilter(
            Region: slice.Region, Channel: slice.Channel, Node: slice.Node, Now: now, AtRiskWithin: settings.AtRiskWithin);
        var minute = new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        var hour = TimeSpan.FromHours(1);
        var buckets = await heads.CountPerBucket(
            "order", minute - hour - hour, now, TimeSpan.FromMinutes(1), place, cancel);
        var needs = await heads.Search(place with { Kind = "task", Open = true }, HeadOrder.Priority, 0, NeedsShown, cancel);
        return figures with
        {
            Trend = Trend(buckets, minute, hour),
            Needs = [.. needs],
            Systems = Systems(outbound.Queues, await attempts.ReadFigures(cancel)),
            Ticker = await tail.Read(now, cancel),
            Lag = await lag.Read(now, cancel),
            At = now,
        };
    }

    public static OrderTrend Trend(IReadOnlyList<HeadsPerBucket> buckets, DateTimeOffset minute, TimeSpan hour)
    {
        var opened = buckets.GroupBy(bucket => bucket.At.UtcTicks / TimeSpan.TicksPerMinute).ToDictionary(at => at.Key, at =>
            at.Sum(bucket => bucket.Opened));
        ImmutableArray<int> Run(DateTimeOffset from) =>
            [.. Enumerable.Range(0, 61).Select(i => opened.GetValueOrDefault(from.AddMinutes(i).UtcTicks / TimeSpan.TicksPerMinute))];
        return new OrderTrend(Run(minute - hour), Run(minute - hour - hour));
    }

    public static ImmutableArray<SystemRow> Systems(IReadOnlyList<OutboundQueue> queues, IReadOnlyList<SystemFigures> figures) =>
    [
        .. queues.Select(queue => queue.System).Union(figures.Select(figure => figure.System)).Order()
            .Select(system => (
                System: system,
                Queue: queues.FirstOrDefault(queue => queue.System == system),
                Figures: figures.FirstOrDefault(figure => figure.System == system)))
            .Select(row => new SystemRow(
                row.System, row.Queue?.Waiting ?? 0, row.Queue?.Retrying ?? 0, row.Queue?.Circuit ?? "closed",
                row.Figures?.MedianMilliseconds, row.Figures?.Attempts ?? 0, row.Figures?.Failures ?? 0,
                row.Queue?.LatestReason)),
    ];
}
