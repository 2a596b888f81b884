using Crossdock.Contracts.Invoices;
using static Crossdock.Processes.InvoiceToReconciliation.Validation.Amounts;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>
/// The ten rules that each VAT category has (EN 16931-1, 6.4.4): 01 it stands in the breakdown; 02 to 04 the parties are known when a
/// line, an allowance, a charge uses it; 05 to 07 their rates; 08 the taxable amount; 09 the tax; 10 the exemption reason. The
/// numbers are the same in all, the table of <see cref="VatCategory"/> says what differs.
/// </summary>
internal static class VatCategoryRules
{
    private const string Breakdown = "cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory";

    public static void Check(InvoiceTree tree, Findings found)
    {
        foreach (var category in VatCategory.All)
        {
            IsInBreakdown(tree, category, found);
            Parties(tree, category, found);
            Rates(tree, category, found);
            foreach (var tax in tree.Root.At(Breakdown).Where(tax => tax.IsVat() && IsOf(tax, category)))
            {
                TaxableAmount(tree, category, tax, found);
                TaxAmount(category, tax, found);
                ExemptionReason(category, tax, found);
            }
        }

        Delivery(tree, found);
        NothingElse(tree, found);
    }

    private static void IsInBreakdown(InvoiceTree tree, VatCategory category, Findings found)
    {
        // The published rule for S asks nobody for the tax scheme.
        var isAnyScheme = category.Code == "S";
        bool Counts(InvoiceNode tax) => (isAnyScheme || tax.IsVat()) && IsOf(tax, category);
        var parts = tree.Root.At(Breakdown).Count(Counts);
        var isUsed = tree.Named("cac:ClassifiedTaxCategory").Any(Counts)
            || tree.Named("cac:TaxCategory").Any(tax => tax.Parent?.Name == "cac:AllowanceCharge" && Counts(tax));
        var isRight = category.IsByRate
            ? isUsed == parts > 0
            : parts == 1 || (!isUsed && !tree.Named("cac:TaxCategory").Any(Counts));
        if (!isRight)
        {
            found.Error(category.Rule(1), tree.Root, !isUsed && parts > 0
                ? $"VAT category {category} has {parts} parts in the VAT breakdown (BG-23), but no line, allowance or charge "
                    + $"uses it{Once(category)}."
                : $"VAT category {category} is used, but has {parts} parts in the VAT breakdown (BG-23): give "
                    + (category.IsByRate ? "one for each rate." : "exactly one."));
        }
    }

    private static string Once(VatCategory category) => category.IsByRate ? ": take it out" : ", and it may stand there once";

    private static void Parties(InvoiceTree tree, VatCategory category, Findings found)
    {
        (int Rule, string What, InvoiceNode? Use)[] uses =
        [
            (2, "a line", First(tree, category, "cac:ClassifiedTaxCategory", _ => true)),
            (3, "a document allowance", First(tree, category, "cac:TaxCategory", parent => parent.IsAllowance())),
            (4, "a document charge", First(tree, category, "cac:TaxCategory", parent => parent.IsCharge())),
        ];
        foreach (var (rule, what, use) in uses)
        {
            if (use is not null && VatPartyCheck.Missing(tree, category.Parties) is { } missing)
            {
                found.Error(category.Rule(rule), use, $"VAT category {category} is used by {what}: {missing}");
            }
        }
    }

    private static InvoiceNode? First(InvoiceTree tree, VatCategory category, string name, Func<InvoiceNode, bool> parent)
    {
        // The published rule for standard rated lines asks nobody for the tax scheme.
        var isLine = name == "cac:ClassifiedTaxCategory";
        var uses = tree.Named(name).Where(tax => IsOf(tax, category) && (tax.IsVat() || (isLine && category.Code == "S")));
        return isLine ? uses.FirstOrDefault()
            : uses.FirstOrDefault(tax => tax.Parent is { Name: "cac:AllowanceCharge" } deduction && parent(deduction)
                && (category.Code != "O" || deduction.Parent == tree.Root));
    }

