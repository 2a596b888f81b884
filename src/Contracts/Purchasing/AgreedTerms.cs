namespace Crossdock.Contracts.Purchasing;

/// <summary>The VAT that a line is agreed to bear, in the words of EN 16931.</summary>
/// <param name="Category">of UNCL 5305: S, Z, E, AE, K, G, O, L or M (BT-151)</param>
/// <param name="Rate">in percent (BT-152); 0 for every category but S, L and M</param>
public sealed record AgreedTax(string Category, decimal Rate)
{
    private static readonly string[] Taxed = ["S", "L", "M"];
    private static readonly string[] Untaxed = ["Z", "E", "AE", "K", "G", "O"];

    /// <summary>Why nobody can have agreed to that, in a sentence; null where it can be.</summary>
    public string? WhyNot() =>
        !Taxed.Contains(Category) && !Untaxed.Contains(Category)
            ? $"'{Category}' is no VAT category: there are {string.Join(", ", Taxed.Concat(Untaxed))}."
        : Rate is < 0 or > 100 ? $"A VAT rate of {Rate} % cannot be."
        : Category == "S" && Rate == 0 ? "Of category S the rate is above 0; what bears none is Z, E, AE, K, G or O."
        : Untaxed.Contains(Category) && Rate != 0 ? $"Of category {Category} the rate is 0, not {Rate}."
        : null;

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Category} {Rate:0.##} %");
}

/// <summary>A unit in which a supplier may bill, and what it holds.</summary>
/// <param name="Unit">of UN/ECE recommendation 20, such as CT for a carton or DZN for a dozen (BT-130)</param>
public sealed record AgreedPack(string Unit, int Pieces);

/// <summary>What a supplier charges for bringing an order, as agreed with him: once for the order, however many lorries come.</summary>
/// <param name="Charge">net, in the currency of the order</param>
/// <param name="FreeFrom">from which value of goods on he brings them for nothing; null where he never does</param>
public sealed record FreightTerms(decimal Charge, decimal? FreeFrom = null)
{
    public decimal Of(decimal goods) => goods > 0 && !(goods >= FreeFrom) ? Charge : 0m;

    public string? WhyNot() =>
        Charge is < 0 or > 10_000_000 ? $"A freight of {Charge} cannot be."
        : FreeFrom < 0 ? $"Goods are worth no {FreeFrom}."
        : null;
}
