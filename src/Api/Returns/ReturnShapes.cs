using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
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

    public static readonly Shape Shape = new("Return", [
        Number, Channel, Node, AskedAt, Currency, CustomerId, Order, Lines, Reason, Way])
    {
        Example = """
            { "number": "RET-2201", "channel": "web", "node": "LEEDS", "askedAt": "2026-11-24T10:42:07Z", "currency": "GBP",
              "customerId": "C-17850", "order": "WEB-100045",
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 1, "unitPrice": 2.55 }],
              "reason": "broken", "way": "parcel" }
            """,
    };
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
