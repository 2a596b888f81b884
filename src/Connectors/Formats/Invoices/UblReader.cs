using System.Text;
using System.Xml;
using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>
/// Reads UBL 2.1 invoices and credit notes, and the rule tests that CEN publishes around fragments of them. No document type, no
/// entity and no address is ever followed, and the tree is made without recursion.
/// </summary>
internal static class UblReader
{
    public static InvoiceFile Read(byte[] bytes)
    {
        using var reader = XmlReader.Create(new MemoryStream(bytes), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
            MaxCharactersFromEntities = 0x10000,
            MaxCharactersInDocument = InvoiceLimits.MaxBytes,
        });
        try
        {
            return ReadRoot(reader);
        }
        catch (XmlException fault)
        {
            throw new UnreadableInvoiceException(Advice(fault));
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException)
        {
            throw new UnreadableInvoiceException("The XML declares an encoding that cannot be read here. Save it as UTF-8.");
        }
    }

    private static InvoiceFile ReadRoot(XmlReader reader)
    {
        reader.MoveToContent();
        if (RuleTestReader.IsRoot(reader))
        {
            return RuleTestReader.Read(reader);
        }

        if (UblNames.Document(reader.NamespaceURI, reader.LocalName) is null)
        {
            throw new UnreadableInvoiceException(
                $"The XML is a '{Short(reader.LocalName)}' of the namespace '{Short(reader.NamespaceURI)}'. What can be read is an Invoice "
                + $"of '{UblNames.InvoiceNamespace}' or a CreditNote of '{UblNames.CreditNoteNamespace}' (UBL 2.1).");
        }

        var budget = new Budget();
        var root = Element(reader, budget);
        while (reader.Read())
        {
            // What follows the document must be well-formed too.
        }

        return new InvoiceFile.Invoice("ubl", root);
    }

    /// <summary>Reads the element on which the reader stands, and leaves the reader on its end.</summary>
    internal static InvoiceNode Element(XmlReader reader, Budget budget)
    {
        var root = new InvoiceNode(UblNames.Of(reader.NamespaceURI, reader.LocalName));
        budget.Spend(reader);
        Attributes(reader, root);
        if (reader.IsEmptyElement)
        {
            return root;
        }

        var depth = reader.Depth;
        var open = new Stack<(InvoiceNode Node, StringBuilder? Text)>();
        open.Push((root, null));
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    budget.Spend(reader);
                    var empty = reader.IsEmptyElement;
                    var child = open.Peek().Node.Add(UblNames.Of(reader.NamespaceURI, reader.LocalName));
                    Attributes(reader, child);
                    if (!empty)
                    {
                        open.Push((child, null));
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    var (node, text) = open.Pop();
                    open.Push((node, (text ?? new StringBuilder()).Append(reader.Value)));
                    break;
                case XmlNodeType.EndElement:
                    var closed = open.Pop();
                    closed.Node.Text = closed.Node.Children.Count == 0 ? closed.Text?.ToString() ?? "" : "";
                    if (reader.Depth == depth)
                    {
                        return root;
                    }

                    break;
            }
        }

        throw new UnreadableInvoiceException("The XML ends in the middle of the invoice. It was cut off on its way: send it again.");
    }

    private static void Attributes(XmlReader reader, InvoiceNode node)
    {
        if (reader.AttributeCount > InvoiceLimits.MaxAttributes)
        {
            throw new UnreadableInvoiceException(
                $"{Where(reader)}An element has {reader.AttributeCount} attributes, more than {InvoiceLimits.MaxAttributes}.");
        }

        while (reader.MoveToNextAttribute())
        {
            if (reader.NamespaceURI.Length == 0)
            {
                node.AddAttribute(reader.LocalName, reader.Value);
            }
        }

        reader.MoveToElement();
    }

    internal static string Where(XmlReader reader) =>
        reader is IXmlLineInfo info && info.HasLineInfo() ? $"Line {info.LineNumber}, column {info.LinePosition}: " : "";

    private static string Advice(XmlException fault)
    {
        var where = fault.LineNumber > 0 ? $"line {fault.LineNumber}, column {fault.LinePosition}" : "its start";
        var says = fault.Message.Split(" Line ")[0].ReplaceLineEndings(" ").Trim();
        return fault.Message.Contains("DTD", StringComparison.Ordinal)
            ? $"The XML has a document type ({where}), which may define entities and is therefore refused. Remove the DOCTYPE."
            : fault.Message.Contains("MaxCharacters", StringComparison.Ordinal)
            ? $"The XML grows beyond {InvoiceLimits.MaxBytes:N0} characters. Send attachments apart from the invoice."
            : $"The XML is not well-formed at {where}: {Short(says, 200)} Mend it there, or export the invoice again.";
    }

    private static string Short(string text, int length = 100) => text.Length <= length ? text : text[..length] + "...";

    /// <summary>What one file may still use up.</summary>
    internal sealed class Budget
    {
        private int elements;

        public void Spend(XmlReader reader)
        {
            if (++elements > InvoiceLimits.MaxElements)
            {
                throw new UnreadableInvoiceException(
                    $"The XML has more than {InvoiceLimits.MaxElements:N0} elements. Split the invoice.");
            }

            if (reader.Depth > InvoiceLimits.MaxDepth)
            {
                throw new UnreadableInvoiceException(
                    $"{Where(reader)}Elements stand more than {InvoiceLimits.MaxDepth} deep. No UBL invoice does.");
            }
        }
    }
}
