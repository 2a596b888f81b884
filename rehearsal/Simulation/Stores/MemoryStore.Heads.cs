using Crossdock.Contracts;
using Crossdock.Contracts.Ports;

namespace Crossdock.Rehearsal.Simulation.Stores;

/// <summary>The lists, as the projection keeps them.</summary>
internal sealed partial class MemoryStore
{
    private readonly SortedDictionary<long, CaseHead> _heads = [];
    private readonly Dictionary<CaseId, long> _headNumbers = [];
    private readonly Dictionary<long, DateTimeOffset> _leasedUntil = [];
    private readonly Dictionary<string, InFlightEffect> _inFlight = [];
    private readonly Dictionary<string, FeedPosition> _checkpoints = [];
    private readonly SortedDictionary<(DateOnly Day, string Node), int> _nodeLines = [];

    public IEnumerable<CaseHead> Heads => _heads.Values;

    public FeedPosition ReadCheckpoint(string reader) => _checkpoints.GetValueOrDefault(reader, FeedPosition.Start);

    public void SaveHeads(HeadChanges changes)
    {
        if (changes.Lease is { } token && !RenewLease(changes.Reader, token))
        {
            throw new LeaseLostException(changes.Reader);
        }

        var ahead = changes.Reached > ReadCheckpoint(changes.Reader);
        foreach (var lines in ahead ? changes.Lines : [])
        {
            _nodeLines[(lines.Day, lines.Node)] = _nodeLines.GetValueOrDefault((lines.Day, lines.Node)) + lines.Lines;
        }

        var news = changes.Reached >= ReadCheckpoint(changes.Reader);
        if (news)
        {
            _checkpoints[changes.Reader] = changes.Reached;
        }

        foreach (var head in changes.Heads)
        {
            SaveHead(head);
        }

        foreach (var effect in news ? changes.Started : [])
        {
            _inFlight.TryAdd(effect.Key, effect);
        }

        foreach (var key in changes.Settled)
        {
            _inFlight.Remove(key);
        }
    }

    public CaseHead? ReadHead(CaseId id) => _headNumbers.TryGetValue(id, out var number) ? _heads[number] : null;

    public IReadOnlyList<DueDeadline> LeaseDue(DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, int max)
    {
        var due = _heads.Values
            .Where(head => head is { Closed: null, Deadline: { } deadline } && deadline.Due <= now
                && !(_leasedUntil.TryGetValue(head.CaseNo, out var until) && until > wallNow))
            .OrderBy(head => head.Deadline!.Due).ThenBy(head => head.Case.ToString(), StringComparer.Ordinal).Take(max).ToList();
        due.ForEach(head => _leasedUntil[head.CaseNo] = wallNow + lease);
        return due.ConvertAll(head => new DueDeadline(head.Case, head.Deadline!));
    }

    public DateTimeOffset? NextDue(DateTimeOffset after)
    {
        DateTimeOffset? next = null;
        foreach (var head in _heads.Values)
        {
            if (head is { Closed: null, Deadline.Due: var due } && due > after && (next is null || due < next))
            {
                next = due;
            }
        }

        return next;
    }

    public bool IsDue(DateTimeOffset now) =>
        _heads.Values.Any(head => head is { Closed: null, Deadline.Due: var due } && due <= now);

    public IReadOnlyList<InFlightEffect> ReadInFlight(string? afterKey, int max)
    {
        var all = _inFlight.Values.OrderBy(effect => effect.Since).ThenBy(effect => effect.Key, StringComparer.Ordinal);
        return [.. (afterKey is null ? all : all.SkipWhile(effect => effect.Key != afterKey).Skip(1)).Take(max)];
    }

    /// <summary>By kind and search term, which is all that a running case asks for; the oldest first.</summary>
    public IReadOnlyList<CaseHead> Search(HeadFilter filter, int skip, int take) =>
    [
        .. _heads.Values
            .Where(head => filter.Kind is null || head.Case.Kind == filter.Kind)
            .Where(head => filter.Open is not { } open || head.Closed is null == open)
            .Where(head => filter.Text is not { } term || (!head.Card.Terms.IsDefault && head.Card.Terms.Contains(term)))
            .Skip(skip).Take(take),
    ];

    public IReadOnlyList<HeadCount> CountOpen() =>
    [
        .. _heads.Values.Where(head => head.Closed is null)
            .GroupBy(head => (head.Process, head.State, head.Waits, head.Card.Region, head.Card.Channel, head.Card.Node))
            .Select(same => new HeadCount(
                same.Key.Process, same.Key.State, same.Key.Waits, same.Key.Region, same.Key.Channel, same.Key.Node, same.Count(), 0, 0)),
    ];

    public IReadOnlyList<NodeLines> ReadNodeLines(DateOnly from) =>
        [.. _nodeLines.Where(one => one.Key.Day >= from).Select(one => new NodeLines(one.Key.Node, one.Key.Day, one.Value))];

    private void SaveHead(CaseHead head)
    {
        if (_heads.TryGetValue(head.CaseNo, out var there) && there.Seq > head.Seq)
        {
            return;
        }

        if (there?.Deadline != head.Deadline)
        {
            _leasedUntil.Remove(head.CaseNo);
        }

        (_heads[head.CaseNo], _headNumbers[head.Case]) = (head, head.CaseNo);
    }
}
