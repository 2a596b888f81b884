using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.Fulfilment;

/// <summary>Pieces of lines, less others or at most as many as others. A line of which nothing is left is left out.</summary>
internal static class LinePieces
{
    public static ImmutableArray<PickedLine> Without(this ImmutableArray<PickedLine> lines, ImmutableArray<PickedLine> gone)
    {
        var less = ByLine(gone);
        return [.. lines.Select(line => line with { Picked = line.Picked - less[line.Line].Sum() }).Where(line => line.Picked > 0)];
    }

    public static ImmutableArray<PartLine> Without(this ImmutableArray<PartLine> lines, ImmutableArray<PickedLine> gone)
    {
        var less = ByLine(gone);
        return [.. lines.Select(line => line with { Quantity = line.Quantity - less[line.Line].Sum() }).Where(line => line.Quantity > 0)];
    }

    public static ImmutableArray<PickedLine> AtMost(this ImmutableArray<PickedLine> lines, ImmutableArray<PickedLine> limits)
    {
        var most = ByLine(limits);
        return
        [
            .. lines.Select(line => line with { Picked = Math.Min(line.Picked, most[line.Line].Sum()) }).Where(line => line.Picked > 0),
        ];
    }

    private static ILookup<int, int> ByLine(ImmutableArray<PickedLine> lines) => lines.ToLookup(line => line.Line, line => line.Picked);
}
