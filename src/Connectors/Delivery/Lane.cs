using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Microsoft.Extensions.Logging;

namespace Crossdock.Connectors.Delivery;

/// <summary>
/// What is on its way to one system. Effects of one case go in the order sent, one after the other; cases do not wait for
/// each other.
/// </summary>
internal sealed partial class Lane(
    Connector connector, Courier courier, AnswerTelling telling, BusinessClock clock, TimeProvider wall, DeliveryOptions options,
    ILogger<Lane> logger) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CaseId, Queue<Errand>> _byCase = [];
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly ConcurrentDictionary<string, Errand> _onTheWay = new();

    public ICollection<string> OnTheWay => _onTheWay.Keys;

    public void Accept(OutboundEffect effect, Route route, CancellationToken stop, CancellationToken abort)
    {
        var errand = new Errand(effect, route, clock.GetUtcNow());
        lock (_lock)
        {
            if (!_onTheWay.TryAdd(effect.Key, errand))
            {
                return;
            }

            if (_byCase.TryGetValue(effect.Case, out var queue))
            {
                queue.Enqueue(errand);
                return;
            }

            queue = new Queue<Errand>([errand]);
            _byCase.Add(effect.Case, queue);
            Start(queue, effect.Case, stop, abort);
        }
    }

    public void Hurry(string key)
    {
        if (_onTheWay.TryGetValue(key, out var errand))
        {
            errand.Hurry();
        }
    }

    public void Drop(string key)
    {
        if (_onTheWay.TryGetValue(key, out var errand))
        {
            errand.Drop();
        }
    }

    public OutboundQueue Snapshot()
    {
        var (waiting, retrying) = (0, 0);
        DateTimeOffset? oldest = null;
        Trouble? latest = null;
        foreach (var (_, errand) in _onTheWay)
        {
            oldest = oldest is { } since && since <= errand.Since ? since : errand.Since;
            if (errand.Latest is not { } trouble)
            {
                waiting++;
                continue;
            }

            retrying++;
            latest = latest is null || trouble.At > latest.At ? trouble : latest;
        }

        return new OutboundQueue(connector.Card.System, waiting, retrying, courier.CircuitState, oldest, latest?.Reason);
    }

    /// <summary>Ends when nothing runs any more. Only after a stop is that soon.</summary>
    public Task Ended() => Task.WhenAll(_running.Keys);

    public void Dispose() => courier.Dispose();

    private void Start(Queue<Errand> queue, CaseId id, CancellationToken stop, CancellationToken abort)
    {
        // The sender's ambient context (its trace, its call chain) ends here: an effect may outlive it by hours.
        var flows = !ExecutionContext.IsFlowSuppressed();
        var flow = flows ? ExecutionContext.SuppressFlow() : default;
        try
        {
            var running = Task.Run(() => Drain(queue, id, stop, abort), CancellationToken.None);
            _running.TryAdd(running, 0);
            _ = running.ContinueWith(
                ended => _running.TryRemove(ended, out _), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
        finally
        {
            if (flows)
            {
                flow.Undo();
            }
        }
    }

    private async Task Drain(Queue<Errand> queue, CaseId id, CancellationToken stop, CancellationToken abort)
    {
        while (true)
        {
            Errand errand;
            lock (_lock)
            {
                if (queue.Count == 0)
                {
                    _byCase.Remove(id);
                    return;
                }

                errand = queue.Peek();
            }

            if (!await Deliver(errand, stop, abort))
            {
                return;
            }

            lock (_lock)
            {
                queue.Dequeue();
                _onTheWay.TryRemove(errand.Effect.Key, out _);
            }
        }
    }

    /// <summary>False when delivery stops; the runtime sends the effect anew at the next start.</summary>
    private async Task<bool> Deliver(Errand errand, CancellationToken stop, CancellationToken abort)
    {
        while (!stop.IsCancellationRequested && !errand.Dropped)
        {
            try
            {
                var attempt = await courier.CarryOut(errand, stop, abort);
                await telling.Tell(errand, connector.Card, attempt.Answer!, stop.IsCancellationRequested ? abort : stop);
                return true;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested || abort.IsCancellationRequested)
            {
                return false;
            }
            catch (OperationCanceledException)
            {
                // An operator ended the wait: the next attempt is made now, or none where the answer was stated by hand.
                continue;
            }
            catch (Exception unforeseen)
            {
                // Our own fault. The effect stays at the head of its case, visibly, rather than being lost.
                LogUnforeseen(unforeseen, errand.Effect.Key);
                errand.Latest = new Trouble($"{unforeseen.GetType().Name}: {unforeseen.Message}", wall.GetUtcNow());
                await Task.Delay(options.SlowRetry, wall, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return errand.Dropped && !stop.IsCancellationRequested;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Delivery of {Effect} failed in a way that nobody foresaw")]
    private partial void LogUnforeseen(Exception failure, string effect);
}
