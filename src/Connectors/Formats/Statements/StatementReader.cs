using Crossdock.Connectors.Formats.Invoices;
using Crossdock.Contracts.Ports;

namespace Crossdock.Connectors.Formats.Statements;

/// <summary>Reads bank statements as camt.053 or CSV, told by their content. Whatever is wrong with a file is an answer.</summary>
public sealed class StatementReader : IReadStatements
{
    public StatementReadOut Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            return FirstSign(text.Span) switch
            {
                null => new StatementReadOut([], "The file is empty. Export the statement again."),
                '<' => new StatementReadOut([.. Camt053Reader.Read(text.ToArray())], ""),
                '{' or '[' => new StatementReadOut(
                    [], "The file is JSON. A statement is camt.053 or a CSV file (docs/formats/statements.md)."),
                ':' => new StatementReadOut(
                    [], "The file looks like MT940. Ask the bank for camt.053, which carries the end-to-end id."),
                _ => new StatementReadOut([CsvStatementReader.Read(text.ToArray())], ""),
            };
        }
        catch (Exception fault) when (fault is UnreadableStatementException or UnreadableInvoiceException)
        {
            return new StatementReadOut([], fault.Message);
        }
    }

    /// <summary>Of UTF-16, every other byte is zero; marks of the byte order are no sign.</summary>
    private static char? FirstSign(ReadOnlySpan<byte> bytes)
    {
        foreach (var sign in bytes)
        {
            if (sign is not (0 or 0xEF or 0xBB or 0xBF or 0xFE or 0xFF or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                return (char)sign;
            }
        }

        return null;
    }
}
