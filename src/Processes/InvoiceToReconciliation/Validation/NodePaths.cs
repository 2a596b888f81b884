using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>The few ways in which rules look around from an element.</summary>
internal static class NodePaths
{
    private static readonly char[] XmlSpace = [' ', '\t', '\r', '\n'];

    /// <summary>All elements under this one by a path of names: <c>cac:Item/cbc:Name</c>.</summary>
    public static IEnumerable<InvoiceNode> At(this InvoiceNode node, string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? node.Named(path) : node.Named(path[..slash]).SelectMany(child => child.At(path[(slash + 1)..]));
    }

    public static InvoiceNode? First(this InvoiceNode node, string path) => node.At(path).FirstOrDefault();

    public static bool Has(this InvoiceNode node, string path) => node.At(path).Any();

    /// <summary>There, and not only white space.</summary>
    public static bool Filled(this InvoiceNode node, string path) => node.At(path).Any(found => found.Value().Length > 0);

    public static int Count(this InvoiceNode node, string path) => node.At(path).Count();

    /// <summary>The text without white space around it, and with single blanks in it.</summary>
    public static string Value(this InvoiceNode node) => Normal(node.Text);

    public static string? Value(this InvoiceNode node, string path) => node.First(path)?.Value();

    public static string Normal(string text) =>
        text.IndexOfAny(XmlSpace) < 0 ? text : string.Join(' ', text.Split(XmlSpace, StringSplitOptions.RemoveEmptyEntries));

    public static decimal? Number(this InvoiceNode node, string path) =>
        node.First(path) is { } found && Amounts.TryRead(found.Text, out var number) ? number : null;

    /// <summary>The tax scheme of a tax category or of a party's tax registration is VAT.</summary>
    public static bool IsVat(this InvoiceNode node) =>
        node.At("cac:TaxScheme/cbc:ID").Any(id => string.Equals(id.Value(), "VAT", StringComparison.OrdinalIgnoreCase));

    public static bool IsAllowance(this InvoiceNode node) => node.Value("cbc:ChargeIndicator") is "false" or "0";

    public static bool IsCharge(this InvoiceNode node) => node.Value("cbc:ChargeIndicator") is "true" or "1";

    public static bool IsLine(this InvoiceNode node) => node.Name is "cac:InvoiceLine" or "cac:CreditNoteLine";
}
