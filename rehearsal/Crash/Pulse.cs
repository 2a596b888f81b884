using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Rehearsal.Crash;

/// <summary>
/// Puts one piece on a shelf again and again, each time until it is told that the piece is there. How long it had to wait is the
/// outage as a caller sees it, and the pieces on the shelf tell whether a repeat was booked twice.
/// </summary>
public sealed class Pulse(CrossdockClient crossdock, TimeProvider wall)
{
    public const string Sku = "PULSE";
    public const string Node = "DC-GB-DAVENTRY";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(120);
    private static readonly TimeSpan Again = TimeSpan.FromMilliseconds(40);

    private readonly Lock _lock = new();
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _gaps = [];
    private DateTimeOffset _lastBeat = wall.GetUtcNow();
    private int _acknowledged;

    /// <summary>Pieces that are on the shelf for certain; one more may be.</summary>
    public int Acknowledged => Volatile.Read(ref _acknowledged);

    public static CaseId Ledger => CaseId.Stock(Sku);

    public async Task Beat(CancellationToken cancel)
    {
        try
        {
            for (var number = 1; ; number++)
            {
                await Put(number, cancel);
                Interlocked.Increment(ref _acknowledged);
                Note();
                await Task.Delay(Between, wall, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    /// <summary>Waits for a write that was acknowledged after this instant.</summary>
    /// <returns>false when there was none within the patience</returns>
    public async Task<bool> BeatsAfter(DateTimeOffset instant, TimeSpan patience, CancellationToken cancel)
    {
        while (wall.GetUtcNow() - instant < patience)
        {
            lock (_lock)
            {
                if (_lastBeat > instant)
                {
                    return true;
                }
            }

            await Task.Delay(Again, wall, cancel);
        }

        return false;
    }

    /// <summary>The longest time without an acknowledged write that touches the time since an instant.</summary>
    public TimeSpan LongestGapSince(DateTimeOffset instant)
    {
        lock (_lock)
        {
            _gaps.RemoveAll(gap => gap.To < instant);
            return _gaps.Select(gap => gap.To - gap.From).Append(wall.GetUtcNow() - _lastBeat).Max();
        }
    }

    private async Task Put(int number, CancellationToken cancel)
    {
        var id = $"PULSE-{number.ToString(CultureInfo.InvariantCulture)}";
        var body = WireJson.Write(new MovementBatch([new MovementDocument(id, Sku, Node, "receive", 1, "pulse")]));
        while (await crossdock.TryOnce(HttpMethod.Post, "/v1/stock/movements", body, key: null, cancel) is not { Done: true })
        {
            await Task.Delay(Again, wall, cancel);
        }
    }

    private void Note()
    {
        lock (_lock)
        {
            var now = wall.GetUtcNow();
            _gaps.Add((_lastBeat, now));
            _lastBeat = now;
        }
    }
}
