namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>
/// The business terms of EN 16931-1 that CSV and JSON invoices use, and their places in UBL 2.1 (CEN/TS 16931-3-2). One table for
/// both forms, told in docs/formats/invoice.md.
/// </summary>
internal static class BusinessTerms
{
    public const string Line = "BG-25";

    public const string Note = "BG-1";

    private const string Seller = "cac:AccountingSupplierParty/cac:Party/";
    private const string Buyer = "cac:AccountingCustomerParty/cac:Party/";
    private const string Representative = "cac:TaxRepresentativeParty/";
    private const string DeliverTo = "cac:Delivery/cac:DeliveryLocation/";
    private const string Totals = "cac:LegalMonetaryTotal/";
    private const string Item = "cac:Item/";
    private const string ItemTax = "cac:Item/cac:ClassifiedTaxCategory[VAT]/";
    private const string Discount = "cac:Price/cac:AllowanceCharge/";

    private static readonly IReadOnlyList<BusinessGroup> AllGroups =
    [
        new(Note, "", "cbc:Note"),
        new("BG-3", "", "cac:BillingReference"),
        new("BG-16", "", "cac:PaymentMeans"),
        new("BG-20", "", "cac:AllowanceCharge", "false"),
        new("BG-21", "", "cac:AllowanceCharge", "true"),
        new("BG-23", "", "cac:TaxTotal/cac:TaxSubtotal"),
        new("BG-24", "", "cac:AdditionalDocumentReference"),
        new(Line, "", "cac:InvoiceLine"),
        new("BG-27", Line, "cac:AllowanceCharge", "false"),
        new("BG-28", Line, "cac:AllowanceCharge", "true"),
        new("BG-32", Line, "cac:Item/cac:AdditionalItemProperty"),
    ];

