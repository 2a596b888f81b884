using System.Runtime.CompilerServices;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.Handlers;
using static Crossdock.Processes.OrderToFulfilment.OrderState;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Groups of rows that several states share, so that each is written once.</summary>
internal static class MapParts
{
    /// <summary>Parts go on while the order decides something else; where nothing is open, the last one may lead on.</summary>
    public static ProcessMap<Order, OrderState> HearsParts(this ProcessMap<Order, OrderState> map, params OrderState[] to) => map
        .On<PartPicked>(NotePicked)
        .On<PartReady>(NoteReady)
        .On<PartShipped>(CaptureShipped).Asks<CapturePayment>()
        .On<PartDelivered>(BookDelivered).Asks<CapturePayment>().Asks<PostDelivery>()
            .To(to).Asks<CapturePayment>().Asks<PostDelivery>().Asks<VoidAuthorisation>();

    /// <summary>Where somebody is asked about a late part, its going on answers that.</summary>
    public static ProcessMap<Order, OrderState> HearsPartsWhileAsked(this ProcessMap<Order, OrderState> map) => map
        .On(WhileAsked<PartPicked>(NotePicked, said => said.Part), nameof(NotePicked))
            .To(Fulfilling, Rerouting).Asks<AskReroute>().Tells<TaskWithdrawn>()
        .On(WhileAsked<PartReady>(NoteReady, said => said.Part), nameof(NoteReady))
            .To(Fulfilling, Rerouting).Asks<AskReroute>().Tells<TaskWithdrawn>()
        .On(WhileAsked<PartShipped>(CaptureShipped, said => said.Part), nameof(CaptureShipped)).Asks<CapturePayment>()
            .To(Fulfilling, Rerouting).Asks<AskReroute>().Asks<CapturePayment>().Tells<TaskWithdrawn>()
        .On(WhileAsked<PartDelivered>(BookDelivered, said => said.Part), nameof(BookDelivered))
            .Asks<CapturePayment>().Asks<PostDelivery>()
            .To(Fulfilling, Rerouting).Asks<AskReroute>().Asks<CapturePayment>().Asks<PostDelivery>().Tells<TaskWithdrawn>()
            .To(Settling, Closed, Cancelled, Unsettled).Asks<CapturePayment>().Asks<PostDelivery>().Asks<VoidAuthorisation>()
            .Asks<RefundPayment>().Tells<TaskWithdrawn>().Tells<TaskOpened>();

    /// <summary>Parts end, and answer that were asked for fewer pieces, while the order decides something else.</summary>
    public static ProcessMap<Order, OrderState> HearsEnds(this ProcessMap<Order, OrderState> map) => map
        .On<PartEnded>(EndPart).TakesBackPart()
        .On<PartLessened>(TakeLess).Asks<CancelSalesOrder>().Asks<NotifyCustomer>()
        .On<PartKept>(KeepPieces).GivesUpMissing()
        .On<PartShort>(QueueShortage).GivesUpMissing();

    /// <summary>What a part gave back is paid back where it had left, and sourced anew where it is wanted.</summary>
    public static ProcessMap<Order, OrderState> TakesBackPart(this ProcessMap<Order, OrderState> map) => map
        .Asks<RefundPayment>().Asks<CancelSalesOrder>().Asks<NotifyCustomer>().Asks<FindStock>().Tells<FulfilmentLinesDropped>();

    /// <summary>What is missing and not wanted any more leaves the part, and customer and ERP hear it.</summary>
    public static ProcessMap<Order, OrderState> GivesUpMissing(this ProcessMap<Order, OrderState> map) => map
        .Asks<CancelSalesOrder>().Asks<NotifyCustomer>().Tells<FulfilmentLinesDropped>();

    /// <summary>What parts said on their way may be heard after what they said at the end.</summary>
    public static ProcessMap<Order, OrderState> IgnoresLateParts(this ProcessMap<Order, OrderState> map) => map
        .Ignores<PartPicked>("The part is done already.")
        .Ignores<PartReady>("The part is done already.")
        .Ignores<PartLate>("The part is done already.")
        .Ignores<PartShipped>("The part is done already.");

    /// <summary>A cancellation goes no further before these are answered, so none of them is on its way any more.</summary>
    public static ProcessMap<Order, OrderState> IgnoresAnswersBeforeParts(this ProcessMap<Order, OrderState> map) => map
        .Ignores<PaymentAuthorised>("It was answered before parts began.")
        .Ignores<PaymentDeclined>("It was answered before parts began.")
        .Ignores<SalesOrderPosted>("It was answered before parts began.")
        .Ignores<SalesOrderRejected>("It was answered before parts began.");

    /// <summary>A search for the rest of the order was under way and answers now; it is taken up later.</summary>
    public static ProcessMap<Order, OrderState> HearsRest(this ProcessMap<Order, OrderState> map) => map
        .Ignores<StockFound>("The rest is looked for again later.")
        .Ignores<StockNotFound>("The rest is looked for again later.")
        .On<StockReserved>(LetGo).Asks<SettleStock>()
        .On<StockRefused>(WaitForRestAfterRefusal);

    /// <summary>The ledger has made the rest firm, and its parts start; or it could not, and the rest is looked for again.</summary>
    public static ProcessMap<Order, OrderState> StartsRest(this ProcessMap<Order, OrderState> map) => map
        .On<StockSettled>(StartRest).Asks<NotifyCustomer>().Asks<SettleStock>().Asks<FindStock>().Tells<FulfilmentAsked>()
        .On<StockSettleRefused>(LoseRest).Asks<SettleStock>().Asks<FindStock>().Tells<TaskOpened>();

