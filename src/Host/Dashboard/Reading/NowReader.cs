using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Intelligence.Overview;

namespace Crossdock.Host.Dashboard.Reading;

/// <param name="Lag">how far the lists were behind the journal when this was read</param>
public sealed record Glance(NowFigures Figures, Ticker Ticker, TimeSpan Lag);

/// <summary>
/// What the overview shows, read at most once a second for each slice however many people look: every open screen asks anew
/// every two seconds.
/// </summary>
public sealed class NowReader(OverviewReader overview, FeedTail tail, LagReader lag, TimeProvider wall)
{
    private const int SlicesKept = 200;

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<(Place, string? Kind, string Figure), (long Stamp, Lazy<Task<Glance>> Glance)> _kept = new();

    public Task<Glance> Read(Slice slice, string figure)
    {
        var key = (slice.Place, slice.Kind, figure);
        var stamp = wall.GetTimestamp();
        if (_kept.TryGetValue(key, out var kept) && wall.GetElapsedTime(kept.Stamp) < Fresh
            && kept.Glance.Value is { IsFaulted: false } fresh)
        {
            return fresh;
        }

        if (_kept.Count > SlicesKept)
        {
            _kept.Clear();
        }

        // Shared by all who ask in this second, so that one of them going away must not cancel it for the others.
        var reading = new Lazy<Task<Glance>>(() => ReadNow(slice, figure, CancellationToken.None));
        _kept[key] = (stamp, reading);
        return reading.Value;
    }

    private async Task<Glance> ReadNow(Slice slice, string figure, CancellationToken cancel)
    {
        var figures = await overview.Read(slice.Place, slice.Kind, figure, cancel);
        return new Glance(figures, await tail.Read(figures.At, cancel), await lag.Read(figures.At, cancel));
    }
}
