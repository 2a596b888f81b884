using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;

namespace Crossdock.Unit.Tests.Api;

/// <summary>A journal in memory with the rules that the services lean on: an id is heard once, a case begins once.</summary>
internal sealed class InMemoryCases(TimeProvider clock, JournalJson json) : ITellCases, IJournal
{
    private readonly Lock _gate = new();

    private readonly Dictionary<CaseId, List<Transition>> _cases = [];

    public ConcurrentQueue<Envelope> Told { get; } = [];

    public bool StoreIsDown { get; set; }

    /// <summary>What the map of the case would say; null for: applied.</summary>
    public Func<Envelope, (Outcome, string)?> Decide { get; set; } = _ => null;

    /// <summary>Every answer waits for this.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    public async Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
    {
        if (StoreIsDown)
        {
            throw new StoreUnavailableException();
        }

        Told.Enqueue(envelope);
        await Disk;
        lock (_gate)
        {
            return Hear(envelope);
        }
    }

    public IReadOnlyList<Transition> RowsOf(CaseId id)
    {
        lock (_gate)
        {
            return _cases.TryGetValue(id, out var rows) ? [.. rows] : [];
        }
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        StoreIsDown
            ? throw new StoreUnavailableException()
            : Task.FromResult<IReadOnlyList<JournalRow>>([.. RowsOf(id).Where(row => row.Seq > afterSeq)
                .Select(row => new JournalRow(1, id, row.Seq, row.At, json.Write(row), new byte[SHA256.HashSizeInBytes]))]);

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        StoreIsDown ? throw new StoreUnavailableException() : Task.FromResult<IReadOnlyList<FeedRow>>([]);

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();

    /// <summary>As if the latest row of the case had told these other cases.</summary>
    public void SentOut(CaseId id, IReadOnlyList<TellCase> told)
    {
        lock (_gate)
        {
            var rows = _cases[id];
            rows[^1] = rows[^1] with
            {
                Effects = [.. told.Select((tell, n) => new RequestedEffect(RequestedEffect.KeyOf(id, rows.Count, n + 1), tell))],
            };
        }
    }

    private TellReceipt Hear(Envelope envelope)
    {
        if (!_cases.TryGetValue(envelope.Subject, out var rows))
        {
            _cases[envelope.Subject] = rows = [];
        }

        if (rows.FirstOrDefault(row => row.Message.Id == envelope.Id) is { } known)
        {
            return new TellReceipt(TellResult.Duplicate, envelope.Subject, known.Seq, rows[^1].To, "known already");
        }

        var begun = rows.Count > 0 && envelope.Data is OrderReceived or ReturnAsked or PromotionProposed;
        var (outcome, reason) = Decide(envelope) ?? (begun ? (Outcome.IgnoredDuplicate, "the case has begun")
            : (Outcome.Applied, "as asked"));
        var to = rows.Count == 0 ? "Open" : rows[^1].To;
        rows.Add(new Transition(
            envelope.Subject, rows.Count + 1, clock.GetUtcNow(), envelope.Subject.Kind, 1, envelope, outcome, rows.Count == 0 ? null
                : to, to,
            false, Waits.OnSystem, [], [], null, new CaseCard(envelope.Subject.ToString()), reason, ["picking@1"]));
        var result = outcome switch
        {
            Outcome.Applied => TellResult.Applied,
            Outcome.Incident => TellResult.Incident,
            Outcome.Deferred => TellResult.Deferred,
            _ => TellResult.Ignored,
        };
        return new TellReceipt(result, envelope.Subject, rows.Count, to, reason);
    }
}

/// <summary>Heads as a test sets them.</summary>
internal sealed class InMemoryHeads : IHeads
{
    public List<CaseHead> All { get; } = [];

    public List<InFlightEffect> InFlight { get; } = [];

    public ConcurrentQueue<(HeadFilter Filter, HeadOrder Order)> Asked { get; } = [];

    public Task<CaseHead?> Read(CaseId id, CancellationToken cancel) => Task.FromResult(All.FirstOrDefault(head => head.Case == id));