    /// <summary>What a decision about missing pieces may lead to and ask for.</summary>
    public static ProcessMap<Order, OrderState> Decides(this ProcessMap<Order, OrderState> map) => map
        .To(Fulfilling).Asks<FindStock>().TakesFromPart()
        .To(Rerouting).Asks<AskReroute>().TakesFromPart()
        .To(Settling, Closed, Cancelled, Unsettled).Asks<VoidAuthorisation>().Asks<RefundPayment>().TakesFromPart().Tells<TaskOpened>();

    /// <summary>Sourcing is done for now: what is reserved goes on, and nothing but waiting is left otherwise.</summary>
    public static ProcessMap<Order, OrderState> WaitsOrShips(this ProcessMap<Order, OrderState> map) => map
        .To(Firming).Asks<SettleStock>().Asks<NotifyCustomer>()
        .To(WaitingForStock).Asks<NotifyCustomer>();

    /// <summary>Or what is not there is refused.</summary>
    public static ProcessMap<Order, OrderState> OrRefuses(this ProcessMap<Order, OrderState> map) => map
        .To(Cancelling, Refused).Undoes();

    /// <summary>What a cancellation may have to undo; tasks of earlier holds among it.</summary>
    public static ProcessMap<Order, OrderState> Undoes(this ProcessMap<Order, OrderState> map) => map
        .Asks<VoidAuthorisation>().Asks<RefundPayment>().Asks<SettleStock>().Asks<CancelSalesOrder>().Asks<NotifyCustomer>()
        .Tells<TaskWithdrawn>();

    /// <summary>An answer that may be the last one before the order ends.</summary>
    public static ProcessMap<Order, OrderState> SettlesOn<TMessage>(
        this ProcessMap<Order, OrderState> map, ProcessMap<Order, OrderState>.Handler<TMessage> handler, bool asksPerson = false,
        [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message => map
        .On(Settle(handler), name).Asks<VoidAuthorisation>().Asks<RefundPayment>().TellsOfMoney().AsksPerson(asksPerson)
            .To(Closed, Cancelled).TellsOfMoney().AsksPerson(asksPerson)
            .To(Unsettled).Tells<TaskOpened>().TellsOfMoney();

    /// <summary>A late answer of the ledger, which may be the last one too.</summary>
    public static ProcessMap<Order, OrderState> SettlesStockOn<TMessage>(
        this ProcessMap<Order, OrderState> map, ProcessMap<Order, OrderState>.Handler<TMessage> handler,
        [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message => map
        .On(Settle(handler), name).Asks<VoidAuthorisation>().Asks<RefundPayment>().Asks<SettleStock>().Tells<TaskOpened>()
            .To(Closed, Cancelled, Unsettled).Asks<SettleStock>().Tells<TaskOpened>();

    /// <summary>An answer after which more may have to be undone, or nothing any more.</summary>
    public static ProcessMap<Order, OrderState> UndoesOn<TMessage>(
        this ProcessMap<Order, OrderState> map, ProcessMap<Order, OrderState>.Handler<TMessage> handler, bool asksPerson = false,
        [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message => map
        .On(Undo(handler), name).Asks<VoidAuthorisation>().Asks<RefundPayment>().Asks<SettleStock>().Asks<CancelSalesOrder>()
            .AsksPerson(asksPerson)
            .To(Cancelled, Refused).AsksPerson(asksPerson)
            .To(Unsettled).Tells<TaskOpened>();

    /// <summary>So is the answer about money of a parcel that came back before the rest was cancelled.</summary>
    public static ProcessMap<Order, OrderState> UndoesOnMoney<TMessage>(
        this ProcessMap<Order, OrderState> map, ProcessMap<Order, OrderState>.Handler<TMessage> handler,
        [CallerArgumentExpression(nameof(handler))] string name = "")
        where TMessage : Message => map
        .On(Undo(handler), name).Asks<VoidAuthorisation>().Asks<RefundPayment>().TellsOfMoney()
            .To(Cancelled).TellsOfMoney()
            .To(Unsettled).Tells<TaskOpened>().TellsOfMoney();

    /// <summary>
    /// Whoever is told that money moved: the return that asked for it, and a payout that settled it before its answer was here.
    /// </summary>
    public static ProcessMap<Order, OrderState> TellsOfMoney(this ProcessMap<Order, OrderState> map) => map
        .Tells<PaymentRefunded>().Tells<RefundDeclined>().TellsPayout();

    public static ProcessMap<Order, OrderState> TellsPayout(this ProcessMap<Order, OrderState> map) => map
        .Tells<SettlementTaken>().Tells<SettlementDenied>().Tells<RefundSettled>();

    private static ProcessMap<Order, OrderState> AsksPerson(this ProcessMap<Order, OrderState> map, bool asks) =>
        asks ? map.Tells<TaskOpened>() : map;

    private static ProcessMap<Order, OrderState> TakesFromPart(this ProcessMap<Order, OrderState> map) => map
        .Asks<NotifyCustomer>().Asks<CancelSalesOrder>().Tells<FulfilmentLinesDropped>().Tells<FulfilmentCancelAsked>()
        .Tells<TaskWithdrawn>();
}
