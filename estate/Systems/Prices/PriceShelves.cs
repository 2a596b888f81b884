using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Prices;

/// <summary>What one target sells a SKU at, and what waits there.</summary>
/// <param name="Promotion">the number that the price is of; null for the regular one</param>
/// <param name="PlannedFor">the number that a price waits for</param>
public sealed record PriceShelf(decimal Price, string? Promotion, string? PlannedFor, decimal? Planned);

/// <summary>
/// The price books of one system, target by target: what customers are asked there, kept apart from all that Crossdock believes.
/// </summary>
/// <param name="regular">the price of a SKU without any promotion</param>
public sealed class PriceShelves(Func<string, decimal> regular)
{
    private readonly ConcurrentDictionary<(string Target, string Sku), PriceShelf> _shelves = new();

    /// <summary>Every target that has anything of a promotion, live or waiting: its name, SKU and number.</summary>
    public IEnumerable<(string Target, string Sku, string Number)> Held => _shelves
        .SelectMany(shelf => new[] { shelf.Value.Promotion, shelf.Value.PlannedFor }.OfType<string>().Distinct()
            .Select(number => (shelf.Key.Target, shelf.Key.Sku, number)));

    public PriceShelf At(string target, string sku) =>
        _shelves.GetValueOrDefault((target, sku)) ?? new PriceShelf(regular(sku), null, null, null);

    public void Stage(string target, string sku, string number, decimal price) =>
        Change(target, sku, shelf => shelf with { PlannedFor = number, Planned = price });

    public void Activate(string target, string sku, string number, decimal price) => Change(target, sku, shelf => new PriceShelf(
        price, number, shelf.PlannedFor == number ? null : shelf.PlannedFor, shelf.PlannedFor == number ? null : shelf.Planned));

    public void Revert(string target, string number)
    {
        foreach (var key in _shelves.Keys.Where(key => key.Target == target))
        {
            Change(key.Target, key.Sku, shelf => new PriceShelf(
                shelf.Promotion == number ? regular(key.Sku) : shelf.Price, shelf.Promotion == number ? null : shelf.Promotion,
                shelf.PlannedFor == number ? null : shelf.PlannedFor, shelf.PlannedFor == number ? null : shelf.Planned));
        }
    }

    /// <summary>A till is set up anew, or a hand slips: it sells at another price than it was told.</summary>
    public void Mistype(string target, string sku, decimal price) =>
        Change(target, sku, shelf => shelf with { Price = price, Promotion = null });

    private void Change(string target, string sku, Func<PriceShelf, PriceShelf> change) => _shelves.AddOrUpdate(
        (target, sku), _ => change(new PriceShelf(regular(sku), null, null, null)), (_, shelf) => change(shelf));
}
