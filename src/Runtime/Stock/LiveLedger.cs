using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Journal;

namespace Crossdock.Runtime.Stock;

/// <summary>What every activation of a ledger works with.</summary>
public sealed record LedgerSurroundings(
    IJournal Journal, ISnapshots Snapshots, GroupCommit Writer, CaseNumbers Numbers, JournalJson Json, BusinessClock Clock);

/// <summary>
/// One activation of a SKU's ledger, free of what hosts it. Like a case it decides one message at a time, ahead of the disk, and
/// answers after it; unlike one it never ends, so it keeps a snapshot now and then and remembers only its latest answers.
/// </summary>
/// <param name="forget">tells the host that this activation lost its fence and is of no more use</param>
public sealed class LiveLedger(string sku, LedgerSurroundings around, Action forget)
{
    /// <summary>Rows between two snapshots, at least: folding this many takes some tens of milliseconds.</summary>
    private const int SnapshotEvery = 2_000;

    private static readonly LedgerProcess Process = new();

    private readonly CaseId _id = CaseId.Stock(sku);
    private readonly Lock _gate = new();
    private readonly Fence _fence = new();
    private readonly RecentAnswers _answers = new();
    private Task? _loading;
    private bool _isLoaded;
    private bool _wasAsked;
    private StockItem _item = StockItem.Empty with { Sku = sku };
    private byte[] _hash = Chain.Start;
    private long _number;
    private int _seq;
    private int _nextSnapshot = SnapshotEvery;
    private Task _lastCommit = Task.CompletedTask;

    /// <summary>Moves what may move, makes it durable, and only then answers. A repeat gets the same answer and moves nothing.</summary>
    /// <exception cref="FenceLostException">another activation wrote first; ask a fresh one</exception>
    public Task<StockAnswer> Instruct(Envelope message)
    {
        lock (_gate)
        {
            _wasAsked = true;
            return _isLoaded ? Decide(message) : InstructLoaded(message);
        }
    }

    /// <summary>Whether nobody has asked it anything since the last look, and nothing of it is on its way to the disk.</summary>
    public bool IsIdle()
    {
        lock (_gate)
        {
            var idle = !Volatile.Read(ref _wasAsked) && _lastCommit.IsCompleted && _loading is null or { IsCompleted: true };
            Volatile.Write(ref _wasAsked, false);
            return idle;
        }
    }

    public async ValueTask<ImmutableArray<StockPosition>> Positions(string? node)
    {
        Volatile.Write(ref _wasAsked, true);
        if (!Volatile.Read(ref _isLoaded))
        {
            await Loaded();
        }

        // One reference to what never changes: whatever is decided meanwhile makes a new item.
        var nodes = Ledger.AsOf(Volatile.Read(ref _item), around.Clock.GetUtcNow()).Nodes;
        if (node is not null)
        {
            return nodes.TryGetValue(node, out var only) ? [PositionOf(node, only)] : [];
        }

        var all = ImmutableArray.CreateBuilder<StockPosition>(nodes.Count);
        foreach (var (name, at) in nodes)
        {
            all.Add(PositionOf(name, at));
        }

        return all.MoveToImmutable();
    }

    private StockPosition PositionOf(string node, NodeStock at) => new(
        sku, node, at.Available + at.Reserved, at.Available, at.Reserved, at.InTransit, at.Sold, -at.Adjusted, -at.Received);

    private async Task<StockAnswer> InstructLoaded(Envelope message)
    {
        await Loaded();
        Task<StockAnswer> answer;
        lock (_gate)
        {
            answer = Decide(message);
        }

        return await answer;
    }

    private Task<StockAnswer> Decide(Envelope message)
    {
        if (_fence.Lost)
        {
            throw new FenceLostException(_id);
        }

        if (_answers.Find(message.Id) is { } before)
        {
            return After(_lastCommit, before with { Receipt = Receipt(TellResult.Duplicate, _seq) });
        }

        if (message.Data is not StockInstructed instructed)
        {
            return Task.FromResult(
                new StockAnswer(Receipt(TellResult.Ignored, _seq), [], ["The ledger hears stock instructions only."]));
        }

        var row = RowOf(message, Ledger.Decide(_item, instructed, around.Clock.GetUtcNow()));
        var body = around.Json.Write(row);
        var hash = Chain.Next(_hash, body);
        var answer = RecentAnswers.Of(row);
        var pending = new PendingInstruction(this, new JournalRow(_number, _id, row.Seq, row.At, body, hash), row, _fence, answer);
        // Refused, nothing has changed: the decision is made anew when the sender tries again.
        around.Writer.Append(pending);
        Apply(row);
        _hash = hash;
        _answers.Keep(answer);
        pending.Snapshot = TakeSnapshot();
        _lastCommit = pending.Answer;
        return pending.Answer;
    }

