using System.Globalization;
using System.Text;
using System.Text.Json;
using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>Reads an invoice whose properties are business terms (BT-nn), and groups that may be repeated (BG-nn) arrays of such.</summary>
internal static class JsonInvoiceReader
{
    private const int MaxDepth = 8;

    public static InvoiceFile Read(byte[] bytes)
    {
        var text = InvoiceText.Of(bytes);
        try
        {
            using var parsed = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
            if (parsed.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new UnreadableInvoiceException(
                    "The JSON is not an object. An invoice is one object of business terms: {\"BT-1\": ...}.");
            }

            var root = parsed.RootElement;
            var builder = new TermsBuilder(Optional(root, "BT-3"));
            Fill(builder, root, builder.Root, "", "");
            builder.Close(Optional(root, "BT-5"), Optional(root, "BT-6"));
            return new InvoiceFile.Invoice("json", builder.Root);
        }
        catch (JsonException fault)
        {
            var where = fault.LineNumber is { } line ? $" at line {line + 1}, byte {fault.BytePositionInLine + 1}" : "";
            throw new UnreadableInvoiceException(fault.Message.Contains("depth", StringComparison.Ordinal)
                ? $"The JSON is nested more than {MaxDepth} deep{where}. An invoice of business terms is not."
                : $"The JSON is not well-formed{where}. Mend it there, or export the invoice again.");
        }
    }

    private static void Fill(TermsBuilder builder, JsonElement element, InvoiceNode node, string group, string place)
    {
        var seen = new HashSet<string>();
        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name;
            var at = $"{place}/{name}";
            if (!seen.Add(name))
            {
                throw new UnreadableInvoiceException($"{Short(at)} is given twice. Keep one.");
            }

            if (BusinessTerms.Terms.TryGetValue(name, out var term) && term.Group == group)
            {
                if (Value(property.Value, at) is { } value)
                {
                    builder.Set(term, node, value, at);
                }
            }
            else if (BusinessTerms.Groups.TryGetValue(name, out var inner) && inner.Parent == group)
            {
                Repeat(builder, property.Value, inner, node, at);
            }
            else
            {
                throw new UnreadableInvoiceException(
                    $"{Short(at)} is not a business term {(group.Length == 0 ? "of the document" : $"of the group {group}")}"
                    + $"{Belongs(name)}. docs/formats/invoice.md has the list.");
            }
        }
    }

    private static void Repeat(TermsBuilder builder, JsonElement items, BusinessGroup group, InvoiceNode node, string place)
    {
        if (items.ValueKind != JsonValueKind.Array)
        {
            throw new UnreadableInvoiceException($"{place} is not an array. A group that may be repeated is an array of objects.");
        }

        var number = 0;
        foreach (var item in items.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}[{++number}]");
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw new UnreadableInvoiceException($"{at} is not an object of business terms.");
            }

            Fill(builder, item, builder.Open(group, node, at), group.Id, at);
        }
    }

    // A number keeps its digits as written: 1.10 stays 1.10.
    private static string? Value(JsonElement value, string at) => value.ValueKind switch
    {
        JsonValueKind.String => Text(value, at),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Null => null,
        _ => throw new UnreadableInvoiceException($"{at} is neither text nor a number."),
    };

    private static string Text(JsonElement value, string at)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableInvoiceException($"{at} is text with half a character in it (an unpaired surrogate). Mend it.");
        }
    }

    private static string? Optional(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) ? Value(value, "/" + name) : null;

    private static string Belongs(string name) =>
        BusinessTerms.Terms.TryGetValue(name, out var term) ? $"; it belongs {In(term.Group)}"
        : BusinessTerms.Groups.TryGetValue(name, out var group) ? $"; it belongs {In(group.Parent)}" : "";

    private static string In(string group) => group.Length == 0 ? "to the document" : $"into the group {group}";

    private static string Short(string text) =>
        new StringBuilder(text.Length <= 80 ? text : text[..80] + "...").Replace('\n', ' ').Replace('\r', ' ').ToString();
}
