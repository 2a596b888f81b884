using Crossdock.Contracts.Invoices;
using Crossdock.Processes.InvoiceToReconciliation.Validation.CodeLists;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>Codes belong to the lists that the standard names (EN 16931-1, 6.5; BR-CL).</summary>
internal static class CodeListRules
{
    private static readonly string[] AmountNames =
    [
        "cbc:Amount", "cbc:BaseAmount", "cbc:PriceAmount", "cbc:TaxAmount", "cbc:TaxableAmount", "cbc:LineExtensionAmount",
        "cbc:TaxExclusiveAmount", "cbc:TaxInclusiveAmount", "cbc:AllowanceTotalAmount", "cbc:ChargeTotalAmount", "cbc:PrepaidAmount",
        "cbc:PayableRoundingAmount", "cbc:PayableAmount",
    ];

    /// <param name="Attribute">that holds the code; null where the text does</param>
    private sealed record Row(string Rule, string Context, string? Attribute, CodeList List, string What)
    {
        public Func<InvoiceNode, bool>? Where { get; init; }

        public bool IsNeeded { get; init; }
    }

    private static readonly IReadOnlyList<Row> Rows =
    [
        new("BR-CL-01", "cbc:InvoiceTypeCode", null, CodeList.InvoiceTypes, "type of an invoice (BT-3)"),
        new("BR-CL-01", "cbc:CreditNoteTypeCode", null, CodeList.CreditNoteTypes, "type of a credit note (BT-3)"),
        .. AmountNames.Select(name =>
            new Row("BR-CL-03", name, "currencyID", CodeList.Currencies, "currency of an amount") { IsNeeded = true }),
        new("BR-CL-04", "cbc:DocumentCurrencyCode", null, CodeList.Currencies, "currency of the invoice (BT-5)"),
        new("BR-CL-05", "cbc:TaxCurrencyCode", null, CodeList.Currencies, "currency that VAT is accounted for in (BT-6)"),
        new("BR-CL-06", "cac:InvoicePeriod/cbc:DescriptionCode", null, CodeList.VatPointCodes, "code of the VAT point (BT-8)"),
        new("BR-CL-07", "cac:AdditionalDocumentReference/cbc:ID", "schemeID", CodeList.ReferenceQualifiers, "scheme of an object (BT-18)")
        {
            Where = IsObject,
        },
        new("BR-CL-07", "cac:DocumentReference/cbc:ID", "schemeID", CodeList.ReferenceQualifiers, "scheme of an object (BT-128)")
        {
            Where = IsObject,
        },
        new("BR-CL-10", "cac:PartyIdentification/cbc:ID", "schemeID", CodeList.IdentifierSchemes, "scheme of a party's identifier")
        {
            Where = id => !IsCreditor(id),
        },
        new("BR-CL-11", "cac:PartyLegalEntity/cbc:CompanyID", "schemeID", CodeList.IdentifierSchemes, "scheme of a legal registration"),
        new("BR-CL-13", "cac:CommodityClassification/cbc:ItemClassificationCode", "listID", CodeList.ItemClassifications,
            "scheme of an item's classification (BT-158)"),
        new("BR-CL-14", "cac:Country/cbc:IdentificationCode", null, CodeList.Countries, "country"),
        new("BR-CL-15", "cac:OriginCountry/cbc:IdentificationCode", null, CodeList.Countries, "country of origin (BT-159)"),
        new("BR-CL-16", "cac:PaymentMeans/cbc:PaymentMeansCode", null, CodeList.PaymentMeans, "payment means (BT-81)"),
        new("BR-CL-17", "cac:TaxCategory/cbc:ID", null, CodeList.VatCategories, "VAT category (BT-118, BT-95, BT-102)"),
        new("BR-CL-18", "cac:ClassifiedTaxCategory/cbc:ID", null, CodeList.VatCategories, "VAT category of a line (BT-151)"),
        new("BR-CL-19", "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", null, CodeList.AllowanceReasons, "reason of an allowance")
        {
            Where = code => code.Parent!.IsAllowance(),
        },
        new("BR-CL-20", "cac:AllowanceCharge/cbc:AllowanceChargeReasonCode", null, CodeList.ChargeReasons, "reason of a charge")
        {
            Where = code => code.Parent!.IsCharge(),
        },
        new("BR-CL-21", "cac:StandardItemIdentification/cbc:ID", "schemeID", CodeList.IdentifierSchemes,
            "scheme of an item's standard identifier (BT-157)"),
        new("BR-CL-22", "cbc:TaxExemptionReasonCode", null, CodeList.ExemptionReasons, "reason of a VAT exemption (BT-121)"),
        .. new[] { "cbc:InvoicedQuantity", "cbc:BaseQuantity", "cbc:CreditedQuantity" }.Select(name =>
            new Row("BR-CL-23", name, "unitCode", CodeList.Units, "unit of a quantity (BT-130, BT-150)")),
        new("BR-CL-24", "cbc:EmbeddedDocumentBinaryObject", "mimeCode", CodeList.MediaTypes, "kind of an attached document (BT-125)"),
        new("BR-CL-25", "cbc:EndpointID", "schemeID", CodeList.ElectronicAddresses, "scheme of an electronic address (BT-34, BT-49)"),
        new("BR-CL-26", "cac:DeliveryLocation/cbc:ID", "schemeID", CodeList.IdentifierSchemes, "scheme of a delivery location (BT-71)"),
    ];

