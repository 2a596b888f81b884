using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Processes.StockVariances;
using Crossdock.Runtime.Synchronisation;

namespace Crossdock.Runtime.Stock;

/// <summary>
/// Tells a warehouse system whose books are held against the ledger what moved in its hall without it: what a goods receipt put on the
/// shelf, what came of a transfer or left for one, what came back from a customer, what a count corrected. What it picked for a part, and
/// what the carrier took at its dock, it has seen itself; of a parcel that came back it is told what went to the shelf again.
/// </summary>
/// <remarks>
/// Told before the case that asked hears that the ledger has moved. A crash in between carries the effect out again under its key, so it
/// is told again, and is the same adjustment.
/// </remarks>
public sealed class UnseenMoves(ComparedBooks compared, IHeads heads, ITellCases tell, RetailNetwork network, BusinessClock clock)
{
    private const string Part = "fulfilment";
    private static readonly Actor Runtime = Actor.System("Stock ledger");

    private readonly ILookup<string, string> _keepers = compared.All
        .Where(books => books is { Measure: StockMeasure.Lying, Node: not null }).ToLookup(books => books.Node!, books => books.System);

    /// <param name="key">of the effect that asked the ledger</param>
    /// <param name="moved">each instruction with the pieces that it got</param>
    public async Task Tell(string key, IReadOnlyList<(StockOrder Order, int Granted)> moved, string? trace)
    {
        if (_keepers.Count == 0 || !RequestedEffect.TryCaseOf(key, out var by) || by.Kind == DiscrepancyMap.Kind)
        {
            return;
        }

        var byNode = moved.Where(one => by.Kind != Part || one.Order.Instruction.Act == StockAct.ComeBack)
            .Select(one => (one.Order.Sku, one.Order.Instruction, Pieces: Lying(one.Order.Instruction.Act, one.Granted)))
            .Where(one => one.Pieces != 0 && _keepers.Contains(one.Instruction.Node)).ToLookup(one => one.Instruction.Node);
        if (byNode.Count == 0 || await SaysItself(by))
        {
            return;
        }

        foreach (var node in byNode)
        {
            ImmutableArray<AdjustedPieces> lines =
            [
                .. node.GroupBy(one => one.Sku).Select(sku => new AdjustedPieces(sku.Key, sku.Sum(one => one.Pieces)))
                    .Where(line => line.Pieces != 0),
            ];
            foreach (var system in lines.IsEmpty ? [] : _keepers[node.Key])
            {
                await TellOne(key, by, system, node.Key, lines, node.First().Instruction.Reason, trace);
            }
        }
    }

    private async Task TellOne(
        string key, CaseId by, string system, string node, ImmutableArray<AdjustedPieces> lines, string reason, string? trace)
    {
        var (row, number) = RequestedEffect.PlaceOf(key);
        var asked = string.Create(CultureInfo.InvariantCulture, $"{system}-{row}.{number}");
        var id = Crossdock.Processes.StockAdjustments.Handlers.IdOf(asked, by);
        await tell.Tell(
            new Envelope(
                $"{key}/{system}/{node}", "runtime/stock", id, clock.GetUtcNow(), Runtime,
                new StockCorrected(node, network.Find(node)?.Region, lines, reason, by, system), Trace: trace),
            CancellationToken.None);
    }

    /// <summary>By how much what lies at a place changes; between free and set aside nothing moves.</summary>
    private static int Lying(StockAct act, int granted) => act switch
    {
        StockAct.Receive or StockAct.TakeBack or StockAct.ComeBack or StockAct.Arrive or StockAct.Adjust => granted,
        StockAct.Ship or StockAct.HandOver or StockAct.WriteOffReserved or StockAct.SellAtTill or StockAct.WrittenOff => -granted,
        StockAct.Reserve or StockAct.Post or StockAct.Void or StockAct.Deliver or StockAct.WriteOffTransit => 0,
        _ => throw new InvalidOperationException($"Nobody has said what {act} does to what lies there."),
    };

    /// <summary>A count that a difference asked for has the name of that difference, which tells the systems itself.</summary>
    private async Task<bool> SaysItself(CaseId by) => by.Kind == VarianceMap.Kind
        && await heads.Read(new CaseId(DiscrepancyMap.Kind, by.Key), CancellationToken.None) is not null;
}
