using System.Collections.Concurrent;
using Crossdock.Contracts;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.People;

/// <summary>Goods of other nodes are 4 to 14 hours on the way. One line in 40 has lost a piece.</summary>
public sealed class Lorries(BusinessClock clock, Seeded chance)
{
    private readonly ConcurrentDictionary<string, DateTimeOffset> _arrive = new(StringComparer.Ordinal);

    /// <summary>From the first time that somebody looks out for it.</summary>
    public bool HasArrived(string transfer) => clock.GetUtcNow() >= _arrive.GetOrAdd(
        transfer, key => clock.GetUtcNow() + chance.Between(TimeSpan.FromHours(4), TimeSpan.FromHours(14), "rolls", key));

    public int Pieces(string transfer, string sku, int shipped) =>
        shipped > 1 && chance.Chance(1.0 / 40, "loses", $"{transfer}/{sku}") ? shipped - 1 : shipped;
}
