using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Dashboard;

internal sealed class FakeHeads : IHeads
{
    public List<CaseHead> All { get; } = [];

    /// <summary>How far the lists have read; to the end unless a test says otherwise.</summary>
    public FeedPosition Reached { get; init; } = new(1, long.MaxValue);

    public Task<FeedPosition> ReadCheckpoint(string reader, CancellationToken cancel) => Task.FromResult(Reached);

    public Task<CaseHead?> Read(CaseId id, CancellationToken cancel) => Task.FromResult(All.FirstOrDefault(head => head.Case == id));

    public Task<IReadOnlyList<CaseHead>> ReadMany(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<CaseHead>>([.. All.Where(head => ids.Contains(head.Case))]);

    public Task<IReadOnlyList<CaseHead>> Search(HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<CaseHead>>([.. Ordered(All.Where(head => Fits(head, filter)), order).Skip(skip).Take(take)]);

    public Task<int> Count(HeadFilter filter, CancellationToken cancel) => Task.FromResult(All.Count(head => Fits(head, filter)));

    public Task<IReadOnlyDictionary<string, int>> CountByState(HeadFilter filter, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, int>>(
            All.Where(head => Fits(head, filter)).CountBy(head => head.State).ToDictionary());

    public Task<IReadOnlyList<HeadCount>> CountOpen(DateTimeOffset now, TimeSpan atRiskWithin, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<HeadCount>>(
        [
            .. All.Where(head => head.Closed is null)
                .GroupBy(head => (head.Process, head.State, head.Waits, head.Card.Region, head.Card.Channel, head.Card.Node))
                .Select(cell => new HeadCount(
                    cell.Key.Process, cell.Key.State, cell.Key.Waits, cell.Key.Region, cell.Key.Channel, cell.Key.Node,
                    cell.Count(), cell.Count(head => head.ClockAt(now, atRiskWithin) == Clock.AtRisk),
                        cell.Count(head => head.ClockAt(now, atRiskWithin) == Clock.Late))),
        ]);

    public Task<IReadOnlyList<NodeLines>> ReadNodeLines(DateOnly from, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<HeadsPerBucket>> CountPerBucket(
        string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter slice, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<HeadsPerBucket>>(
        [
            .. Enumerable.Range(0, (int)((to - from) / bucket) + 1)
                .Select(i => new HeadsPerBucket(from + (bucket * i), 30 + (i / 9) + (int)(6 * Math.Sin(i / 5.0)), 28)),
        ]);

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlightOf(CaseId id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<InFlightEffect>>([]);

    public Task<IReadOnlyDictionary<CaseId, int>> CountInFlight(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        throw new NotSupportedException();

    public List<InFlightEffect> InFlight { get; } = [];

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlight(string? afterKey, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<InFlightEffect>>([.. InFlight.OrderBy(effect => effect.Since).Take(max)]);

    public Task Save(HeadChanges changes, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<DueDeadline>> LeaseDue(
        DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, string holder, int max, CancellationToken cancel) =>
            throw new NotSupportedException();

    public Task<DateTimeOffset?> NextDue(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<CaseHead>> ReadOpen(long afterCaseNo, int max, CancellationToken cancel) => throw new NotSupportedException();

    public Task Clear(string reader, CancellationToken cancel) => throw new NotSupportedException();

    private bool Has(CaseHead head, Reach reach)
    {
        bool Is(CaseCard card, bool orNone) =>
            new[] { (reach.Region, card.Region), (reach.Channel, card.Channel), (reach.Node, card.Node) }
                .All(pair => pair.Item1 is null || pair.Item1 == pair.Item2 || (orNone && pair.Item2 is null));
        var parts = All.Where(part => part.Card.Parent == head.Case && part.Case.Kind == reach.PartKind).ToArray();
        return parts.Length == 0 ? Is(head.Card, orNone: true) : parts.Any(part => Is(part.Card, orNone: false));
    }

    private bool Fits(CaseHead head, HeadFilter filter) =>
        (filter.Text is null || head.Case.Key.StartsWith(filter.Text, StringComparison.OrdinalIgnoreCase)
            || (!head.Card.Terms.IsDefaultOrEmpty
                && head.Card.Terms.Any(term => term.EndsWith(":" + filter.Text, StringComparison.Ordinal))))
        && (filter.Kind is null || head.Case.Kind == filter.Kind)
        && (filter.Kinds is null || filter.Kinds.Contains(head.Case.Kind))
        && (filter.Reaches is not { } reach || Has(head, reach))
        && (filter.Process is null || head.Process == filter.Process)
        && (filter.State is null || head.State == filter.State)
        && (filter.Waits is null || head.Waits == filter.Waits)
        && (filter.Region is null || head.Card.Region == filter.Region)
        && (filter.Channel is null || head.Card.Channel == filter.Channel)
        && (filter.Node is null || head.Card.Node == filter.Node)
        && (filter.Owner is null || head.Card.Owner == filter.Owner)
        && (filter.Exception is null || head.Card.Exception == filter.Exception)
        && (filter.AnyException is not { } any || any == (head.Card.Exception is not null))
        && (filter.HasIncident is not { } failed || failed == (head.Incident is not null))
        && (filter.Open is not { } open || open == (head.Closed is null))
        && (filter.Clock == Clock.Any || filter.Clock == head.ClockAt(filter.Now, filter.AtRiskWithin))
        && (filter.Parent is null || head.Card.Parent == filter.Parent)
        && (filter.With is null || head.Card.With == filter.With);

    private static IEnumerable<CaseHead> Ordered(IEnumerable<CaseHead> heads, HeadOrder order) => order switch
    {
        HeadOrder.Oldest => heads.OrderBy(head => head.Opened),
        HeadOrder.Priority => heads.OrderByDescending(head => head.Card.Priority),
        HeadOrder.Due => heads.OrderBy(head => head.Deadline?.Due ?? head.Card.Promise ?? DateTimeOffset.MaxValue),
        _ => heads.OrderByDescending(head => head.CaseNo),
    };
}

internal sealed class FakeJournal(JournalJson json) : IJournal
{
    private long _next;

    public List<FeedRow> Feed { get; } = [];

    public void Add(params IEnumerable<Transition> rows)
    {
        foreach (var row in rows)
        {
            Feed.Add(new FeedRow(new FeedPosition(1, ++_next),
                new JournalRow(1, row.Case, row.Seq, row.At, json.Write(row), new byte[32])));
        }
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<JournalRow>>([.. Feed.Select(row => row.Row).Where(row => row.Case == id && row.Seq > afterSeq)]);

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<FeedRow>>([.. Feed.Where(row => row.Position > after).Take(max)]);

    public Task<long> CountRows(CancellationToken cancel) => Task.FromResult((long)Feed.Count);

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();
}

internal sealed class FakeAttempts : IAttemptLog
{
    public List<EffectAttempt> All { get; } = [];

    public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<EffectAttempt>>([.. All.Where(attempt => attempt.Case == id)]);

    public Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<SystemFigures>>(
    [
        new("carrier", 8_201, 12, 310, null, null),
        new("erp", 41_220, 318, 620, null, "503"),
        new("mail", 12_004, 0, 84, null, null),
        new("payment", 22_310, 41, 405, null, null),
        new("wms", 10_412, 3, 120, null, null),
    ]);
}

internal sealed class FakeOutbound : IOutbound
{
    public IReadOnlyList<OutboundQueue> Queues { get; } =
    [
        new("erp", 14, 3, "half-open", null, "503 from the ERP: posting period is being closed"),
        new("carrier", 0, 0, "closed", null, null),
    ];

    public IReadOnlyCollection<string> OnTheWay => [];

    public bool Handles(Effect effect) => false;

    public void Send(OutboundEffect effect) => throw new NotSupportedException();

    public void Hurry(string key) => throw new NotSupportedException();

    public void Drop(string key) => throw new NotSupportedException();
}

internal sealed class FakeMaps(params MapPicture[] maps) : IMaps
{
    public IReadOnlyList<MapPicture> All { get; } = maps;
}

/// <summary>Remembers what was told; the same envelope id a second time is a duplicate, as in the house itself.</summary>
internal sealed class FakeCases : ITellCases
{
    private readonly Lock _lock = new();

    public List<Envelope> Told { get; } = [];

    public bool IsAway { get; set; }

    public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (IsAway)
            {
                throw new StoreUnavailableException();
            }

            var known = Told.Any(told => told.Id == envelope.Id);
            if (!known)
            {
                Told.Add(envelope);
            }

            return Task.FromResult(new TellReceipt(known ? TellResult.Duplicate : TellResult.Applied, envelope.Subject, Told.Count,
                "somewhere", ""));
        }
    }

    public T Only<T>() where T : Message => (T)Told.Single().Data;
}
