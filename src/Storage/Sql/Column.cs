namespace Crossdock.Storage.Sql;

internal enum ColumnKind { Integer, Text, Decimal, Bytes }

/// <summary>A column of rows that are written many at a time.</summary>
internal sealed record Column<T>(string Name, ColumnKind Kind, Func<T, object?> Value)
{
    public static Column<T> Integer(string name, Func<T, long?> value) => new(name, ColumnKind.Integer, row => value(row));

    public static Column<T> Text(string name, Func<T, string?> value) => new(name, ColumnKind.Text, value);

    public static Column<T> Decimal(string name, Func<T, decimal?> value) => new(name, ColumnKind.Decimal, row => value(row));

    public static Column<T> Bytes(string name, Func<T, byte[]> value) => new(name, ColumnKind.Bytes, value);

    public static Column<T> Instant(string name, Func<T, DateTimeOffset?> value) =>
        Integer(name, row => Instants.Ticks(value(row)));
}
