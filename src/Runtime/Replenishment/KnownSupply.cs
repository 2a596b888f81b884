using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Contracts.Purchasing;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.ProcureToReplenish.Transfers;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Cases;

namespace Crossdock.Runtime.Replenishment;

/// <summary>A customer's order that waits for pieces of a SKU, and the node that is to get them.</summary>
public sealed record WaitsAt(string Node, int Pieces, WaitingOrder Order);

/// <summary>SKUs with their stock as the host knows it, and the orders that wait for them.</summary>
public sealed record SupplyKnown(ImmutableArray<SkuSituation> Skus, ImmutableArray<WaitsAt> Waiting);

/// <summary>
/// What a review does not have to be told: what lies where, what is on order and on its way, and which customers wait. Cases are read
/// from the journal, so that figures are those of the latest decision and not of a list behind it.
/// </summary>
public sealed class KnownSupply(IHeads heads, FoldedCases cases, WaitingOrders orders, IReadStock stock, Rulebook rules)
{
    /// <summary>Read in one go: a list that is paged while things move may leave one out, and its goods would be ordered again.</summary>
    public const int MostOpen = 20_000;

    private const int SkusAtOnce = 200;

    private readonly record struct Place(string Sku, string Node);

    public async Task<SupplyKnown> Read(ImmutableArray<SkuSituation> skus, CancellationToken cancel)
    {
        var places = skus.SelectMany(sku => (sku.Nodes.IsDefault ? [] : sku.Nodes).Select(at => new Place(sku.Sku, at.Node))).ToHashSet();
        var nodes = places.Select(place => place.Node).ToHashSet(StringComparer.Ordinal);

        // What is to come is read before what lies there. Goods that arrive in between count twice, and their need is seen a review
        // later; the other way round they would count nowhere, and would be ordered again.
        var onOrder = await OnOrder(nodes, cancel);
        var inTransit = await InTransit(nodes, cancel);
        var waiting = await Waiting(skus, cancel);
        var owed = waiting.GroupBy(one => new Place(one.Order.Sku, one.Node))
            .ToDictionary(place => place.Key, place => place.Sum(one => one.Pieces));
        var available = await Available(skus, cancel);
        return new SupplyKnown(
            [.. skus.Select(sku => sku with
            {
                Nodes = sku.Nodes.IsDefault ? [] : [.. sku.Nodes.Select(at => Known(sku.Sku, at))],
            })],
            waiting);

        NodeSituation Known(string sku, NodeSituation at)
        {
            var place = new Place(sku, at.Node);
            return at with
            {
                Stock = new StockThere(
                    available.GetValueOrDefault(place), onOrder.GetValueOrDefault(place), inTransit.GetValueOrDefault(place),
                    owed.GetValueOrDefault(place)),
            };
        }
    }

    private async Task<Dictionary<Place, int>> OnOrder(HashSet<string> nodes, CancellationToken cancel)
    {
        var sum = new Dictionary<Place, int>();
        await foreach (var (state, at) in Open<Purchase>("purchase", head => nodes.Contains(head.Card.Node ?? ""), cancel))
        {
            // Counted as stocked, and not on the shelf before the ledger has answered.
            var counted = at == nameof(PurchaseState.Receiving) ? state.Counting : null;
            foreach (var item in state.Items)
            {
                var place = new Place(item.Sku, state.Needs.Node);
                var moving = counted?.Lines.Where(line => line.Sku == item.Sku).Sum(line => line.Stocked) ?? 0;
                sum[place] = sum.GetValueOrDefault(place) + ToCome(state, item, at) + moving;
            }
        }

        return sum;
    }

    /// <summary>
    /// A supplier who has agreed to deliver no more brings what he has sent, unless the rest is to be bought elsewhere: that is proposed
    /// when this one ends. Of one that only the ERP keeps open nothing comes.
    /// </summary>
    private static int ToCome(Purchase state, PurchaseItem item, string at) =>
        at == nameof(PurchaseState.Unclosed) ? 0
        : state.Recalled && state.Elsewhere is null ? Math.Clamp(item.Advised - item.Received, 0, item.Outstanding)
        : item.Outstanding;