    private Transition RowOf(Envelope message, LedgerDecision decision)
    {
        var seq = _seq + 1;
        return new Transition(
            _id, seq, around.Clock.GetUtcNow(), Process.Name, Process.Version, message, Outcome.Applied,
            seq == 1 ? null : LedgerProcess.OnTheBooks, LedgerProcess.OnTheBooks, Final: false, Waits.Nothing, [.. decision.Facts], [],
            null, seq == 1 ? LedgerProcess.CardOf(_item) : null, string.Join(" ", decision.Refusals), []);
    }

    private static async Task<StockAnswer> After(Task written, StockAnswer answer)
    {
        await written;
        return answer;
    }

    private TellReceipt Receipt(TellResult result, int seq) => new(result, _id, seq, LedgerProcess.OnTheBooks, "");

    private void Apply(Transition row)
    {
        foreach (var fact in row.Facts)
        {
            _item = StockFacts.Fold(_item, fact);
        }

        _seq = row.Seq;
    }

    /// <summary>A load that failed is not kept: the next instruction tries anew, for the store may be back.</summary>
    private Task Loaded()
    {
        lock (_gate)
        {
            return _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load() : _loading;
        }
    }

    private async Task Load()
    {
        var newer = new NewerMap(Process, _id, forget);
        var snapshot = await around.Snapshots.Read(_id, CancellationToken.None);
        var kept = snapshot is null ? null : JsonSerializer.Deserialize(snapshot.Body, StockSnapshotJson.Default.StockSnapshot);
        var rows = await around.Journal.ReadCase(_id, kept is null ? 0 : snapshot!.Seq, CancellationToken.None);
        var number = snapshot?.CaseNo ?? (rows.Count > 0 ? rows[0].CaseNo : await around.Numbers.Next(CancellationToken.None));
        lock (_gate)
        {
            if (kept is not null)
            {
                newer.Refuse(kept.MapVersion);
                (_item, _seq, _hash) = (kept.Item, snapshot!.Seq, snapshot.Hash);
                _answers.Restore(kept.Recent);
            }

            foreach (var stored in rows)
            {
                var row = newer.Read(around.Json, stored);
                Apply(row);
                _answers.Keep(RecentAnswers.Of(row));
                _hash = stored.Hash;
            }

            _nextSnapshot = rows.Count < SnapshotEvery ? _seq - rows.Count + SnapshotEvery : _seq + 1;
            (_number, _isLoaded) = (number, true);
        }
    }

    /// <summary>
    /// What the ledger is at this row, now and then; written when the row is durable. A ledger with many reservations waits
    /// longer, so that its snapshots cost no more a row than those of a small one.
    /// </summary>
    private SnapshotTaken? TakeSnapshot()
    {
        if (_seq < _nextSnapshot)
        {
            return null;
        }

        var recent = _answers.All;
        _nextSnapshot = NextSnapshot(_item, recent.Length);
        return new(_seq, _hash, new StockSnapshot(_item, recent, Process.Version));
    }

    private int NextSnapshot(StockItem item, int answers) => _seq + Math.Max(SnapshotEvery, item.Reservations.Count + answers);

    private async Task Keep(SnapshotTaken taken)
    {
        // Not by the one who tells everybody what was written.
        await Task.Yield();
        try
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(taken.Body, StockSnapshotJson.Default.StockSnapshot);
            await around.Snapshots.Save([new Snapshot(_id, _number, taken.Seq, taken.Hash, body)], CancellationToken.None);
        }
        catch (StoreUnavailableException)
        {
            // The next one is as good: a snapshot may be lost at any time.
            return;
        }
    }

    private void Leave() => forget();

    private sealed record SnapshotTaken(int Seq, byte[] Hash, StockSnapshot Body);

    private sealed class PendingInstruction(
        LiveLedger owner, JournalRow row, Transition transition, Fence fence, RecentAnswer answer)
        : PendingRow<StockAnswer>(row, transition, fence)
    {
        public SnapshotTaken? Snapshot { get; set; }

        protected override StockAnswer WhenCommitted()
        {
            if (Snapshot is { } snapshot)
            {
                _ = owner.Keep(snapshot);
            }

            return new StockAnswer(owner.Receipt(TellResult.Applied, Row.Seq), answer.Granted, answer.Reasons);
        }

        protected override void WhenFailed()
        {
            Fence.Lost = true;
            owner.Leave();
        }
    }
}
