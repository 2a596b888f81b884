using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What each line must say (EN 16931-1, BG-25 and the groups in it).</summary>
internal static class LineRules
{
    private const string Line = "line";
    private const string Reason = "cbc:AllowanceChargeReason";
    private const string ReasonCode = "cbc:AllowanceChargeReasonCode";

    public static readonly IReadOnlyList<Rule> All =
    [
        Rule.Filled("BR-21", Line, "cbc:ID", "The identifier of the line (BT-126)"),
        new("BR-22", Line, "cbc:InvoicedQuantity", line => Quantity(line) is not null,
            line => $"The quantity of {Named(line)} (BT-129) is missing: give {QuantityName(line)}."),
        new("BR-23", Line, "cbc:InvoicedQuantity", line => Quantity(line)?.Attribute("unitCode") is not null,
            line => $"The quantity of {Named(line)} has no unit (BT-130): add unitCode, for instance H87 for pieces."),
        Rule.Exists("BR-24", Line, "cbc:LineExtensionAmount", "The net amount of the line (BT-131)"),
        Rule.Filled("BR-25", Line, "cac:Item/cbc:Name", "The name of the item (BT-153)"),
        Rule.Exists("BR-26", Line, "cac:Price/cbc:PriceAmount", "The net price of the item (BT-146)"),
        new("BR-27", Line, "cac:Price/cbc:PriceAmount", line => IsNotNegative(line, "cac:Price/cbc:PriceAmount", isNeeded: true),
            line => $"The net price (BT-146) of {Named(line)} is {line.Value("cac:Price/cbc:PriceAmount") ?? "missing"}, and must be "
                + "0 or more: put the minus sign to the quantity."),
        new("BR-28", Line, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount",
            line => IsNotNegative(line, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount", isNeeded: false),
            line => $"The gross price (BT-148) of {Named(line)} is {line.Value("cac:Price/cac:AllowanceCharge/cbc:BaseAmount")}, "
                + "and must be 0 or more."),
        new("BR-CO-04", Line, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
            line => line.At("cac:Item/cac:ClassifiedTaxCategory").Any(tax => tax.IsVat() && tax.Has("cbc:ID")),
            line => $"{Named(line)} has no VAT category (BT-151): give cac:Item/cac:ClassifiedTaxCategory with a code and the scheme VAT."),
        DocumentRules.Period("BR-30", "line/cac:InvoicePeriod", "BT-134", "BT-135"),
        new("BR-CO-20", "line/cac:InvoicePeriod", "", node => node.Has("cbc:StartDate") || node.Has("cbc:EndDate"),
            _ => "The period of the line (BG-26) has neither a start (BT-134) nor an end (BT-135): give one, or leave the period out."),
        new("BR-54", "cac:AdditionalItemProperty", "", node => node.Has("cbc:Name") && node.Has("cbc:Value"),
            _ => "An attribute of the item (BG-32) needs a name (BT-160) and a value (BT-161): give both."),
        PartyRules.Scheme("BR-64", "line/cac:Item/cac:StandardItemIdentification/cbc:ID", "@schemeID",
            "The standard identifier of the item (BT-157)"),
        PartyRules.Scheme("BR-65", "line/cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode", "@listID",
            "The classification of the item (BT-158)"),
        .. Deduction("allowance", node => node.IsAllowance(), "BT-136", "BT-139 or BT-140", "BR-41", "BR-42", "BR-CO-23"),
        .. Deduction("charge", node => node.IsCharge(), "BT-141", "BT-144 or BT-145", "BR-43", "BR-44", "BR-CO-24"),
    ];

    private static IEnumerable<Rule> Deduction(
        string what, Func<InvoiceNode, bool> isIt, string amountTerm, string reasonTerms, string amount, string reason, string again) =>
    [
        Rule.Exists(amount, "line/cac:AllowanceCharge", "cbc:Amount", $"The amount of a line {what} ({amountTerm})") with { Where = isIt },
        Rule.Either(reason, "line/cac:AllowanceCharge", Reason, ReasonCode, $"The reason of a line {what} ({reasonTerms})")
            with { Where = isIt },
        Rule.Either(again, "line/cac:AllowanceCharge", Reason, ReasonCode, $"The reason of a line {what}, as text, code or both,")
            with { Where = isIt },
    ];

    private static InvoiceNode? Quantity(InvoiceNode line) => line.First("cbc:InvoicedQuantity") ?? line.First("cbc:CreditedQuantity");

    private static string QuantityName(InvoiceNode line) =>
        line.Name == "cac:CreditNoteLine" ? "cbc:CreditedQuantity" : "cbc:InvoicedQuantity";

    private static string Named(InvoiceNode line) => line.Value("cbc:ID") is { Length: > 0 } id ? $"line {id}" : "a line";

    // What is no number is not negative; that it is none is said by another rule.
    private static bool IsNotNegative(InvoiceNode line, string path, bool isNeeded) =>
        line.Number(path) is { } number ? number >= 0 : !isNeeded || line.Has(path);
}
