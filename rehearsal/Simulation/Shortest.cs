using Crossdock.Rehearsal.Simulation.Laws;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>
/// Finds the shortest story that still ends in the same harm: orders and faults are taken away, in halves first and one by one at last,
/// and whatever was not needed stays away.
/// </summary>
internal static class Shortest
{
    public static TrialResult Of(TrialResult found, int mostTries = 400)
    {
        var law = found.Harms[0].Law;
        var best = found with { Scenario = found.Scenario with { OnlyFaults = found.Struck } };
        var tries = 0;
        best = Less(
            best, best.Orders.Select(order => order.Number).ToList(),
            (scenario, orders) => scenario with { OnlyOrders = orders.ToHashSet() });
        best = Less(
            best, best.Struck.OrderBy(fault => fault.ToString(), StringComparer.Ordinal).ToList(),
            (scenario, faults) => scenario with { OnlyFaults = faults.ToHashSet() });
        return best;

        TrialResult Less<T>(TrialResult from, List<T> all, Func<Scenario, List<T>, Scenario> with)
        {
            for (var size = all.Count; size > 0;)
            {
                var shorter = false;
                for (var at = 0; at < all.Count && tries < mostTries;)
                {
                    var rest = all.Where((_, n) => n < at || n >= at + size).ToList();
                    tries++;
                    var tried = Trial.Run(with(from.Scenario, rest));
                    if (tried.Harms.Any(harm => harm.Law == law))
                    {
                        (from, all, shorter) = (tried, rest, true);
                    }
                    else
                    {
                        at += size;
                    }
                }

                size = shorter && size == 1 ? 1 : size / 2;
            }

            return from;
        }
    }
}
