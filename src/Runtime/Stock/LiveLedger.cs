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
/// One activation of a SKU's ledger, free of what hosts it. Like a case it decides ahead of the disk and answers after it; unlike
/// one it never ends, so it keeps a snapshot now and then and remembers only its latest answers. Called by one thread at a time.
/// </summary>
/// <param name="forget">tells the host that this activation lost its fence and is of no more use</param>
public sealed class LiveLedger(string sku, LedgerSurroundings around, Action forget)
{
    /// <summary>Rows between two snapshots: folding this many takes a few milliseconds.</summary>
    private const int SnapshotEvery = 500;

    private static readonly LedgerProcess Process = new();

    private readonly CaseId _id = CaseId.Stock(sku);
    private readonly Fence _fence = new();
    private readonly RecentAnswers _answers = new();
    private Task? _loading;
    private StockItem _item = StockItem.Empty with { Sku = sku };
    private byte[] _hash = Chain.Start;
    private long _number;
    private int _seq;
    private Task _lastCommit = Task.CompletedTask;

    public async Task<ImmutableArray<StockPosition>> Positions(string? node)
    {
        await Loaded();
        return [.. _item.Nodes
            .Where(at => node is null || at.Key == node)
            .Select(at => new StockPosition(
                _item.Sku, at.Key, at.Value.Available + at.Value.Reserved, at.Value.Available, at.Value.Reserved, at.Value.InTransit,
                at.Value.Sold, at.Value.Adjusted, -at.Value.Received))];
    }

    /// <summary>Moves what may move, makes it durable, and only then answers. A repeat gets the same answer and moves nothing.</summary>
    /// <exception cref="FenceLostException">another activation wrote first; ask a fresh one</exception>
    public async Task<StockAnswer> Instruct(Envelope message)
    {
        await Loaded();
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

        var now = around.Clock.GetUtcNow();
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
        var body = around.Json.Write(row);
        _hash = Chain.Next(_hash, body);
        try
        {
            await around.Writer.Append(new JournalRow(_number, row.Case, row.Seq, row.At, body, _hash), _fence);
        }
        catch
        {
            _fence.Lost = true;
            forget();
            throw;
        }
    }

    /// <summary>A load that failed is not kept: the next instruction tries anew, for the store may be back.</summary>
    private Task Loaded() => _loading is null or { IsFaulted: true } or { IsCanceled: true } ? _loading = Load() : _loading;

    private async Task Load()
    {
        var snapshot = await around.Snapshots.Read(_id, CancellationToken.None);
        if (snapshot is not null && JsonSerializer.Deserialize(snapshot.Body, StockSnapshotJson.Default.StockSnapshot) is { } kept)
        {
            (_item, _seq, _hash, _number) = (kept.Item, snapshot.Seq, snapshot.Hash, snapshot.CaseNo);
            _answers.Restore(kept.Recent);
        }

        var rows = await around.Journal.ReadCase(_id, _seq, CancellationToken.None);
        foreach (var row in rows)
        {
            Apply(around.Json.Read(row.Body));
            (_hash, _number) = (row.Hash, row.CaseNo);
        }

        _number = _number != 0 ? _number : await around.Numbers.Next(CancellationToken.None);
    }

    /// <summary>Only of what is durable: rows decided meanwhile would be ahead of the disk.</summary>
    private async Task KeepSnapshot(int seq)
    {
        if (seq % SnapshotEvery == 0 && seq == _seq)
        {
            var body = JsonSerializer.SerializeToUtf8Bytes(
                new StockSnapshot(_item, _answers.All), StockSnapshotJson.Default.StockSnapshot);
            await around.Snapshots.Save([new Snapshot(_id, _number, seq, _hash, body)], CancellationToken.None);
        }
    }
}
