using System.Globalization;

namespace Crossdock.Connectors.Formats.Purchasing;

/// <summary>A table of the AdventureWorks sample: its columns in their published order, and those that cannot be done without.</summary>
internal sealed record TableShape(string Name, string[] Columns, string[] Needed)
{
    public static readonly TableShape Heads = new(
        "PurchaseOrderHeader",
        [
            "PurchaseOrderID", "RevisionNumber", "Status", "EmployeeID", "VendorID", "ShipMethodID", "OrderDate", "ShipDate", "SubTotal",
            "TaxAmt", "Freight", "TotalDue", "ModifiedDate",
        ],
        ["PurchaseOrderID", "VendorID"]);

    public static readonly TableShape Lines = new(
        "PurchaseOrderDetail",
        [
            "PurchaseOrderID", "PurchaseOrderDetailID", "DueDate", "OrderQty", "ProductID", "UnitPrice", "LineTotal", "ReceivedQty",
            "RejectedQty", "StockedQty", "ModifiedDate",
        ],
        ["PurchaseOrderID", "PurchaseOrderDetailID", "OrderQty", "ProductID", "UnitPrice", "ReceivedQty", "RejectedQty", "StockedQty"]);

    public static readonly TableShape Vendors = new(
        "Vendor",
        [
            "BusinessEntityID", "AccountNumber", "Name", "CreditRating", "PreferredVendorStatus", "ActiveFlag", "PurchasingWebServiceURL",
            "ModifiedDate",
        ],
        ["BusinessEntityID", "Name"]);

    public static readonly TableShape Products = new(
        "Product",
        [
            "ProductID", "Name", "ProductNumber", "MakeFlag", "FinishedGoodsFlag", "Color", "SafetyStockLevel", "ReorderPoint",
            "StandardCost", "ListPrice", "Size", "SizeUnitMeasureCode", "WeightUnitMeasureCode", "Weight", "DaysToManufacture",
            "ProductLine", "Class", "Style", "ProductSubcategoryID", "ProductModelID", "SellStartDate", "SellEndDate", "DiscontinuedDate",
            "rowguid", "ModifiedDate",
        ],
        ["ProductID", "Name"]);

    public static readonly TableShape Catalogue = new(
        "ProductVendor",
        [
            "ProductID", "BusinessEntityID", "AverageLeadTime", "StandardPrice", "LastReceiptCost", "LastReceiptDate", "MinOrderQty",
            "MaxOrderQty", "OnOrderQty", "UnitMeasureCode", "ModifiedDate",
        ],
        ["ProductID", "BusinessEntityID", "UnitMeasureCode"]);
}

/// <summary>Where the columns of one file stand, by its header; a file without one is read in the published order.</summary>
internal sealed class TableColumns
{
    private readonly Dictionary<string, int> _places;

    private TableColumns(string file, Dictionary<string, int> places, int width, bool hasHeader) =>
        (File, _places, Width, HasHeader) = (file, places, width, hasHeader);

    public string File { get; }

    public int Width { get; }

    public bool HasHeader { get; }

    /// <exception cref="InvalidDataException">a column is missing, or there is no telling which is which</exception>
    public static TableColumns Read(string file, TableRow first, TableShape shape)
    {
        var names = first.Fields.Select(Bare).ToList();
        var known = shape.Columns.Where(column => names.Contains(Bare(column))).ToList();
        if (known.Count == 0)
        {
            return names.Count == shape.Columns.Length
                ? new TableColumns(file, Places(shape.Columns.Select(Bare)), names.Count, false)
                : throw new InvalidDataException(
                    $"{file}, line {first.Line}: there is no header, and {names.Count} columns are not the {shape.Columns.Length} of "
                    + $"{shape.Name}. Write a first line with the names of the columns: {string.Join(", ", shape.Columns)}.");
        }

        var missing = shape.Needed.Where(column => !names.Contains(Bare(column))).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidDataException(
                $"{file}, line {first.Line}: the header has no column {string.Join(", ", missing)}. "
                + $"It has {string.Join(", ", first.Fields)}.");
        }

        var twice = names.Where(name => known.Exists(column => Bare(column) == name)).CountBy(name => name)
            .Where(name => name.Value > 1).Select(name => name.Key).FirstOrDefault();
        return twice is null
            ? new TableColumns(file, Places(names), names.Count, true)
            : throw new InvalidDataException(
                $"{file}, line {first.Line}, column {names.LastIndexOf(twice) + 1}: "
                + $"the header names {first.Fields[names.IndexOf(twice)]} twice.");
    }

    public bool Has(string column) => _places.ContainsKey(Bare(column));

    /// <summary>The field without the blanks around it; SSMS writes NULL for what is empty.</summary>
    public string Text(TableRow row, string column)
    {
        var text = _places.TryGetValue(Bare(column), out var place) ? row.Fields[place].Trim() : "";
        return text == "NULL" ? "" : text;
    }

    public string Named(string column) => $"{column} ({_places[Bare(column)] + 1})";

    private static Dictionary<string, int> Places(IEnumerable<string> names)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (place, name) in names.Index())
        {
            places.TryAdd(name, place);
        }

        return places;
    }

    private static string Bare(string name) =>
        string.Concat(name.Where(char.IsLetterOrDigit)).ToUpper(CultureInfo.InvariantCulture);
}
