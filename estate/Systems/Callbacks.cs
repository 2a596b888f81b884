using System.Threading.Channels;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems;

/// <summary>An event as it goes to Crossdock: a CloudEvent 1.0, structured.</summary>
public sealed record CloudEvent(
    string Specversion, string Id, string Source, string Type, string Subject, DateTimeOffset Time, string Datacontenttype, object Data);

/// <summary>Takes one event to Crossdock; null when there was no answer.</summary>
public delegate Task<Answer?> Deliver(string system, CloudEvent message, CancellationToken cancel);

/// <summary>
/// What a system tells Crossdock later. Events wait for their business time, then for Crossdock: they are kept and tried again
/// until they are taken, in order for each subject, however long Crossdock is down. An event that is refused for good is counted
/// after <see cref="MostRefusals"/> tries, so that it does not block its subject for ever.
/// </summary>
public sealed class Callbacks(string system, TimeProvider business, TimeProvider wall, Faults faults, Deliver deliver)
{
    public const int MostRefusals = 8;

    private const int Workers = 12;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly PriorityQueue<Planned, (DateTimeOffset, long)> _planned = new();
    private readonly Dictionary<string, Queue<Waiting>> _bySubject = new(StringComparer.Ordinal);
    private readonly Channel<string> _ready = Channel.CreateUnbounded<string>();
    private long _number, _waiting, _delivered, _refused, _doubled;

    /// <summary>Not yet taken: waiting for their time or for Crossdock.</summary>
    public long Pending
    {
        get
        {
            lock (_lock)
            {
                return _planned.Count + _waiting;
            }
        }
    }

    public long Delivered => Interlocked.Read(ref _delivered);

    public long Refused => Interlocked.Read(ref _refused);

    public long Doubled => Interlocked.Read(ref _doubled);

    public string? LatestRefusal { get; private set; }

    /// <summary>Something happens then, and nobody is told: no line can hold it up.</summary>
    public void Happens(TimeSpan after, Action what)
    {
        lock (_lock)
        {
            _planned.Enqueue(
                new Planned("", "", "", () => { what(); return null; }, null), (business.GetUtcNow() + after, ++_number));
        }
    }

    /// <param name="compose">called when the time has come; null says that there is nothing to tell any more</param>
    /// <param name="told">called when Crossdock has taken it, or refused it for good</param>
    public void Plan(string subject, string type, TimeSpan after, Func<object?> compose, Action? told = null)
    {
        lock (_lock)
        {
            var number = ++_number;
            var id = $"{system}-{number}-{subject.Replace('/', '-')}";
            // Overtaken, not lost: it waits long enough for the next event of its subject to go first.
            var extra = faults.DelaysCallback(id) ? TimeSpan.FromHours(30) : TimeSpan.Zero;
            var due = business.GetUtcNow() + after + extra;
            _planned.Enqueue(new Planned(id, subject, type, compose, told), (due, number));
        }
    }

    public async Task Run(CancellationToken cancel)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20), wall);
        var workers = Enumerable.Range(0, Workers).Select(_ => Work(cancel)).ToArray();
        try
        {
            while (await timer.WaitForNextTickAsync(cancel))
            {
                ReleaseDue();
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(workers);
        }
    }

    /// <summary>Moves what is due into its subject's queue; the answer is how many.</summary>
    public int ReleaseDue()
    {
        var now = business.GetUtcNow();
        var released = 0;
        while (NextDue(now) is { } planned)
        {
            if (planned.Compose() is { } data)
            {
                var message = new CloudEvent("1.0", planned.Id, $"estate/{system}", planned.Type, planned.Subject, now,
                    "application/json", data);
                Queue(message, planned.Told);
                if (faults.DoublesCallback(planned.Id))
                {
                    Interlocked.Increment(ref _doubled);
                    Queue(message, null);
                }

                released++;
            }
        }

        return released;
    }

    /// <summary>Tries the head of one subject's queue once; the pause before the next try, or null when it is off the queue.</summary>
    public async Task<TimeSpan?> TryHead(string subject, CancellationToken cancel)
    {
        Waiting head;
        lock (_lock)
        {
            if (!_bySubject.TryGetValue(subject, out var queue))
            {
                return null;
            }

            head = queue.Peek();
        }

        head.Tries++;
        var answer = await deliver(system, head.Message, cancel);
        if (answer is { Done: true })
        {
            Interlocked.Increment(ref _delivered);
        }
        else if (answer is { Status: >= 400 and < 500 and not (401 or 403 or 408 or 429) } && ++head.Refusals >= MostRefusals)
        {
            Interlocked.Increment(ref _refused);
            LatestRefusal = $"{head.Message.Type} to {subject}: {answer.Why()}";
        }
        else
        {
            return TimeSpan.FromMilliseconds(Math.Min(LongestPause.TotalMilliseconds, 50 * Math.Pow(2, Math.Min(head.Tries, 6))));
        }

        Drop(subject);
        head.Told?.Invoke();
        return null;
    }

    private async Task Work(CancellationToken cancel)
    {
        try
        {
            await foreach (var subject in _ready.Reader.ReadAllAsync(cancel))
            {
                if (await TryHead(subject, cancel) is { } pause)
                {
                    _ = Again(subject, pause, cancel);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task Again(string subject, TimeSpan pause, CancellationToken cancel)
    {
        await Task.Delay(pause, wall, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ready.Writer.TryWrite(subject);
    }

    private Planned? NextDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _planned.TryPeek(out _, out var due) && due.Item1 <= now ? _planned.Dequeue() : null;
        }
    }

    private void Queue(CloudEvent message, Action? told)
    {
        lock (_lock)
        {
            _waiting++;
            if (_bySubject.TryGetValue(message.Subject, out var queue))
            {
                queue.Enqueue(new Waiting(message, told));
                return;
            }

            _bySubject[message.Subject] = new Queue<Waiting>([new Waiting(message, told)]);
        }

        _ready.Writer.TryWrite(message.Subject);
    }

    private void Drop(string subject)
    {
        lock (_lock)
        {
            _waiting--;
            var queue = _bySubject[subject];
            queue.Dequeue();
            if (queue.Count == 0)
            {
                _bySubject.Remove(subject);
                return;
            }
        }

        _ready.Writer.TryWrite(subject);
    }

    private sealed record Planned(string Id, string Subject, string Type, Func<object?> Compose, Action? Told);

    private sealed class Waiting(CloudEvent message, Action? told)
    {
        public CloudEvent Message { get; } = message;

        public Action? Told { get; } = told;

        public int Tries { get; set; }

        public int Refusals { get; set; }
    }
}