    public Task<IReadOnlyList<CaseHead>> Search(HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel)
    {
        Asked.Enqueue((filter, order));
        return Task.FromResult<IReadOnlyList<CaseHead>>([.. All
            .Where(head => filter.Kind is null || head.Case.Kind == filter.Kind)
            .Where(head => filter.Node is null || head.Card.Node == filter.Node)
            .Where(head => filter.Parent is null || head.Card.Parent == filter.Parent)
            .Where(head => filter.State is null || head.State == filter.State)
            .Where(head => filter.AnyException is not { } any || any == (head.Card.Exception is not null))
            .Where(head => filter.HasIncident is not { } failed || failed == (head.Incident is not null))
            .Skip(skip).Take(take)]);
    }

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlightOf(CaseId id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<InFlightEffect>>([.. InFlight.Where(effect => effect.Case == id)]);

    public Task<IReadOnlyDictionary<CaseId, int>> CountInFlight(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<CaseId, int>>(
            InFlight.Where(effect => ids.Contains(effect.Case)).CountBy(effect => effect.Case).ToDictionary());

    public Task<FeedPosition> ReadCheckpoint(string reader, CancellationToken cancel) => throw new NotSupportedException();

    public Task Save(HeadChanges changes, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<CaseHead>> ReadMany(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<CaseHead>>([.. All.Where(head => ids.Contains(head.Case))]);

    public Task<int> Count(HeadFilter filter, CancellationToken cancel) =>
        Task.FromResult(All.Count(head => head.Process == filter.Process));

    public Task<IReadOnlyDictionary<string, int>> CountByState(HeadFilter filter, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<HeadCount>> CountOpen(DateTimeOffset now, TimeSpan atRiskWithin, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<NodeLines>> ReadNodeLines(DateOnly from, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<HeadsPerBucket>> CountPerBucket(
        string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter slice, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<HeadsPerBucket>>([new(from + bucket, 3, 1)]);

    public Task<IReadOnlyList<DueDeadline>> LeaseDue(
        DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, string holder, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<DateTimeOffset?> NextDue(CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlight(string? afterKey, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<CaseHead>> ReadOpen(long afterCaseNo, int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<CaseHead>>(
            [.. All.Where(head => head.Closed is null && head.CaseNo > afterCaseNo).OrderBy(head => head.CaseNo).Take(max)]);

    public Task Clear(string reader, CancellationToken cancel) => throw new NotSupportedException();
}

internal sealed class InMemoryKeys : IKeys
{
    private readonly ConcurrentDictionary<string, ApiKey> _keys = [];

    public Task<IReadOnlyList<ApiKey>> ReadAll(CancellationToken cancel) => Task.FromResult<IReadOnlyList<ApiKey>>([.. _keys.Values]);

    public Task<bool> Add(ApiKey key, CancellationToken cancel) => Task.FromResult(_keys.TryAdd(key.Id, key));

    public Task Revoke(string id, CancellationToken cancel)
    {
        _keys[id] = _keys[id] with { Revoked = true };
        return Task.CompletedTask;
    }
}

internal sealed class InMemoryAnswers : IAnsweredRequests
{
    private readonly ConcurrentDictionary<(string, string), AnsweredRequest> _kept = [];

    public Task<AnsweredRequest?> Read(string caller, string key, CancellationToken cancel) =>
        Task.FromResult(_kept.GetValueOrDefault((caller, key)));

    public Task<bool> Add(AnsweredRequest request, CancellationToken cancel) =>
        Task.FromResult(_kept.TryAdd((request.Caller, request.Key), request));

    public Task Purge(DateTimeOffset before, CancellationToken cancel) => Task.CompletedTask;
}

internal sealed class InMemoryStock : IReadStock
{
    public ImmutableArray<StockPosition> All { get; set; } = [];

    public ValueTask<ImmutableArray<StockPosition>> Positions(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) =>
        ValueTask.FromResult(
            All.Where(position => skus.Contains(position.Sku) && (node ?? position.Node) == position.Node).ToImmutableArray());

    public ValueTask<StockFound> Availability(IReadOnlyCollection<string> skus, string? node, CancellationToken cancel) =>
        ValueTask.FromResult(new StockFound(
            [.. All.Where(position => skus.Contains(position.Sku) && (node ?? position.Node) == position.Node)
                .Select(position => new NodeAvailability(position.Sku, position.Node, position.Available))], []));

    public ValueTask<ImmutableArray<string>> Skus(string? after, int max, CancellationToken cancel) =>
        ValueTask.FromResult(All.Select(position => position.Sku).Distinct().Order(StringComparer.Ordinal)
            .Where(sku => string.CompareOrdinal(sku, after) > 0).Take(max).ToImmutableArray());
}

/// <summary>Each is free for whoever asks.</summary>
internal sealed class NobodysLeases : ILeases
{
    public Task<LeaseStanding?> Read(string name, CancellationToken cancel) => Task.FromResult<LeaseStanding?>(null);

    public Task<long?> Take(string name, string holder, LeaseStanding? seen, CancellationToken cancel) => Task.FromResult<long?>(1);

    public Task<bool> Renew(string name, long token, CancellationToken cancel) => Task.FromResult(true);

    public Task Release(string name, long token, CancellationToken cancel) => Task.CompletedTask;
}

internal sealed class NoAttempts : IAttemptLog, IRecentAttempts
{
    public Task<IReadOnlyList<EffectAttempt>> ReadRecent(int max, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<EffectAttempt>>([]);

    public Task Record(IReadOnlyList<EffectAttempt> attempts, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<EffectAttempt>> ReadOf(CaseId id, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<EffectAttempt>>([]);

    public Task<IReadOnlyList<SystemFigures>> ReadFigures(int latest, CancellationToken cancel) => throw new NotSupportedException();
}

internal sealed class TwoMaps : IMaps
{
    public IReadOnlyList<MapPicture> All { get; } =
    [
        new("order", "order", 1, OwnerGroup.CustomerService,
            [new MapState("Open", "Received", Waits.OnSystem, null, null, null, false)],
            [
                new MapRow(null, "order.received", "Begin", ["Open"], [], null, false),
                new MapRow("Open", "order.cancel-requested", "Cancel", ["Cancelling"], [], "Cancel order", true),
            ]),
        new("task", "task", 1, OwnerGroup.StoreOperations, [new MapState("Open", "Open", Waits.OnPerson, null, null, null, false)], []),
    ];
}
