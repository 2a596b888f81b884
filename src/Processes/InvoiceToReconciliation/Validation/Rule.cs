using Crossdock.Contracts.Invoices;

namespace Crossdock.Processes.InvoiceToReconciliation.Validation;

/// <summary>A rule that speaks for each element of its context.</summary>
/// <param name="Context">see <see cref="InvoiceTree.Match"/></param>
/// <param name="At">under the context, the value that the rule is about; that is where a reader must look</param>
internal sealed record Rule(
    string Id, string Context, string At, Func<InvoiceNode, bool> Holds, Func<InvoiceNode, string> Message)
{
    public Func<InvoiceNode, bool>? Where { get; init; }

    public Severity Severity { get; init; } = Severity.Error;

    /// <summary>The element must be there and hold something.</summary>
    public static Rule Filled(string id, string context, string at, string what) =>
        new(id, context, at, node => node.Filled(at), _ => $"{what} is missing: fill in {at}.");

    /// <summary>The element must be there; whether it may be empty is for other rules.</summary>
    public static Rule Exists(string id, string context, string at, string what) =>
        new(id, context, at, node => node.Has(at), _ => $"{what} is missing: give {at}.");

    /// <summary>Text or code, one is enough.</summary>
    public static Rule Either(string id, string context, string one, string other, string what) =>
        new(id, context, one, node => node.Has(one) || node.Has(other), _ => $"{what} is missing: give {one} or {other}.");

    public static Rule AtMostOnce(string id, string context, string at, string what) =>
        new(id, context, at, node => node.Count(at) <= 1,
            node => $"{what} may be given once, but stands here {node.Count(at)} times: keep one {at}.");

    public void Check(InvoiceTree tree, Findings found)
    {
        foreach (var node in tree.Match(Context))
        {
            if (Where?.Invoke(node) != false && !Holds(node))
            {
                found.Add(Id, Severity, Place(node), Message(node));
            }
        }
    }

    private string Place(InvoiceNode node)
    {
        if (At.Length == 0)
        {
            return node.Location();
        }

        // What is missing has no place of its own: the place where it belongs is told.
        return At[0] == '@' ? $"{node.Location()}/{At}"
            : node.First(At) is { } value ? value.Location()
            : $"{node.Location()}/{At}";
    }
}
