using System.Globalization;
using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>
/// Reads an invoice whose columns are business terms (BT-nn). The column BG says to which group a row belongs: nothing for the
/// document, BG-25 for a line, and so on; a group inside a line belongs to the line above it.
/// </summary>
internal static class CsvInvoiceReader
{
    private const string GroupColumn = "BG";

    public static InvoiceFile Read(byte[] bytes)
    {
        var rows = CsvRows.Of(InvoiceText.Of(bytes)).GetEnumerator();
        if (!rows.MoveNext())
        {
            throw new UnreadableInvoiceException("The file is empty. Export the invoice again.");
        }

        var header = Header(rows.Current.Cells);
        var body = new List<CsvRow>();
        while (rows.MoveNext())
        {
            if (rows.Current.Cells.Length > header.Length)
            {
                throw new UnreadableInvoiceException($"Row {rows.Current.Number} has {rows.Current.Cells.Length} cells, but the header has "
                    + $"{header.Length}. A separator inside a value must stand between double quotes.");
            }

            body.Add(rows.Current);
        }

        var builder = new TermsBuilder(First(header, body, "BT-3"));
        Fill(builder, header, body);
        builder.Close(First(header, body, "BT-5"), First(header, body, "BT-6"));
        return new InvoiceFile.Invoice("csv", builder.Root);
    }

    private static string[] Header(string[] cells)
    {
        var header = cells.Select(cell => cell.Trim()).ToArray();
        if (!header.Contains(GroupColumn))
        {
            throw new UnreadableInvoiceException("The first row has no column BG. An invoice in CSV has business terms (BT-1, BT-2, ...) "
                + "for columns and says in BG to which group each row belongs (docs/formats/invoice.md).");
        }

        foreach (var name in header.Where(name => name != GroupColumn && !BusinessTerms.Terms.ContainsKey(name)))
        {
            throw new UnreadableInvoiceException(
                $"The column '{Short(name)}' is not a business term. docs/formats/invoice.md has the list.");
        }

        return header.GroupBy(name => name).FirstOrDefault(same => same.Count() > 1) is { } twice
            ? throw new UnreadableInvoiceException($"The column {twice.Key} stands twice. Keep one.")
            : header;
    }

    private static void Fill(TermsBuilder builder, string[] header, List<CsvRow> body)
    {
        InvoiceNode? line = null;
        foreach (var row in body)
        {
            var id = Cell(header, row, GroupColumn)?.Trim() ?? "";
            var place = string.Create(CultureInfo.InvariantCulture, $"row {row.Number}");
            var node = builder.Root;
            if (id.Length > 0)
            {
                var group = BusinessTerms.Groups.TryGetValue(id, out var known) ? known
                    : throw new UnreadableInvoiceException(
                        $"Row {row.Number} is of the group '{Short(id)}', which is none that a row may have.");
                var parent = group.Parent.Length == 0 ? builder.Root
                    : line ?? throw new UnreadableInvoiceException($"Row {row.Number} is of {id}, but no line (BG-25) stands above it.");
                node = builder.Open(group, parent, place);
                line = id == BusinessTerms.Line ? node : line;
            }

            Terms(builder, header, row, id, node);
        }
    }

    private static void Terms(TermsBuilder builder, string[] header, CsvRow row, string group, InvoiceNode node)
    {
        for (var i = 0; i < row.Cells.Length; i++)
        {
            if (header[i] == GroupColumn || row.Cells[i].Length == 0)
            {
                continue;
            }

            var term = BusinessTerms.Terms[header[i]];
            if (term.Group != group)
            {
                throw new UnreadableInvoiceException($"Row {row.Number} has a value in the column {term.Id}, which belongs to "
                    + $"{(term.Group.Length == 0 ? "rows with an empty BG" : $"rows of {term.Group}")}, not to "
                    + $"{(group.Length == 0 ? "those with an empty BG" : group)}.");
            }

            if (group.Length == 0 && !builder.IsNew(term))
            {
                throw new UnreadableInvoiceException($"Row {row.Number} gives {term.Id} a second time. Keep one.");
            }

            builder.Set(term, node, row.Cells[i], string.Create(CultureInfo.InvariantCulture, $"row {row.Number}, column {term.Id}"));
        }
    }

    private static string? First(string[] header, List<CsvRow> body, string term) =>
        body.Select(row => Cell(header, row, term)).FirstOrDefault(cell => !string.IsNullOrEmpty(cell));

    private static string? Cell(string[] header, CsvRow row, string name)
    {
        var column = Array.IndexOf(header, name);
        return column >= 0 && column < row.Cells.Length ? row.Cells[column] : null;
    }

    private static string Short(string text) => text.ReplaceLineEndings(" ") is { Length: > 60 } shown ? shown[..60] + "..." : text;
}
