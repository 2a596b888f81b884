using System.Collections.Immutable;
using System.Text.Json;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Runtime.Journal;
using Orleans.Concurrency;

namespace Crossdock.Runtime.Stock;

/// <summary>
/// Hosts the ledger of one SKU. Like a case it decides ahead of the disk and answers after it; unlike one it never ends, so it
/// keeps a snapshot now and then and remembers only its latest answers.
/// </summary>
[Reentrant]
public sealed class StockGrain(
    IJournal journal,
    ISnapshots snapshots,
    GroupCommit writer,
    CaseNumbers numbers,
    JournalJson json,
    BusinessClock clock) : Grain, IStockGrain
{
    /// <summary>Rows between two snapshots: folding this many takes a few milliseconds.</summary>
    private const int SnapshotEvery = 500;

    private static readonly LedgerProcess Process = new();

    private readonly Fence _fence = new();
    private readonly RecentAnswers _answers = new();
    private Task? _loading;
    private StockItem _item = StockItem.Empty;
    private CaseId _id;
    private byte[] _hash = Chain.Start;
    private long _number;
    private int _seq;
    private Task _lastCommit = Task.CompletedTask;

    public async Task<Immutable<StockAnswer>> Instruct(Immutable<Envelope> envelope)
    {
        await Loaded();
        return (await Instruct(envelope.Value)).AsImmutable();
    }

    public async Task<Immutable<ImmutableArray<StockPosition>>> Positions(string? node)
    {
        await Loaded();
        return _item.Nodes
            .Where(at => node is null || at.Key == node)
            .Select(at => new StockPosition(
                _item.Sku, at.Key, at.Value.Available + at.Value.Reserved, at.Value.Available, at.Value.Reserved, at.Value.InTransit,
                at.Value.Sold, at.Value.Adjusted, -at.Value.Received))
            .ToImmutableArray().AsImmutable();
    }

    private async Task<StockAnswer> Instruct(Envelope message)
    {
        if (_fence.Lost)
        {
            throw new FenceLostException(_id);
        }

        if (_answers.Find(message.Id) is { } before)
        {
            await _lastCommit;
            return before with { Receipt = Receipt(TellResult.Duplicate, _seq) };
        }

        if (message.Data is not StockInstructed instructed)
        {
            return new StockAnswer(Receipt(TellResult.Ignored, _seq), [], ["The ledger hears stock instructions only."]);
        }

        var now = clock.GetUtcNow();
        var decision = Ledger.Decide(_item, instructed, now);
        var row = new Transition(
            _id, ++_seq, now, Process.Name, Process.Version, message, Outcome.Applied, _seq == 1 ? null : LedgerProcess.OnTheBooks,
            LedgerProcess.OnTheBooks, Final: false, Waits.Nothing, [.. decision.Facts], [], null,
            _seq == 1 ? Process.CardOf(_item, LedgerProcess.OnTheBooks) : null, string.Join(" ", decision.Refusals), []);
        Apply(row);
        var commit = Append(row);
        _lastCommit = commit;
        await commit;
        await KeepSnapshot(row.Seq);
        return _answers.Find(message.Id)! with { Receipt = Receipt(TellResult.Applied, row.Seq) };
    }

    private TellReceipt Receipt(TellResult result, int seq) => new(result, _id, seq, LedgerProcess.OnTheBooks, "");

    private void Apply(Transition row)
    {
        foreach (var fact in row.Facts)
        {
            _item = StockFacts.Fold(_item, fact);
        }

        _seq = row.Seq;
        _answers.Keep(row);
    }

    private async Task Append(Transition row)
    {
        var body = json.Write(row);
        _hash = Chain.Next(_hash, body);
        try
        {
            await writer.Append(new JournalRow(_number, row.Case, row.Seq, row.At, body, _hash), _fence);
        }
        catch
        {
            _fence.Lost = true;
            DeactivateOnIdle();
            throw;
        }
    }

    /// <summary>A load that failed is not kept: the next instruction tries anew, for the store may be back.</summary>
    private Task Loaded() => _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load() : _loading;

    private async Task Load()
    {
        var sku = this.GetPrimaryKeyString();
        _id = CaseId.Stock(sku);
        _item = StockItem.Empty with { Sku = sku };
        var snapshot = await snapshots.Read(_id, CancellationToken.None);
        if (snapshot is not null && JsonSerializer.Deserialize(snapshot.Body, StockSnapshotJson.Default.StockSnapshot) is { } kept)
        {
            (_item, _seq, _hash, _number) = (kept.Item, snapshot.Seq, snapshot.Hash, snapshot.CaseNo);
            _answers.Restore(kept.Recent);
        }

        var rows = await journal.ReadCase(_id, _seq, CancellationToken.None);
        foreach (var row in rows)
        {
            Apply(json.Read(row.Body));
            (_hash, _number) = (row.Hash, row.CaseNo);
        }

        _number = _number != 0 ? _number : await numbers.Next(CancellationToken.None);
    }

    /// <summary>Only of what is durable: rows decided meanwhile would be ahead of the disk.</summary>
    private async Task KeepSnapshot(int seq)
    {
        if (seq % SnapshotEvery == 0 && seq == _seq)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new StockSnapshot(_item, _answers.All), StockSnapshotJson.Default.StockSnapshot);
            await snapshots.Save([new Snapshot(_id, _number, seq, _hash, body)], CancellationToken.None);
        }
    }
}
