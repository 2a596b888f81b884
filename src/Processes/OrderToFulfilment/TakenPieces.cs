using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Where pieces that are wanted no more are taken from, once parts are at work.</summary>
/// <param name="BackOrdered">what is wanted then of lines of which no part has all</param>
/// <param name="Recalls">what parts are asked to give up</param>
/// <param name="Left">pieces by line that nobody can give up any more</param>
internal sealed record TakenPieces(
    ImmutableArray<LineChange> BackOrdered, ImmutableArray<Recall> Recalls, IReadOnlyDictionary<int, int> Left)
{
    /// <summary>
    /// What no part has goes first, then what a store has yet to pick. A warehouse can be told to stop a part, and not to pick less of it;
    /// a supplier cannot be told to stop. A part that is short is being decided about.
    /// </summary>
    public static TakenPieces Of(Order order, IReadOnlyDictionary<int, int> less)
    {
        var left = new Dictionary<int, int>(less);
        var changes = ImmutableArray.CreateBuilder<LineChange>();
        foreach (var line in order.Lines.Where(line => line.Unassigned > 0 && left.GetValueOrDefault(line.Number) > 0))
        {
            var goes = Math.Min(line.Unassigned, left[line.Number]);
            left[line.Number] -= goes;
            changes.Add(new LineChange(line.Number, line.Wanted - goes));
        }

        var recalls = ImmutableArray.CreateBuilder<Recall>();
        var open = order.Parts.Where(part => part.Stage == PartStage.Open && order.Shortages.All(missing => missing.Part != part.Case))
            .OrderBy(part => part.Mode == FulfilmentMode.ShipFromDc).ToList();
        foreach (var part in open.Where(part => part.Mode != FulfilmentMode.DropShip))
        {
            ImmutableArray<PickedLine> goes =
            [
                .. part.Lines.Select(line => line with { Picked = Math.Min(line.Picked, left.GetValueOrDefault(line.Line)) })
                    .Where(line => line.Picked > 0),
            ];
            if (!goes.IsEmpty && (part.Mode != FulfilmentMode.ShipFromDc || goes.SequenceEqual(part.Lines)))
            {
                recalls.Add(new Recall(part.Case, goes));
                foreach (var line in goes)
                {
                    left[line.Line] -= line.Picked;
                }
            }
        }

        return new TakenPieces(changes.ToImmutable(), recalls.ToImmutable(), left);
    }
}
