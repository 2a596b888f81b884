using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>An invoice with an index by name, so that each rule finds its context without walking the whole again.</summary>
internal sealed class InvoiceTree
{
    private readonly Dictionary<string, List<InvoiceNode>> byName = [];
    private readonly Lazy<VatSums> sums;

    public InvoiceTree(InvoiceNode root)
    {
        Root = root;
        var open = new Stack<InvoiceNode>();
        open.Push(root);
        while (open.TryPop(out var node))
        {
            All.Add(node);
            (byName.TryGetValue(node.Name, out var same) ? same : byName[node.Name] = []).Add(node);
            for (var i = node.Children.Count - 1; i >= 0; i--)
            {
                open.Push(node.Children[i]);
            }
        }

        sums = new Lazy<VatSums>(() => new VatSums(root));
    }

    public InvoiceNode Root { get; }

    /// <summary>Every element, in the order of the file.</summary>
    public List<InvoiceNode> All { get; } = [];

    public bool IsCreditNote => Root.Name == "CreditNote";

    public VatSums Sums => sums.Value;

    public IReadOnlyList<InvoiceNode> Named(string name) => byName.TryGetValue(name, out var found) ? found : [];

    public IEnumerable<InvoiceNode> Lines => Named("cac:InvoiceLine").Concat(Named("cac:CreditNoteLine"));

    public IEnumerable<InvoiceNode> Vat(string category, string name) =>
        Named(name).Where(node => node.IsVat() && node.At("cbc:ID").Any(id => id.Value() == category));

    /// <summary>
    /// The elements at a context: a path from the root when it begins with a slash, else the end of a path anywhere. <c>line</c>
    /// stands for the line of an invoice or of a credit note.
    /// </summary>
    public IEnumerable<InvoiceNode> Match(string context)
    {
        if (context == "/")
        {
            return [Root];
        }

        if (context[0] == '/')
        {
            return Root.At(context[1..]);
        }

        var steps = context.Split('/');
        return (steps[^1] == "line" ? Lines : Named(steps[^1])).Where(node => Ends(node, steps));
    }

    private static bool Ends(InvoiceNode node, string[] steps)
    {
        var above = node.Parent;
        for (var i = steps.Length - 2; i >= 0; i--, above = above.Parent)
        {
            if (above is null || (steps[i] == "line" ? !above.IsLine() : above.Name != steps[i]))
            {
                return false;
            }
        }

        return true;
    }
}
