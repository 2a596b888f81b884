using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>What the values of UBL may carry beside themselves (CEN/TS 16931-3-2, UBL-DT).</summary>
internal static class DataTypeRules
{
    /// <summary>Attributes that UBL knows and the standard does not use, by the rule that says so.</summary>
    private static readonly IReadOnlyList<(string Rule, string Attribute)> Unused =
    [
        ("UBL-DT-08", "schemeName"), ("UBL-DT-09", "schemeAgencyName"), ("UBL-DT-10", "schemeDataURI"), ("UBL-DT-11", "schemeURI"),
        ("UBL-DT-12", "format"), ("UBL-DT-13", "unitCodeListIdentifier"), ("UBL-DT-14", "unitCodeListAgencyIdentifier"),
        ("UBL-DT-15", "unitCodeListAgencyName"), ("UBL-DT-16", "listAgencyName"), ("UBL-DT-17", "listName"), ("UBL-DT-18", "name"),
        ("UBL-DT-19", "languageID"), ("UBL-DT-20", "listURI"), ("UBL-DT-21", "listSchemeURI"), ("UBL-DT-22", "languageLocaleID"),
        ("UBL-DT-23", "uri"), ("UBL-DT-24", "currencyCodeListVersionID"), ("UBL-DT-25", "characterSetCode"),
        ("UBL-DT-26", "encodingCode"), ("UBL-DT-27", "schemeAgencyID"), ("UBL-DT-28", "listAgencyID"), ("UBL-CR-663", "unitCodeListID"),
    ];

    private static readonly Dictionary<string, string> ByAttribute = Unused.ToDictionary(row => row.Attribute, row => row.Rule);

    public static void Check(InvoiceTree tree, Findings found)
    {
        var said = new HashSet<string>();
        foreach (var node in tree.All)
        {
            if (IsAmount(node) && !DecimalRules.Fits(node))
            {
                found.Error("UBL-DT-01", node, DecimalRules.Says(node, node.Name));
            }

            if (node.Name.EndsWith("BinaryObject", StringComparison.Ordinal))
            {
                Needs(node, "UBL-DT-06", "mimeCode", "the kind of the attached document", found);
                Needs(node, "UBL-DT-07", "filename", "the file name of the attached document", found);
            }

            foreach (var attribute in node.Attributes)
            {
                // The published rules look at the whole document, and so speak once for each attribute.
                if (ByAttribute.TryGetValue(attribute.Name, out var rule) && !IsAllowed(node, attribute) && said.Add(rule))
                {
                    found.Add(rule, Severity.Warning, $"{node.Location()}/@{attribute.Name}",
                        $"The attribute {attribute.Name} is not used by EN 16931: leave it out.");
                }
            }
        }
    }

    private static bool IsAllowed(InvoiceNode node, InvoiceAttribute attribute) =>
        attribute.Name == "name" && node.Name == "cbc:PaymentMeansCode";

    private static void Needs(InvoiceNode node, string rule, string attribute, string what, Findings found)
    {
        if (node.Attribute(attribute) is null)
        {
            found.Error(rule, node, $"{attribute} is missing, {what} (BT-125): add it.");
        }
    }

    /// <summary>Prices, and the discount that leads from the gross to the net price, may have more than two decimals.</summary>
    private static bool IsAmount(InvoiceNode node) =>
        node.Name.EndsWith("Amount", StringComparison.Ordinal)
        && !node.Name.EndsWith("PriceAmount", StringComparison.Ordinal)
        && !(node.Parent?.Name == "cac:AllowanceCharge" && node.Parent.Parent?.Name == "cac:Price");
}