    private static void Rates(InvoiceTree tree, VatCategory category, Findings found)
    {
        foreach (var tax in tree.Vat(category.Code, "cac:ClassifiedTaxCategory").Where(tax => tax.Parent?.Parent?.IsLine() == true))
        {
            Rate(category, 5, "a line", tax, found);
        }

        foreach (var tax in tree.Vat(category.Code, "cac:TaxCategory").Where(tax => tax.Parent?.Name == "cac:AllowanceCharge"))
        {
            if (tax.Parent!.IsAllowance())
            {
                Rate(category, 6, "an allowance", tax, found);
            }
            else if (tax.Parent!.IsCharge())
            {
                Rate(category, 7, "a charge", tax, found);
            }
        }
    }

    private static void Rate(VatCategory category, int rule, string what, InvoiceNode tax, Findings found)
    {
        var given = tax.First("cbc:Percent");
        var rate = tax.Number("cbc:Percent");
        var (isRight, wanted) = category.Rate switch
        {
            VatRate.Positive => (rate > 0, "greater than 0"),
            VatRate.ZeroOrMore => (rate >= 0, "0 or greater"),
            VatRate.Zero => (rate == 0, "0"),
            VatRate.None => (given is null, "left out"),
            _ => throw new InvalidOperationException($"no rule for a rate that is {category.Rate}"),
        };
        if (!isRight && (given is null || rate is not null || category.Rate == VatRate.None))
        {
            found.Error(category.Rule(rule), given ?? tax, $"The VAT rate of {what} in category {category} is "
                + $"{given?.Value() ?? "missing"}, and must be {wanted}.");
        }
    }

    private static void TaxableAmount(InvoiceTree tree, VatCategory category, InvoiceNode tax, Findings found)
    {
        var rate = tax.Number("cbc:Percent");
        if (category.IsByRate && rate is null)
        {
            return;
        }

        var given = tax.Parent!.First("cbc:TaxableAmount");
        var sum = category.IsByRate ? tree.Sums.Of(category.Code, rate) : tree.Sums.Of(category.Code);
        var needsUse = category.Code == "S";
        var isAnything = needsUse ? sum is not null : tree.Lines.Any();
        if (given is not null && !TryRead(given.Text, out _))
        {
            return;
        }

        var (expected, amount) = (sum ?? 0, given is null ? (decimal?)null : Read(given));
        if (!isAnything || amount is not { } taxable || !(category.IsByRate ? IsNear(taxable, expected) : taxable == expected))
        {
            var at = category.IsByRate ? $" at {Said(rate!.Value)} %" : "";
            found.Error(category.Rule(8), given ?? tax, $"The taxable amount (BT-116) of VAT category {category}{at} is "
                + $"{given?.Value() ?? "missing"}, but its lines minus allowances plus charges are {Said(expected)}"
                + (isAnything ? ": mend whichever is wrong." : ", for no line, allowance or charge is of it."));
        }
    }

    private static void TaxAmount(VatCategory category, InvoiceNode tax, Findings found)
    {
        var given = tax.Parent!.First("cbc:TaxAmount");
        if (given is not null && !TryRead(given.Text, out _))
        {
            return;
        }

        var amount = given is null ? (decimal?)null : Read(given);
        if (!category.IsByRate)
        {
            if (amount != 0)
            {
                found.Error(category.Rule(9), given ?? tax,
                    $"The VAT (BT-117) of category {category} is {given?.Value() ?? "missing"}, and must be 0.");
            }
        }
        else if (tax.Parent!.Number("cbc:TaxableAmount") is { } taxable && tax.Number("cbc:Percent") is { } rate
            && !(amount is { } vat && IsNear(Math.Abs(vat), Tax(taxable, rate))))
        {
            found.Error(category.Rule(9), given ?? tax, $"The VAT (BT-117) of category {category} is {given?.Value() ?? "missing"}, but "
                + $"{Said(taxable)} (BT-116) at {Said(rate)} % gives {Said(Math.Sign(taxable) * Tax(taxable, rate))}.");
        }
        else if (!tax.Has("cbc:Percent") || !tax.Parent!.Has("cbc:TaxableAmount"))
        {
            found.Error(category.Rule(9), tax, $"The VAT (BT-117) of category {category} cannot be checked: give the taxable amount "
                + "(BT-116) and the rate (BT-119).");
        }
    }

