using Crossdock.Contracts;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Fulfilment;

namespace Crossdock.Runtime.Recovery;

/// <summary>What each node was asked for on which of its days, over one stretch of the feed; see <see cref="LinesOfDay"/>.</summary>
internal sealed class NodeLinesFold(RetailNetwork network)
{
    private readonly Dictionary<(string Node, DateOnly Day), int> _sums = [];

    public IReadOnlyList<NodeLines> Sums =>
        [.. _sums.Where(sum => sum.Value != 0).Select(sum => new NodeLines(sum.Key.Node, sum.Key.Day, sum.Value))];

    /// <param name="head">of the case after the row: lines that are given back were asked for on the day on which it was opened</param>
    public void Take(Transition row, CaseHead head)
    {
        if (row.Case.Kind == "fulfilment" && network.Find(head.Card.Node) is { } node && LinesOfDay.Of(row) is var lines and not 0)
        {
            var at = (node.Id, node.DayOf(head.Opened));
            _sums[at] = _sums.GetValueOrDefault(at) + lines;
        }
    }
}
