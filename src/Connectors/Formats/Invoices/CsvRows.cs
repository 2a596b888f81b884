using System.Text;

namespace Crossdock.Connectors.Formats.Invoices;

/// <param name="Number">the line of the file on which the row begins</param>
internal sealed record CsvRow(int Number, string[] Cells);

/// <summary>
/// Rows of a CSV file as RFC 4180 has them. The separator is the first of comma, semicolon and tabulator in the header. Written here
/// because a row of an invoice must be told by its line in the file, and what one file may cost must be bounded.
/// </summary>
internal static class CsvRows
{
    private const int MaxRows = 100_000;
    private const int MaxColumns = 400;

    public static IEnumerable<CsvRow> Of(string text)
    {
        var first = text.FirstOrDefault(sign => sign is ',' or ';' or '\t' or '\n');
        var separator = first is '\n' or '\0' ? ',' : first;
        var (cells, cell, line, began, rows) = (new List<string>(), new StringBuilder(), 1, 1, 0);
        var (isQuoted, wasQuoted) = (false, false);
        for (var i = 0; i <= text.Length; i++)
        {
            var sign = i < text.Length ? text[i] : '\n';
            if (isQuoted)
            {
                if (i == text.Length)
                {
                    throw new UnreadableInvoiceException($"The row that begins in line {began} has a double quote that is never closed.");
                }

                isQuoted = Quoted(text, ref i, cell);
                line += sign == '\n' ? 1 : 0;
            }
            else if (sign == '"' && cell.Length == 0 && !wasQuoted)
            {
                (isQuoted, wasQuoted) = (true, true);
            }
            else if (sign == separator)
            {
                Take(cells, cell, began);
                wasQuoted = false;
            }
            else if (sign == '\n')
            {
                Take(cells, TrimEnd(cell), began);
                if (cells.Count > 1 || cells[0].Length > 0 || wasQuoted)
                {
                    yield return ++rows <= MaxRows ? new CsvRow(began, [.. cells])
                        : throw new UnreadableInvoiceException($"The file has more than {MaxRows:N0} rows. Split the invoice.");
                }

                cells.Clear();
                wasQuoted = false;
                began = ++line;
            }
            else
            {
                cell.Append(sign);
            }
        }
    }

    /// <summary>Takes one sign of a quoted value; false when the value ends with it. Two quotes are one quote of the value.</summary>
    private static bool Quoted(string text, ref int i, StringBuilder cell)
    {
        if (text[i] != '"')
        {
            cell.Append(text[i]);
            return true;
        }

        if (i + 1 < text.Length && text[i + 1] == '"')
        {
            cell.Append('"');
            i++;
            return true;
        }

        return false;
    }

    private static StringBuilder TrimEnd(StringBuilder cell) =>
        cell.Length > 0 && cell[^1] == '\r' ? cell.Remove(cell.Length - 1, 1) : cell;

    private static void Take(List<string> cells, StringBuilder cell, int row)
    {
        if (cells.Count == MaxColumns)
        {
            throw new UnreadableInvoiceException($"The row in line {row} has more than {MaxColumns} cells.");
        }

        cells.Add(cell.ToString());
        cell.Clear();
    }
}
