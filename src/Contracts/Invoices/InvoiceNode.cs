namespace Crossdock.Contracts.Invoices;

/// <summary>
/// One element of an invoice, named as the UBL 2.1 binding of EN 16931 names it (<c>cac:InvoiceLine</c>, <c>cbc:ID</c>), whatever
/// form it was read from. Rules are written against these names, so that one set of rules serves every form.
/// </summary>
/// <param name="name">the name with the usual prefix, whichever prefix the file itself uses</param>
/// <param name="parent">null for the invoice itself</param>
/// <param name="place">where the value stands in a form that has no such element; null to tell it by the path of names</param>
public sealed class InvoiceNode(string name, InvoiceNode? parent = null, string? place = null)
{
    private readonly string? place = place;
    private readonly List<InvoiceNode> children = [];
    private List<InvoiceAttribute>? attributes;
    private Dictionary<string, List<InvoiceNode>>? byName;
    private int ordinal = 1;

    /// <summary>So many children are searched one by one; more are worth an index.</summary>
    private const int Few = 12;

    public string Name { get; } = name;

    public InvoiceNode? Parent { get; } = parent;

    /// <summary>The characters as they stand in the file, white space included.</summary>
    public string Text { get; set; } = "";

    public IReadOnlyList<InvoiceNode> Children => children;

    public IReadOnlyList<InvoiceAttribute> Attributes => attributes ?? [];

    public InvoiceNode Add(string child, string text = "", string? at = null)
    {
        var added = new InvoiceNode(child, this, at) { Text = text };
        added.ordinal = Named(child).Count + 1;
        children.Add(added);
        if (byName is null && children.Count > Few)
        {
            byName = children.GroupBy(node => node.Name).ToDictionary(group => group.Key, group => group.ToList());
        }
        else if (byName is not null)
        {
            (byName.TryGetValue(child, out var same) ? same : byName[child] = []).Add(added);
        }

        return added;
    }

    public void AddAttribute(string attribute, string value) => (attributes ??= []).Add(new InvoiceAttribute(attribute, value));

    public string? Attribute(string attribute) => attributes?.Find(known => known.Name == attribute)?.Value;

    public IReadOnlyCollection<InvoiceNode> Named(string child) =>
        byName is null ? children.FindAll(node => node.Name == child)
        : byName.TryGetValue(child, out var found) ? found : [];

    /// <summary>
    /// Where this stands, such as <c>/Invoice/cac:InvoiceLine[2]/cbc:ID</c>: an index where there are several of a name. In other
    /// forms than UBL it begins with the place of the nearest element that has one.
    /// </summary>
    public string Location()
    {
        var steps = new Stack<string>();
        for (var node = this; node is not null; node = node.Parent)
        {
            steps.Push(node.place ?? "/" + node.Step());
            if (node.place is not null)
            {
                break;
            }
        }

        return string.Concat(steps);
    }

    private string Step() => Parent is null || (ordinal == 1 && Parent.Named(Name).Count < 2) ? Name : $"{Name}[{ordinal}]";
}

/// <param name="Name">without a prefix, as UBL has it: <c>unitCode</c></param>
public sealed record InvoiceAttribute(string Name, string Value);
