using Crossdock.Contracts.Purchasing;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>
/// Reads a folder of purchasing tables as the AdventureWorks sample names them. Orders and their lines are needed; vendors, products and
/// the vendors' catalogue only lend names and units. A row that cannot be read is told and left out, and the rest goes on.
/// </summary>
public static class PurchasingFolder
{
    private static readonly string[] Endings = [".tsv", ".csv", ".txt"];
    private const string Each = "EA";

    /// <param name="rates">the tax and freight that are usual, to find orders that differ</param>
    /// <exception cref="IOException">a file cannot be opened</exception>
    /// <exception cref="InvalidDataException">a needed file is missing or is no such table; the message says what to mend</exception>
    public static PurchasingBook Read(string folder, string currency, UsualRates rates)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder.");
        }

        var noticed = new Noticed();
        var heads = Heads(Needed(folder, TableShape.Heads), noticed);
        var lines = Lines(Needed(folder, TableShape.Lines), noticed, out var unread);
        var vendors = Names(folder, TableShape.Vendors, "BusinessEntityID", "vendors are named by their numbers", noticed);
        var products = Names(folder, TableShape.Products, "ProductID", "products are named by their numbers", noticed);
        var units = Units(folder, noticed);
        PurchasingChecks.Look(heads, lines, unread, rates, noticed);

        var numbers = heads.Keys.Concat(lines.Keys.Where(number => !heads.ContainsKey(number))).ToList();
        return new PurchasingBook(
            [
                .. numbers.Select(number =>
                    Order(number, heads.GetValueOrDefault(number), lines.GetValueOrDefault(number) ?? [], currency, units)),
            ],
            [.. lines.Select(order => Receipt(order.Key, order.Value))],
            heads, lines.ToDictionary(order => order.Key, order => (IReadOnlyList<OrderLineRow>)order.Value), vendors, products,
            noticed.Faults, noticed.FaultCount, noticed.Findings, noticed.Notes);
    }

    private static PurchaseOrder Order(
        string number, OrderRow? head, List<OrderLineRow> lines, string currency, Dictionary<(string, string), string> units) =>
        new(
            number, head?.Vendor ?? "", currency,
            [
                .. lines.Select(line => new PurchaseOrderLine(
                    line.Line, line.Product, line.Ordered, units.GetValueOrDefault((line.Product, head?.Vendor ?? "")) ?? Each,
                    line.UnitPrice)),
            ],
            Math.Max(0m, head?.Freight ?? 0m));

    // The tables hold totals: each row says all that was counted in, and nothing more is expected.
    private static GoodsReceipt Receipt(string order, List<OrderLineRow> lines) => new(
        order,
        [
            .. lines.Select(line => new GoodsReceiptLine(
                order, line.Line, line.Product, Math.Max(0m, line.Received), Math.Max(0m, line.Rejected), Math.Max(0m, line.Stocked),
                Completes: true)),
        ]);

    private static Dictionary<string, OrderRow> Heads(string path, Noticed noticed)
    {
        var (heads, rows) = (new Dictionary<string, OrderRow>(StringComparer.Ordinal), new Dictionary<string, string>());
        foreach (var (columns, row) in Rows(path, TableShape.Heads, noticed))
        {
            var reading = new RowReading(columns, row, noticed);
            var head = new OrderRow(
                row.Line, reading.Key("PurchaseOrderID"), reading.Key("VendorID"), reading.DateIfAny("OrderDate"),
                reading.NumberIfAny("SubTotal"), reading.NumberIfAny("TaxAmt"), reading.NumberIfAny("Freight"),
                reading.NumberIfAny("TotalDue"));
            if (!reading.IsWhole)
            {
                continue;
            }

            var text = string.Join('\t', row.Fields);
            if (heads.TryAdd(head.Number, head))
            {
                rows.Add(head.Number, text);
                continue;
            }

            noticed.Findings.Add(rows[head.Number] == text
                ? new(FindingKind.RepeatedRow, head.Number, null, columns.File, row.Line,
                    $"repeats line {heads[head.Number].Row} and counts once")
                : new(FindingKind.NumberUsedTwice, head.Number, null, columns.File, row.Line,
                    $"the order stands on line {heads[head.Number].Row} with other figures; the first counts"));
        }

        return heads;
    }

    private static Dictionary<string, List<OrderLineRow>> Lines(string path, Noticed noticed, out HashSet<string> unread)
    {
        var (lines, rows) = (new Dictionary<string, List<OrderLineRow>>(), new Dictionary<(string, string), (string Text, int Row)>());
        unread = [];
        foreach (var (columns, row) in Rows(path, TableShape.Lines, noticed))
        {
            var reading = new RowReading(columns, row, noticed);
            var line = new OrderLineRow(
                row.Line, reading.Key("PurchaseOrderID"), reading.Key("PurchaseOrderDetailID"), reading.Key("ProductID"),
                reading.Number("OrderQty"), reading.Number("UnitPrice"), reading.NumberIfAny("LineTotal"), reading.Number("ReceivedQty"),
                reading.Number("RejectedQty"), reading.Number("StockedQty"));
            if (!reading.IsWhole)
            {
                unread.Add(line.Order);
                continue;
            }

            if (Known(rows, columns.File, ref line, string.Join('\t', row.Fields), noticed))
            {
                continue;
            }

            (lines.TryGetValue(line.Order, out var order) ? order : lines[line.Order] = []).Add(line);
        }

        return lines;
    }

    /// <summary>Whether the row is a copy of an earlier one. A number used twice for different lines gets a mark of its own.</summary>
    private static bool Known(
        Dictionary<(string, string), (string Text, int Row)> rows, string file, ref OrderLineRow line, string text, Noticed noticed)
    {
        for (var use = 1; ; use++)
        {
            var number = use == 1 ? line.Line : $"{line.Line}#{use}";
            if (rows.TryAdd((line.Order, number), (text, line.Row)))
            {
                line = line with { Line = number };
                return false;
            }

            var (earlierText, earlierRow) = rows[(line.Order, number)];
            if (earlierText == text)
            {
                noticed.Findings.Add(new(
                    FindingKind.RepeatedRow, line.Order, line.Line, file, line.Row, $"repeats line {earlierRow} and counts once"));
                return true;
            }

            if (use == 1)
            {
                noticed.Findings.Add(new(
                    FindingKind.NumberUsedTwice, line.Order, line.Line, file, line.Row,
                    $"the number stands on line {earlierRow} with other figures; both count"));
            }
        }
    }

    private static Dictionary<string, string> Names(string folder, TableShape shape, string key, string lack, Noticed noticed)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (columns, row) in Optional(folder, shape, lack, noticed))
        {
            names.TryAdd(columns.Text(row, key), columns.Text(row, "Name"));
        }

        return names;
    }

    private static Dictionary<(string, string), string> Units(string folder, Noticed noticed)
    {
        var units = new Dictionary<(string, string), string>();
        foreach (var (columns, row) in Optional(folder, TableShape.Catalogue, $"all quantities are taken as {Each}", noticed))
        {
            units.TryAdd((columns.Text(row, "ProductID"), columns.Text(row, "BusinessEntityID")), columns.Text(row, "UnitMeasureCode"));
        }

        return units;
    }

    // What only lends names may be missing or broken: that is said, and the match goes on.
    private static List<(TableColumns, TableRow)> Optional(string folder, TableShape shape, string lack, Noticed noticed)
    {
        if (Find(folder, shape) is not { } path)
        {
            noticed.Notes.Add($"There is no {shape.Name}{Endings[0]}: {lack}.");
            return [];
        }

        try
        {
            return [.. Rows(path, shape, noticed)];
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            noticed.Notes.Add($"{fault.Message.TrimEnd('.')}; {lack}.");
            return [];
        }
    }

    private static IEnumerable<(TableColumns Columns, TableRow Row)> Rows(string path, TableShape shape, Noticed noticed)
    {
        TableColumns? columns = null;
        foreach (var row in TableFile.Read(path))
        {
            if (columns is null)
            {
                columns = TableColumns.Read(Path.GetFileName(path), row, shape);
                if (columns.HasHeader)
                {
                    continue;
                }

                noticed.Notes.Add(
                    $"{columns.File} has no header: its {columns.Width} columns are read in the published order of {shape.Name}.");
            }

            if (row.Fields.Count < columns.Width || row.Fields.Skip(columns.Width).Any(field => !string.IsNullOrWhiteSpace(field)))
            {
                noticed.Fault(
                    columns.File, row.Line, null,
                    $"{row.Fields.Count} columns where the {(columns.HasHeader ? "header" : "table")} has {columns.Width}: "
                    + "the row is left out");
                continue;
            }

            yield return (columns, row);
        }

        if (columns is null)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)}, line 1: the file is empty.");
        }
    }

    private static string Needed(string folder, TableShape shape) => Find(folder, shape)
        ?? throw new InvalidDataException(
            $"{folder} has no {shape.Name}{Endings[0]} (nor {string.Join(", ", Endings.Skip(1))}): put the export of that table there.");

    private static string? Find(string folder, TableShape shape)
    {
        var files = Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).ToList();
        return Endings.Select(ending => files.Find(file =>
                string.Equals(Path.GetFileName(file), shape.Name + ending, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault(file => file is not null);
    }
}
