using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>Pieces that suppliers sent straight to customers, by SKU.</summary>
public sealed class SupplierBooks
{
    private readonly ConcurrentDictionary<string, int> _shipped = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, int> Shipped => _shipped;

    public void Ship(string sku, int pieces) => _shipped.AddOrUpdate(sku, pieces, (_, sum) => sum + pieces);
}
