using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.StockBooks;

/// <summary>
/// How a system's books of stock go wrong: of so many lines of documents it takes the paper and loses the stock, and as often pieces go or
/// come with no document at all, one time in four a whole box.
/// </summary>
public sealed class Drift(double share, Seeded chance, StockBook book)
{
    private const int Box = 24;

    public bool Loses(string line)
    {
        if (chance.Chance(share, "goes-by-itself", line))
        {
            var places = book.At.Where(at => at.Value.Pieces > Box).Select(at => at.Key)
                .OrderBy(at => at.Node, StringComparer.Ordinal).ThenBy(at => at.Sku, StringComparer.Ordinal).ToArray();
            if (places.Length > 0)
            {
                var (sku, node) = places[chance.Below(places.Length, "which-goes", line)];
                var pieces = chance.Chance(0.25, "a-box", line) ? Box : 1 + chance.Below(3, "how-many-go", line);
                book.Spoil(sku, node, chance.Chance(0.5, "goes-or-comes", line) ? -pieces : pieces);
            }
        }

        return chance.Chance(share, "loses-stock", line);
    }
}
