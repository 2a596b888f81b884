using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What an order waits for, until when, and who gets what arrives.</summary>
public static class BackOrders
{
    /// <summary>Orders that wait for anything can be found by this, and by <see cref="TermOf"/> of each SKU that they wait for.</summary>
    public const string Term = "waits:stock";

    public static string TermOf(string sku) => $"waits:{sku}";

    /// <summary>Pieces by SKU that the order lacks and that nobody is fetching for it at this moment.</summary>
    public static ImmutableArray<(string Sku, int Pieces)> Missing(Order order, OrderState at)
    {
        var waits = at == OrderState.WaitingForStock
            || (at == OrderState.Fulfilling && !order.Pending.Overlaps([Pending.Reservation, Pending.Firming, Pending.Release]));
        return waits ? Lacking(order) : [];
    }

    /// <summary>Pieces by SKU that no part has and nothing is set aside for.</summary>
    public static ImmutableArray<(string Sku, int Pieces)> Lacking(Order order)
    {
        var held = order.Reserved.ToLookup(line => line.Line, line => line.Reserved);
        return [.. order.Lines.Select(line => (line.Sku, Pieces: line.Unassigned - held[line.Number].Sum()))
            .Where(line => line.Pieces > 0)
            .GroupBy(line => line.Sku, (sku, lines) => (sku, lines.Sum(line => line.Pieces)))];
    }

    /// <summary>A customer who fetches it from a store has no use for pieces elsewhere.</summary>
    public static bool CanHaveFrom(Order order, string node) => !order.PickupOnly || order.PickupNode == node;

    /// <summary>
    /// By when all that is lacking should be there, going by what is on order; null when it is not all on order. Others may wait for the
    /// same pieces: it is what the customer is told to expect, and no promise.
    /// </summary>
    public static DateTimeOffset? ExpectedBy(Order order, StockFound found)
    {
        DateTimeOffset? by = null;
        var there = found.Positions.Select(position => position.Sku).ToHashSet();
        var expected = found.Expected.IsDefault ? [] : found.Expected;
        foreach (var (sku, pieces) in Lacking(order).Where(lack => !there.Contains(lack.Sku)))
        {
            var left = pieces;
            var last = expected.Where(one => one.Sku == sku && CanHaveFrom(order, one.Node)).OrderBy(one => one.Due)
                .SkipWhile(one => (left -= one.Pieces) > 0).FirstOrDefault();
            if (last is null)
            {
                return null;
            }

            by = by > last.Due ? by : last.Due;
        }

        return by;
    }

    /// <summary>What is on order is waited for a while longer than its date, and nothing for good.</summary>
    public static bool StillExpected(Order order, Context context) =>
        order.ExpectedBy is { } by
        && context.Now <= by + context.Policy.Read(Policy.BackOrderGrace)
        && context.Now - order.Needs.PlacedAt < context.Policy.Read(Policy.BackOrderLongest);

    /// <summary>Who is told of what has arrived: by promise, as many as it is enough for.</summary>
    public static IEnumerable<(CaseId Order, StockArrived Message)> Served(
        string node, ImmutableArray<ArrivedPieces> arrived, ImmutableArray<WaitingOrder> waiting)
    {
        var left = arrived.GroupBy(one => one.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(one => one.Pieces));
        foreach (var one in waiting.OrderBy(one => one.Promise).ThenBy(one => one.Order.ToString(), StringComparer.Ordinal))
        {
            if (left.GetValueOrDefault(one.Sku) is var pieces and > 0)
            {
                left[one.Sku] = pieces - Math.Max(1, one.Pieces);
                yield return (one.Order, new StockArrived(one.Sku, node, pieces));
            }
        }
    }
}
