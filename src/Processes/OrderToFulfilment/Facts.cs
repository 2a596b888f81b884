using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.OrderToFulfilment;

/// <param name="Near">the node that lies nearest to where it goes; see <see cref="Order.Near"/></param>
public sealed record OrderAccepted(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Near = null) : Fact;

public sealed record OrderHeld(HoldKind Kind, string Why) : Fact;

public sealed record OrderReleased(HoldKind Kind) : Fact;

public sealed record Awaits(Pending What) : Fact;

public sealed record Answered(Pending What) : Fact;

public sealed record AuthorisationHeld(string Authorisation, decimal Amount) : Fact;

/// <param name="Authorisation">of which tender; there was one before it was kept</param>
public sealed record AuthorisationGone(string? Authorisation = null) : Fact;

public sealed record LinesChanged(ImmutableArray<LineChange> Lines) : Fact;

/// <summary>To the one that the message gives; addresses are kept in one place.</summary>
public sealed record AddressChanged(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Near = null) : Fact;

/// <summary>By when what is lacking should be there; null when it is not all on order.</summary>
public sealed record SupplyExpected(DateTimeOffset? By) : Fact;

/// <summary>Nothing leaves before a date: until then it waits and is not looked for.</summary>
public sealed record ReleaseWaited(TimeSpan For) : Fact;

/// <summary>Pieces of a line are replaced by another SKU, as a line of its own and at no higher price than what was ordered.</summary>
/// <param name="As">the number of the new line</param>
/// <param name="Price">of one piece, where it is lower</param>
public sealed record LineSubstituted(
    int Line, int Pieces, int As, string Sku,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] decimal? Price = null) : Fact;

/// <summary>The ERP is asked for the prices in force of what may stand in; each once.</summary>
public sealed record StandInPricesAsked(ImmutableArray<string> Skus) : Fact;

public sealed record StandInPricesKnown(ImmutableArray<PriceInForce> Prices) : Fact;

public sealed record SourcingTried : Fact;

public sealed record SourcingReset : Fact;

public sealed record StockHeld(ImmutableArray<ReservedLine> Lines) : Fact;

public sealed record StockLetGo : Fact;

public sealed record PromiseMade(DateTimeOffset Promise) : Fact;

public sealed record SalesOrderBooked(string Document) : Fact;

public sealed record PartStarted(CaseId Part, string Node, FulfilmentMode Mode, ImmutableArray<PickedLine> Lines) : Fact;

public sealed record PartMoved(CaseId Part, PartStage Stage) : Fact;

public sealed record PartClimbed(CaseId Part, int Step) : Fact;

/// <summary>Pieces left a part: they are unassigned again, or no longer wanted when <paramref name="GivenUp"/>.</summary>
public sealed record PiecesLeftPart(CaseId Part, ImmutableArray<PickedLine> Lines, bool GivenUp) : Fact;

/// <param name="At">from when a return's window counts; not known of what was written before it was kept</param>
public sealed record PiecesDelivered(CaseId Part, ImmutableArray<PickedLine> Lines, DateTimeOffset? At = null) : Fact;

/// <param name="Amount">with charges and discounts; what the customer pays for the part</param>
/// <param name="Shares">over which tenders; see <see cref="Tenders.Of"/></param>
/// <param name="Gross">what its pieces cost before the order was reduced</param>
public sealed record CaptureAsked(
    CaseId Part,
    decimal Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<MoneyShare> Shares = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Gross = 0) : Fact;

/// <summary>A capture that was refused is asked for once more.</summary>
public sealed record CaptureTriedAgain(string Reference) : Fact;

/// <param name="Credit">the token of the credit that a refund became</param>
public sealed record MoneyMoved(
    string Reference,
    decimal Captured,
    decimal Refunded,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] string? Credit = null) : Fact;

public sealed record MoneyRefused(string Reference, string Reason) : Fact;

/// <summary>The payment provider has settled a capture or a refund of it.</summary>
/// <param name="Line">which line of the payout; left out in what was kept before two lines of one payout were told apart</param>
public sealed record MoneySettled(
    string Reference, SettledKind Kind, CaseId Payout,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Line = null) : Fact;

