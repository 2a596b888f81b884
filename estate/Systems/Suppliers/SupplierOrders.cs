using System.Collections.Concurrent;
using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>An order as its supplier has it. Changed under its own lock.</summary>
public sealed class SupplierOrder(string purchase, string supplier, string node)
{
    public Lock Lock { get; } = new();

    /// <summary>The retailer's case, which events name.</summary>
    public string Purchase => purchase;

    public string Number => purchase[(purchase.IndexOf('/', StringComparison.Ordinal) + 1)..];

    public string Supplier => supplier;

    public string Node => node;

    public int Revision { get; set; }

    public DateTimeOffset Due { get; set; }

    /// <summary>What was asked for, by SKU: pieces and price.</summary>
    public Dictionary<string, (int Pieces, decimal Price)> Asked { get; } = new(StringComparer.Ordinal);

    /// <summary>What he said that he will deliver; null before he has said anything.</summary>
    public Dictionary<string, (int Pieces, decimal Price)>? Confirmed { get; set; }

    /// <summary>What each SKU was agreed to bear, where the order said it.</summary>
    public Dictionary<string, AgreedTax> Taxes { get; } = new(StringComparer.Ordinal);

    /// <summary>What he may charge for bringing it: as the order said, or as he said and nobody sent it back.</summary>
    public decimal Freight { get; set; }

    /// <summary>What went onto lorries, by SKU.</summary>
    public Dictionary<string, int> Loaded { get; } = new(StringComparer.Ordinal);

    /// <summary>When the first lorry left; null before.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    public int Reminders { get; set; }

    public int Despatches { get; set; }

    public bool Declined { get; set; }

    public bool Cancelled { get; set; }

    /// <summary>When the latest lorry is sure to be counted; until then nothing can be cancelled.</summary>
    public DateTimeOffset OnTheRoadUntil { get; set; }

    /// <summary>What he means to deliver.</summary>
    public Dictionary<string, (int Pieces, decimal Price)> Agreed => Confirmed ?? Asked;
}

/// <summary>The order books of all suppliers, each its own.</summary>
public sealed class SupplierOrders
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, SupplierOrder>> _books = new(StringComparer.Ordinal);

    public IEnumerable<SupplierOrder> All => _books.Values.SelectMany(book => book.Values);

    public SupplierOrder? Find(string supplier, string purchase) => _books.GetValueOrDefault(supplier)?.GetValueOrDefault(purchase);

    public SupplierOrder Open(string purchase, string supplier, string node) => _books
        .GetOrAdd(supplier, _ => new ConcurrentDictionary<string, SupplierOrder>(StringComparer.Ordinal))
        .GetOrAdd(purchase, _ => new SupplierOrder(purchase, supplier, node));
}

/// <summary>Goods on a lorry or in the yard.</summary>
/// <param name="Lines">what is really on it, whatever its papers say</param>
public sealed record Delivery(
    string Number, string Node, string Advice, DateTimeOffset Arrives, IReadOnlyList<PickedItem> Lines);

/// <summary>The yards of the retailer's nodes: what is on its way to them or stands there, until it is counted in.</summary>
public sealed class Yards
{
    private readonly ConcurrentDictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);

    public int Count => _deliveries.Count;

    public void Send(Delivery delivery) => _deliveries[delivery.Advice] = delivery;

    public IReadOnlyList<Delivery> ArrivedBy(DateTimeOffset now) =>
        [.. _deliveries.Values.Where(delivery => delivery.Arrives <= now).OrderBy(delivery => delivery.Arrives)];

    public void Unload(Delivery delivery) => _deliveries.TryRemove(delivery.Advice, out _);
}
