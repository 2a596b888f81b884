using System.Data.Common;

namespace Crossdock.Storage.Sql;

/// <summary>Reads one row's columns in the order in which they were selected, so that no name is looked up per value.</summary>
internal sealed class Row(DbDataReader reader)
{
    private int _next;

    public void Rewind() => _next = 0;

    public long Long() => reader.GetInt64(_next++);

    public int Int() => checked((int)reader.GetInt64(_next++));

    public double Double() => reader.GetDouble(_next++);

    public long? LongOrNull() => reader.IsDBNull(_next) ? Skip<long?>() : Long();

    public string Text() => reader.GetString(_next++);

    public string? TextOrNull() => reader.IsDBNull(_next) ? Skip<string?>() : Text();

    public decimal? DecimalOrNull() => reader.IsDBNull(_next) ? Skip<decimal?>() : reader.GetDecimal(_next++);

    public byte[] Bytes() => reader.GetFieldValue<byte[]>(_next++);

    public DateTimeOffset Instant() => Instants.From(Long());

    public DateTimeOffset? InstantOrNull() => LongOrNull() is { } ticks ? Instants.From(ticks) : null;

    private T? Skip<T>()
    {
        _next++;
        return default;
    }
}
