using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Host.Dashboard.Reading;

/// <summary>What the ticker says of one transition.</summary>
public sealed record TickerItem(DateTimeOffset At, CaseId Case, string Text);

/// <param name="PerMinute">transitions of the last minute; null while less than a minute has been followed</param>
public sealed record Ticker(ImmutableArray<TickerItem> Latest, int? PerMinute);

/// <summary>
/// Follows the feed from where the lists have read it, only while somebody looks. The journal is read forwards only, so before
/// the first row is seen the newest cases stand in.
/// </summary>
public sealed class FeedTail(IHeads heads, IJournal journal, JournalJson json, DashboardSettings settings, TimeProvider wall) : IDisposable
{
    private const int Kept = 24;
    private const int MaxRows = 400;

    private static readonly TimeSpan Unwatched = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Queue<DateTimeOffset> _minute = new();
    private ImmutableArray<TickerItem> _latest = [];
    private FeedPosition? _position;
    private DateTimeOffset _followedSince;
    private long _read;

    public async Task<Ticker> Read(DateTimeOffset now, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            var reached = await heads.ReadCheckpoint(settings.HeadsReader, cancel);
            if (_position is not { } position || wall.GetElapsedTime(_read) > Unwatched)
            {
                position = _position is { } before && before > reached ? before : reached;
                _followedSince = now;
                _minute.Clear();
                _latest = await NewestCases(cancel);
            }

            var rows = await journal.ReadFeed(position, MaxRows, cancel);
            Take(rows, now);
            _position = rows.Count > 0 ? rows[^1].Position : position;
            _read = wall.GetTimestamp();
            return new Ticker(_latest, now - _followedSince >= TimeSpan.FromMinutes(1) ? _minute.Count : null);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private async Task<ImmutableArray<TickerItem>> NewestCases(CancellationToken cancel)
    {
        var newest = await heads.Search(new HeadFilter(), HeadOrder.Newest, 0, Kept, cancel);
        return
        [
            .. newest.OrderByDescending(head => head.Updated)
                .Select(head => new TickerItem(head.Updated, head.Case, Words.Sentence(head.State).ToLowerInvariant())),
        ];
    }

    private void Take(IReadOnlyList<FeedRow> rows, DateTimeOffset now)
    {
        foreach (var row in rows)
        {
            _minute.Enqueue(row.Row.At);
        }

        while (_minute.TryPeek(out var oldest) && (oldest < now - TimeSpan.FromMinutes(1) || _minute.Count > 100_000))
        {
            _minute.Dequeue();
        }

        var said = rows.TakeLast(Kept).Reverse().Select(row => Say(json.Read(row.Row.Body)));
        _latest = [.. said.Concat(_latest).Take(Kept)];
    }

    private static TickerItem Say(Transition row)
    {
        var what = Words.Sentence(row.Message.Data.GetType().Name).ToLowerInvariant();
        var where = row.From == row.To ? "" : $", {Words.Sentence(row.To).ToLowerInvariant()}";
        return new TickerItem(row.At, row.Case, row.Outcome == Outcome.Applied ? what + where
            : $"{what}, {Words.Sentence(row.Outcome.ToString()).ToLowerInvariant()}");
    }
}
