using Crossdock.Contracts.Purchasing;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.Systems.Suppliers;

/// <summary>How a supplier behaves who is asked for goods.</summary>
public enum Temperament
{
    /// <summary>Confirms within hours and delivers the next day.</summary>
    Prompt,
    /// <summary>Takes his time for everything.</summary>
    Slow,
    /// <summary>Says nothing before he is reminded, and sometimes not even then.</summary>
    Silent,
    /// <summary>Confirms fewer pieces, a higher price or a later day more often than not.</summary>
    Changing,
}

/// <param name="LeadDays">as agreed, from order to receipt</param>
/// <param name="Freight">as agreed; null where he brings his goods for nothing</param>
public sealed record Vendor(string Id, Temperament Temperament, int LeadDays, FreightTerms? Freight = null);

/// <summary>The suppliers that the retailer buys from, beside those that ship direct.</summary>
public static class Vendors
{
    public static readonly IReadOnlyList<Vendor> All =
    [
        new("VEN-MORTON", Temperament.Prompt, 1, new FreightTerms(15m, 250m)),
        new("VEN-HALLAM", Temperament.Prompt, 1, new FreightTerms(9.5m)), new("VEN-BRIGHTWELL", Temperament.Slow, 2),
        new("VEN-QUILL", Temperament.Silent, 2, new FreightTerms(20m, 400m)),
        new("VEN-DARROW", Temperament.Changing, 1, new FreightTerms(18m, 300m)),
    ];

    private static readonly IReadOnlyList<(Vendor, double)> Shares =
        [(All[0], 32), (All[1], 26), (All[2], 16), (All[3], 8), (All[4], 18)];

    /// <summary>Who supplies a SKU: always the same one.</summary>
    public static Vendor For(string sku, Seeded chance) => chance.Weighted(Shares, "supplies", sku);

    /// <summary>What a SKU bears in Britain: one in six is zero rated, as books and children's clothes are.</summary>
    public static AgreedTax TaxOn(string sku, Seeded chance) =>
        chance.Chance(1.0 / 6, "is-zero-rated", sku) ? new AgreedTax("Z", 0m) : new AgreedTax("S", 20m);

    /// <summary>Somebody who delivers, in the place of one who does not.</summary>
    public static Vendor Instead(string id) =>
        All.First(vendor => vendor.Temperament == Temperament.Prompt && vendor.Id != id);

    /// <summary>One that is not ours is taken for prompt.</summary>
    public static Vendor Find(string id) => All.FirstOrDefault(vendor => vendor.Id == id) ?? new Vendor(id, Temperament.Prompt, 1);
}
