using System.Collections.Immutable;
using Crossdock.Api.Governance;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Orders;

/// <summary>An order as channels send it.</summary>
internal static class OrderShape
{
    public static readonly Field<string> Number =
        Required("number", Kinds.CaseNumber, "The channel's own number; it names the order for ever.");
    public static readonly Field<string> Channel = Required("channel", Kinds.Key);
    public static readonly Field<DateTimeOffset> PlacedAt = Required("placedAt", Kinds.Instant);
    public static readonly Field<string> Currency = Required("currency", Kinds.Currency, "ISO 4217.");
    public static readonly Field<Given> Customer = Required("customer", Kinds.Item(CustomerShape.Shape));
    public static readonly Field<Given> Delivery = Required("delivery", Kinds.Item(DeliveryShape.Shape));
    public static readonly Field<DateTimeOffset> AvailableFrom = Optional(
        "availableFrom", Kinds.Instant, "For a pre-order: no piece leaves before.");
    public static readonly Field<bool> AcceptsSubstitutes = Optional("acceptsSubstitutes", Kinds.Flag);
    public static readonly Field<ImmutableArray<Given>> Lines = Required("lines",
        Kinds.List(Kinds.Item(LineShape.Shape), 1, ApiLimits.Lines));
    public static readonly Field<ImmutableArray<Given>> Charges = Optional(
        "charges", Kinds.List(Kinds.Item(ChargeShape.Shape), 0, ApiLimits.Charges), "Amounts that are no goods.");
    public static readonly Field<decimal> Total = Optional(
        "total", Kinds.Amount(0, 1_000_000_000), "Where given, it must be the sum of lines and charges.");
    public static readonly Field<Given> Payment = Required("payment", Kinds.Item(PaymentShape.Shape));

    public static readonly Shape Shape = new(
        "Order",
        [Number, Channel, PlacedAt, Currency, Customer, Delivery, AvailableFrom, AcceptsSubstitutes, Lines, Charges, Total, Payment])
    {
        Example = """
            { "number": "WEB-100045", "channel": "web", "placedAt": "2026-11-24T10:42:07Z", "currency": "GBP",
              "customer": { "id": "C-17850", "tier": "gold", "name": "Ada Moor", "email": "ada@example.com" },
              "delivery": { "wish": "ship",
                "address": { "street": "1 High Street", "city": "Leeds", "postalCode": "LS1 1AA", "country": "GB" } },
              "lines": [{ "sku": "85123A", "description": "White hanging heart", "quantity": 6, "unitPrice": 2.55 }],
              "charges": [{ "code": "POST", "description": "Postage", "amount": 18.00 }],
              "payment": { "kind": "card", "token": "tok_4f2a" } }
            """,
    };
}

internal static class CustomerShape
{
    public static readonly Field<string> Id = Required("id", Kinds.Key);
    public static readonly Field<string> Tier = Optional("tier", Kinds.Text(40, min: 0), "The loyalty tier, such as gold.");
    public static readonly Field<string> Name = Optional("name", Kinds.Text(200, min: 0));
    public static readonly Field<string> Email = Optional("email", Kinds.Text(254, min: 0));

    public static readonly Shape Shape = new("Customer", [Id, Tier, Name, Email]);
}

internal static class DeliveryShape
{
    public static readonly Field<DeliveryWish> Wish = Required("wish", Kinds.Word<DeliveryWish>());
    public static readonly Field<string> Node = Optional("node", Kinds.Key, "The chosen store, for a pickup.");
    public static readonly Field<Given> Address = Optional("address", Kinds.Item(AddressShape.Shape), "Needed to ship.");

    public static readonly Shape Shape = new("Delivery", [Wish, Node, Address]);
}

internal static class AddressShape
{
    public static readonly Field<string> Street = Required("street", Kinds.Text(200, min: 0));
    public static readonly Field<string> City = Required("city", Kinds.Text(100, min: 0));
    public static readonly Field<string> PostalCode = Required("postalCode", Kinds.Text(20, min: 0));
    public static readonly Field<string> Country = Required("country", Kinds.Country, "ISO 3166-1 alpha-2.");

    public static readonly Field<decimal> Latitude = Optional(
        "latitude", Kinds.Amount(-90, 90), "Degrees, four decimals at most; with it, what is near is chosen by the address itself.");

    public static readonly Field<decimal> Longitude = Optional("longitude", Kinds.Amount(-180, 180), "Degrees; goes with latitude.");

