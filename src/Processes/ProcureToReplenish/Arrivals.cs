using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.OrderToFulfilment;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>Customers' orders that wait for what has arrived hear of it, by their promise.</summary>
internal static class Arrivals
{
    public static Decision<TState> Tell<TState>(
        Decision<TState> decision, string node, ImmutableArray<ArrivedPieces> arrived, ImmutableArray<WaitingOrder> waiting)
        where TState : struct, Enum =>
        BackOrders.Served(node, arrived, waiting.IsDefault ? [] : waiting)
            .Aggregate(decision, (all, one) => all.Tell(one.Order, one.Message));

    public static string Because(WaitingFound found) => found.Orders.Length switch
    {
        0 => $"Nobody waits for what arrived at {found.Node}.",
        1 => $"One order waits for what arrived at {found.Node}.",
        var many => $"{many} orders wait for what arrived at {found.Node}.",
    };
}
