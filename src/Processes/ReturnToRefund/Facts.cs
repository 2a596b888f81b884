using System.Collections.Immutable;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;

namespace Crossdock.Processes.ReturnToRefund;

public sealed record ReturnAccepted : Fact;

public sealed record OrderFound(CaseId Order) : Fact;

public sealed record RightsFound : Fact;

/// <summary>Fewer pieces than were asked for are taken back.</summary>
public sealed record TakenBack(ImmutableArray<ReturnLine> Lines) : Fact;

public sealed record LabelMade(string Tracking) : Fact;

public sealed record CustomerRemindedOfReturn : Fact;

public sealed record CustomerRemindedToFetch : Fact;

public sealed record GoodsHere(string Node) : Fact;

/// <param name="Rest">where one word was said of all others; <paramref name="Disposed"/> is left out then</param>
public sealed record ConditionKnown(
    ImmutableArray<ReturnLine> Sellable,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] Disposition Rest = Disposition.Scrap,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<DisposedPieces> Disposed = default) : Fact;

/// <param name="Shares">what went over each of several means of payment that the provider settles</param>
/// <param name="Stored">what of it is stored value of the retailer's own</param>
/// <param name="ByHand">what of it a person paid, and not the provider</param>
public sealed record MoneyReturned(
    decimal Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<decimal> Shares = default,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Stored = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal ByHand = 0) : Fact;

/// <summary>What is wanted instead of money is ordered.</summary>
public sealed record ExchangeOrdered(CaseId Order) : Fact;

/// <summary>Of several means of payment, not all took the money back.</summary>
public sealed record MoneyPartlyReturned(
    decimal Amount,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Owed = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] decimal Stored = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] ImmutableArray<PaymentTender> Credits = default) : Fact;

public sealed record StockTakenBack : Fact;

/// <summary>What the ledger would not take back was put right in it by a person.</summary>
public sealed record StockPutRight(string By) : Fact;

/// <summary>The goods wait to be looked at, and the customer for the money.</summary>
public sealed record InspectionLate(int Step) : Fact;

public sealed record CreditNoteBooked(string Document) : Fact;

/// <param name="PaidOut">a payout has it on a line, and not only the provider's word</param>
public sealed record RefundSeen(
    decimal Amount, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool PaidOut = false) : Fact;

public sealed record ReturnTask(CaseId Task) : Fact;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReturnAccepted)), JsonSerializable(typeof(OrderFound)), JsonSerializable(typeof(ConditionKnown))]
[JsonSerializable(typeof(MoneyReturned)), JsonSerializable(typeof(CreditNoteBooked)), JsonSerializable(typeof(ReturnTask))]
[JsonSerializable(typeof(RightsFound)), JsonSerializable(typeof(TakenBack))]
[JsonSerializable(typeof(LabelMade)), JsonSerializable(typeof(CustomerRemindedOfReturn)), JsonSerializable(typeof(GoodsHere))]
[JsonSerializable(typeof(ExchangeOrdered)), JsonSerializable(typeof(CustomerRemindedToFetch))]
[JsonSerializable(typeof(StockTakenBack)), JsonSerializable(typeof(RefundSeen)), JsonSerializable(typeof(MoneyPartlyReturned))]
[JsonSerializable(typeof(StockPutRight)), JsonSerializable(typeof(InspectionLate))]
public sealed partial class ReturnFactsJson : JsonSerializerContext;

public static class ReturnFacts
{
    public static readonly IReadOnlyList<JsonDerivedType> All =
    [
        new(typeof(ReturnAccepted), "return.accepted"), new(typeof(OrderFound), "return.order-found"),
        new(typeof(ConditionKnown), "return.condition-known"), new(typeof(MoneyReturned), "return.money-returned"),
        new(typeof(CreditNoteBooked), "return.credit-note-booked"), new(typeof(ReturnTask), "return.task"),
        new(typeof(RightsFound), "return.rights-found"), new(typeof(TakenBack), "return.taken-back"),
        new(typeof(LabelMade), "return.label-made"), new(typeof(CustomerRemindedOfReturn), "return.customer-reminded"),
        new(typeof(GoodsHere), "return.goods-here"),
        new(typeof(CustomerRemindedToFetch), "return.customer-reminded-to-fetch"),
        new(typeof(ExchangeOrdered), "return.exchange-ordered"), new(typeof(MoneyPartlyReturned), "return.money-partly-returned"),
        new(typeof(StockTakenBack), "return.stock-taken-back"), new(typeof(RefundSeen), "return.refund-seen"),
        new(typeof(StockPutRight), "return.stock-put-right"), new(typeof(InspectionLate), "return.inspection-late"),
    ];

    public static CustomerReturn Fold(CustomerReturn state, Fact fact, Message message) => fact switch
    {
        ReturnAccepted => Begin(state, (ReturnAsked)message),
        OrderFound found => state with { Order = found.Order },
        RightsFound => state with
        {
            Rights = ((ReturnRightsKnown)message).Rights, Customer = ((ReturnRightsKnown)message).Customer,
            PaidIn = ((ReturnRightsKnown)message).Currency,
        },
        TakenBack taken => state with { Taken = taken.Lines },
        LabelMade label => state with { Tracking = label.Tracking },
        CustomerRemindedOfReturn => state with { Reminded = true },
        CustomerRemindedToFetch => state with { RemindedToFetch = true },
        GoodsHere here => state with { At = here.Node },
        ConditionKnown known => state.LookedAt(new ReturnInspected(known.Sellable, "", known.Rest, known.Disposed)),
        MoneyReturned returned => state with
        {
            Refunded = returned.Amount, RefundKnown = true, Shares = returned.Shares.IsDefault ? [] : returned.Shares,
            Stored = returned.Stored, ByHand = returned.ByHand,
        },
        ExchangeOrdered ordered => state with { ExchangedFor = ordered.Order },
        MoneyPartlyReturned partly => state with
        {
            PartlyRefunded = partly.Amount, Owed = partly.Owed, Stored = partly.Stored,
            Credits = partly.Credits.IsDefault ? [] : partly.Credits,
        },
        StockTakenBack => state with { Restocked = true },
        StockPutRight => state with { StockByHand = true },
        InspectionLate late => state with { Late = late.Step },
        CreditNoteBooked booked => state with { CreditNote = booked.Document },
        RefundSeen { PaidOut: true } seen => state with { PaidOut = state.PaidOut + seen.Amount },
        RefundSeen seen => state with { Shown = state.Shown.Add(seen.Amount) },
        ReturnTask task => state with { Task = task.Task, Tasks = state.Tasks + 1 },
        _ => throw new InvalidOperationException($"A return knows no fact {fact.GetType().Name}."),
    };

    private static CustomerReturn Begin(CustomerReturn state, ReturnAsked asked) => state with
    {
        Asked = asked, Order = asked.Order, At = asked.Way == ReturnWay.HandedIn ? asked.Node : null,
    };
}