/// <summary>A payout settles what the order does not know of yet: its answer is on the way, or lost until it is asked for again.</summary>
public sealed record SettledEarly(CaseId Payout, SettledLine Line) : Fact;

/// <param name="Shares">set where money is promised to tenders by it, and not by what the order has promised before</param>
public sealed record RefundStarted(
    string Reference,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<MoneyShare> Shares = default) : Fact;

/// <summary>It came back while it was being charged.</summary>
public sealed record PartRefundDue(CaseId Part, decimal Cost) : Fact;

/// <param name="Shares">none where nothing was charged</param>
public sealed record PartRefundStarted(CaseId Part, ImmutableArray<MoneyShare> Shares) : Fact;

public sealed record DeliveryAsked(string Reference) : Fact;

public sealed record DeliveryBooked(string Reference) : Fact;

public sealed record DeliveryRefused(string Reference, string Reason) : Fact;

public sealed record UnsettledCleared : Fact;

public sealed record ShortageFound(CaseId Part, string Node, ImmutableArray<PartLine> Missing, bool Late) : Fact;

/// <summary>Nobody decides any more what to do about what a part lacks: all of the part is given up.</summary>
public sealed record ShortagesDropped(CaseId Part) : Fact;

/// <summary>It is late no more: it has ended.</summary>
public sealed record LateShortageDropped(CaseId Part) : Fact;

/// <summary>What was asked about the first shortage is asked no more, since the part went on.</summary>
public sealed record QuestionDropped : Fact;

/// <summary>A node that lacked something is looked at again: it is waited for, or has had more.</summary>
public sealed record NodeTrusted(string Node) : Fact;

/// <param name="PickupNode">the store the customer will go to instead</param>
/// <param name="From">the node that was chosen to send the pieces</param>
public sealed record ShortageDecided(
    RerouteKind Kind, bool Consent, string? PickupNode,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? From = null) : Fact;

/// <summary>The node that was chosen cannot send them any more.</summary>
public sealed record ChoiceDropped : Fact;

public sealed record OptionsKnown(ImmutableArray<RerouteOption> Options) : Fact;

public sealed record CustomerAsked(RerouteOption Option) : Fact;

public sealed record CustomerReminded : Fact;

/// <param name="Hold">which it is to release</param>
public sealed record TaskAsked(
    CaseId Task, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HoldKind? Hold = null) : Fact;

/// <summary>A part is asked to give up pieces before they are picked.</summary>
public sealed record PiecesRecalled(CaseId Part, ImmutableArray<PickedLine> Lines) : Fact;

public sealed record RecallAnswered(CaseId Part) : Fact;

/// <summary>The part is short: what it was asked to give up is taken from what it lacks, as soon as it says what that is.</summary>
public sealed record RecallKept(CaseId Part) : Fact;

/// <summary>All of the part is on its way back: what it was asked to give up is taken from that.</summary>
public sealed record RecallReturns(CaseId Part) : Fact;

/// <summary>The part has ended, and these pieces of what it was asked for are among what it lacks.</summary>
public sealed record RecallLeft(CaseId Part, ImmutableArray<PickedLine> Lines) : Fact;

/// <summary>Charges that were declined, and that finance asks for no more.</summary>
public sealed record ChargesWrittenOff(ImmutableArray<string> References) : Fact;

/// <summary>The ERP will not cancel the order.</summary>
public sealed record ErpKept(string Reason) : Fact;

/// <summary>Of what a part lacks, these pieces are wanted no more.</summary>
public sealed record ShortageLessened(CaseId Part, ImmutableArray<PickedLine> Lines) : Fact;

public sealed record PiecesGivenUp(ImmutableArray<LineChange> Lines) : Fact;

public sealed record LookedAgain : Fact;

/// <param name="Refused">the retailer would not have it; the customer did not change their mind</param>
public sealed record CancellationBegun(
    string Reason, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Refused = false) : Fact;

/// <param name="Postage">whether the amount holds the order's postage</param>
public sealed record RefundAccepted(
    CaseId Return,
    ImmutableArray<ReturnLine> Lines,
    decimal Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Postage = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<MoneyShare> Shares = default) : Fact;

