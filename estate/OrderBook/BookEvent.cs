using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Crossdock.Estate.Wire;

namespace Crossdock.Estate.OrderBook;

/// <summary>Something that happens at the retailer and is told to Crossdock.</summary>
/// <param name="At">in the book's own time; the run maps it to business time</param>
public abstract record BookEvent(DateTimeOffset At, string Invoice);

public sealed record OrderPlaced(DateTimeOffset At, string Invoice, OrderDocument Order) : BookEvent(At, Invoice);

/// <summary>A row that is no sound line, sent as it stands.</summary>
public sealed record OddRowSent(DateTimeOffset At, string Invoice, string Number, bool IsReturn, JsonObject Body, string Reason)
    : BookEvent(At, Invoice);

/// <param name="Bought">the lines it takes back, empty where none were found</param>
public sealed record GoodsReturned(DateTimeOffset At, string Invoice, ReturnDocument Return, ImmutableArray<TakenBack> Bought)
    : BookEvent(At, Invoice);

/// <summary>A line of an earlier order that is taken back, in part or whole.</summary>
/// <param name="Left">what remains of the line afterwards</param>
public sealed record TakenBack(string Order, int Line, int Quantity, int Left);

public sealed record StockMoved(DateTimeOffset At, string Invoice, MovementDocument Movement) : BookEvent(At, Invoice);

/// <summary>A customer thinks better of it, soon after ordering.</summary>
public sealed record CustomerCancels(DateTimeOffset At, string Invoice, string Order) : BookEvent(At, Invoice);

/// <summary>What was read and what it became. All rows and all invoices are in it, each once.</summary>
public sealed record BookFacts(
    int RowsRead,
    ImmutableSortedDictionary<RowFate, int> Fates,
    int InvoicesSeen,
    int Orders,
    int Cancellations,
    int CorrectionsOnly,
    int OddOnly,
    int Returns,
    int UnmatchedReturns,
    int OddDocuments)
{
    public int RowsOdd => Fates.GetValueOrDefault(RowFate.Odd);

    /// <summary>Empty when every row and every invoice is accounted for; else what is missing.</summary>
    public string Gap =>
        Fates.Values.Sum() != RowsRead ? $"{RowsRead} rows were read and {Fates.Values.Sum()} accounted for"
        : Orders + Cancellations + CorrectionsOnly + OddOnly != InvoicesSeen
            ? $"{InvoicesSeen} invoices were read and {Orders + Cancellations + CorrectionsOnly + OddOnly} accounted for"
        : "";
}

/// <summary>An order book ready to be run: what is in stock at the start, what things cost, and what happens, in order of time.</summary>
public sealed record Book(
    BookFacts Facts,
    ImmutableArray<BookEvent> Events,
    ImmutableArray<MovementDocument> OpeningStock,
    PriceList Prices)
{
    public TimeSpan Span => Events.IsEmpty ? TimeSpan.Zero : Events[^1].At - Events[0].At;

    /// <summary>All that is stocked or ordered.</summary>
    public IEnumerable<string> Skus => OpeningStock.Select(moved => moved.Sku).Concat(
        Events.OfType<OrderPlaced>().SelectMany(placed => placed.Order.Lines).Select(line => line.Sku)).Distinct(StringComparer.Ordinal);

    /// <summary>Orders that Crossdock makes for what customers want instead of money.</summary>
    public IEnumerable<(string Order, ImmutableArray<LineDocument> Lines)> Exchanges =>
        Events.OfType<GoodsReturned>().Where(returned => returned.Return.Exchange is not null)
            .Select(returned => ($"EX-{returned.Return.Number}", returned.Return.Exchange!.Lines));
}