    public static readonly Shape Shape = new("Address", [Street, City, PostalCode, Country, Latitude, Longitude]);

    public static Address Read(Given given) => new(
        given.Get(Street), given.Get(City), given.Get(PostalCode), given.Get(Country),
        (double?)given.Maybe(Latitude), (double?)given.Maybe(Longitude));

    public static void Check(Given given, Faults faults)
    {
        if (given.Has(Latitude) != given.Has(Longitude))
        {
            faults.Add(given.At(given.Has(Latitude) ? Longitude : Latitude), "is missing; a place has a latitude and a longitude");
        }
    }
}

internal static class LineShape
{
    public static readonly Field<int> Line = Optional("line", Kinds.Whole(1, 99_999), "Numbers the line; 1, 2, 3 when left out.");
    public static readonly Field<string> Sku = Required("sku", Kinds.Key);
    public static readonly Field<string> Description = Optional("description", Kinds.Text(400, min: 0));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(1, 1_000_000), "Pieces.");
    public static readonly Field<decimal> UnitPrice = Required("unitPrice", Kinds.Amount(0, 10_000_000), "Gross, for one piece.");

    public static readonly Shape Shape = new("OrderLine", [Line, Sku, Description, Quantity, UnitPrice]);
}

internal static class ChargeShape
{
    public static readonly Field<string> Code = Required("code", Kinds.Text(40));
    public static readonly Field<string> Description = Optional("description", Kinds.Text(200, min: 0));
    public static readonly Field<decimal> Amount = Required("amount", Kinds.Amount(-10_000_000, 10_000_000), "Negative for a discount.");

    public static readonly Shape Shape = new("Charge", [Code, Description, Amount]);
}

internal static class PaymentShape
{
    public static readonly Field<string> Kind = Required("kind", Kinds.Text(40));
    public static readonly Field<string> Token = Required("token", Kinds.Text(200), "The provider's token, never a card number.");

    public static readonly Field<ImmutableArray<Given>> Tenders = Optional(
        "tenders", Kinds.List(Kinds.Item(TenderShape.Shape), 0, ApiLimits.Tenders),
        "Gift cards and credits that pay first, each its amount; the payment's own token pays the rest.");

    public static readonly Shape Shape = new("Payment", [Kind, Token, Tenders]);
}

internal static class TenderShape
{
    public static readonly Field<string> Kind = Required("kind", Kinds.Text(40), "Such as gift-card.");
    public static readonly Field<string> Token = Required("token", Kinds.Text(200), "The provider's token, never the card's number.");
    public static readonly Field<decimal> Amount = Required("amount", Kinds.Amount(0.01m, 10_000_000), "What it pays.");

    public static readonly Shape Shape = new("Tender", [Kind, Token, Amount]);
}

internal static class CancelShape
{
    public static readonly Field<string> Reason = Required("reason", Kinds.Text(400));
    public static readonly Field<ImmutableArray<int>> Lines = Optional(
        "lines", Kinds.List(Kinds.Whole(1, 99_999), 0, ApiLimits.Lines), "Line numbers; none for the whole order.");

    public static readonly Shape Shape = new("OrderCancel", [Reason, Lines])
    {
        Example = """{ "reason": "changed my mind", "lines": [2] }""",
    };
}

internal static class ChangeShape
{
    public static readonly Field<int> Line = Required("line", Kinds.Whole(1, 99_999));
    public static readonly Field<int> Quantity = Required("quantity", Kinds.Whole(0, 1_000_000), "0 removes the line.");
    public static readonly Shape LineShape = new("OrderLineChange", [Line, Quantity]);

    public static readonly Field<ImmutableArray<Given>> Lines = Optional("lines", Kinds.List(Kinds.Item(LineShape), 0, ApiLimits.Lines));
    public static readonly Field<Given> Address = Optional("address", Kinds.Item(AddressShape.Shape));

    public static readonly Shape Shape = new("OrderChange", [Lines, Address])
    {
        Example = """{ "lines": [{ "line": 1, "quantity": 3 }] }""",
    };
}

internal static class AnswerShape
{
    public static readonly Field<CustomerAnswer> Answer = Required("answer", Kinds.Word<CustomerAnswer>());

    public static readonly Field<string> Offer = Optional(
        "offer", Kinds.Text(40), "The second fact of the letter that is answered. Something else may be offered by now: a conflict.");

    public static readonly Shape Shape = new("CustomerAnswer", [Answer, Offer]) { Example = """{ "answer": "wait", "offer": "1" }""" };
}
