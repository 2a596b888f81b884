using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Returns;

/// <summary>Goods that a customer brings or sends back.</summary>
internal static class ReturnShape
{
    public static readonly Field<string> Number =
        Required("number", Kinds.CaseNumber, "The sender's own number; it names the return for ever.");
    public static readonly Field<string> Channel = Required("channel", Kinds.Key);
    public static readonly Field<string> Node = Required("node", Kinds.Key, "Where the goods are handed in, or sent to.");
    public static readonly Field<ReturnWay> Way = Optional(
        "way", Kinds.Word([("handed-in", ReturnWay.HandedIn), ("drop-off", ReturnWay.DropOff), ("parcel", ReturnWay.Parcel)]),
        "Left out, the goods are there already; else they are to be brought to any store, or sent with a label.");
    public static readonly Field<DateTimeOffset> AskedAt = Required("askedAt", Kinds.Instant);
    public static readonly Field<string> Currency = Required("currency", Kinds.Currency, "ISO 4217.");
    public static readonly Field<string> CustomerId = Optional("customerId", Kinds.Key);
    public static readonly Field<string> Order = Optional("order", Kinds.Key, "The order's number; left out, a person finds it.");
    public static readonly Field<ImmutableArray<Given>> Lines = Required(
        "lines", Kinds.List(Kinds.Item(ReturnLineShape.Shape), 1, ApiLimits.Lines));
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));

    public static readonly Field<Given> Exchange = Optional(
        "exchange", Kinds.Item(ExchangeShape.Shape), "What is wanted instead of money; it is ordered when the goods were looked at.");

    public static readonly Shape Shape = new("Return", [
        Number, Channel, Node, AskedAt, Currency, CustomerId, Order, Lines, Reason, Way, Exchange])
    {
        Example = """
            { "number": "RET-2201", "channel": "web", "node": "LEEDS", "askedAt": "2026-11-24T10:42:07Z", "currency": "GBP",
              "customerId": "C-17850", "order": "WEB-100045",
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 1, "unitPrice": 2.55 }],
              "reason": "broken", "way": "parcel" }
            """,
    };
}

/// <summary>What the customer gets for what comes back.</summary>
internal static class ExchangeShape
{
    public static readonly Field<ImmutableArray<Given>> Lines = Required(
        "lines", Kinds.List(Kinds.Item(ExchangeLineShape.Shape), 1, ApiLimits.Lines));
    public static readonly Field<string> Node = Optional("node", Kinds.Key, "The store where it is fetched; left out, it is sent.");
    public static readonly Field<Given> Payment = Optional(
        "payment", Kinds.Item(ExchangePaymentShape.Shape),
        "Pays what it costs more than comes back. Left out, an exchange that costs more becomes a refund.");

    public static readonly Shape Shape = new("Exchange", [Lines, Node, Payment]);

    public static ExchangeWish Read(Given given) => new(
        [.. given.Get(Lines).Select((line, i) => new OrderLine(
            i + 1, line.Get(ExchangeLineShape.Sku), line.Get(ExchangeLineShape.Description, ""), line.Get(ExchangeLineShape.Quantity),
            line.Get(ExchangeLineShape.UnitPrice)))],
        given.TryGet(Node, out var node) ? node : null,
        given.TryGet(Payment, out var payment)
            ? new PaymentMethod(payment.Get(ExchangePaymentShape.Kind), payment.Get(ExchangePaymentShape.Token))
            : null);
}

internal static class ExchangeLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(1, 1_000_000), "Pieces.");
    public static readonly Field<decimal> UnitPrice = Required(
        "unitPrice", Kinds.Amount(0, 10_000_000), "The price in force for one piece.");

    public static readonly Shape Shape = new("ExchangeLine", [Sku, Description, Quantity, UnitPrice]);
}

internal static class ExchangePaymentShape
{
    public static readonly Field<string> Kind = Required("kind", Kinds.Text(40));
    public static readonly Field<string> Token = Required("token", Kinds.Text(200), "The provider's token, never a card number.");

    public static readonly Shape Shape = new("ExchangePayment", [Kind, Token]);
}

internal static class ReturnLineShape
{
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(1, 1_000_000), "Pieces.");
    public static readonly Field<decimal> UnitPrice = Required("unitPrice", Kinds.Amount(0, 10_000_000), "What was paid for one piece.");

    public static readonly Shape Shape = new("ReturnLine", [Sku, Description, Quantity, UnitPrice]);
}

/// <summary>The goods of an authorised return are there.</summary>
internal static class ArrivalShape
{
    public static readonly Field<string> Node = Required("node", Kinds.Key, "Where they were brought to: any place that takes returns.");
    public static readonly Field<string> Tracking = Optional("tracking", Kinds.Text(100), "Of the parcel they came in.");

    public static readonly Shape Shape = new("ReturnArrival", [Node, Tracking]) { Example = """{ "node": "LEEDS" }""" };
}
