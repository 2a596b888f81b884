using System.Collections.Immutable;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Cases;

namespace Crossdock.Api.Orders;

/// <param name="Ordered">pieces as the order came</param>
/// <param name="Quantity">pieces after the changes that were taken</param>
/// <param name="Reserved">pieces that a node holds, or held, for it</param>
/// <param name="CameBack">pieces that went back to stock</param>
public sealed record OrderLineView(
    int Line, string Sku, string Description, int Ordered, int Quantity, decimal UnitPrice, int Reserved, int Shipped, int Delivered,
    int CameBack);

/// <param name="Tenders">what pays, in the order of authorisation; those that are authorised</param>
public sealed record OrderMoneyView(
    string Currency, decimal Total, decimal Authorised, decimal Captured, decimal Refunded, ImmutableArray<OrderTenderView> Tenders);

public sealed record OrderTenderView(string Kind, decimal Authorised);

public sealed record OrderPartView(string Case, string State, string? Node, DateTimeOffset? Promise, DateTimeOffset Since, bool Final);

/// <summary>An order as its channel follows it.</summary>
/// <param name="Waits">who is waited for: on-system, on-person, on-partner, on-time or nothing</param>
public sealed record OrderView(
    string Case,
    string Number,
    string Channel,
    string State,
    string Title,
    string Waits,
    bool Final,
    DateTimeOffset PlacedAt,
    DateTimeOffset Since,
    DateTimeOffset? Promise,
    string? Exception,
    ImmutableArray<OrderLineView> Lines,
    OrderMoneyView Money,
    ImmutableArray<OrderPartView> Parts)
{
    /// <summary>Whether these rows are an order, and one that the caller's key reaches.</summary>
    internal static bool MaySee(ImmutableArray<Transition> rows, Caller caller) =>
        rows is [{ Message.Data: OrderReceived order }, ..] && (caller.LimitOf(Roles.Channel) ?? order.Channel) == order.Channel;

    /// <summary>
    /// What became of each line is read off the messages that the order took: the same rows that decided it, whatever the
    /// process keeps inside.
    /// </summary>
    internal static OrderView Of(CaseStory story, OrderReceived order)
    {
        var rows = story.Rows.Where(row => row.Outcome == Outcome.Applied).ToArray();
        var taken = rows.Select(row => row.Message.Data).ToArray();
        var head = story.Head;
        return new OrderView(
            head.Case.ToString(),
            order.Number,
            order.Channel,
            head.State,
            story.Place?.Title ?? head.State,
            Words<Waits>.Of(head.Waits),
            head.Closed is not null,
            order.PlacedAt,
            head.Since,
            head.Card.Promise,
            head.Card.Exception is { } category ? ExceptionRules.CodeOf(category) : null,
            [.. order.Lines.Concat(Instead(order, rows)).Select(line => Line(line, taken, rows))],
            new OrderMoneyView(
                order.Currency,
                order.Total,
                taken.OfType<PaymentAuthorised>().Sum(paid => paid.Amount),
                taken.OfType<PaymentCaptured>().Sum(paid => paid.Amount),
                taken.OfType<PaymentRefunded>().Sum(paid => paid.Amount),
                Tenders(order.Payment, taken)),
            [.. story.Children.Where(part => part.Case.Kind == "fulfilment").Select(part => new OrderPartView(
                part.Case.ToString(), part.State, part.Card.Node, part.Card.Promise, part.Since, part.Closed is not null))]);
    }

    /// <summary>They are authorised one after the other, so the answers stand in the order in which the tenders were given.</summary>
    private static ImmutableArray<OrderTenderView> Tenders(PaymentMethod payment, Message[] taken)
    {
        string[] kinds = payment.Tenders.IsDefault ? [payment.Kind] : [.. payment.Tenders.Select(tender => tender.Kind), payment.Kind];
        return [.. kinds.Zip(taken.OfType<PaymentAuthorised>(), (kind, paid) => new OrderTenderView(kind, paid.Amount))];
    }

    /// <summary>Lines that were never ordered: what is sent instead of others, as the ERP was told of it.</summary>
    private static IEnumerable<OrderLine> Instead(OrderReceived order, Transition[] rows) => rows
        .SelectMany(row => row.Effects).SelectMany(asked => asked.Effect switch
        {
            PostSalesOrder posted => posted.Lines,
            CancelSalesOrder { Instead.IsDefault: false } changed => changed.Instead,
            _ => [],
        })
        .Where(line => order.Lines.All(ordered => ordered.Line != line.Line)).DistinctBy(line => line.Line);

    private static OrderLineView Line(OrderLine line, Message[] taken, Transition[] rows) => new(
        line.Line,
        line.Sku,
        line.Description,
        line.Quantity,
        QuantityNow(line, rows),
        line.UnitPrice,
        taken.OfType<StockReserved>().SelectMany(message => message.Lines).Where(of => of.Line == line.Line).Sum(of => of.Reserved),
        Pieces(line, taken.OfType<PartShipped>().SelectMany(message => message.Lines)),
        Pieces(line, taken.OfType<PartDelivered>().SelectMany(message => message.Lines)),
        Pieces(line, taken.OfType<PartEnded>().SelectMany(message => message.Returned)));

    private static int Pieces(OrderLine line, IEnumerable<PickedLine> lines) => lines.Where(of => of.Line == line.Line)
        .Sum(of => of.Picked);

    /// <summary>As the customer has it, and as the ERP was told since.</summary>
    private static int QuantityNow(OrderLine line, Transition[] rows) => rows.Aggregate(line.Quantity, (quantity, row) =>
        row.Effects.Aggregate(AfterMessage(line, row, quantity), (now, asked) => AfterEffect(line, asked.Effect, now)));

    /// <summary>Once parts are at work, what the customer asks for is done bit by bit, and the ERP is told of each.</summary>
    private static int AfterMessage(OrderLine line, Transition row, int quantity) => row.Message.Data switch
    {
        CancelRequested { Lines.IsEmpty: false } or ChangeRequested when row.From is "Fulfilling" or "Rerouting" or "AskingCustomer" =>
            quantity,
        CancelRequested { Lines: { Length: > 0 } lines } when !lines.Contains(line.Line) => quantity,
        CancelRequested => 0,
        ChangeRequested { Lines: { Length: > 0 } changes } =>
            changes.FirstOrDefault(change => change.Line == line.Line)?.Quantity ?? quantity,
        _ => quantity,
    };

    private static int AfterEffect(OrderLine line, Effect effect, int quantity) => effect switch
    {
        PostSalesOrder posted => posted.Lines.FirstOrDefault(one => one.Line == line.Line)?.Quantity ?? 0,
        CancelSalesOrder { Lines.IsEmpty: true } => 0,
        CancelSalesOrder changed => changed.Lines.FirstOrDefault(change => change.Line == line.Line)?.Quantity
            ?? (changed.Instead.IsDefault ? null : changed.Instead.FirstOrDefault(one => one.Line == line.Line))?.Quantity ?? quantity,
        _ => quantity,
    };
}
