using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.OrderToFulfilment;
using Crossdock.Runtime.Cases;

namespace Crossdock.Runtime.Replenishment;

/// <summary>
/// Customers' orders that wait for stock. They are found by a list that is written behind, and read from their rows: one that has begun
/// to wait a moment ago is found by its own next look.
/// </summary>
public sealed class WaitingOrders(IHeads heads, FoldedCases cases)
{
    /// <summary>Read in one go: a list that is paged while things move may leave one out.</summary>
    private const int MostWaiting = 20_000;

    /// <summary>Who is told of one arrival: far more than it is ever enough for, and few enough to keep in the journal.</summary>
    private const int MostServed = 200;

    /// <summary>Of every order that waits for anything.</summary>
    public async Task<ImmutableArray<Order>> All(CancellationToken cancel)
    {
        var found = await With(BackOrders.Term, MostWaiting, cancel);
        return found.Count < MostWaiting
            ? [.. found.Select(one => one.Order)]
            : throw new InvalidOperationException($"{MostWaiting} or more orders wait for stock; what they lack cannot be told.");
    }

    public async Task<Message> Find(FindWaiting effect, CancellationToken cancel)
    {
        var waiting = new List<WaitingOrder>();
        foreach (var sku in effect.Arrived.Select(one => one.Sku).Distinct())
        {
            waiting.AddRange((await With(BackOrders.TermOf(sku), MostServed, cancel))
                .Where(one => BackOrders.CanHaveFrom(one.Order, effect.Node))
                .SelectMany(one => BackOrders.Missing(one.Order, one.At).Where(lack => lack.Sku == sku).Select(lack => new WaitingOrder(
                    CaseId.Order(one.Order.Number), sku, one.Order.Promise ?? one.Order.Needs.PlacedAt, lack.Pieces))));
        }

        return new WaitingFound(
            effect.Node, effect.Arrived,
            [.. waiting.OrderBy(one => one.Promise).ThenBy(one => one.Order.ToString(), StringComparer.Ordinal).Take(MostServed)]);
    }

    private async Task<List<(Order Order, OrderState At)>> With(string term, int most, CancellationToken cancel)
    {
        var found = await heads.Search(new HeadFilter(Text: term, Kind: "order", Open: true), HeadOrder.Oldest, 0, most, cancel);
        var waiting = new List<(Order, OrderState)>();
        foreach (var head in found.Where(head => !head.Card.Terms.IsDefault && head.Card.Terms.Contains(term)))
        {
            var (order, at) = await cases.Read<Order>(head.Case, cancel);
            if (order.Placed is not null && Enum.TryParse<OrderState>(at, out var state) && !BackOrders.Missing(order, state).IsEmpty)
            {
                waiting.Add((order, state));
            }
        }

        return waiting;
    }
}
