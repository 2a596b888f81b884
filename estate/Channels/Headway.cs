using System.Collections.Concurrent;
using Crossdock.Contracts;

namespace Crossdock.Estate.Channels;

/// <summary>
/// How far Crossdock is behind, seen from outside: how long an order has been on its way when the payment provider first hears of it.
/// Where that is more of the business day than a store would notice, the machine is too slow for the book's pace, and the book waits:
/// else promises would be broken for want of a processor.
/// </summary>
/// <param name="clock">what a second on the wall is worth to the business</param>
public sealed class Headway(BusinessClock clock, TimeProvider wall)
{
    /// <summary>Of a two-hour promise a store may lose this much to the machine.</summary>
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(30);

    /// <summary>A step takes its time, at any pace.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(250);

    /// <summary>What was heard longer ago says nothing of now: a host that is down, or a provider, is not waited for.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(5);

    private const int FewestToJudge = 3;
    private const int MostRemembered = 64;

    private readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly Queue<(long At, TimeSpan Took)> _recent = new();
    private readonly Lock _lock = new();

    /// <summary>The channel sends the order.</summary>
    public void Sent(string order) => _sent.TryAdd(order, wall.GetTimestamp());

    /// <summary>A system was asked something about the order, whether it answers or not.</summary>
    public void Heard(string order)
    {
        if (!_sent.TryRemove(order, out var sent))
        {
            return;
        }

        lock (_lock)
        {
            _recent.Enqueue((wall.GetTimestamp(), wall.GetElapsedTime(sent)));
            if (_recent.Count > MostRemembered)
            {
                _recent.Dequeue();
            }
        }
    }

    /// <summary>In the middle of those heard of just now; null where too few were to say.</summary>
    public TimeSpan? Lag
    {
        get
        {
            lock (_lock)
            {
                while (_recent.TryPeek(out var oldest) && wall.GetElapsedTime(oldest.At) > Remembered)
                {
                    _recent.Dequeue();
                }

                return _recent.Count < FewestToJudge ? null : _recent.Select(one => one.Took).Order().ElementAt(_recent.Count / 2);
            }
        }
    }

    public bool IsBehind => Lag is { } lag && lag > AtLeast && lag > clock.ToWall(Bearable);
}
