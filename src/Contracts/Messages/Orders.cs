using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crossdock.Contracts.Messages;

/// <summary>Who buys. The contact sits in its own record, so that it can be sealed and erased on its own.</summary>
/// <param name="Tier">the loyalty tier, such as <c>gold</c>; empty where there is none</param>
public sealed record Customer(string Id, string Tier, Contact? Contact);

public sealed record Contact(string Name, string Email, Address? Address);

/// <param name="Country">ISO 3166-1 alpha-2</param>
/// <param name="Latitude">degrees, where the channel has looked the address up; with <paramref name="Longitude"/> or not at all</param>
public sealed record Address(
    string Street,
    string City,
    string PostalCode,
    string Country,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Latitude = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Longitude = null);

/// <summary>A line of goods as ordered. <paramref name="Line"/> numbers it within its order; the price is for one piece, gross.</summary>
public sealed record OrderLine(int Line, string Sku, string Description, int Quantity, decimal UnitPrice);

/// <summary>An amount that is no goods: postage, packing, a discount (negative), a bank charge.</summary>
public sealed record Charge(string Code, string Description, decimal Amount);

/// <summary>Stored value that pays a part of an order: a gift card, a store credit.</summary>
/// <param name="Token">the provider's, never the card's number</param>
public sealed record PaymentTender(string Kind, string Token, decimal Amount);

/// <summary>How the customer pays. The token is the provider's, never a card number.</summary>
/// <param name="Tenders">what pays first; the token pays what they leave</param>
public sealed record PaymentMethod(
    string Kind,
    string Token,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<PaymentTender> Tenders = default);

/// <summary>An order as a channel sent it, already in canonical form.</summary>
/// <param name="PickupNode">the chosen store, for a pickup</param>
/// <param name="AvailableFrom">for a pre-order: no piece leaves before</param>
public sealed record OrderReceived(
    string Number,
    string Channel,
    string Region,
    DateTimeOffset PlacedAt,
    string Currency,
    Customer Customer,
    DeliveryWish Wish,
    string? PickupNode,
    DateTimeOffset? AvailableFrom,
    bool AcceptsSubstitutes,
    ImmutableArray<OrderLine> Lines,
    ImmutableArray<Charge> Charges,
    PaymentMethod Payment) : Message
{
    [JsonIgnore]
    public decimal Total => Lines.Sum(line => line.UnitPrice * line.Quantity) + Charges.Sum(charge => charge.Amount);
}

/// <summary>The ERP's word on an order: the prices in force for its SKUs, and which SKUs it does not know.</summary>
public sealed record OrderChecked(
    ImmutableArray<PriceInForce> Prices, ImmutableArray<string> UnknownSkus, bool CustomerBlocked, string? LikelyDuplicateOf) : Message;

public sealed record PriceInForce(string Sku, decimal UnitPrice);

public sealed record OrderCheckRefused(string Reason) : Message;

/// <param name="Lines">the lines to cancel; empty for the whole order</param>
public sealed record CancelRequested(string Reason, ImmutableArray<int> Lines) : Message;

/// <summary>A wish to change what was ordered. A quantity of 0 removes the line.</summary>
public sealed record ChangeRequested(ImmutableArray<LineChange> Lines, Address? Address) : Message;

public sealed record LineChange(int Line, int Quantity);

public sealed record HoldReleased(HoldKind Hold, string Note) : Message;

public sealed record OrderRefused(string Reason) : Message;

/// <summary>A person or the ledger says that stock may be there now.</summary>
public sealed record LookAgain(string Note) : Message;

/// <summary>The customer's answer to a question: <c>agree</c>, <c>wait</c> or <c>refuse</c>.</summary>
/// <param name="Offer">the question that it answers, as the letter named it; null where the letter named none, or nobody asked</param>
public sealed record CustomerAnswered(
    CustomerAnswer Answer,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Offer = null) : Message;

[System.Text.Json.Serialization.JsonConverter(typeof(System.Text.Json.Serialization.JsonStringEnumConverter<CustomerAnswer>))]
public enum CustomerAnswer { Agree, Wait, Refuse }

public sealed record SalesOrderPosted(string Document) : Message;

public sealed record SalesOrderRejected(string Reason) : Message;

/// <param name="OfLines">lines of it, and not the whole order; what was written before it was told apart is taken for the whole</param>
public sealed record SalesOrderCancelled(
    string Document, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OfLines = false) : Message;

/// <param name="OfLines">lines of it, and not the whole order; what was written before it was told apart is taken for the whole</param>
public sealed record SalesOrderCancelRejected(
    string Reason, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OfLines = false) : Message;

public sealed record DeliveryPosted(string DeliveryDocument, string InvoiceDocument, string Reference) : Message;

public sealed record DeliveryRejected(string Reason, string Reference) : Message;

public sealed record CustomerNotified(string Template) : Message;

public sealed record NotificationFailed(string Template, string Reason) : Message;
