using System.Collections.Immutable;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>
/// What lies on the shelves when the book opens, from what will be sold later: what is needed and a reserve. One place in forty
/// of a SKU in demand is scarce: it opens with six tenths of its need, and the rest arrives from the supplier halfway through.
/// </summary>
internal sealed class StockPlan(int seed)
{
    private const double ScarceShare = 0.025;
    private const double ScarceOpening = 0.6;

    // The most pieces that one movement may carry.
    private const int MostAtOnce = 1_000_000;

    private readonly Seeded _chance = new(seed);
    private readonly Dictionary<(string Sku, string Node), Needed> _needs = [];

    public void Need(string sku, string node, int quantity) => Add(sku, node, quantity, correction: false);

    /// <summary>What is going to be written off has to be there first, so that place is never scarce.</summary>
    public void NeedForCorrection(string sku, string node, int quantity) => Add(sku, node, quantity, correction: true);

    public (ImmutableArray<MovementDocument> Opening, IReadOnlyList<BookEvent> Later) Settle(IReadOnlyList<BookEvent> events)
    {
        var opening = ImmutableArray.CreateBuilder<MovementDocument>();
        var later = new List<BookEvent>();
        foreach (var ((sku, node), need) in _needs.OrderBy(entry => entry.Key.Sku, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Node, StringComparer.Ordinal))
        {
            var place = $"{sku}/{node}";
            var scarce = !need.Correction && need.Quantity >= 4 && events.Count > 1 && _chance.Chance(ScarceShare, "scarce", place);
            var reserve = ReserveOf(node, need.Quantity);
            var first = (int)Math.Min(MostAtOnce, scarce ? need.Quantity * ScarceOpening : need.Quantity + reserve);
            opening.Add(new MovementDocument($"OPEN-{sku}-{node}", sku, node, "receive", first, "opening stock"));
            if (scarce)
            {
                var rest = (int)Math.Min(MostAtOnce, need.Quantity - first + reserve);
                var at = events[0].At + ((events[^1].At - events[0].At) * (0.5 + (0.4 * _chance.Unit("arrives", place))));
                later.Add(new StockMoved(at, "", new MovementDocument($"GR-{sku}-{node}", sku, node, "receive", rest, "late delivery")));
            }
        }

        return (opening.ToImmutable(), later);
    }

    // A store keeps a few pieces back for its walk-in trade, a hall more; both grow with the demand.
    private static long ReserveOf(string node, long quantity) =>
        (node.StartsWith("ST-", StringComparison.Ordinal) ? 5 : 30) + (quantity / 10);

    private void Add(string sku, string node, int quantity, bool correction)
    {
        var sum = _needs.GetValueOrDefault((sku, node));
        _needs[(sku, node)] = new Needed(sum.Quantity + Math.Abs((long)quantity), sum.Correction || correction);
    }

    private readonly record struct Needed(long Quantity, bool Correction);
}
