using System.Collections.Immutable;

namespace Crossdock.Estate.OrderBook;

/// <summary>One line of the book as read. Times are taken as UTC: the book does not say a zone.</summary>
/// <param name="Number">counts the rows after the header, from 1</param>
/// <param name="CustomerId">null for a guest</param>
public sealed record RetailRow(
    int Number,
    string Invoice,
    string Sku,
    string Description,
    int Quantity,
    DateTimeOffset At,
    decimal UnitPrice,
    string? CustomerId,
    string Country);

/// <summary>A row that cannot be read as one. Its texts are kept, so that it can be sent as it stands and get its answer.</summary>
public sealed record BadRow(int Number, ImmutableDictionary<string, string> Texts, string Reason);

/// <summary>A row of the book: either good or bad.</summary>
public sealed record RowRead(RetailRow? Row, BadRow? Bad)
{
    public static RowRead Good(RetailRow row) => new(row, null);

    public static RowRead Odd(BadRow bad) => new(null, bad);
}

/// <summary>The file as a whole cannot be an order book; the text says why and what would be.</summary>
public sealed class OrderBookException : Exception
{
    public OrderBookException() : this("The order book cannot be read.")
    {
    }

    public OrderBookException(string message) : base(message)
    {
    }

    public OrderBookException(string message, Exception inner) : base(message, inner)
    {
    }
}
