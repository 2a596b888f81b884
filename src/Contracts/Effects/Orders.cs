using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>Asks the ERP for prices in force, unknown SKUs and a blocked or doubled customer order.</summary>
public sealed record CheckOrder(string Number, string CustomerId, string Currency, DateTimeOffset At, ImmutableArray<OrderLine> Lines)
    : Effect, IAnsweredBy<OrderChecked, OrderCheckRefused>
{
    public override Message Refused(string reason) => new OrderCheckRefused(reason);
}

public sealed record AuthorisePayment(string Number, string CustomerId, string Token, decimal Amount, string Currency)
    : Effect, IAnsweredBy<PaymentAuthorised, PaymentDeclined>
{
    public override Message Refused(string reason) => new PaymentDeclined(reason);
}

public sealed record CapturePayment(string Authorisation, decimal Amount, string Currency, string Reference)
    : Effect, IAnsweredBy<PaymentCaptured, CaptureDeclined>
{
    public override Message Refused(string reason) => new CaptureDeclined(reason, Reference);
}

/// <summary>Gives back what was authorised and will not be captured.</summary>
public sealed record VoidAuthorisation(string Authorisation)
    : Effect, IAnsweredBy<AuthorisationVoided, VoidDeclined>
{
    public override Message Refused(string reason) => new VoidDeclined(reason, Authorisation);
}

/// <param name="AsCredit">it does not go back as money: the provider keeps it as a credit of the customer's</param>
public sealed record RefundPayment(
    string Authorisation,
    decimal Amount,
    string Currency,
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AsCredit = false)
    : Effect, IAnsweredBy<PaymentRefunded, RefundDeclined>
{
    public override Message Refused(string reason) => new RefundDeclined(reason, Reference);
}

public sealed record PostSalesOrder(
    string Number, string CustomerId, string Currency, decimal Total, ImmutableArray<OrderLine> Lines, ImmutableArray<Charge> Charges)
    : Effect, IAnsweredBy<SalesOrderPosted, SalesOrderRejected>
{
    public override Message Refused(string reason) => new SalesOrderRejected(reason);
}

/// <param name="Lines">the lines that fall away, with what remains of each; empty for the whole order</param>
/// <param name="Instead">new lines that take their place</param>
public sealed record CancelSalesOrder(
    string Number,
    ImmutableArray<LineChange> Lines,
    string Reason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<OrderLine> Instead = default)
    : Effect, IAnsweredBy<SalesOrderCancelled, SalesOrderCancelRejected>
{
    [JsonIgnore]
    public bool OfLines => !Lines.IsDefaultOrEmpty;

    public override Message Refused(string reason) => new SalesOrderCancelRejected(reason, OfLines);

    public override string? WhyNotAnsweredBy(Message answer) =>
        (answer is SalesOrderCancelled { OfLines: true } or SalesOrderCancelRejected { OfLines: true }) == OfLines
            ? null
            : $"It was asked to cancel {(OfLines ? "lines" : "the whole order")}: the answer needs ofLines {(OfLines ? "true" : "false")}.";
}

/// <summary>The ERP books goods issue and sales invoice for what reached the customer.</summary>
public sealed record PostDelivery(
    string Number, string Node, string Reference, string Currency, decimal Amount, ImmutableArray<PickedLine> Lines)
    : Effect, IAnsweredBy<DeliveryPosted, DeliveryRejected>
{
    public override Message Refused(string reason) => new DeliveryRejected(reason, Reference);
}

/// <param name="Disposed">of the lines, those that are not to be sold as new; the ERP keeps that stock</param>
/// <param name="Stocked">of the lines, those that are back on the shelf</param>
/// <param name="Node">where that is; null where none are</param>
public sealed record PostCreditNote(
    string Number, string? OrderNumber, string Currency, decimal Amount, ImmutableArray<ReturnLine> Lines,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<DisposedPieces> Disposed = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<AdjustedPieces> Stocked = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Node = null)
    : Effect, IAnsweredBy<CreditNotePosted, CreditNoteRejected>
{
    public override Message Refused(string reason) => new CreditNoteRejected(reason);
}

/// <param name="Template">such as <c>order-confirmed</c>, <c>ready-for-pickup</c>, <c>please-decide</c></param>
/// <param name="Facts">what the template fills in</param>
public sealed record NotifyCustomer(string Template, string Number, Customer Customer, ImmutableArray<string> Facts)
    : Effect, IAnsweredBy<CustomerNotified, NotificationFailed>
{
    public override Message Refused(string reason) => new NotificationFailed(Template, reason);
}

/// <summary>What ways out cost the retailer and how long they take, by the policies in force. Money is in the order's currency.</summary>
/// <param name="ShipFromDc">a parcel from a distribution centre</param>
/// <param name="ShipFromStore">the same from a store</param>
/// <param name="ShipDistance">more for each hundred kilometres</param>
/// <param name="ShipOtherRegion">more when it leaves its region</param>
/// <param name="OtherStore">having it ready in another store</param>
/// <param name="CustomerDistance">each kilometre that the customer goes further</param>
/// <param name="WaitDay">each day that the customer waits longer</param>
/// <param name="Refund">giving money back</param>
/// <param name="LostMargin">the share of the goods' price that is lost with the sale</param>
/// <param name="FillDays">until a place that ran out is filled up, when nothing is announced</param>
/// <param name="NearKm">how far another store may be</param>
/// <param name="PickTime">open hours until another store has it ready</param>
public sealed record WayTerms(
    decimal ShipFromDc, decimal ShipFromStore, decimal ShipDistance, decimal ShipOtherRegion, decimal OtherStore,
    decimal CustomerDistance, decimal WaitDay, decimal Refund, decimal LostMargin, int FillDays, int NearKm, TimeSpan PickTime);

/// <summary>Asks for ways out of a short pick or a late one. Answered like advice, whether by rules or by a model.</summary>
/// <param name="Terms">not known of what was asked before they were kept</param>
public sealed record AskReroute(
    CaseId Order,
    string Region,
    DeliveryWish Wish,
    string Node,
    bool AcceptsSubstitutes,
    DateTimeOffset Promise,
    string Currency,
    ImmutableArray<PartLine> Missing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WayTerms? Terms = null)
    : Effect, IAnsweredBy<RerouteAdvised, AdviceUnavailable>
{
    public override Message Refused(string reason) => new AdviceUnavailable(reason);
}
