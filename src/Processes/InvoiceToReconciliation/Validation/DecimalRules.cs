using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Amounts have two decimals at most; prices and quantities may have more (EN 16931-1, 6.4.3, BR-DEC).</summary>
internal static class DecimalRules
{
    private const int Most = 2;
    private const string Totals = "cac:LegalMonetaryTotal";
    private const string Breakdown = "cac:TaxTotal/cac:TaxSubtotal";

    public static readonly IReadOnlyList<Rule> All =
    [
        On("BR-DEC-01", "/cac:AllowanceCharge", "cbc:Amount", "BT-92") with { Where = node => node.IsAllowance() },
        On("BR-DEC-02", "/cac:AllowanceCharge", "cbc:BaseAmount", "BT-93") with { Where = node => node.IsAllowance() },
        On("BR-DEC-05", "/cac:AllowanceCharge", "cbc:Amount", "BT-99") with { Where = node => node.IsCharge() },
        On("BR-DEC-06", "/cac:AllowanceCharge", "cbc:BaseAmount", "BT-100") with { Where = node => node.IsCharge() },
        On("BR-DEC-09", Totals, "cbc:LineExtensionAmount", "BT-106"),
        On("BR-DEC-10", Totals, "cbc:AllowanceTotalAmount", "BT-107"),
        On("BR-DEC-11", Totals, "cbc:ChargeTotalAmount", "BT-108"),
        On("BR-DEC-12", Totals, "cbc:TaxExclusiveAmount", "BT-109"),
        InCurrency("BR-DEC-13", "cbc:DocumentCurrencyCode", "BT-110"),
        On("BR-DEC-14", Totals, "cbc:TaxInclusiveAmount", "BT-112"),
        InCurrency("BR-DEC-15", "cbc:TaxCurrencyCode", "BT-111"),
        On("BR-DEC-16", Totals, "cbc:PrepaidAmount", "BT-113"),
        On("BR-DEC-17", Totals, "cbc:PayableRoundingAmount", "BT-114"),
        On("BR-DEC-18", Totals, "cbc:PayableAmount", "BT-115"),
        On("BR-DEC-19", Breakdown, "cbc:TaxableAmount", "BT-116"),
        On("BR-DEC-20", Breakdown, "cbc:TaxAmount", "BT-117"),
        On("BR-DEC-23", "line", "cbc:LineExtensionAmount", "BT-131"),
        On("BR-DEC-24", "line/cac:AllowanceCharge", "cbc:Amount", "BT-136") with { Where = node => node.IsAllowance() },
        On("BR-DEC-25", "line/cac:AllowanceCharge", "cbc:BaseAmount", "BT-137") with { Where = node => node.IsAllowance() },
        On("BR-DEC-27", "line/cac:AllowanceCharge", "cbc:Amount", "BT-141") with { Where = node => node.IsCharge() },
        On("BR-DEC-28", "line/cac:AllowanceCharge", "cbc:BaseAmount", "BT-142") with { Where = node => node.IsCharge() },
    ];

    private static Rule On(string id, string context, string at, string term) => new(
        id, context, at, node => node.At(at).All(Fits), node => Says(node.At(at).First(amount => !Fits(amount)), term));

    private static Rule InCurrency(string id, string currency, string term) => new(
        id, "/cac:TaxTotal/cbc:TaxAmount", "", Fits, amount => Says(amount, term))
    {
        Where = amount => amount.Attribute("currencyID") is { } id && amount.Parent?.Parent?.Value(currency) == id,
    };

    public static bool Fits(InvoiceNode amount) => Amounts.Decimals(amount.Text) <= Most;

    public static string Says(InvoiceNode amount, string term) =>
        $"The amount {amount.Value()} ({term}) has {Amounts.Decimals(amount.Text)} decimals: round it to {Most}.";
}