/// <summary>A return is refused after all, of whose refund the provider has moved nothing.</summary>
public sealed record RefundCalledOff(CaseId Return) : Fact;

/// <summary>Nothing of the order is with the customer any more, and no return is to come that it would go back with.</summary>
public sealed record PostageGivenBack(ImmutableArray<MoneyShare> Shares) : Fact;

public sealed record ReturnClaimed(CaseId Return, ImmutableArray<ReturnLine> Lines) : Fact;

public sealed record ReturnReleased(CaseId Return) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OrderAccepted)), JsonSerializable(typeof(OrderHeld)), JsonSerializable(typeof(OrderReleased))]
[JsonSerializable(typeof(Awaits)), JsonSerializable(typeof(Answered)), JsonSerializable(typeof(AuthorisationHeld))]
[JsonSerializable(typeof(AuthorisationGone)), JsonSerializable(typeof(LinesChanged)), JsonSerializable(typeof(SourcingTried))]
[JsonSerializable(typeof(AddressChanged)), JsonSerializable(typeof(ChoiceDropped)), JsonSerializable(typeof(QuestionDropped))]
[JsonSerializable(typeof(NodeTrusted))]
[JsonSerializable(typeof(ReleaseWaited)), JsonSerializable(typeof(SupplyExpected))]
[JsonSerializable(typeof(LineSubstituted)), JsonSerializable(typeof(StandInPricesAsked))]
[JsonSerializable(typeof(StandInPricesKnown))]
[JsonSerializable(typeof(SourcingReset)), JsonSerializable(typeof(StockHeld)), JsonSerializable(typeof(StockLetGo))]
[JsonSerializable(typeof(PromiseMade)), JsonSerializable(typeof(SalesOrderBooked)), JsonSerializable(typeof(PartStarted))]
[JsonSerializable(typeof(PartMoved)), JsonSerializable(typeof(PartClimbed)), JsonSerializable(typeof(PiecesLeftPart))]
[JsonSerializable(typeof(PiecesDelivered)), JsonSerializable(typeof(CaptureAsked)), JsonSerializable(typeof(MoneyMoved))]
[JsonSerializable(typeof(MoneyRefused)), JsonSerializable(typeof(RefundStarted)), JsonSerializable(typeof(DeliveryAsked))]
[JsonSerializable(typeof(DeliveryBooked)), JsonSerializable(typeof(DeliveryRefused)), JsonSerializable(typeof(UnsettledCleared))]
[JsonSerializable(typeof(ShortageFound)), JsonSerializable(typeof(ShortageDecided)), JsonSerializable(typeof(OptionsKnown))]
[JsonSerializable(typeof(CustomerAsked)), JsonSerializable(typeof(CustomerReminded)), JsonSerializable(typeof(TaskAsked))]
[JsonSerializable(typeof(PiecesGivenUp)), JsonSerializable(typeof(LookedAgain))]
[JsonSerializable(typeof(CancellationBegun)), JsonSerializable(typeof(RefundAccepted)), JsonSerializable(typeof(CaptureTriedAgain))]
[JsonSerializable(typeof(SettledEarly)), JsonSerializable(typeof(ShortagesDropped)), JsonSerializable(typeof(RecallKept))]
[JsonSerializable(typeof(ShortageLessened)), JsonSerializable(typeof(PostageGivenBack)), JsonSerializable(typeof(RefundCalledOff))]
[JsonSerializable(typeof(LateShortageDropped)), JsonSerializable(typeof(RecallReturns)), JsonSerializable(typeof(ErpKept))]
[JsonSerializable(typeof(RecallLeft)), JsonSerializable(typeof(PartRefundDue)), JsonSerializable(typeof(ChargesWrittenOff))]
[JsonSerializable(typeof(PartRefundStarted))]
[JsonSerializable(typeof(MoneySettled)), JsonSerializable(typeof(PiecesRecalled)), JsonSerializable(typeof(RecallAnswered))]
[JsonSerializable(typeof(ReturnClaimed)), JsonSerializable(typeof(ReturnReleased))]
public sealed partial class OrderFactsJson : JsonSerializerContext;

