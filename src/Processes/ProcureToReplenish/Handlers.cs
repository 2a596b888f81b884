using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Approvals;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ProcureToReplenish.PurchaseState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ProcureToReplenish;

/// <summary>From a proposal to an order that ERP and supplier have, or to nothing.</summary>
public static partial class Handlers
{
    public static Decision<PurchaseState> Propose(Purchase none, PurchaseProposed proposed, Context context)
    {
        var begun = new PurchaseBegun();
        var order = PurchaseFacts.Fold(none, begun, proposed);
        if (WhyNotAnOrder(proposed) is { } why)
        {
            return Aside(order, Decide.To(Rejected, why).With(begun), "Correct the proposal", why, ExceptionCategory.DataInvalid, context);
        }

        var rows = RowsOf(order, context.Policy);
        if (rows.IsEmpty)
        {
            return Decide.To(Posting, $"{MoneyOf(order)}: the matrix asks nobody.")
                .With(begun, new PurchaseCleared(ApprovalLevel.None, null, Eyes: 0)).Ask(Posted(order));
        }

        var seat = AskOf(order, context.Policy).Next!;
        return AskApproval(
            order, Decide.To(AwaitingApproval, $"{MoneyOf(order)}: {seat.Title} has to approve.").With(begun), seat, context);
    }

    public static Decision<PurchaseState> Approve(Purchase order, PurchaseApproved message, Context context)
    {
        var voice = Voice.Of(message.By, message.Role, message.For, context);
        var ask = AskOf(order, context.Policy);
        if (ApprovalRules.WhyNot(ask, voice) is { } no)
        {
            return Denied(order, no, ask, context);
        }

        var yes = new PurchaseYesSaid(voice.By, voice.Role, voice.For);
        var after = AskOf(PurchaseFacts.Fold(order, yes, message), context.Policy);
        var said = $"Approved by {voice.Says}. {message.Note}".TrimEnd();
        return after.Next is { } next
            ? AskApproval(
                order, Decide.Stay<PurchaseState>($"{said} {after.Missing} more of {after.Seats.Length} people have to.").With(yes), next,
                context)
            : Withdraw(order, Decide.To(Posting, said), "It is approved.")
                .With(yes, new PurchaseCleared(LevelOf(RowsOf(order, context.Policy)), voice.By, after.Seats.Length)).Ask(Posted(order));
    }

    public static Decision<PurchaseState> Reject(Purchase order, PurchaseRejected message, Context context)
    {
        var voice = Voice.Of(message.By, message.Role, message.For, context);
        var ask = AskOf(order, context.Policy);
        return ApprovalRules.WhyNoRight(ask, voice) is { } no
            ? Denied(order, no, ask, context)
            : Withdraw(order, Decide.To(Rejected, $"Rejected by {voice.Says}: {message.Reason}"), "It is rejected.");
    }

    public static Decision<PurchaseState> ApprovalIsLate(Purchase order, DeadlinePassed late, Context context)
    {
        var step = order.Late + 1;
        var (seat, says) = ApprovalRules.WhenLate(AskOf(order, context.Policy), step, context.Policy.Read(Policy.ApprovalReminders));
        return AskApproval(order, Decide.Stay<PurchaseState>(says).With(new PurchaseLateStep(step)), seat, context);
    }

    public static Decision<PurchaseState> Send(Purchase order, PurchasePosted answer, Context context)
    {
        var posted = new PurchaseInErp(answer.Document);
        return HasAll(order)
            ? TellPayables(
                order, Finish(order, Decide.To(Closing, $"The ERP has what the goods cost as {answer.Document}.").With(posted), context),
                Placed(order))
            : order.Ending is { } why
            ? Decide.To(Voiding, why).With(posted).Ask(new VoidPurchase(order.Needs.Number, why))
            : TellPayables(
                order, Decide.To(Sending, $"The ERP has it as {answer.Document}.").With(posted).Ask(Sent(order, context)), Placed(order));
    }

    public static Decision<PurchaseState> NotPosted(Purchase order, PurchasePostRefused answer, Context context) =>
        HasAll(order) ? Finish(order, ErpDiffers(order, answer, context) with { To = Closing }, context)
        : order.Ending is { } why ? Decide.To(Cancelled, why)
        : Stuck(order, answer.Reason, context);

    /// <summary>Only what it cost was still to be agreed.</summary>
    private static bool HasAll(Purchase order) => order.AnythingReceived && order.Outstanding == 0;

    public static Decision<PurchaseState> AwaitAnswer(Purchase order, PurchaseSent answer, Context context)
    {
        var sent = new PurchaseAtSupplier(answer.Reference);
        return order.Ending is { } why
            ? Decide.To(Recalling, why).With(sent).Ask(CancelOf(order, why, context))
            : Decide.To(AwaitingConfirmation, $"{order.Needs.Supplier} has it as {answer.Reference}.").With(sent);
    }

    public static Decision<PurchaseState> NotSent(Purchase order, PurchaseSendRefused answer, Context context) =>
        order.Ending is { } why ? GiveUpUnsent(order, Decide.To(Cancelled, why), why, context) : Stuck(order, answer.Reason, context);

    public static Decision<PurchaseState> StillUnsent(Purchase order, DeadlinePassed late, Context context) =>
        Climb(order, "It has not gone out yet");

