using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>Reads an invoice in whichever form it has, told by its content. Whatever is wrong with a file is an answer.</summary>
public static class InvoiceReader
{
    public static InvoiceFile ReadFile(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return new InvoiceFile.Unreadable($"'{path}' is a folder. Name one file in it.");
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return Read(stream);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return new InvoiceFile.Unreadable($"There is no file '{path}'. Check the name; relative names start at the working directory.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new InvoiceFile.Unreadable($"'{path}' cannot be opened: {fault.Message}");
        }
    }

    public static InvoiceFile Read(Stream stream)
    {
        // One byte more than is allowed tells too long from just fitting, also where the stream does not know its length.
        using var held = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (held.Length + read > InvoiceLimits.MaxBytes)
            {
                return new InvoiceFile.Unreadable(
                    $"The file is longer than {InvoiceLimits.MaxBytes / (1024 * 1024)} MB. Send attachments apart from the invoice.");
            }

            held.Write(buffer, 0, read);
        }

        return Read(held.ToArray());
    }

    public static InvoiceFile Read(byte[] bytes)
    {
        try
        {
            return FormOf(bytes) switch
            {
                Form.Xml => UblReader.Read(bytes),
                Form.Json => JsonInvoiceReader.Read(bytes),
                Form.Csv => CsvInvoiceReader.Read(bytes),
                Form.Empty => new InvoiceFile.Unreadable("The file is empty. Export the invoice again."),
                Form.Archive => new InvoiceFile.Unreadable("The file is a packed archive. Unpack it and name the invoice in it."),
                Form.Pdf => new InvoiceFile.Unreadable(
                    "The file is a PDF. What can be checked is the invoice as UBL, CSV or JSON; ask the supplier for it."),
                _ => new InvoiceFile.Unreadable(
                    "The file is neither XML nor JSON nor CSV. An invoice is UBL 2.1, or a CSV or JSON file of business terms "
                    + "(docs/formats/invoice.md)."),
            };
        }
        catch (UnreadableInvoiceException fault)
        {
            return new InvoiceFile.Unreadable(fault.Message);
        }
    }

    private enum Form
    {
        Unknown,
        Empty,
        Xml,
        Json,
        Csv,
        Archive,
        Pdf,
    }

    private static Form FormOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith(new byte[] { 0x1F, 0x8B }))
        {
            return Form.Archive;
        }

        if (bytes.StartsWith("%PDF"u8))
        {
            return Form.Pdf;
        }

        // In UTF-16 every other byte of these signs is zero; an XML reader sorts that out itself.
        var isWide = bytes.StartsWith(new byte[] { 0xFF, 0xFE }) || bytes.StartsWith(new byte[] { 0xFE, 0xFF });
        var start = bytes.StartsWith(new byte[] { 0xEF, 0xBB, 0xBF }) ? bytes[3..] : isWide ? bytes[2..] : bytes;
        foreach (var sign in start)
        {
            switch (sign)
            {
                case 0 or (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n':
                    continue;
                case (byte)'<':
                    return Form.Xml;
                case (byte)'{' or (byte)'[':
                    return Form.Json;
                case >= (byte)'!' and < 0x7F when HasSeparator(start):
                    return Form.Csv;
                default:
                    return Form.Unknown;
            }
        }

        return Form.Empty;
    }

    private static bool HasSeparator(ReadOnlySpan<byte> start)
    {
        var end = start.IndexOf((byte)'\n');
        return (end < 0 ? start : start[..end]).ContainsAny((byte)',', (byte)';', (byte)'\t');
    }
}