    private static void ExemptionReason(VatCategory category, InvoiceNode tax, Findings found)
    {
        var reason = tax.First("cbc:TaxExemptionReason") ?? tax.First("cbc:TaxExemptionReasonCode");
        if (category.NeedsReason && reason is null)
        {
            found.Error(category.Rule(10), tax, $"VAT category {category} needs an exemption reason: give the text (BT-120) or the code "
                + "(BT-121).");
        }
        else if (!category.NeedsReason && reason is not null)
        {
            found.Error(category.Rule(10), reason, $"VAT category {category} has the exemption reason '{reason.Value()}', but nothing is "
                + "exempt in it: leave out BT-120 and BT-121.");
        }
    }

    /// <summary>Goods that leave for another member state arrive somewhere, some day (BR-IC-11 and BR-IC-12).</summary>
    private static void Delivery(InvoiceTree tree, Findings found)
    {
        var root = tree.Root;
        if (!root.At(Breakdown).Any(tax => tax.IsVat() && tax.Value("cbc:ID") == "K"))
        {
            return;
        }

        const string day = "cac:Delivery/cbc:ActualDeliveryDate";
        const string country = "cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode";
        if (!root.At(day).Any(date => date.Text.Length > 1) && !root.Named("cac:InvoicePeriod").Any(period => period.Children.Count > 0))
        {
            found.Error("BR-IC-11", root, "An intra-community supply needs the day of delivery (BT-72) or the invoicing period (BG-14): "
                + $"give {day} or cac:InvoicePeriod.");
        }

        if (!root.At(country).Any(code => code.Text.Length > 1))
        {
            found.Error("BR-IC-12", root, $"An intra-community supply needs the country of delivery (BT-80): give {country}.");
        }
    }

    /// <summary>What is not subject to VAT cannot share an invoice with what is (BR-O-11 to BR-O-14).</summary>
    private static void NothingElse(InvoiceTree tree, Findings found)
    {
        if (!tree.Root.At(Breakdown).Any(tax => tax.IsVat() && tax.Value("cbc:ID") == "O"))
        {
            return;
        }

        bool IsOther(InvoiceNode tax) => tax.IsVat() && tax.At("cbc:ID").Any(id => id.Value() != "O");
        var deductions = tree.Named("cac:TaxCategory").Where(tax => tax.Parent?.Name == "cac:AllowanceCharge" && IsOther(tax)).ToList();
        Only("BR-O-11", tree.Root.At(Breakdown).Where(IsOther), "part of the VAT breakdown (BT-118)", found);
        Only("BR-O-12", tree.Named("cac:ClassifiedTaxCategory").Where(IsOther), "line (BT-151)", found);
        Only("BR-O-13", deductions.Where(tax => tax.Parent!.IsAllowance()), "document allowance (BT-95)", found);
        Only("BR-O-14", deductions.Where(tax => tax.Parent!.IsCharge()), "document charge (BT-102)", found);
    }

    private static void Only(string rule, IEnumerable<InvoiceNode> others, string what, Findings found)
    {
        if (others.FirstOrDefault() is { } other)
        {
            found.Error(rule, other, $"The invoice is not subject to VAT (O), but a {what} has the VAT category "
                + $"{other.Value("cbc:ID")}: write two invoices.");
        }
    }

    private static bool IsOf(InvoiceNode tax, VatCategory category) => tax.At("cbc:ID").Any(id => id.Value() == category.Code);

    private static decimal Read(InvoiceNode node) => TryRead(node.Text, out var number) ? number : 0;
}
