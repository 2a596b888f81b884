using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockLedger;
using Crossdock.Processes.StockVariances;

namespace Crossdock.Runtime.Synchronisation;

/// <summary>
/// Hears of sales at tills and of write-offs in the ERP that left less than nothing, and has each place counted, once at a time: what
/// sinks further while a count is asked for is covered by it. Whoever takes over finds places that stand below nothing on the look
/// through the ledgers.
/// </summary>
internal sealed class NegativeStock(IHeads heads, ITellCases tell, RetailNetwork network, BusinessClock clock)
{
    private static readonly Actor Runtime = Actor.System("Stock synchronisation");

    private readonly Queue<(string Sku, string Node, bool Swept)> _doubtful = new();
    private readonly Dictionary<(string Sku, string Node), CaseId> _counting = [];

    public void Take(Transition row)
    {
        foreach (var taken in row.Message.Data is StockInstructed told
            ? told.Instructions.Where(asked => asked.Act is StockAct.SellAtTill or StockAct.WrittenOff) : [])
        {
            _doubtful.Enqueue((row.Case.Key, taken.Node, Swept: false));
        }
    }

    /// <summary>A ledger that was looked at.</summary>
    public void Swept(string sku, LedgerAt ledger)
    {
        foreach (var (node, at) in ledger.Item.Nodes.Where(at => at.Value.Available < 0))
        {
            _doubtful.Enqueue((sku, node, Swept: true));
        }
    }

    public async Task TellNext(LedgerReading ledgers, CancellationToken cancel)
    {
        while (_doubtful.TryPeek(out var place))
        {
            var ledger = await ledgers.Read(place.Sku, anew: false, cancel);
            var at = Ledger.AsOf(ledger.Item, clock.GetUtcNow()).At(place.Node);
            DateTimeOffset? moved = place.Swept ? ledger.At ?? DateTimeOffset.MinValue : null;
            if (at.Available < 0 && !await IsCounted((place.Sku, place.Node), moved, cancel))
            {
                await Tell((place.Sku, place.Node), at, ledger.Row, cancel);
            }

            _doubtful.Dequeue();
        }
    }

    private async Task Tell((string Sku, string Node) place, NodeStock at, int row, CancellationToken cancel)
    {
        var id = Handlers.IdOf(place.Sku, place.Node, row);
        await tell.Tell(
            new Envelope(
                $"variance/{id}", "runtime/synchronisation", id, clock.GetUtcNow(), Runtime,
                new VarianceFound(
                    place.Sku, place.Node, network.Find(place.Node)?.Region, at.Available + at.Reserved, at.Available, row,
                    $"It was sold or written off though the books had promised it: {at.Available} free of {place.Sku} at {place.Node}.")),
            cancel);
        _counting[place] = id;
    }

    /// <param name="moved">
    /// when the ledger moved last, where only a look found it: a place that was counted after that stays below nothing because customers
    /// were promised what is not there, and is not counted for ever.
    /// </param>
    private async Task<bool> IsCounted((string Sku, string Node) place, DateTimeOffset? moved, CancellationToken cancel)
    {
        if (_counting.TryGetValue(place, out var known) && await heads.Read(known, cancel) is null or { Closed: null })
        {
            // No head yet: it was begun a moment ago.
            return true;
        }

        var newest = await heads.Search(
            new HeadFilter(Text: place.Sku, Kind: VarianceMap.Kind, Node: place.Node), HeadOrder.Newest, 0, 1, cancel);
        return newest is [{ Closed: var closed }] && (closed is null || closed >= moved);
    }
}
