using System.Collections.Immutable;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// What pieces cost the customer: their prices, less what the order as a whole was reduced by. A reduction is spread over all that was
/// ordered, by price, so that each piece is charged, given back and credited at the same price, whichever comes first.
/// </summary>
internal static class PiecePrices
{
    /// <summary>What these pieces cost before the order was reduced.</summary>
    public static decimal Gross(Order order, ImmutableArray<PickedLine> lines) =>
        lines.Sum(line => order.LineOf(line.Line).UnitPrice * line.Picked);

    /// <summary>What is charged for these pieces. Charges are added up, so that in the end not a cent is lost by rounding.</summary>
    public static decimal Due(Order order, ImmutableArray<PickedLine> lines) =>
        Net(order, order.ChargedGross + Gross(order, lines)) - Net(order, order.ChargedGross);

    /// <summary>What a charge adds to <see cref="Order.ChargedGross"/>, which only orders that were reduced have use for.</summary>
    public static decimal Counted(Order order, ImmutableArray<PickedLine> lines) => Off(order) > 0 ? Gross(order, lines) : 0;

    /// <summary>What goes back for pieces of a part that came back, rounded in favour of the customer.</summary>
    public static decimal Returned(Order order, ImmutableArray<PickedLine> lines)
    {
        var gross = Gross(order, lines);
        return gross - decimal.Round(Reduction(order, gross), 2, MidpointRounding.ToZero);
    }

    /// <summary>What goes back for pieces that were delivered and returned, by SKU, on top of what was returned before.</summary>
    public static decimal Returned(Order order, IEnumerable<(string Sku, int Pieces)> more)
    {
        var before = Gross(order, order.ReturnedByLine);
        return Net(order, before + Gross(order, LinesOf(order, more))) - Net(order, before);
    }

    /// <summary>
    /// Whose pieces come back, of the lines that share a SKU and perhaps not a price: the first that has any with the customer. Which line
    /// that is stays so, whatever is delivered afterwards.
    /// </summary>
    public static ImmutableDictionary<int, int> LinesOf(Order order, IEnumerable<(string Sku, int Pieces)> more)
    {
        var lines = ImmutableDictionary<int, int>.Empty;
        foreach (var (sku, pieces) in more)
        {
            var left = pieces;
            foreach (var line in order.Lines.Where(line => line.Sku == sku))
            {
                var before = order.ReturnedByLine.GetValueOrDefault(line.Number) + lines.GetValueOrDefault(line.Number);
                var of = Math.Clamp(line.Delivered - before, 0, left);
                lines = of > 0 ? lines.SetItem(line.Number, lines.GetValueOrDefault(line.Number) + of) : lines;
                left -= of;
            }
        }

        return lines;
    }

    /// <summary>What is charged besides the pieces, once: postage and the like, less what a reduction is more than the goods.</summary>
    public static decimal Extras(Order order) => Math.Max(
        0, order.Needs.Charges.Where(charge => charge.Amount > 0).Sum(charge => charge.Amount) - Math.Max(0, Off(order) - Goods(order)));

    private static decimal Gross(Order order, ImmutableDictionary<int, int> pieces) =>
        pieces.Sum(line => order.LineOf(line.Key).UnitPrice * line.Value);

    private static decimal Net(Order order, decimal gross) => gross - decimal.Round(Reduction(order, gross), 2);

    private static decimal Reduction(Order order, decimal gross)
    {
        var goods = Goods(order);
        return goods <= 0 ? 0 : Math.Min(Off(order), goods) * Math.Min(gross, goods) / goods;
    }

    private static decimal Goods(Order order) => order.Needs.Lines.Sum(line => line.UnitPrice * line.Quantity);

    private static decimal Off(Order order) => -order.Needs.Charges.Where(charge => charge.Amount < 0).Sum(charge => charge.Amount);
}
