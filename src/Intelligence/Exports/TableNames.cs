namespace Crossdock.Intelligence.Exports;

/// <summary>
/// Names for the tables of types: "ERP: sales order posted" becomes ERPSalesOrderPosted. Two types never share a table; SQLite knows no
/// difference between capitals and small letters.
/// </summary>
internal sealed class TableNames
{
    // The standard's own table names would be met: event_object, event_map_type, object_object, object_map_type.
    private readonly HashSet<string> _taken = new(["object", "map_type"], StringComparer.OrdinalIgnoreCase);

    public string Of(string type)
    {
        var words = new string([.. type.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var plain = string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
        var name = plain.Length == 0 ? "Type" : plain;
        for (var n = 2; !_taken.Add(name); n++)
        {
            name = $"{(plain.Length == 0 ? "Type" : plain)}_{n}";
        }

        return name;
    }
}
