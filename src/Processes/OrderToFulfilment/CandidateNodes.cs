using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// Which nodes sourcing is told of, out of all that have something: enough to choose well from, few enough to keep in the journal. Those
/// that have most of what is asked for, those that lie nearest, and the halls, and none that has had its lines of the day.
/// </summary>
public static class CandidateNodes
{
    private const int Fullest = 4;
    private const int Nearest = 4;
    private const int Halls = 3;

    public static IReadOnlySet<string> Of(
        FindStock asked, IReadOnlyCollection<StockPosition> promising, IReadOnlyCollection<NodeLoad> loads, RetailNetwork network)
    {
        var near = network.Find(asked.Near);
        var full = loads.Where(load => network.Find(load.Node) is { } node && load.LinesToday >= node.DailyCapacity)
            .Select(load => load.Node).ToHashSet();
        var holders = promising.GroupBy(position => position.Node)
            .Where(at => asked.Node is not null || !full.Contains(at.Key))
            .Select(at => (Id: at.Key, Node: network.Find(at.Key), Skus: at.Count(), Pieces: at.Sum(position => position.Available)))
            .Select(at => (at.Id, at.Skus, at.Pieces, Kilometres: Far(near, at.Node), Hall: at.Node?.Kind == NodeKind.Dc))
            .ToList();
        return holders.OrderByDescending(at => at.Skus).ThenBy(at => at.Kilometres).ThenByDescending(at => at.Pieces)
            .ThenBy(at => at.Id, StringComparer.Ordinal).Take(Fullest)
            .Concat(holders.OrderBy(at => at.Kilometres).ThenByDescending(at => at.Pieces)
                .ThenBy(at => at.Id, StringComparer.Ordinal).Take(Nearest))
            .Concat(holders.Where(at => at.Hall).OrderBy(at => at.Kilometres).ThenBy(at => at.Id, StringComparer.Ordinal).Take(Halls))
            .Select(at => at.Id).ToHashSet();
    }

    private static double Far(Node? near, Node? node) => near is null || node is null ? 0 : node.KilometresTo(near);
}
