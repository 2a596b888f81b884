using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>
/// A supplier answers whenever he likes: while a receipt is being booked, or while he is asked to deliver no more. His last answer is kept
/// and taken up when that is done, if anything is still to come.
/// </summary>
public static partial class Handlers
{
    public static Decision<PurchaseState> KeepWord(Purchase order, Message message, Context context)
    {
        var kept = message is PurchaseConfirmed confirmed
            ? Decide.Stay<PurchaseState>($"{order.Needs.Supplier} confirms; it is looked at when this is done.")
                .With(new SupplierWordKept(confirmed, null))
            : Decide.Stay<PurchaseState>($"{order.Needs.Supplier} will not deliver; it is looked at when this is done.")
                .With(new SupplierWordKept(null, ((PurchaseDeclined)message).Reason));
        return order.AtSupplier || order.Recalled ? kept : kept.With(new PurchaseAtSupplier(""));
    }

    /// <summary>
    /// Goods arrive while the buyer decides about what the supplier wants otherwise: that is asked again when they are booked.
    /// </summary>
    public static Decision<PurchaseState> ReceiveUndecided(Purchase order, GoodsReceived received, Context context)
    {
        var decision = Receive(order, received, context);
        return decision.Outcome == Outcome.Applied
            ? decision.With(new SupplierWordKept(order.Offer, order.Offer is null ? "The supplier will not deliver as ordered." : null))
            : decision;
    }

    /// <summary>What counts of it if he will not cancel.</summary>
    private static Fact[] WordOf(Purchase order, Message message) => message switch
    {
        PurchaseConfirmed confirmed => [new SupplierWordKept(confirmed, null)],
        PurchaseDeclined declined => [new SupplierWordKept(null, declined.Reason)],
        DespatchAdvised advised when WhyNoAdvice(order, advised) is null => [new PurchaseAdvised(advised)],
        _ => [],
    };

    /// <summary>What is still to come is waited for, or what the supplier has said of it is looked at first.</summary>
    private static Decision<PurchaseState> LookAtWord(Purchase order, Decision<PurchaseState> decision, Context context)
    {
        var word = order.Word ?? (order.Offer is { } offer ? new SupplierWord(offer, null) : null);
        if (word is null)
        {
            return AwaitRest(order, decision, context);
        }

        // Tasks that are opened with this decision have their numbers before the one that may be opened now.
        var counted = order with { Tasks = order.Tasks + decision.Facts.OfType<PurchaseTask>().Count(task => task.Task is not null) };
        var heard = word.Confirmed is { } confirmed ? Confirm(counted, confirmed, context)
            : AskBuyer(counted, null, word.Declined ?? "", context);
        return heard with
        {
            Facts = [.. decision.Facts, .. heard.Facts],
            Effects = [.. decision.Effects, .. heard.Effects],
            Because = $"{decision.Because} {heard.Because}",
        };
    }
}
