using System.Collections.Immutable;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>What each customer has bought and not yet given back, so that a cancellation finds its own lines, the latest first.</summary>
internal sealed class CustomerLines
{
    private readonly Dictionary<(string Customer, string Sku), List<Bought>> _lines = [];

    /// <summary>Only known customers: a guest's return cannot be told from another's.</summary>
    public void Add(string customer, OrderDocument order)
    {
        for (var i = 0; i < order.Lines.Length; i++)
        {
            var key = (customer, order.Lines[i].Sku);
            if (!_lines.TryGetValue(key, out var bought))
            {
                _lines[key] = bought = [];
            }

            bought.Add(new Bought(order.Number, i + 1, order.Lines[i].Quantity));
        }
    }

    /// <summary>Takes pieces back; what it could not find is the rest.</summary>
    public (ImmutableArray<TakenBack> Taken, int Left) Take(string? customer, string sku, int quantity)
    {
        if (customer is null || !_lines.TryGetValue((customer, sku), out var bought))
        {
            return ([], quantity);
        }

        var taken = ImmutableArray.CreateBuilder<TakenBack>();
        for (var i = bought.Count - 1; i >= 0 && quantity > 0; i--)
        {
            var pieces = Math.Min(quantity, bought[i].Left);
            if (pieces > 0)
            {
                bought[i] = bought[i] with { Left = bought[i].Left - pieces };
                taken.Add(new TakenBack(bought[i].Order, bought[i].Line, pieces, bought[i].Left));
                quantity -= pieces;
            }
        }

        return (taken.ToImmutable(), quantity);
    }

    private sealed record Bought(string Order, int Line, int Left);
}
