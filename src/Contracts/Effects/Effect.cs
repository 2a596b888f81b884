using System.Text.Json.Serialization;
using Crossdock.Contracts.Messages;

namespace Crossdock.Contracts.Effects;

/// <summary>
/// A request that a decision makes of the world. It may be attempted many times and is seen once: its idempotency key goes
/// with it. The list is closed; each effect names the messages that can answer it.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "effect")]
[JsonDerivedType(typeof(TellCase), "tell-case")]
[JsonDerivedType(typeof(CheckOrder), "check-order")]
[JsonDerivedType(typeof(AuthorisePayment), "authorise-payment")]
[JsonDerivedType(typeof(CapturePayment), "capture-payment")]
[JsonDerivedType(typeof(VoidAuthorisation), "void-authorisation")]
[JsonDerivedType(typeof(RefundPayment), "refund-payment")]
[JsonDerivedType(typeof(FindStock), "find-stock")]
[JsonDerivedType(typeof(ReserveStock), "reserve-stock")]
[JsonDerivedType(typeof(SettleStock), "settle-stock")]
[JsonDerivedType(typeof(ReadBooks), "read-books")]
[JsonDerivedType(typeof(FindWaiting), "find-waiting")]
[JsonDerivedType(typeof(PostStockAdjustment), "post-stock-adjustment")]
[JsonDerivedType(typeof(PostSalesOrder), "post-sales-order")]
[JsonDerivedType(typeof(CancelSalesOrder), "cancel-sales-order")]
[JsonDerivedType(typeof(PostDelivery), "post-delivery")]
[JsonDerivedType(typeof(PostCreditNote), "post-credit-note")]
[JsonDerivedType(typeof(NotifyCustomer), "notify-customer")]
[JsonDerivedType(typeof(ReleaseToWarehouse), "release-to-warehouse")]
[JsonDerivedType(typeof(RecallFromWarehouse), "recall-from-warehouse")]
[JsonDerivedType(typeof(OrderFromSupplier), "order-from-supplier")]
[JsonDerivedType(typeof(BookCarrier), "book-carrier")]
[JsonDerivedType(typeof(BookReturnLabel), "book-return-label")]
[JsonDerivedType(typeof(AskReroute), "ask-reroute")]
[JsonDerivedType(typeof(PostPurchase), "post-purchase")]
[JsonDerivedType(typeof(SendPurchase), "send-purchase")]
[JsonDerivedType(typeof(RemindSupplier), "remind-supplier")]
[JsonDerivedType(typeof(CancelWithSupplier), "cancel-with-supplier")]
[JsonDerivedType(typeof(PostGoodsReceipt), "post-goods-receipt")]
[JsonDerivedType(typeof(VoidPurchase), "void-purchase")]
[JsonDerivedType(typeof(ClosePurchase), "close-purchase")]
[JsonDerivedType(typeof(PostTransfer), "post-transfer")]
[JsonDerivedType(typeof(PostPayable), "post-payable")]
[JsonDerivedType(typeof(SchedulePayment), "schedule-payment")]
[JsonDerivedType(typeof(DisputeInvoice), "dispute-invoice")]
[JsonDerivedType(typeof(TellRefusal), "tell-refusal")]
[JsonDerivedType(typeof(FindPayments), "find-payments")]
[JsonDerivedType(typeof(RunBulk), "run-bulk")]
[JsonDerivedType(typeof(RederiveDeadlines), "rederive-deadlines")]
[JsonDerivedType(typeof(CheckPrices), "check-prices")]
[JsonDerivedType(typeof(StagePrices), "stage-prices")]
[JsonDerivedType(typeof(ReadPrices), "read-prices")]
[JsonDerivedType(typeof(ActivatePrices), "activate-prices")]
[JsonDerivedType(typeof(RevertPrices), "revert-prices")]
[JsonDerivedType(typeof(PublishAvailability), "publish-availability")]
[JsonDerivedType(typeof(HashAvailability), "hash-availability")]
[JsonDerivedType(typeof(ReadAvailability), "read-availability")]
[JsonDerivedType(typeof(HashStock), "hash-stock")]
[JsonDerivedType(typeof(ReadStock), "read-stock")]
[JsonDerivedType(typeof(HashLedger), "hash-ledger")]
[JsonDerivedType(typeof(HoldLedgerAgainst), "hold-ledger-against")]
public abstract record Effect
{
    /// <summary>The answer when the other side says no for good.</summary>
    public abstract Message Refused(string reason);

    /// <summary>Why an answer of the right kind that a person states is not one to this; null when it is.</summary>
    public virtual string? WhyNotAnsweredBy(Message answer) => null;
}

/// <summary>What a map needs to know of an effect: the types of its two answers.</summary>
public interface IAnswered
{
    static abstract Type Done { get; }

    static abstract Type RefusedWith { get; }
}

/// <summary>Ties an effect to its two answers, so that a map that asks is checked for rows that hear them.</summary>
public interface IAnsweredBy<TDone, TRefused> : IAnswered where TDone : Message where TRefused : Message
{
    static Type IAnswered.Done => typeof(TDone);

    static Type IAnswered.RefusedWith => typeof(TRefused);
}

/// <summary>
/// Tells another case. The receiving case's own journal row is the acknowledgement; there is no other answer. It is also how
/// tasks are opened and parts are started: the first message of a case begins it.
/// </summary>
public sealed record TellCase(CaseId To, Message Data) : Effect
{
    public override Message Refused(string reason) =>
        throw new InvalidOperationException("A case cannot refuse to be told: it records what it does not expect.");
}
