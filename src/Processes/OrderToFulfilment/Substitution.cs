using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>
/// Something else instead of what was ordered: a whole line or nothing of it, since few want three of one kind and two of another; at the
/// price of what was ordered, or at its own where that is lower; and never instead of what is itself a substitute.
/// </summary>
internal static class Substitution
{
    /// <summary>What stands in for pieces of a line from now on.</summary>
    public static LineSubstituted Of(Order order, int line, int pieces, string sku, int before = 0) =>
        new(line, pieces, order.Lines.Max(one => one.Number) + 1 + before, sku, LowerPrice(order, line, sku));

    /// <summary>Asks for prices in force that were not asked for before; null where none is left to ask for.</summary>
    public static (StandInPricesAsked Fact, CheckOrder Effect)? Pricing(
        Order order, IEnumerable<(int Line, int Pieces, string Sku)> standIns)
    {
        var next = order.Lines.Max(one => one.Number) + 1;
        ImmutableArray<OrderLine> asked =
        [
            .. standIns.Where(one => !order.StandInPrices.ContainsKey(one.Sku)).DistinctBy(one => one.Sku).Select((one, n) => new OrderLine(
                next + n, one.Sku, $"Instead of {order.LineOf(one.Line).Description}", one.Pieces, order.LineOf(one.Line).UnitPrice)),
        ];
        return asked.IsEmpty ? null : (
            new StandInPricesAsked([.. asked.Select(line => line.Sku)]),
            new CheckOrder(order.Number, order.Needs.Customer.Id, order.Needs.Currency, order.Needs.PlacedAt,
                // With what was ordered, so that nobody takes it for another order.
                [.. order.Needs.Lines, .. asked]));
    }

    /// <summary>The customer never pays more than for what was ordered, and no more than the price in force. Nothing is no price.</summary>
    private static decimal? LowerPrice(Order order, int line, string sku) =>
        order.StandInPrices.GetValueOrDefault(sku) is { } price and > 0 && price < order.LineOf(line).UnitPrice ? price : null;

    /// <summary>Nothing of it is under way or delivered, and it is what the customer ordered.</summary>
    public static bool IsWhole(Line line, int pieces) => line.InsteadOf is null && line.Wanted == pieces && line.Assigned == 0;

    /// <summary>What the ERP has to hear: what falls away, and what comes in its place.</summary>
    public static CancelSalesOrder ErpInstead(Order order, ImmutableArray<LineSubstituted> instead) => new(
        order.Number,
        [.. instead.Select(one => new LineChange(one.Line, order.LineOf(one.Line).Wanted))],
        "substituted",
        [.. instead.Select(one => order.LineOf(one.As)).Select(line => new OrderLine(
            line.Number, line.Sku, line.Description, line.Ordered, line.UnitPrice))]);

    /// <summary>For the customer: which of the pieces that are sent are not what was ordered.</summary>
    public static ImmutableArray<string> Told(Order order, IEnumerable<PickedLine> sent) =>
    [
        .. from piece in sent
           let line = order.LineOf(piece.Line)
           where line.InsteadOf is not null
           select $"{piece.Picked} of {line.Sku} instead of {order.LineOf(line.InsteadOf!.Value).Sku}",
    ];
}