    public static void Check(InvoiceTree tree, Findings found)
    {
        foreach (var row in Rows)
        {
            foreach (var node in tree.Match(row.Context))
            {
                Check(row, node, found);
            }
        }

        foreach (var note in tree.Root.Named("cbc:Note"))
        {
            NoteSubject(note, found);
        }
    }

    private static void Check(Row row, InvoiceNode node, Findings found)
    {
        var code = row.Attribute is null ? node.Value() : node.Attribute(row.Attribute) is { } given ? NodePaths.Normal(given) : null;
        if (row.Where?.Invoke(node) == false || (code is null && !row.IsNeeded))
        {
            return;
        }

        // Codes of exemption reasons are the only ones that the published rules take in either case.
        if (!row.List.Has(row.List == CodeList.ExemptionReasons ? code!.ToUpperInvariant() : code ?? ""))
        {
            var where = row.Attribute is null ? node.Location() : $"{node.Location()}/@{row.Attribute}";
            found.Add(row.Rule, Severity.Error, where, string.IsNullOrEmpty(code)
                ? $"The {row.What} is missing: give a code of {row.List.Choice}."
                : $"'{code}' is not a {row.What}: give a code of {row.List.Choice}.");
        }
    }

    /// <summary>A note may begin with its subject between two number signs (BT-21): #AAI#General information.</summary>
    private static void NoteSubject(InvoiceNode note, Findings found)
    {
        var parts = note.Text.Split('#', 3);
        if (parts.Length == 3 && parts[1].Length == 3 && !CodeList.NoteSubjects.Has(parts[1]))
        {
            found.Error("BR-CL-08", note,
                $"'{parts[1]}' is not a subject of a note (BT-21): give a code of {CodeList.NoteSubjects.Choice}.");
        }
    }

    private static bool IsObject(InvoiceNode id) => id.Parent!.Named("cbc:DocumentTypeCode").Any(code => code.Text == "130");

    /// <summary>The bank's identifier of a creditor (BT-90) stands among the identifiers of the seller or payee.</summary>
    private static bool IsCreditor(InvoiceNode id)
    {
        var isOfCreditor = false;
        for (var above = id.Parent; above is not null; above = above.Parent)
        {
            isOfCreditor |= above.Name is "cac:AccountingSupplierParty" or "cac:PayeeParty";
        }

        return isOfCreditor && NodePaths.Normal(id.Attribute("schemeID") ?? "") == "SEPA";
    }
}
