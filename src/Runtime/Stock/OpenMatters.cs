using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.Running;
using Crossdock.Processes.StockAdjustments;
using Crossdock.Processes.StockComparison;
using Crossdock.Processes.StockDiscrepancies;
using Crossdock.Processes.StockLedger;
using Crossdock.Processes.StockVariances;

namespace Crossdock.Runtime.Stock;

/// <summary>
/// Cases that have moved a SKU at a place and may still have to tell somebody of it, and those that are seeing to it already. While there
/// is one, a difference between the ledger and another system's books is explained.
/// </summary>
public sealed class OpenMatters(IHeads heads, IJournal journal, JournalJson json)
{
    private const string Part = "fulfilment";
    private const string Settling = "settle-stock";
    private const int MostUnderWay = 5_000;
    private const int MostAtDock = 200;

    public static readonly ILookup<(string Sku, string Node), CaseId> Nothing =
        Array.Empty<CaseId>().ToLookup(_ => (Sku: "", Node: ""));

    private static readonly string[] SeeingToIt = [AdjustmentMap.Kind, VarianceMap.Kind, DiscrepancyMap.Kind];

    /// <summary>
    /// Cases that have asked the ledger to move what a system may have moved already, such as parcels that it loaded: by the places.
    /// </summary>
    public async Task<ILookup<(string Sku, string Node), CaseId>> UnderWay(CancellationToken cancel)
    {
        var asked = new List<(string Sku, string Node, CaseId By)>();
        foreach (var effect in (await heads.ReadInFlight(null, MostUnderWay, cancel)).Where(effect => effect.Kind == Settling))
        {
            var row = RequestedEffect.PlaceOf(effect.Key).Row;
            asked.AddRange((await journal.ReadCase(effect.Case, row - 1, cancel)).Take(1)
                .SelectMany(asking => json.Read(asking.Body).Effects)
                .Where(one => one.Key == effect.Key).Select(one => one.Effect).OfType<SettleStock>().SelectMany(settle => settle.Orders)
                .Select(order => (order.Sku, order.Instruction.Node, effect.Case)));
        }

        return asked.ToLookup(one => (one.Sku, one.Node), one => one.By);
    }

    /// <summary>
    /// Parcels that stand at a dock: a warehouse system sees them leave, the carrier tells of it, and may tell late, or not before one is
    /// back and inspected. They explain that it has fewer, as far as they have pieces.
    /// </summary>
    /// <param name="fewer">pieces that the warehouse system has fewer than the ledger</param>
    public async Task<IReadOnlyList<CaseId>> AtDock(
        string node, IEnumerable<Reservation> reserved, int fewer, CancellationToken cancel)
    {
        var (parts, pieces) = (new List<CaseId>(), 0);
        foreach (var held in reserved.Where(held => held.Node == node && held.Firm).Take(MostAtDock))
        {
            var order = held.Name.Split('@')[0];
            var standing = !CaseId.IsKey(order) ? []
                : (await heads.Search(
                    new HeadFilter(Kind: Part, Node: node, Parent: CaseId.Order(order), Open: true), HeadOrder.Oldest, 0, 10, cancel))
                .Where(head => head.State is nameof(PartState.AwaitingHandover) or nameof(PartState.Booking)
                    or nameof(PartState.Inspecting)).ToList();
            if (standing.Count > 0)
            {
                parts.AddRange(standing.Select(head => head.Case));
                pieces += held.Pieces;
            }
        }

        return pieces >= fewer ? parts : [];
    }

    /// <summary>
    /// Comparisons that lag: what a system that keeps only its own place cannot say, nobody else's difference there is held against.
    /// </summary>
    public async Task<IReadOnlyList<CaseId>> Lagging(CancellationToken cancel) =>
        [.. (await heads.Search(
            new HeadFilter(Kind: ComparisonMap.Kind, State: nameof(ComparisonState.Lagging), Open: true), HeadOrder.Oldest, 0, MostAtDock,
            cancel)).Select(head => head.Case)];

    /// <param name="rows">of the ledger, that moved it there</param>
    /// <param name="underWay">cases that have asked the ledger to move it there</param>
    public async Task<ImmutableArray<string>> Of(
        string sku, string node, StockMeasure measure, IReadOnlyList<Transition> rows, IEnumerable<CaseId> underWay,
        CancellationToken cancel)
    {
        var about = await heads.Search(
            new HeadFilter(Text: sku, Kinds: SeeingToIt, Node: node, Open: true), HeadOrder.Oldest, 0, 10, cancel);
        List<CaseId> open = [.. about.Select(head => head.Case), .. underWay];
        // What leaves its floor a warehouse system has seen itself; of all else an adjustment tells it.
        if (measure == StockMeasure.Owned)
        {
            var movers = rows.Select(row => RequestedEffect.TryCaseOf(row.Message.Id, out var by) ? by : default(CaseId?))
                .OfType<CaseId>().Distinct().ToList();
            foreach (var head in movers.Count == 0 ? [] : await heads.ReadMany(movers, cancel))
            {
                if (head.Case.Kind == Part ? await IsPartOpen(head, cancel) : await IsOpen(head, cancel))
                {
                    open.Add(head.Case);
                }
            }
        }

        return [.. open.Distinct().Select(id => id.ToString()).Order(StringComparer.Ordinal)];
    }

    /// <summary>
    /// A purchase waits for weeks for its next delivery, and has told of the last one long ago: as long as nothing that it asked is
    /// unanswered, and nothing of it needs a person, it has nothing to tell.
    /// </summary>
    private async Task<bool> IsOpen(CaseHead head, CancellationToken cancel) => head.Closed is null
        && (head.Incident is not null || head.Held is not null || head.Card.Exception is not null
            || (await heads.ReadInFlightOf(head.Case, cancel)).Count > 0);

    /// <summary>What a part delivers, its order tells the ERP: until the answer is there or the order over, it is on its way.</summary>
    private async Task<bool> IsPartOpen(CaseHead part, CancellationToken cancel)
    {
        if (part.Card.Parent is not { } order || await heads.Read(order, cancel) is not { Closed: null })
        {
            return part.Closed is null;
        }

        var reference = part.Case.ToString();
        return !(await journal.ReadCase(order, 0, cancel)).Select(row => json.Read(row.Body).Message.Data)
            .OfType<DeliveryPosted>().Any(posted => posted.Reference == reference);
    }
}
