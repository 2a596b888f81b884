using System.Collections.Immutable;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Crossdock.Estate.OrderBook;

/// <summary>
/// Reads an order book in the columns of UCI's Online Retail, plain or gzipped, one row at a time. Nothing in a row can stop
/// the reading: what cannot be understood comes out as a <see cref="BadRow"/> with its reason.
/// </summary>
public static class OnlineRetailCsv
{
    private static readonly (string Name, string[] Aliases)[] Columns =
    [
        ("InvoiceNo", ["invoiceno", "invoice"]), ("StockCode", ["stockcode"]), ("Description", ["description"]),
        ("Quantity", ["quantity"]), ("InvoiceDate", ["invoicedate"]), ("UnitPrice", ["unitprice", "price"]),
        ("CustomerID", ["customerid"]), ("Country", ["country"]),
    ];

    // Beyond it a sum could leave the range of a decimal.
    private const decimal MostPrice = 1_000_000_000m;

    private static readonly string[] DateFormats =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "M/d/yyyy H:mm", "M/d/yyyy H:mm:ss", "M/d/yy H:mm",
            "yyyy-MM-dd",
    ];

    private static readonly CsvConfiguration Csv = new(CultureInfo.InvariantCulture)
    {
        HasHeaderRecord = false,
        BadDataFound = null,
        IgnoreBlankLines = false,
        BufferSize = 512,
    };

    public static IEnumerable<RowRead> ReadFile(string path)
    {
        using var file = OpenFile(path);
        foreach (var row in Read(file))
        {
            yield return row;
        }
    }

    /// <exception cref="OrderBookException">it has no header with the columns that are needed</exception>
    public static IEnumerable<RowRead> Read(Stream stream)
    {
        using var text = new StreamReader(Unzipped(stream), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        var records = new RecordLines(text);
        var header = ReadHeader(records);
        var number = 0;
        while (records.Next(out var closed) is { } record)
        {
            if (record.Length > 0)
            {
                yield return closed ? ReadRow(++number, record, header) : Unclosed(++number, record);
            }
        }

        if (records.Broken is { } why)
        {
            yield return RowRead.Odd(new BadRow(number + 1, ImmutableDictionary<string, string>.Empty, $"the file breaks off: {why}"));
        }
    }

    private sealed record Header(int[] Order, int Count);

    private static FileStream OpenFile(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OrderBookException($"The order book {path} cannot be opened: {e.Message}", e);
        }
    }

    // By its first two bytes and not by its name: files get renamed.
    private static Stream Unzipped(Stream stream)
    {
        var buffered = new BufferedStream(stream, 1 << 16);
        Span<byte> magic = stackalloc byte[2];
        var got = buffered.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        Stream whole = new PrefixedStream(magic[..got].ToArray(), buffered);
        return got == 2 && magic[0] == 0x1f && magic[1] == 0x8b ? new GZipStream(whole, CompressionMode.Decompress) : whole;
    }

    private static Header ReadHeader(RecordLines records)
    {
        string? header;
        do
        {
            header = records.Next(out _);
        }
        while (header is { Length: 0 });

        if (header is null)
        {
            throw new OrderBookException(records.Broken is { } why ? $"The order book cannot be read: {why}" : "The order book is empty.");
        }

        var names = Fields(header).Select(name => name.Trim('\uFEFF', ' ', '\t').Replace(" ", "", StringComparison.Ordinal)
            .ToLowerInvariant()).ToList();
        var order = Columns.Select(column => names.FindIndex(column.Aliases.Contains)).ToArray();
        var missing = Columns.Where((_, i) => order[i] < 0).Select(column => column.Name).ToArray();
        return missing.Length == 0
            ? new Header(order, names.Count)
            : throw new OrderBookException(
                $"The order book's first line must name its columns; missing: {string.Join(", ", missing)}. " +
                $"Needed: {string.Join(',', Columns.Select(column => column.Name))}.");
    }

    private static RowRead ReadRow(int number, string record, Header header)
    {
        var fields = Fields(record);
        var order = header.Order;
        if (fields.Length != header.Count)
        {
            return RowRead.Odd(new BadRow(number, Texts(fields, order), $"{fields.Length} columns where the header has {header.Count}"));
        }

        string At(int column) => order[column] < fields.Length ? fields[order[column]].Trim() : "";
        RowRead Odd(string reason) => RowRead.Odd(new BadRow(number, Texts(fields, order), reason));
        return At(0).Length == 0 ? Odd("no invoice number")
            : At(1).Length == 0 ? Odd("no stock code")
            : !TryQuantity(At(3), out var quantity) ? Odd($"the quantity '{Clip(At(3))}' is not a whole number")
            : !TryDate(At(4), out var at) ? Odd($"the date '{Clip(At(4))}' is not one")
            : !TryPrice(At(5), out var price) ? Odd($"the price '{Clip(At(5))}' is not a number")
            : RowRead.Good(new RetailRow(number, At(0), At(1), At(2), quantity, at, price, Customer(At(6)), At(7)));
    }

    private static RowRead Unclosed(int number, string line) =>
        RowRead.Odd(new BadRow(
            number,
            ImmutableDictionary<string, string>.Empty.Add("Description", Clip(line)),
            "a quote that is never closed"));

    private static string[] Fields(string record)
    {
        using var parser = new CsvParser(new StringReader(record), Csv);
        try
        {
            return parser.Read() ? parser.Record ?? [] : [];
        }
        catch (CsvHelperException)
        {
            return [record];
        }
    }

    private static ImmutableDictionary<string, string> Texts(string[] fields, int[] order) =>
        Columns.Select((column, i) => (column.Name, Index: order[i])).Where(column => column.Index < fields.Length)
            .ToImmutableDictionary(column => column.Name, column => Clip(fields[column.Index]));

    private static string Clip(string text) => text.Length <= 200 ? text : text[..200];

    private static bool TryQuantity(string text, out int quantity)
    {
        var whole = decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && Math.Abs(number) <= int.MaxValue;
        quantity = whole ? (int)number : 0;
        return whole;
    }

    private static bool TryPrice(string text, out decimal price) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out price)
        && Math.Abs(price) < MostPrice;

    private static bool TryDate(string text, out DateTimeOffset at) => DateTimeOffset.TryParseExact(
        text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out at);

    // Exports through a spreadsheet write the number as 17850.0.
    private static string? Customer(string text) =>
        text.Length == 0 ? null : text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
}