    public static Decision<PurchaseState> SendAgain(Purchase order, LookAgain message, Context context)
    {
        var decision = Withdraw(order, Decide.To(Sending, message.Note), "It goes out again.");
        return order.InErp ? decision.Ask(Sent(order, context)) : (decision with { To = Posting }).Ask(Posted(order));
    }

    /// <summary>The way out had failed, and the order has come after all.</summary>
    public static Decision<PurchaseState> SentAfterAll(Purchase order, PurchaseSent answer, Context context) => Withdraw(
        order, Decide.To(AwaitingConfirmation, $"{order.Needs.Supplier} has it as {answer.Reference}, after all."), "It has gone out.")
        .With(new PurchaseAtSupplier(answer.Reference));

    /// <summary>Undoes exactly what was done: with the supplier, in the ERP, or nowhere.</summary>
    public static Decision<PurchaseState> CancelUnsent(Purchase order, PurchaseCancelAsked message, Context context) =>
        GiveUpUnsent(order, Withdraw(order, Decide.To(Cancelled, message.Reason), message.Reason), message.Reason, context);

    public static Decision<PurchaseState> ElsewhereUnsent(Purchase order, PurchaseElsewhere message, Context context)
    {
        var by = SpeakerOf(message.By, context);
        if (WhyNotFrom(order, message.Supplier, context) is { } no)
        {
            return Stuck(order, no, context) with { To = null };
        }

        var reason = $"{by} buys it from {message.Supplier}.";
        var ending = new PurchaseEnding(reason, message.Supplier, by);
        var wanted = PurchaseFacts.Fold(order, ending, message);
        var decision = Withdraw(order, Decide.To(Cancelled, reason).With(ending), reason);
        return GiveUpUnsent(wanted, decision, reason, context);
    }

    public static Decision<PurchaseState> CancelWhenAnswered(Purchase order, PurchaseCancelAsked message, Context context) =>
        order.Ending is null
            ? Decide.Stay<PurchaseState>($"To be cancelled when the answer is there: {message.Reason}")
                .With(new PurchaseEnding(message.Reason, null, ""))
            : Decide.Again<PurchaseState>("It is to be cancelled already.");

    public static Decision<PurchaseState> NoteErp(Purchase order, PurchasePosted answer, Context context) =>
        TellPayables(
            order,
            Decide.Stay<PurchaseState>($"The ERP has the new terms as {answer.Document}.").With(new PurchaseInErp(answer.Document)),
            Placed(order));

    public static Decision<PurchaseState> ErpDiffers(Purchase order, PurchasePostRefused answer, Context context) =>
        Aside(order, Decide.Stay<PurchaseState>($"The ERP refused the new terms: {answer.Reason}"),
            $"Terms of {order.Needs.Number} differ in the ERP", answer.Reason, ExceptionCategory.ReconciliationOpen, context);

    /// <summary>The word that it was sent came after the supplier's own.</summary>
    public static Decision<PurchaseState> NoteSent(Purchase order, PurchaseSent answer, Context context) =>
        order.AtSupplier || order.Recalled
            ? Decide.Stay<PurchaseState>($"{order.Needs.Supplier} has it as {answer.Reference}.")
            : Decide.Stay<PurchaseState>($"{order.Needs.Supplier} has it as {answer.Reference}.")
                .With(new PurchaseAtSupplier(answer.Reference));

    private static Decision<PurchaseState> Stuck(Purchase order, string reason, Context context) =>
        OpenTask(order, Decide.To(Unsent, reason), TaskKind.Resolve, $"{order.Needs.Number} does not go out", reason,
            ExceptionCategory.IntegrationFailed, OwnerGroup.Buying, context,
            new("retry", "Send it again"), new("elsewhere", "Buy elsewhere: the supplier is in the note"),
            new("cancel-purchase", "Cancel it"));

    private static Decision<PurchaseState> GiveUpUnsent(
        Purchase order, Decision<PurchaseState> cancelled, string reason, Context context)
    {
        if (order.AtSupplier)
        {
            return (cancelled with { To = Recalling }).With(new PurchaseEnding(reason, order.Elsewhere, order.ElsewhereBy))
                .Ask(CancelOf(order, reason, context));
        }

        var decision = Replace(order, cancelled, context);
        return order.InErp ? (decision with { To = Voiding }).Ask(new VoidPurchase(order.Needs.Number, reason)) : decision;
    }

    private static PostPurchase Posted(Purchase order)
    {
        var needs = order.Needs;
        return new PostPurchase(
            needs.Number, order.Revision, needs.Supplier, needs.Node, needs.Currency, order.Due, order.Lines, order.Freight);
    }

    private static SendPurchase Sent(Purchase order, Context context) => new(
        context.Case, order.Revision, order.Needs.Supplier, order.Needs.Node, order.Needs.Currency, order.Due, order.Lines,
        order.Freight);

    private static CancelWithSupplier CancelOf(Purchase order, string reason, Context context) =>
        new(context.Case, order.Needs.Supplier, reason);

    private static string MoneyOf(Purchase order) =>
        $"{new Money(order.Total, order.Needs.Currency)} from {order.Needs.Supplier} for {order.Needs.Node}";
}