/// <summary>The facts of an order with the names they are journalled under; a name is never changed once released.</summary>
public static class OrderFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(OrderAccepted), "order.accepted"), new(typeof(OrderHeld), "order.held"), new(typeof(OrderReleased), "order.released"),
        new(typeof(Awaits), "order.awaits"), new(typeof(Answered), "order.answered"),
        new(typeof(AuthorisationHeld), "order.authorisation-held"), new(typeof(AuthorisationGone), "order.authorisation-gone"),
        new(typeof(LinesChanged), "order.lines-changed"), new(typeof(AddressChanged), "order.address-changed"),
        new(typeof(ReleaseWaited), "order.release-waited"), new(typeof(SupplyExpected), "order.supply-expected"),
        new(typeof(LineSubstituted), "order.line-substituted"),
        new(typeof(StandInPricesAsked), "order.stand-in-prices-asked"), new(typeof(StandInPricesKnown), "order.stand-in-prices-known"),
        new(typeof(QuestionDropped), "order.question-dropped"), new(typeof(NodeTrusted), "order.node-trusted"),
        new(typeof(ChoiceDropped), "order.choice-dropped"), new(typeof(SourcingTried), "order.sourcing-tried"),
        new(typeof(SourcingReset), "order.sourcing-reset"), new(typeof(StockHeld), "order.stock-held"),
        new(typeof(StockLetGo), "order.stock-let-go"), new(typeof(PromiseMade), "order.promise-made"),
        new(typeof(SalesOrderBooked), "order.sales-order-booked"), new(typeof(PartStarted), "order.part-started"),
        new(typeof(PartMoved), "order.part-moved"), new(typeof(PartClimbed), "order.part-climbed"),
        new(typeof(PiecesLeftPart), "order.pieces-left-part"), new(typeof(PiecesDelivered), "order.pieces-delivered"),
        new(typeof(CaptureAsked), "order.capture-asked"),
        new(typeof(MoneySettled), "order.money-settled"), new(typeof(SettledEarly), "order.settled-early"),
        new(typeof(CaptureTriedAgain), "order.capture-tried-again"), new(typeof(MoneyMoved), "order.money-moved"),
        new(typeof(MoneyRefused), "order.money-refused"), new(typeof(RefundStarted), "order.refund-started"),
        new(typeof(DeliveryAsked), "order.delivery-asked"), new(typeof(DeliveryBooked), "order.delivery-booked"),
        new(typeof(DeliveryRefused), "order.delivery-refused"), new(typeof(UnsettledCleared), "order.unsettled-cleared"),
        new(typeof(ShortageFound), "order.shortage-found"), new(typeof(ShortageDecided), "order.shortage-decided"),
        new(typeof(OptionsKnown), "order.options-known"), new(typeof(CustomerAsked), "order.customer-asked"),
        new(typeof(CustomerReminded), "order.customer-reminded"), new(typeof(TaskAsked), "order.task-asked"),
        new(typeof(PiecesGivenUp), "order.pieces-given-up"), new(typeof(PiecesRecalled), "order.pieces-recalled"),
        new(typeof(RecallAnswered), "order.recall-answered"), new(typeof(RecallKept), "order.recall-kept"),
        new(typeof(ShortageLessened), "order.shortage-lessened"), new(typeof(PostageGivenBack), "order.postage-given-back"),
        new(typeof(RefundCalledOff), "order.refund-called-off"), new(typeof(LateShortageDropped), "order.late-shortage-dropped"),
        new(typeof(RecallReturns), "order.recall-returns"), new(typeof(ErpKept), "order.erp-kept"),
        new(typeof(RecallLeft), "order.recall-left"), new(typeof(ChargesWrittenOff), "order.charges-written-off"),
        new(typeof(PartRefundDue), "order.part-refund-due"), new(typeof(PartRefundStarted), "order.part-refund-started"),
        new(typeof(ShortagesDropped), "order.shortages-dropped"),
        new(typeof(LookedAgain), "order.looked-again"), new(typeof(CancellationBegun), "order.cancellation-begun"),
        new(typeof(RefundAccepted), "order.refund-accepted"),
        new(typeof(ReturnClaimed), "order.return-claimed"), new(typeof(ReturnReleased), "order.return-released"),
    ];
}
