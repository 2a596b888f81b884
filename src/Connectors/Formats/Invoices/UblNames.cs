namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>The namespaces of UBL 2.1 and the prefix under which everybody knows each.</summary>
internal static class UblNames
{
    public const string InvoiceNamespace = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2";

    public const string CreditNoteNamespace = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2";

    private const string Aggregate = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2";

    private const string Basic = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2";

    private const string Extension = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2";

    /// <summary>"Invoice" or "CreditNote"; null for any other document.</summary>
    public static string? Document(string ns, string local) => (ns, local) switch
    {
        (InvoiceNamespace, "Invoice") => local,
        (CreditNoteNamespace, "CreditNote") => local,
        _ => null,
    };

    public static string Of(string ns, string local) => ns switch
    {
        Basic => "cbc:" + local,
        Aggregate => "cac:" + local,
        Extension => "ext:" + local,
        InvoiceNamespace or CreditNoteNamespace => local,
        _ => "other:" + local,
    };
}