    private async Task<Dictionary<Place, int>> InTransit(HashSet<string> nodes, CancellationToken cancel)
    {
        var sum = new Dictionary<Place, int>();
        // Its card stands at the sender first and at the receiver later, so each is looked at.
        await foreach (var (state, at) in Open<Transfer>("transfer", _ => true, cancel))
        {
            foreach (var item in state.Items.Where(_ => nodes.Contains(state.Needs.To)))
            {
                var place = new Place(item.Sku, state.Needs.To);
                sum[place] = sum.GetValueOrDefault(place) + Enum.Parse<TransferState>(at) switch
                {
                    TransferState.Reserving => item.Asked,
                    TransferState.Firming or TransferState.AwaitingPick => item.Reserved,
                    TransferState.Leaving or TransferState.OnTheWay => item.Shipped,
                    TransferState.Arriving => item.Arrived,
                    _ => 0,
                };
            }
        }

        return sum;
    }

    /// <summary>Each waiting line counts at one node: the store the customer goes to, else the hall of their region.</summary>
    private async Task<ImmutableArray<WaitsAt>> Waiting(ImmutableArray<SkuSituation> skus, CancellationToken cancel)
    {
        var keep = skus.Where(sku => !sku.Nodes.IsDefaultOrEmpty).GroupBy(sku => sku.Sku, StringComparer.Ordinal)
            .ToDictionary(sku => sku.Key, sku => sku.First().Nodes, StringComparer.Ordinal);
        var waiting = ImmutableArray.CreateBuilder<WaitsAt>();
        foreach (var order in await orders.All(cancel))
        {
            foreach (var (sku, pieces) in BackOrders.Lacking(order).Where(lack => keep.ContainsKey(lack.Sku)))
            {
                var promise = order.Promise ?? order.Needs.PlacedAt;
                waiting.Add(new WaitsAt(
                    NodeFor(order, keep[sku]), pieces, new WaitingOrder(CaseId.Order(order.Number), sku, promise, pieces)));
            }
        }

        return waiting.ToImmutable();
    }

    private string NodeFor(Order order, ImmutableArray<NodeSituation> nodes)
    {
        var known = nodes.Select(at => at.Node).ToList();
        return order.PickupNode is { } store && known.Contains(store)
            ? store
            : known.OrderByDescending(node => rules.Network.Find(node)?.Region == order.Needs.Region)
                .ThenByDescending(node => rules.Network.Find(node)?.Kind == NodeKind.Dc)
                .ThenBy(node => node, StringComparer.Ordinal).First();
    }

    private async Task<Dictionary<Place, int>> Available(ImmutableArray<SkuSituation> skus, CancellationToken cancel)
    {
        var available = new Dictionary<Place, int>();
        foreach (var some in skus.Select(sku => sku.Sku).Where(CaseId.IsKey).Distinct().Chunk(SkusAtOnce))
        {
            foreach (var position in await stock.Positions(some, node: null, cancel))
            {
                available[new Place(position.Sku, position.Node)] = position.Available;
            }
        }

        return available;
    }

    private async IAsyncEnumerable<(TCase State, string At)> Open<TCase>(
        string kind, Func<CaseHead, bool> concerns, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var open = await heads.Search(new HeadFilter(Kind: kind, Open: true), HeadOrder.Oldest, 0, MostOpen, cancel);
        if (open.Count == MostOpen)
        {
            throw new InvalidOperationException($"{MostOpen} or more cases of {kind} are open; what is on order cannot be told.");
        }

        foreach (var head in open.Where(concerns))
        {
            var (state, at) = await cases.Read<TCase>(head.Case, cancel);
            if (at.Length > 0)
            {
                yield return (state, at);
            }
        }
    }
}
