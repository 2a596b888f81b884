using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>Makes the UBL-shaped tree of an invoice out of business terms, so that the rules need to know one shape only.</summary>
internal sealed class TermsBuilder
{
    // UNTDID 1001: the type codes (BT-3) that make a document a credit note.
    private static readonly HashSet<string> CreditNotes = ["81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"];

    private readonly Dictionary<(InvoiceNode Parent, string Step), InvoiceNode> steps = [];
    private readonly HashSet<string> given = [];
    private readonly bool isCreditNote;
    private int nodes;

    public TermsBuilder(string? typeCode)
    {
        isCreditNote = typeCode is not null && CreditNotes.Contains(typeCode.Trim());
        Root = new InvoiceNode(isCreditNote ? "CreditNote" : "Invoice");
    }

    public InvoiceNode Root { get; }

    /// <summary>Opens one more of a group that may be repeated.</summary>
    public InvoiceNode Open(BusinessGroup group, InvoiceNode parent, string place)
    {
        var path = Kind(group.Path).Split('/');
        var opened = Add(Way(parent, path[..^1]), path[^1], place);
        if (group.Of is { } which)
        {
            Add(opened, "cbc:ChargeIndicator", null).Text = which;
        }

        return opened;
    }

    /// <summary>The document has no value of the term yet.</summary>
    public bool IsNew(BusinessTerm term) => given.Add(term.Id);

    public void Set(BusinessTerm term, InvoiceNode group, string value, string place)
    {
        if (term.Group == BusinessTerms.Note)
        {
            group.Text = term.Id == "BT-21" ? $"#{value}#{group.Text}" : group.Text + value;
            return;
        }

        var path = Kind(term.Path).Split('/');
        var attribute = path[^1][0] == '@' ? path[^1][1..] : null;
        var at = Way(group, attribute is null ? path[..^1] : path[..^2]);
        var name = attribute is null ? path[^1] : path[^2];
        var valueNode = steps.TryGetValue((at, name), out var known) ? known : steps[(at, name)] = Add(at, name, place);
        if (attribute is not null)
        {
            valueNode.AddAttribute(attribute, value);
        }
        else
        {
            valueNode.Text = value;
        }
    }

    /// <summary>Amounts are in the currency of the invoice (BT-5); the VAT total for the tax office in that of BT-6.</summary>
    public void Close(string? currency, string? taxCurrency)
    {
        var open = new Stack<InvoiceNode>([Root]);
        while (open.TryPop(out var node))
        {
            if (node.Name.EndsWith("Amount", StringComparison.Ordinal))
            {
                var isForTax = steps.TryGetValue((Root, "cac:TaxTotal[BT-6]"), out var total) && node.Parent == total;
                if ((isForTax ? taxCurrency : currency) is { Length: > 0 } code)
                {
                    node.AddAttribute("currencyID", code);
                }
            }

            foreach (var child in node.Children)
            {
                open.Push(child);
            }
        }
    }

    private string Kind(string path) => isCreditNote
        ? path.Replace("cac:InvoiceLine", "cac:CreditNoteLine", StringComparison.Ordinal)
            .Replace("cbc:InvoicedQuantity", "cbc:CreditedQuantity", StringComparison.Ordinal)
            .Replace("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode", StringComparison.Ordinal)
        : path;

    private InvoiceNode Way(InvoiceNode from, string[] names)
    {
        foreach (var name in names)
        {
            if (!steps.TryGetValue((from, name), out var next))
            {
                var mark = name.IndexOf('[', StringComparison.Ordinal);
                next = steps[(from, name)] = Add(from, mark < 0 ? name : name[..mark], null);
                Mark(next, mark < 0 ? "" : name[(mark + 1)..^1]);
            }

            from = next;
        }

        return from;
    }

    private void Mark(InvoiceNode node, string mark)
    {
        switch (mark)
        {
            case "VAT" or "TAX":
                Add(Add(node, "cac:TaxScheme", null), "cbc:ID", null).Text = mark;
                break;
            case "130":
                Add(node, "cbc:DocumentTypeCode", null).Text = mark;
                break;
            case "SEPA":
                var id = steps[(node, "cbc:ID")] = Add(node, "cbc:ID", null);
                id.AddAttribute("schemeID", mark);
                break;
        }
    }

    private InvoiceNode Add(InvoiceNode parent, string name, string? place) =>
        ++nodes <= InvoiceLimits.MaxElements ? parent.Add(name, at: place)
        : throw new UnreadableInvoiceException($"The file makes more than {InvoiceLimits.MaxElements:N0} elements. Split the invoice.");
}
