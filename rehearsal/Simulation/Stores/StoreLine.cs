using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Stores;

/// <summary>
/// The line from one host to the store. What is sent arrives a moment later and is answered a moment after that; in between, either
/// side may be lost. What is on the line when its host dies still arrives, or does not.
/// </summary>
/// <param name="crash">lets the host die while what it sent is on its way</param>
internal sealed class StoreLine(MemoryStore store, SimTime time, Faults faults, Dice dice, string host, Func<bool> isDead, Action crash)
    : IJournal, IHeads, ILeases, ISnapshots
{
    private static readonly TimeSpan Quick = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(4);

    private readonly string _readLine = $"{host} read";
    private readonly Dice _pace = dice.Of(host);

    private long _calls;
    private long _commits;
    private long _saves;
    private long _reads;

    /// <summary>Ports of reading lists that nothing in a simulation asks for.</summary>
    private static NotSupportedException NotAsked => new("Nothing in a simulation reads this.");

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel)
    {
        var place = $"{host} commit {++_commits}";
        if (faults.Strikes(FaultKind.CommitRefused, place, 12))
        {
            return Fails<IReadOnlySet<CaseId>>();
        }

        var dies = faults.Strikes(FaultKind.CrashInCommit, place, 3);
        if (dies && dice.Of(place).Hits(300))
        {
            // It never reached the store.
            crash();
            return new TaskCompletionSource<IReadOnlySet<CaseId>>().Task;
        }

        var slow = faults.Strikes(FaultKind.CommitSlow, place, 10);
        var call = Call(() => store.Append(rows), faults.Strikes(FaultKind.CommitUnheard, place, 12), slow);
        if (dies)
        {
            crash();
        }

        return call;
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        Reads(() => store.ReadCase(id, afterSeq));

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => Reads(() => store.ReserveNumbers(count));

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        Reads(() => store.ReadFeed(after, max));

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        Reads<IReadOnlyList<FeedKey>>(() =>
            [.. store.ReadFeed(after, max).Select(one => new FeedKey(one.Position, one.Row.CaseNo, one.Row.Seq))]);

    public Task<long> CountRows(CancellationToken cancel) => throw NotAsked;

    public Task<FeedPosition> ReadCheckpoint(string reader, CancellationToken cancel) => Reads(() => store.ReadCheckpoint(reader));

    public Task Save(HeadChanges changes, CancellationToken cancel)
    {
        var place = $"{host} save {++_saves}";
        return faults.Strikes(FaultKind.StoreAway, place, 15)
            ? Fails<bool>()
            : Call(
                () =>
                {
                    store.SaveHeads(changes);
                    return true;
                },
                faults.Strikes(FaultKind.SaveUnheard, place, 20), slow: false);
    }

    public Task<CaseHead?> Read(CaseId id, CancellationToken cancel) => Reads(() => store.ReadHead(id));

    public Task<IReadOnlyList<CaseHead>> ReadMany(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        Reads<IReadOnlyList<CaseHead>>(() => [.. ids.Select(store.ReadHead).OfType<CaseHead>()]);

    public Task<IReadOnlyList<CaseHead>> Search(
        HeadFilter filter, HeadOrder order, int skip, int take, CancellationToken cancel) =>
        Reads(() => store.Search(filter, skip, take));

    public Task<int> Count(HeadFilter filter, CancellationToken cancel) => throw NotAsked;

    public Task<IReadOnlyDictionary<string, int>> CountByState(HeadFilter filter, CancellationToken cancel) => throw NotAsked;

    public Task<IReadOnlyList<HeadCount>> CountOpen(DateTimeOffset now, TimeSpan atRiskWithin, CancellationToken cancel) =>
        Reads(store.CountOpen);

    public Task<IReadOnlyList<NodeLines>> ReadNodeLines(DateOnly from, CancellationToken cancel) => Reads(() => store.ReadNodeLines(from));

    public Task<IReadOnlyList<HeadsPerBucket>> CountPerBucket(
        string kind, DateTimeOffset from, DateTimeOffset to, TimeSpan bucket, HeadFilter slice, CancellationToken cancel) =>
        throw NotAsked;

    public Task<IReadOnlyList<DueDeadline>> LeaseDue(
        DateTimeOffset now, DateTimeOffset wallNow, TimeSpan lease, string holder, int max, CancellationToken cancel) =>
        Reads(() => store.LeaseDue(now, wallNow, lease, max));

    public Task<DateTimeOffset?> NextDue(CancellationToken cancel) => throw NotAsked;

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlight(string? afterKey, int max, CancellationToken cancel) =>
        Reads(() => store.ReadInFlight(afterKey, max));

    public Task<IReadOnlyList<InFlightEffect>> ReadInFlightOf(CaseId id, CancellationToken cancel) => throw NotAsked;

    public Task<IReadOnlyDictionary<CaseId, int>> CountInFlight(IReadOnlyCollection<CaseId> ids, CancellationToken cancel) =>
        throw NotAsked;

    public Task<IReadOnlyList<CaseHead>> ReadOpen(long afterCaseNo, int max, CancellationToken cancel) => throw NotAsked;

    public Task Clear(string reader, CancellationToken cancel) => throw NotAsked;

    public Task<LeaseStanding?> Read(string name, CancellationToken cancel) => Reads(() => store.ReadLease(name));

    public Task<long?> Take(string name, string holder, LeaseStanding? seen, CancellationToken cancel) =>
        Reads(() => store.TakeLease(name, holder, seen));

    public Task<bool> Renew(string name, long token, CancellationToken cancel) => Reads(() => store.RenewLease(name, token));

    public Task Release(string name, long token, CancellationToken cancel) => Reads(() => store.ReleaseLease(name, token));

    Task<Snapshot?> ISnapshots.Read(CaseId id, CancellationToken cancel) => Reads(() => store.ReadSnapshot(id));

    public Task Save(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel) =>
        Reads(() =>
        {
            store.SaveSnapshots(snapshots);
            return true;
        });

    public Task<IReadOnlyList<Snapshot>> ReadAll(string kind, CancellationToken cancel) => throw NotAsked;

    private Task<T> Reads<T>(Func<T> apply) =>
        faults.Strikes(FaultKind.StoreAway, _readLine, ++_reads, 2) ? Fails<T>() : Call(apply, unheard: false, slow: false);

    private Task<T> Fails<T>() => Call<T>(() => throw new StoreUnavailableException("The store is away."), unheard: false, slow: false);

    private Task<T> Call<T>(Func<T> apply, bool unheard, bool slow)
    {
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var wait = slow ? Slow : _pace.Of(++_calls).Between(Quick, Usual);
        time.After(wait, () =>
        {
            T result;
            try
            {
                result = apply();
            }
            catch (Exception refused) when (refused is StoreUnavailableException or LeaseLostException)
            {
                time.After(Quick, () => answer.TrySetException(refused));
                return;
            }

            if (isDead())
            {
                return;
            }

            time.After(Quick, () =>
            {
                if (unheard)
                {
                    answer.TrySetException(new StoreUnavailableException("The store was lost while it answered."));
                }
                else
                {
                    answer.TrySetResult(result);
                }
            });
        });
        return answer.Task;
    }
}