    private static readonly IReadOnlyList<BusinessTerm> AllTerms =
    [
        .. Of("", ("BT-1", "cbc:ID"), ("BT-2", "cbc:IssueDate"), ("BT-3", "cbc:InvoiceTypeCode"), ("BT-5", "cbc:DocumentCurrencyCode"),
            ("BT-6", "cbc:TaxCurrencyCode"), ("BT-7", "cbc:TaxPointDate"), ("BT-8", "cac:InvoicePeriod/cbc:DescriptionCode"),
            ("BT-9", "cbc:DueDate"), ("BT-10", "cbc:BuyerReference"), ("BT-11", "cac:ProjectReference/cbc:ID"),
            ("BT-12", "cac:ContractDocumentReference/cbc:ID"), ("BT-13", "cac:OrderReference/cbc:ID"),
            ("BT-14", "cac:OrderReference/cbc:SalesOrderID"), ("BT-15", "cac:ReceiptDocumentReference/cbc:ID"),
            ("BT-16", "cac:DespatchDocumentReference/cbc:ID"), ("BT-17", "cac:OriginatorDocumentReference/cbc:ID"),
            ("BT-18", "cac:AdditionalDocumentReference[130]/cbc:ID"), ("BT-18-1", "cac:AdditionalDocumentReference[130]/cbc:ID/@schemeID"),
            ("BT-19", "cbc:AccountingCost"), ("BT-20", "cac:PaymentTerms/cbc:Note"), ("BT-23", "cbc:ProfileID"),
            ("BT-24", "cbc:CustomizationID"), ("BT-73", "cac:InvoicePeriod/cbc:StartDate"), ("BT-74", "cac:InvoicePeriod/cbc:EndDate")),
        .. Of("", ("BT-27", Seller + "cac:PartyLegalEntity/cbc:RegistrationName"), ("BT-28", Seller + "cac:PartyName/cbc:Name"),
            ("BT-29", Seller + "cac:PartyIdentification/cbc:ID"), ("BT-29-1", Seller + "cac:PartyIdentification/cbc:ID/@schemeID"),
            ("BT-30", Seller + "cac:PartyLegalEntity/cbc:CompanyID"), ("BT-30-1", Seller + "cac:PartyLegalEntity/cbc:CompanyID/@schemeID"),
            ("BT-31", Seller + "cac:PartyTaxScheme[VAT]/cbc:CompanyID"), ("BT-32", Seller + "cac:PartyTaxScheme[TAX]/cbc:CompanyID"),
            ("BT-33", Seller + "cac:PartyLegalEntity/cbc:CompanyLegalForm"), ("BT-34", Seller + "cbc:EndpointID"),
            ("BT-34-1", Seller + "cbc:EndpointID/@schemeID"), ("BT-41", Seller + "cac:Contact/cbc:Name"),
            ("BT-42", Seller + "cac:Contact/cbc:Telephone"), ("BT-43", Seller + "cac:Contact/cbc:ElectronicMail"),
            ("BT-90", Seller + "cac:PartyIdentification[SEPA]/cbc:ID")),
        .. Address(Seller + "cac:PostalAddress/", "BT-35", "BT-36", "BT-162", "BT-37", "BT-38", "BT-39", "BT-40"),
        .. Of("", ("BT-44", Buyer + "cac:PartyLegalEntity/cbc:RegistrationName"), ("BT-45", Buyer + "cac:PartyName/cbc:Name"),
            ("BT-46", Buyer + "cac:PartyIdentification/cbc:ID"), ("BT-46-1", Buyer + "cac:PartyIdentification/cbc:ID/@schemeID"),
            ("BT-47", Buyer + "cac:PartyLegalEntity/cbc:CompanyID"), ("BT-47-1", Buyer + "cac:PartyLegalEntity/cbc:CompanyID/@schemeID"),
            ("BT-48", Buyer + "cac:PartyTaxScheme[VAT]/cbc:CompanyID"), ("BT-49", Buyer + "cbc:EndpointID"),
            ("BT-49-1", Buyer + "cbc:EndpointID/@schemeID"), ("BT-56", Buyer + "cac:Contact/cbc:Name"),
            ("BT-57", Buyer + "cac:Contact/cbc:Telephone"), ("BT-58", Buyer + "cac:Contact/cbc:ElectronicMail")),
        .. Address(Buyer + "cac:PostalAddress/", "BT-50", "BT-51", "BT-163", "BT-52", "BT-53", "BT-54", "BT-55"),
        .. Of("", ("BT-59", "cac:PayeeParty/cac:PartyName/cbc:Name"), ("BT-60", "cac:PayeeParty/cac:PartyIdentification/cbc:ID"),
            ("BT-60-1", "cac:PayeeParty/cac:PartyIdentification/cbc:ID/@schemeID"),
            ("BT-61", "cac:PayeeParty/cac:PartyLegalEntity/cbc:CompanyID"),
            ("BT-61-1", "cac:PayeeParty/cac:PartyLegalEntity/cbc:CompanyID/@schemeID"),
            ("BT-62", Representative + "cac:PartyName/cbc:Name"), ("BT-63", Representative + "cac:PartyTaxScheme[VAT]/cbc:CompanyID")),
        .. Address(Representative + "cac:PostalAddress/", "BT-64", "BT-65", "BT-164", "BT-66", "BT-67", "BT-68", "BT-69"),
        .. Of("", ("BT-70", "cac:Delivery/cac:DeliveryParty/cac:PartyName/cbc:Name"), ("BT-71", DeliverTo + "cbc:ID"),
            ("BT-71-1", DeliverTo + "cbc:ID/@schemeID"), ("BT-72", "cac:Delivery/cbc:ActualDeliveryDate")),
        .. Address(DeliverTo + "cac:Address/", "BT-75", "BT-76", "BT-165", "BT-77", "BT-78", "BT-79", "BT-80"),
        .. Of("", ("BT-106", Totals + "cbc:LineExtensionAmount"), ("BT-107", Totals + "cbc:AllowanceTotalAmount"),
            ("BT-108", Totals + "cbc:ChargeTotalAmount"), ("BT-109", Totals + "cbc:TaxExclusiveAmount"),
            ("BT-110", "cac:TaxTotal/cbc:TaxAmount"),
            ("BT-111", "cac:TaxTotal[BT-6]/cbc:TaxAmount"), ("BT-112", Totals + "cbc:TaxInclusiveAmount"),
            ("BT-113", Totals + "cbc:PrepaidAmount"), ("BT-114", Totals + "cbc:PayableRoundingAmount"),
            ("BT-115", Totals + "cbc:PayableAmount")),
        .. Of(Note, ("BT-21", "."), ("BT-22", ".")),
        .. Of("BG-3", ("BT-25", "cac:InvoiceDocumentReference/cbc:ID"), ("BT-26", "cac:InvoiceDocumentReference/cbc:IssueDate")),
        .. Of("BG-16", ("BT-81", "cbc:PaymentMeansCode"), ("BT-82", "cbc:PaymentMeansCode/@name"), ("BT-83", "cbc:PaymentID"),
            ("BT-84", "cac:PayeeFinancialAccount/cbc:ID"), ("BT-85", "cac:PayeeFinancialAccount/cbc:Name"),
            ("BT-86", "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"),
            ("BT-87", "cac:CardAccount/cbc:PrimaryAccountNumberID"),
            ("BT-88", "cac:CardAccount/cbc:HolderName"), ("BT-89", "cac:PaymentMandate/cbc:ID"),
            ("BT-91", "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID")),
        .. Deduction("BG-20", "BT-92", "BT-93", "BT-94", "BT-97", "BT-98"),
        .. Of("BG-20", ("BT-95", "cac:TaxCategory[VAT]/cbc:ID"), ("BT-96", "cac:TaxCategory[VAT]/cbc:Percent")),
        .. Deduction("BG-21", "BT-99", "BT-100", "BT-101", "BT-104", "BT-105"),
        .. Of("BG-21", ("BT-102", "cac:TaxCategory[VAT]/cbc:ID"), ("BT-103", "cac:TaxCategory[VAT]/cbc:Percent")),
        .. Of("BG-23", ("BT-116", "cbc:TaxableAmount"), ("BT-117", "cbc:TaxAmount"), ("BT-118", "cac:TaxCategory[VAT]/cbc:ID"),
            ("BT-119", "cac:TaxCategory[VAT]/cbc:Percent"), ("BT-120", "cac:TaxCategory[VAT]/cbc:TaxExemptionReason"),
            ("BT-121", "cac:TaxCategory[VAT]/cbc:TaxExemptionReasonCode")),
        .. Of("BG-24", ("BT-122", "cbc:ID"), ("BT-123", "cbc:DocumentDescription"),
            ("BT-124", "cac:Attachment/cac:ExternalReference/cbc:URI")),
        .. Of(Line, ("BT-126", "cbc:ID"), ("BT-127", "cbc:Note"), ("BT-128", "cac:DocumentReference[130]/cbc:ID"),
            ("BT-128-1", "cac:DocumentReference[130]/cbc:ID/@schemeID"), ("BT-129", "cbc:InvoicedQuantity"),
            ("BT-130", "cbc:InvoicedQuantity/@unitCode"), ("BT-131", "cbc:LineExtensionAmount"),
            ("BT-132", "cac:OrderLineReference/cbc:LineID"), ("BT-133", "cbc:AccountingCost"),
            ("BT-134", "cac:InvoicePeriod/cbc:StartDate"),
            ("BT-135", "cac:InvoicePeriod/cbc:EndDate"), ("BT-146", "cac:Price/cbc:PriceAmount"), ("BT-147", Discount + "cbc:Amount"),
            ("BT-148", Discount + "cbc:BaseAmount"), ("BT-149", "cac:Price/cbc:BaseQuantity"),
            ("BT-150", "cac:Price/cbc:BaseQuantity/@unitCode"), ("BT-151", ItemTax + "cbc:ID"), ("BT-152", ItemTax + "cbc:Percent")),
        .. Of(Line, ("BT-153", Item + "cbc:Name"), ("BT-154", Item + "cbc:Description"),
            ("BT-155", Item + "cac:SellersItemIdentification/cbc:ID"), ("BT-156", Item + "cac:BuyersItemIdentification/cbc:ID"),
            ("BT-157", Item + "cac:StandardItemIdentification/cbc:ID"),
            ("BT-157-1", Item + "cac:StandardItemIdentification/cbc:ID/@schemeID"),
            ("BT-158", Item + "cac:CommodityClassification/cbc:ItemClassificationCode"),
            ("BT-158-1", Item + "cac:CommodityClassification/cbc:ItemClassificationCode/@listID"),
            ("BT-159", Item + "cac:OriginCountry/cbc:IdentificationCode")),
        .. Deduction("BG-27", "BT-136", "BT-137", "BT-138", "BT-139", "BT-140"),
        .. Deduction("BG-28", "BT-141", "BT-142", "BT-143", "BT-144", "BT-145"),
        .. Of("BG-32", ("BT-160", "cbc:Name"), ("BT-161", "cbc:Value")),
    ];

