namespace Crossdock.Estate.OrderBook;

/// <summary>
/// What the ERP holds in force, learnt from the book: for each SKU every price it was sold at, as customers' and volume prices.
/// A price of zero is never in force, so a line at zero is held until a person has looked at it. A list that has learnt nothing
/// takes every SKU at the price asked.
/// </summary>
public sealed class PriceList
{
    private readonly Dictionary<string, SortedSet<decimal>> _prices = new(StringComparer.Ordinal);

    public int Count => _prices.Count;

    public void Learn(string sku, decimal price)
    {
        if (!_prices.TryGetValue(sku, out var prices))
        {
            _prices[sku] = prices = [];
        }

        if (price > 0)
        {
            prices.Add(price);
        }
    }

    public bool Knows(string sku) => Count == 0 || _prices.ContainsKey(sku);

    /// <summary>What a single piece is usually sold at: the highest price it was sold at; 1 where the list has learnt none.</summary>
    public decimal Usual(string sku) => _prices.TryGetValue(sku, out var prices) && prices.Count > 0 ? prices.Max : 1m;

    /// <summary>The price in force nearest to the one asked about; null where the SKU was never sold at one.</summary>
    public decimal? Nearest(string sku, decimal asked) =>
        Count == 0 ? asked
        : !_prices.TryGetValue(sku, out var prices) || prices.Count == 0 ? null
        : prices.Contains(asked) ? asked
        : prices.MinBy(price => Math.Abs(price - asked));
}
