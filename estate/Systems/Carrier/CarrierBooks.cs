using System.Collections.Concurrent;

namespace Crossdock.Estate.Systems.Carrier;

/// <summary>How often a part's parcels came back: each return allows one more booking.</summary>
public sealed class CarrierBooks
{
    private readonly ConcurrentDictionary<string, int> _returns = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _delivered = new(StringComparer.Ordinal);

    public int ReturnsOf(string part) => _returns.GetValueOrDefault(part);

    public int Delivered => _delivered.Count;

    public void Return(string part) => _returns.AddOrUpdate(part, 1, (_, times) => times + 1);

    public void Deliver(string tracking) => _delivered[tracking] = true;
}
