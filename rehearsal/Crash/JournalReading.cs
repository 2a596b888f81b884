using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockLedger;

namespace Crossdock.Rehearsal.Crash;

/// <summary>One cell of the counts that screens show.</summary>
public sealed record Cell(string Process, string State, Waits Waits, string? Region, string? Channel, string? Node);

/// <summary>
/// Reads the journal as it grows and keeps what follows from it: which cases and messages are there, the ledgers, and the heads as
/// they were at a given place. It shares nothing with the host but the rows.
/// </summary>
public sealed class JournalReading(IJournal journal, JournalJson json)
{
    private const int Stretch = 5_000;

    private readonly HashSet<string> _cases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<CaseId, StockItem> _stock = [];
    private readonly Dictionary<CaseId, CaseHead> _heads = [];
    private readonly Queue<(FeedPosition At, Transition Row, long Number)> _ahead = new();
    private readonly HashSet<string> _movedSkus = new(StringComparer.Ordinal);
    private FeedPosition _at = FeedPosition.Start;

    public long Rows { get; private set; }

    public IEnumerable<StockItem> Stock => _stock.Values;

    public async Task ReadOn(CancellationToken cancel)
    {
        while (await journal.ReadFeed(_at, Stretch, cancel) is { Count: > 0 } rows)
        {
            foreach (var row in rows)
            {
                Note(row.Position, json.Read(row.Row.Body), row.Row.CaseNo);
            }

            _at = rows[^1].Position;
        }
    }

    public bool Has(string caseId) => _cases.Contains(caseId);

    public bool HasMessage(string form) => _messages.Contains(form);

    public StockItem? Ledger(CaseId id) => _stock.GetValueOrDefault(id);

    /// <summary>The SKUs that moved since this was last asked.</summary>
    public string[] TakeMovedSkus()
    {
        string[] moved = [.. _movedSkus];
        _movedSkus.Clear();
        return moved;
    }

    /// <summary>Open cases, counted as the heads must count them once they have read so far, and no further.</summary>
    public Dictionary<Cell, int> CountOpenAt(FeedPosition place)
    {
        while (_ahead.TryPeek(out var next) && next.At <= place)
        {
            _ahead.Dequeue();
            _heads[next.Row.Case] = HeadFold.Next(_heads.GetValueOrDefault(next.Row.Case), next.Row, next.Number);
        }

        return _heads.Values.Where(head => head.Closed is null)
            .GroupBy(head => new Cell(head.Process, head.State, head.Waits, head.Card.Region, head.Card.Channel, head.Card.Node))
            .ToDictionary(cell => cell.Key, cell => cell.Count());
    }

    private void Note(FeedPosition at, Transition row, long number)
    {
        Rows++;
        _cases.Add(row.Case.ToString());
        _messages.Add(Witness.FormOf(row.Message.Id));
        _ahead.Enqueue((at, row, number));
        if (row.Case.Kind != "stock")
        {
            return;
        }

        _movedSkus.Add(row.Case.Key);
        var before = _stock.GetValueOrDefault(row.Case, StockItem.Empty with { Sku = row.Case.Key });
        _stock[row.Case] = row.Facts.Aggregate(before, StockFacts.Fold);
    }
}
