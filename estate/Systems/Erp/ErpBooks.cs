using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Erp;

/// <summary>What the ERP remembers of orders, deliveries and credit notes.</summary>
public sealed class ErpBooks
{
    private readonly ConcurrentDictionary<(string Customer, string Lines), (string Number, DateTimeOffset At)> _checked = new();
    private readonly ConcurrentDictionary<string, bool> _salesOrders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _issued = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Sku, string Node), long> _issuedAt = new();
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, int>> _deliveries = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> SalesOrders => (IReadOnlyCollection<string>)_salesOrders.Keys;

    /// <summary>Pieces of each SKU that left for customers, by goods issue.</summary>
    public IReadOnlyDictionary<string, int> Issued => _issued;

    /// <summary>Pieces that left a place for customers, by goods issue.</summary>
    public IReadOnlyDictionary<(string Sku, string Node), long> IssuedAt => _issuedAt;

    /// <summary>What went with each delivery, by its reference: pieces by SKU.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Deliveries => _deliveries;

    public void Post(string number) => _salesOrders[number] = true;

    public bool Knows(string number) => _salesOrders.ContainsKey(number);

    public void Issue(string reference, string node, IReadOnlyList<(string Sku, int Pieces)> lines)
    {
        _deliveries[reference] = lines.GroupBy(line => line.Sku).ToDictionary(sku => sku.Key, sku => sku.Sum(line => line.Pieces));
        foreach (var (sku, pieces) in lines)
        {
            _issued.AddOrUpdate(sku, pieces, (_, sum) => sum + pieces);
            _issuedAt.AddOrUpdate((sku, node), pieces, (_, sum) => sum + pieces);
        }
    }

    /// <summary>The other order of the same customer with the same lines a short while ago, if there is one.</summary>
    public string? LikelyDuplicateOf(string customer, string lines, string number, DateTimeOffset at, TimeSpan within)
    {
        var seen = _checked.GetOrAdd((customer, lines), (number, at));
        if (seen.Number == number || (at - seen.At).Duration() > within)
        {
            _checked[(customer, lines)] = (number, at);
            return null;
        }

        return seen.Number;
    }
}
