using Crossdock.Contracts.Invoices;
using static Crossdock.Processes.InvoiceToReconciliation.Validation.Amounts;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>The document totals, and that they add up (EN 16931-1, BG-22). A sum over what is no number is not judged.</summary>
internal static class TotalsRules
{
    private const string Totals = "cac:LegalMonetaryTotal";
    private const string Lines = "cbc:LineExtensionAmount";
    private const string Allowances = "cbc:AllowanceTotalAmount";
    private const string Charges = "cbc:ChargeTotalAmount";
    private const string WithoutVat = "cbc:TaxExclusiveAmount";
    private const string WithVat = "cbc:TaxInclusiveAmount";
    private const string Paid = "cbc:PrepaidAmount";
    private const string Rounding = "cbc:PayableRoundingAmount";
    private const string Payable = "cbc:PayableAmount";

    private static readonly IReadOnlyList<Rule> Given =
    [
        Rule.Exists("BR-12", Totals, Lines, "The sum of the line net amounts (BT-106)"),
        Rule.Exists("BR-13", Totals, WithoutVat, "The invoice total without VAT (BT-109)"),
        Rule.Exists("BR-14", Totals, WithVat, "The invoice total with VAT (BT-112)"),
        Rule.Exists("BR-15", Totals, Payable, "The amount due for payment (BT-115)"),
    ];

    public static void Check(InvoiceTree tree, Findings found)
    {
        foreach (var rule in Given)
        {
            rule.Check(tree, found);
        }

        foreach (var totals in tree.Named(Totals))
        {
            SumOfLines(tree, totals, found);
            SumOfDeductions("BR-CO-11", totals, Allowances, node => node.IsAllowance(), "allowances (BT-107)", found);
            SumOfDeductions("BR-CO-12", totals, Charges, node => node.IsCharge(), "charges (BT-108)", found);
            TotalWithoutVat(totals, found);
            AmountDue(totals, found);
        }

        TotalWithVat(tree.Root, found);
        foreach (var tax in tree.Root.Named("cac:TaxTotal"))
        {
            SumOfVat(tax, found);
        }
    }

    private static void SumOfLines(InvoiceTree tree, InvoiceNode totals, Findings found)
    {
        if (Sum(tree.Lines.SelectMany(line => line.Named(Lines))) is { } sum)
        {
            Differs("BR-CO-10", totals, Lines, Round2(sum), "The sum of the line net amounts (BT-106)", "the lines add up to", found);
        }
    }

    private static void SumOfDeductions(
        string rule, InvoiceNode totals, string total, Func<InvoiceNode, bool> isIt, string what, Findings found)
    {
        var deductions = totals.Parent?.Named("cac:AllowanceCharge").Where(isIt).ToList() ?? [];
        if ((totals.Has(total) || deductions.Count > 0) && Sum(deductions.SelectMany(node => node.Named("cbc:Amount"))) is { } sum)
        {
            Differs(rule, totals, total, Round2(sum), $"The sum of document {what}", "they add up to", found);
        }
    }

    private static void TotalWithoutVat(InvoiceNode totals, Findings found)
    {
        if (Operands(totals, Lines, Allowances, Charges) && totals.Number(Lines) is { } lines)
        {
            var isSum = totals.Has(Allowances) || totals.Has(Charges);
            var sum = lines + (totals.Number(Charges) ?? 0) - (totals.Number(Allowances) ?? 0);
            Differs("BR-CO-13", totals, WithoutVat, isSum ? Round2(sum) : sum, "The total without VAT (BT-109)",
                "lines (BT-106) minus allowances (BT-107) plus charges (BT-108) are", found);
        }
        else if (!totals.Has(Lines))
        {
            found.Error("BR-CO-13", totals, "The total without VAT (BT-109) cannot be right while the sum of lines (BT-106) is missing.");
        }
    }

    private static void TotalWithVat(InvoiceNode root, Findings found)
    {
        foreach (var currency in root.Named("cbc:DocumentCurrencyCode"))
        {
            var taxes = root.At("cac:TaxTotal/cbc:TaxAmount")
                .Where(tax => tax.Attribute("currencyID") is { } id && (id == currency.Text || id == currency.Value())).ToList();
            var totals = root.First(Totals);
            if (taxes.Count != 1)
            {
                found.Error("BR-CO-15", root, $"The VAT total in {currency.Value()} (BT-110) must be given once, but is given "
                    + $"{taxes.Count} times: the total with VAT (BT-112) cannot be checked without it.");
            }
            else if (totals is null || !totals.Has(WithVat) || !totals.Has(WithoutVat))
            {
                found.Error("BR-CO-15", totals ?? root, "The total with VAT (BT-112) must be the total without VAT (BT-109) plus VAT "
                    + "(BT-110), but one of the totals is missing.");
            }
            else if (totals.Number(WithoutVat) is { } without && TryRead(taxes[0].Text, out var tax))
            {
                Differs("BR-CO-15", totals, WithVat, Round2(without + tax), "The total with VAT (BT-112)",
                    "the total without VAT (BT-109) plus VAT (BT-110) is", found);
            }
        }
    }

    private static void AmountDue(InvoiceNode totals, Findings found)
    {
        if (!totals.Has(WithVat) || !totals.Has(Payable))
        {
            found.Error("BR-CO-16", totals, "The amount due (BT-115) must be the total with VAT (BT-112) minus what is paid (BT-113) plus "
                + "rounding (BT-114), but one of the two is missing.");
        }
        else if (Operands(totals, WithVat, Paid, Rounding) && totals.Number(WithVat) is { } total && totals.Number(Payable) is { } due)
        {
            var rounding = totals.Number(Rounding);
            var left = totals.Number(Paid) is { } paid ? Round2(total - paid) : total;
            if ((rounding is { } by ? Round2(due - by) : due) != left)
            {
                found.Error("BR-CO-16", totals.First(Payable)!, $"The amount due (BT-115) is {Said(due)}, but the total with VAT (BT-112) "
                    + $"minus what is paid (BT-113) plus rounding (BT-114) is {Said(left + (rounding ?? 0))}: mend whichever is wrong.");
            }
        }
    }

    private static void SumOfVat(InvoiceNode tax, Findings found)
    {
        if (tax.Has("cac:TaxSubtotal") && Sum(tax.At("cac:TaxSubtotal/cbc:TaxAmount")) is { } sum)
        {
            Differs("BR-CO-14", tax, "cbc:TaxAmount", Round2(sum), "The VAT total (BT-110)", "the VAT of the breakdown (BT-117) adds up to",
                found);
        }
    }

    private static void Differs(
        string rule, InvoiceNode parent, string path, decimal expected, string what, string why, Findings found)
    {
        if (parent.First(path) is not { } node)
        {
            found.Error(rule, parent, $"{what} is missing; {why} {Said(expected)}: give {path}.");
        }
        else if (TryRead(node.Text, out var given) && given != expected)
        {
            found.Error(rule, node, $"{what} is {Said(given)}, but {why} {Said(expected)}: mend whichever is wrong.");
        }
    }

    private static bool Operands(InvoiceNode totals, params string[] paths) =>
        paths.All(path => !totals.Has(path) || totals.Number(path) is not null);

    private static decimal? Sum(IEnumerable<InvoiceNode> amounts)
    {
        var sum = 0m;
        foreach (var amount in amounts)
        {
            if (!TryRead(amount.Text, out var number))
            {
                return null;
            }

            sum += number;
        }

        return sum;
    }
}
