namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Who must be known to the tax office, for a category to be used.</summary>
internal enum VatParties
{
    /// <summary>The seller by VAT or tax registration identifier, or the representative by VAT identifier.</summary>
    Seller,

    /// <summary>The seller or the representative by VAT identifier.</summary>
    SellerVat,

    /// <summary>As <see cref="Seller"/>, and the buyer by VAT or legal registration identifier.</summary>
    SellerAndBuyer,

    /// <summary>As <see cref="SellerVat"/>, and the buyer by VAT identifier.</summary>
    SellerVatAndBuyerVat,

    /// <summary>Nobody: outside the scope of VAT, no VAT identifier may stand.</summary>
    Nobody,
}

internal enum VatRate
{
    Positive,
    ZeroOrMore,
    Zero,
    None,
}

/// <summary>One row for each VAT category of UNCL 5305 for which the standard has ten rules (BR-S-01 to BR-S-10 and so on).</summary>
/// <param name="Prefix">of the rules</param>
/// <param name="Code">BT-118, BT-151, BT-95, BT-102</param>
/// <param name="IsByRate">the breakdown is by rate, the tax is a product, and amounts may differ by less than one</param>
/// <param name="NeedsReason">an exemption reason must be given; otherwise none may be</param>
internal sealed record VatCategory(
    string Prefix, string Code, string Name, VatParties Parties, VatRate Rate, bool IsByRate, bool NeedsReason)
{
    public static readonly IReadOnlyList<VatCategory> All =
    [
        new("BR-S", "S", "standard rated", VatParties.Seller, VatRate.Positive, IsByRate: true, NeedsReason: false),
        new("BR-Z", "Z", "zero rated", VatParties.Seller, VatRate.Zero, IsByRate: false, NeedsReason: false),
        new("BR-E", "E", "exempt from VAT", VatParties.Seller, VatRate.Zero, IsByRate: false, NeedsReason: true),
        new("BR-AE", "AE", "reverse charge", VatParties.SellerAndBuyer, VatRate.Zero, IsByRate: false, NeedsReason: true),
        new("BR-IC", "K", "intra-community supply", VatParties.SellerVatAndBuyerVat, VatRate.Zero, IsByRate: false, NeedsReason: true),
        new("BR-G", "G", "export outside the EU", VatParties.SellerVat, VatRate.Zero, IsByRate: false, NeedsReason: true),
        new("BR-O", "O", "not subject to VAT", VatParties.Nobody, VatRate.None, IsByRate: false, NeedsReason: true),
        new("BR-AF", "L", "IGIC", VatParties.Seller, VatRate.ZeroOrMore, IsByRate: true, NeedsReason: false),
        new("BR-AG", "M", "IPSI", VatParties.Seller, VatRate.ZeroOrMore, IsByRate: true, NeedsReason: false),
    ];

    public string Rule(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Prefix}-{number:00}");

    public override string ToString() => $"{Code} ({Name})";
}
