using Crossdock.Contracts.Invoices;
using static Crossdock.Processes.InvoiceToReconciliation.Validation.Amounts;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What each part of the VAT breakdown must say, whatever its category (EN 16931-1, BG-23).</summary>
internal static class VatBreakdownRules
{
    private const string Context = "cac:TaxTotal/cac:TaxSubtotal";

    public static readonly IReadOnlyList<Rule> All =
    [
        Rule.Exists("BR-45", Context, "cbc:TaxableAmount", "The taxable amount of a VAT category (BT-116)"),
        Rule.Exists("BR-46", Context, "cbc:TaxAmount", "The VAT of a VAT category (BT-117)"),
        new("BR-47", Context, "cac:TaxCategory/cbc:ID", node => Categories(node).Any(tax => tax.Has("cbc:ID")),
            _ => "A part of the VAT breakdown names no VAT category (BT-118): give cac:TaxCategory with a code and the scheme VAT."),
        new("BR-48", Context, "cac:TaxCategory/cbc:Percent",
            node => Categories(node).Any(tax => tax.Has("cbc:Percent") || tax.Value("cbc:ID") == "O"),
            _ => "A part of the VAT breakdown has no rate (BT-119): give cbc:Percent; only what is not subject to VAT (O) has none."),
        new("BR-CO-17", Context, "cbc:TaxAmount", IsProduct, node =>
            $"The VAT (BT-117) is {node.Value("cbc:TaxAmount") ?? "missing"}, but {node.Value("cbc:TaxableAmount") ?? "nothing"} (BT-116) "
            + $"at {Rate(node)} % (BT-119) gives {Expected(node)}: mend the amount or the rate."),
    ];

    private static IEnumerable<InvoiceNode> Categories(InvoiceNode subtotal) =>
        subtotal.Named("cac:TaxCategory").Where(tax => tax.IsVat());

    private static decimal? Percent(InvoiceNode subtotal) =>
        Categories(subtotal).FirstOrDefault(tax => tax.Has("cbc:Percent"))?.Number("cbc:Percent");

    private static string Rate(InvoiceNode subtotal) => Percent(subtotal) is { } percent ? Said(percent) : "no";

    private static string Expected(InvoiceNode subtotal) =>
        Percent(subtotal) is { } percent && subtotal.Number("cbc:TaxableAmount") is { } taxable
            ? Said(Math.Sign(taxable) * Tax(taxable, percent)) : "0.00";

    // A rate below one half of a percent counts as zero, as in the published rule.
    private static bool IsProduct(InvoiceNode subtotal)
    {
        if (Unread(subtotal.First("cbc:TaxAmount")) || Unread(subtotal.First("cbc:TaxableAmount"))
            || Categories(subtotal).SelectMany(tax => tax.Named("cbc:Percent")).Any(Unread))
        {
            return true;
        }

        if (subtotal.Number("cbc:TaxAmount") is not { } tax)
        {
            return false;
        }

        return Percent(subtotal) is not { } percent || Round0(percent) == 0
            ? Round0(tax) == 0
            : subtotal.Number("cbc:TaxableAmount") is { } taxable && IsNear(Math.Abs(tax), Tax(taxable, percent));
    }

    private static bool Unread(InvoiceNode? node) => node is not null && !TryRead(node.Text, out _);
}
