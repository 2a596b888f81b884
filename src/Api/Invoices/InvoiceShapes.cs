using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Invoices;

/// <summary>A supplier's invoice or credit note, in the form it came.</summary>
internal static class InvoiceShape
{
    public static readonly Field<string> Supplier = Required("supplier", Kinds.Key, "As we number him; the invoice has another name.");
    public static readonly Field<string> Document = Required(
        "document", Kinds.Text(ApiLimits.InvoiceLetters), "The text of a UBL 2.1, CSV or JSON invoice; its content says which.");

    public static readonly Shape Shape = new("Invoice", [Supplier, Document])
    {
        Example = """
            { "supplier": "SUP-14", "document": "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">...</Invoice>" }
            """,
    };
}

/// <summary>The same invoice without what was wrong with it.</summary>
internal static class MendShape
{
    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0));

    public static readonly Shape Shape = new("MendedInvoice", [InvoiceShape.Supplier, InvoiceShape.Document, Note])
    {
        Example = """
            { "supplier": "SUP-14", "document": "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\">...</Invoice>",
              "note": "read from paper" }
            """,
    };
}

internal static class InvoiceActShapes
{
    public static readonly Field<string> Note = Optional("note", Kinds.Text(400, min: 0));
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Shape Noted = new("InvoiceAct", [Note]) { Example = """{ "note": "as agreed by telephone" }""" };
    public static readonly Shape Reasoned = new("InvoiceRefusal", [Reason]) { Example = """{ "reason": "not ours" }""" };
}