    public static readonly IReadOnlyDictionary<string, BusinessTerm> Terms = AllTerms.ToDictionary(term => term.Id);

    public static readonly IReadOnlyDictionary<string, BusinessGroup> Groups = AllGroups.ToDictionary(group => group.Id);

    private static IEnumerable<BusinessTerm> Of(string group, params (string Id, string Path)[] terms) =>
        terms.Select(term => new BusinessTerm(term.Id, group, term.Path));

    private static IEnumerable<BusinessTerm> Address(
        string path, string street, string more, string third, string city, string postCode, string region, string country) =>
        Of("", (street, path + "cbc:StreetName"), (more, path + "cbc:AdditionalStreetName"), (third, path + "cac:AddressLine/cbc:Line"),
            (city, path + "cbc:CityName"), (postCode, path + "cbc:PostalZone"), (region, path + "cbc:CountrySubentity"),
            (country, path + "cac:Country/cbc:IdentificationCode"));

    private static IEnumerable<BusinessTerm> Deduction(
        string group, string amount, string baseAmount, string percent, string reason, string code) =>
        Of(group, (amount, "cbc:Amount"), (baseAmount, "cbc:BaseAmount"), (percent, "cbc:MultiplierFactorNumeric"),
            (reason, "cbc:AllowanceChargeReason"), (code, "cbc:AllowanceChargeReasonCode"));
}
