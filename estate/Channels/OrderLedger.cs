using System.Collections.Concurrent;

namespace Crossdock.Estate.Channels;

public enum OrderAnswer { Unknown, Accepted, Refused }

/// <summary>What the channels know of an order they sent.</summary>
public sealed class SentOrder(string number, bool collects)
{
    private readonly TaskCompletionSource<OrderAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Number => number;

    /// <summary>The customer fetches it.</summary>
    public bool Collects => collects;

    public OrderAnswer Answer => _answered.Task.IsCompleted ? _answered.Task.Result : OrderAnswer.Unknown;

    public string Why { get; private set; } = "";

    public Task<OrderAnswer> Answered(CancellationToken cancel) => _answered.Task.WaitAsync(cancel);

    public void Set(OrderAnswer answer, string why)
    {
        Why = why;
        _answered.TrySetResult(answer);
    }
}

/// <summary>Every order that was sent, and the answer it got: the witness against which losses are found.</summary>
public sealed class OrderLedger
{
    private readonly ConcurrentDictionary<string, SentOrder> _orders = new(StringComparer.Ordinal);

    public int Count => _orders.Count;

    public IEnumerable<SentOrder> All => _orders.Values;

    public int CountOf(OrderAnswer answer) => _orders.Values.Count(order => order.Answer == answer);

    public SentOrder Open(string number, bool collects) => _orders.GetOrAdd(number, key => new SentOrder(key, collects));

    public SentOrder? Find(string number) => _orders.GetValueOrDefault(number);

    /// <summary>The order a case belongs to, by its key: parts and tasks carry the order's number in front or behind.</summary>
    public SentOrder? OfCase(string? caseId)
    {
        if (caseId is null)
        {
            return null;
        }

        var key = caseId[(caseId.IndexOf('/', StringComparison.Ordinal) + 1)..];
        for (var cut = key; cut.Length > 0;)
        {
            if (_orders.TryGetValue(cut, out var order))
            {
                return order;
            }

            var end = cut.LastIndexOfAny(['-', '.', ':', '_']);
            cut = end > 0 ? cut[..end] : "";
        }

        return null;
    }
}
