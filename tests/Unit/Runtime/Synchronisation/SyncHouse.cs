using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockLedger;
using Crossdock.Processes.StockSynchronisation;
using Crossdock.Runtime.Stock;
using Crossdock.Runtime.Synchronisation;
using Crossdock.Unit.Tests.Processes.Synchronisation;
using Microsoft.Extensions.Time.Testing;

namespace Crossdock.Unit.Tests.Runtime.Synchronisation;

/// <summary>
/// Channels' cases, ledgers and a journal in memory, with time that moves when told: what the watch does, without a host around it. A
/// channel answers some ticks after it was told; a row is heard at the next tick.
/// </summary>
internal sealed class SyncHouse : ITellCases, IJournal, ISnapshots
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private const int AnswerAfterTicks = 3;

    private static readonly ProcessCatalogue Catalogue = ProcessCatalogue.Retail;

    private readonly Dictionary<CaseId, CaseRun> _runs = [];
    private readonly Dictionary<CaseId, List<JournalRow>> _rows = [];
    private readonly Dictionary<string, StockItem> _ledgers = new(StringComparer.Ordinal);
    private readonly List<Transition> _unheard = [];
    private readonly List<(int At, CaseId Case, RequestedEffect Asked)> _underWay = [];
    private readonly JournalJson _json = Catalogue.Json();
    private readonly ChannelLine[] _lines;
    private readonly LedgerReading _reading;
    private int _ticks;
    private int _told;

    public SyncHouse(params string[] channels)
    {
        Clock = BusinessClock.Wall(Wall);
        _lines = [.. channels.Select(channel => new ChannelLine(new SyncedChannel(channel, "web"), Rules, Clock, Wall))];
        _reading = new LedgerReading(this, this, _json);
    }

    public FakeTimeProvider Wall { get; } = new(Processes.Given.Now);

    public BusinessClock Clock { get; }

    public Rulebook Rules { get; } = Rulebook.Of(Processes.Given.Network);

    public ChannelBooks Books { get; } = new();

    public HashSet<string> Down { get; } = [];

    public IEnumerable<Transition> SyncRows => _rows.Where(rows => rows.Key.Kind == SyncMap.Kind)
        .SelectMany(rows => rows.Value).Select(row => _json.Read(row.Body));

    public int Available(string sku) => Math.Max(0, _ledgers[sku].Nodes.Values.Sum(node => Math.Max(0, node.Available)) - 1);

    public IReadOnlyCollection<string> Skus => _ledgers.Keys;

    /// <summary>Takes the channels up, as a host does that has just become the one.</summary>
    public async Task TakeUp()
    {
        foreach (var line in _lines)
        {
            await line.TakeUp(1, this, _json, this, CancellationToken.None);
        }
    }

    public SyncReading Sync(IHeads heads) => new(heads, this, _json, Rules, Clock);

    public LedgerPast Past() => new(this, this, _json);

    public LedgerReading Reading() => new(this, this, _json);

    public List<Transition> TakeUnheard()
    {
        List<Transition> rows = [.. _unheard];
        _unheard.Clear();
        return rows;
    }

    public async Task Sweep()
    {
        foreach (var sku in Skus)
        {
            var ledger = await _reading.Read(sku, anew: true, CancellationToken.None);
            Array.ForEach(_lines, line => line.Swept(sku, ledger));
        }
    }

    /// <summary>A row of a SKU's ledger. What nobody hears is what another host committed.</summary>
    public void Move(string sku, int pieces, bool heard = true)
    {
        var id = CaseId.Stock(sku);
        var item = _ledgers.GetValueOrDefault(sku, StockItem.Empty with { Sku = sku });
        var message = new StockInstructed(
            sku, [new StockInstruction(pieces > 0 ? StockAct.Receive : StockAct.SellAtTill, "ST-1", Math.Abs(pieces), null, "")], null);
        var row = new Transition(
            id, RowsOf(id).Count + 1, Clock.GetUtcNow(), "stock-ledger", 1,
            new Envelope($"m-{++_told}", "test", id, Clock.GetUtcNow(), Actor.Crossdock, message), Outcome.Applied, "OnTheBooks",
            "OnTheBooks", false, Waits.Nothing, [.. Ledger.Decide(item, message, Clock.GetUtcNow()).Facts], [], null, null, "", []);
        _ledgers[sku] = row.Facts.Aggregate(item, StockFacts.Fold);
        Write(row, heard);
    }

    public async Task Ticks(int count, Action<int>? each = null)
    {
        for (var n = 0; n < count; n++, _ticks++)
        {
            each?.Invoke(n);
            Wall.Advance(Tick);
            foreach (var row in _unheard.ToList())
            {
                _unheard.Remove(row);
                Hear(row);
            }

            foreach (var line in _lines)
            {
                await line.TellNext(_reading, this, _json, this, CancellationToken.None);
            }

            foreach (var due in _underWay.Where(due => due.At <= _ticks && !Down.Contains(ChannelOf(due.Case))).ToList())
            {
                _underWay.Remove(due);
                await Tell(
                    new Envelope(
                        $"{due.Asked.Key}/answer", "channel", due.Case, Clock.GetUtcNow(), Actor.System("Channel"),
                        Books.Carry(due.Asked.Effect), Answers: due.Asked.Key), CancellationToken.None);
            }
        }
    }

    public Task<TellReceipt> Tell(Envelope envelope, CancellationToken cancel)
    {
        if (!_runs.TryGetValue(envelope.Subject, out var run))
        {
            run = _runs[envelope.Subject] = new CaseRun(Catalogue.Find(SyncMap.Kind)!, envelope.Subject, Rules);
        }

        if (run.AnswerWithoutRow(envelope) is { } known)
        {
            return Task.FromResult(known);
        }

        var row = run.Next(envelope, Clock.GetUtcNow());
        run.Apply(row);
        Write(row, heard: true);
        foreach (var asked in row.Effects)
        {
            if (asked.Effect is not TellCase tell)
            {
                _underWay.Add((_ticks + AnswerAfterTicks, row.Case, asked));
            }
            else if (tell.To.Kind == SyncMap.Kind)
            {
                _ = Tell(new Envelope(asked.Key, row.Case.ToString(), tell.To, Clock.GetUtcNow(), Actor.Crossdock, tell.Data), cancel);
            }
        }

        var result = row.Outcome == Outcome.Applied ? TellResult.Applied : TellResult.Ignored;
        return Task.FromResult(run.Receipt(result, row.Because));
    }

    public Task<IReadOnlyList<JournalRow>> ReadCase(CaseId id, int afterSeq, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<JournalRow>>([.. RowsOf(id).Skip(afterSeq)]);

    public Task<Snapshot?> Read(CaseId id, CancellationToken cancel) => Task.FromResult<Snapshot?>(null);

    public Task Save(IReadOnlyList<Snapshot> snapshots, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<Snapshot>> ReadAll(string kind, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlySet<CaseId>> Append(IReadOnlyList<JournalRow> rows, CancellationToken cancel) => throw new NotSupportedException();

    public Task<long> ReserveNumbers(int count, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<FeedKey>> ReadFeedKeys(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<IReadOnlyList<FeedRow>> ReadFeed(FeedPosition after, int max, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<long> CountRows(CancellationToken cancel) => throw new NotSupportedException();

    private static string ChannelOf(CaseId run) => run.Key[..run.Key.LastIndexOf('-')];

    private List<JournalRow> RowsOf(CaseId id) => _rows.TryGetValue(id, out var rows) ? rows : _rows[id] = [];

    private void Hear(Transition row)
    {
        if (row.Case.Kind == SyncMap.Kind)
        {
            Array.ForEach(_lines, line => line.Take(row));
            return;
        }

        _reading.Take(row);
        Array.ForEach(_lines, line => line.Moved(row.Case.Key, row.At));
    }

    private void Write(Transition row, bool heard)
    {
        RowsOf(row.Case).Add(new JournalRow(1, row.Case, row.Seq, row.At, _json.Write(row), []));
        if (heard)
        {
            _unheard.Add(row);
        }
    }
}
