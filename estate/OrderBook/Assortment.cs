using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>The goods of the invented retailer: codes, names, prices, and how often each is bought.</summary>
internal sealed class Assortment
{
    private static readonly string[] Looks =
        ["RED", "IVORY", "PINK", "VINTAGE", "SILVER", "BLUE SPOT", "RETRO", "WOODLAND", "FLORAL", "STRIPED", "HEART", "PAISLEY", "COPPER"];

    private static readonly string[] Stuffs = ["GLASS", "WOODEN", "METAL", "CERAMIC", "PAPER", "COTTON", "WICKER", "ENAMEL", "FELT"];

    private static readonly string[] Things =
    [
        "LANTERN", "CAKE TIN", "MUG", "BUNTING", "DOORMAT", "CANDLE HOLDER", "PICTURE FRAME", "LUNCH BOX", "JAM JAR", "COAT HANGER",
        "TEA TOWEL", "CLOCK", "NOTEBOOK", "TRINKET BOX", "PHOTO ALBUM", "WATERING CAN", "CUSHION", "GIFT BAG", "NIGHT LIGHT", "TEAPOT",
    ];

    private readonly Seeded _chance;
    private readonly double[] _cumulative = new double[Shape.Skus];
    private readonly Article[] _articles = new Article[Shape.Skus];

    public Assortment(Seeded chance)
    {
        _chance = chance;
        var sum = 0.0;
        for (var rank = 0; rank < Shape.Skus; rank++)
        {
            sum += Shape.BoughtByRank.Of(rank);
            _cumulative[rank] = sum;
            _articles[rank] = ArticleAt(rank);
        }
    }

    public Article Bought(double at)
    {
        var found = Array.BinarySearch(_cumulative, at * _cumulative[^1]);
        return _articles[Math.Min(found < 0 ? ~found : found, _articles.Length - 1)];
    }

    private Article ArticleAt(int rank)
    {
        var key = rank.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var variant = _chance.Chance(0.3, "variant", key) ? ((char)('A' + _chance.Below(6, "letter", key))).ToString() : "";
        var code = $"{20000 + (rank * 19)}{variant}";
        var name = $"{_chance.Pick(Looks, "look", key)} {_chance.Pick(Stuffs, "stuff", key)} {_chance.Pick(Things, "thing", key)}";
        return new Article(code, name, decimal.Max(0.01m, decimal.Round((decimal)Shape.UnitPrice.Of(_chance.Unit("price", key)), 2)));
    }
}

internal sealed record Article(string Sku, string Description, decimal UnitPrice);
