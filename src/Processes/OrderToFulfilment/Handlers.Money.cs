using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Answers about money, books and mail that may come at any time, and refunds that returns ask for.</summary>
public static partial class Handlers
{
    public static Decision<OrderState> Noted(Order order, CustomerNotified answer, Context context) =>
        Decide.Stay<OrderState>($"The customer was told: {answer.Template}.");

    public static Decision<OrderState> NotNotified(Order order, NotificationFailed answer, Context context) =>
        Decide.Stay<OrderState>($"The customer could not be told ({answer.Template}): {answer.Reason}");

    public static Decision<OrderState> Firm(Order order, StockSettled answer, Context context) =>
        Decide.Stay<OrderState>("Stock is on the books.").With(new Answered(SettledBy(order, answer.Act)));

    public static Decision<OrderState> NotFirm(Order order, StockSettleRefused answer, Context context)
    {
        var task = CaseId.Task($"STOCK-{order.Number}-{order.Tasks + 1}");
        return Decide.Stay<OrderState>($"The ledger would not: {answer.Reason}")
            .With(new Answered(SettledBy(order, answer.Act)), new TaskAsked(task))
            .Tell(task, Work(
                order, TaskKind.Resolve, $"Stock of {order.Number} does not agree", answer.Reason, ExceptionCategory.StockVariance, context,
                [], [new("done", "Cleared by hand")]));
    }

    public static Decision<OrderState> Captured(Order order, PaymentCaptured answer, Context context)
    {
        var moved = new MoneyMoved(answer.Reference, answer.Amount, 0);
        var decision = Decide.Stay<OrderState>($"{new Money(answer.Amount, answer.Currency)} captured.").With(moved);
        return PayBackWhatIsDue(order, TellEarly(order, moved, decision, answer, context), answer.Reference, answer, context);
    }

    public static Decision<OrderState> CaptureRefused(Order order, CaptureDeclined answer, Context context) =>
        PayBackWhatIsDue(
            order, Decide.Stay<OrderState>($"Capture refused: {answer.Reason}").With(new MoneyRefused(answer.Reference, answer.Reason)),
            answer.Reference, answer, context);

    public static Decision<OrderState> Refunded(Order order, PaymentRefunded answer, Context context)
    {
        var moved = new MoneyMoved(answer.Reference, 0, answer.Amount, answer.Credit);
        var decision = Decide.Stay<OrderState>(
            $"{new Money(answer.Amount, answer.Currency)} {(answer.Credit is null ? "refunded" : "kept as a credit")}.").With(moved);
        return ToReturn(order, TellEarly(order, moved, decision, answer, context), answer, answer.Reference);
    }

    public static Decision<OrderState> RefundRefused(Order order, RefundDeclined answer, Context context)
    {
        var decision = Decide.Stay<OrderState>($"Refund refused: {answer.Reason}")
            .With(new MoneyRefused(answer.Reference, answer.Reason));
        return ToReturn(order, decision, answer, answer.Reference);
    }

    public static Decision<OrderState> DeliveryDone(Order order, DeliveryPosted answer, Context context) =>
        Decide.Stay<OrderState>($"ERP delivery {answer.DeliveryDocument}, invoice {answer.InvoiceDocument}.")
            .With(new DeliveryBooked(answer.Reference));

    public static Decision<OrderState> DeliveryNotBooked(Order order, DeliveryRejected answer, Context context) =>
        Decide.Stay<OrderState>($"The ERP would not book it: {answer.Reason}")
            .With(new DeliveryRefused(answer.Reference, answer.Reason));

    public static Decision<OrderState> Voided(Order order, AuthorisationVoided answer, Context context) =>
        Decide.Stay<OrderState>("What was not captured is given back.")
            .With(new Answered(Pending.Void), new AuthorisationGone(answer.Authorisation));

    public static Decision<OrderState> VoidRefused(Order order, VoidDeclined answer, Context context) =>
        Decide.Stay<OrderState>($"The provider keeps the authorisation until it lapses: {answer.Reason}")
            .With(new Answered(Pending.Void), new AuthorisationGone(answer.Authorisation));

    public static Decision<OrderState> ErpCancelled(Order order, SalesOrderCancelled answer, Context context) =>
        !answer.OfLines && order.Pending.Contains(Pending.SalesOrderCancel)
            ? Decide.Stay<OrderState>($"ERP {answer.Document} cancelled.").With(new Answered(Pending.SalesOrderCancel))
            : Decide.Stay<OrderState>($"ERP {answer.Document} knows what fell away.");

    public static Decision<OrderState> ErpCancelRefused(Order order, SalesOrderCancelRejected answer, Context context) =>
        !answer.OfLines && order.Pending.Contains(Pending.SalesOrderCancel)
            ? Decide.Stay<OrderState>($"The ERP keeps it: {answer.Reason}")
                .With(new Answered(Pending.SalesOrderCancel), new ErpKept(answer.Reason))
            : TellOfKeptLines(order, answer, context);

    /// <summary>Nothing in the order waits for it, and the ERP goes on to expect pieces that nobody will send.</summary>
    private static Decision<OrderState> TellOfKeptLines(Order order, SalesOrderCancelRejected answer, Context context)
    {
        var task = CaseId.Task($"LINES-{order.Number}-{order.Tasks + 1}");
        return Decide.Stay<OrderState>($"The ERP keeps the lines: {answer.Reason}").With(new TaskAsked(task)).Tell(task, Work(
            order, TaskKind.Resolve, $"The ERP keeps lines of {order.Number} that fell away", answer.Reason,
            ExceptionCategory.ReconciliationOpen, context, [], [new("done", "Taken off in the ERP by hand")]));
    }

    /// <summary>
    /// A return is answered when no share of its refund is under way any more: with what went back in all, or with what the provider
    /// would not do.
    /// </summary>
    private static Decision<OrderState> ToReturn(Order order, Decision<OrderState> decision, Message answer, string reference)
    {
        var of = Tenders.Parse(reference).Of;
        var after = Fold(order, decision.Facts, answer);
        if (!CaseId.TryParse(of, null, out var id) || id.Kind != "return")
        {
            return decision;
        }

        var done = after.Returns.FirstOrDefault(done => done.Return == id);
        if (done is null or { IsPlain: true })
        {
            var stored = done is null ? 0 : StoredOf(order, done.Shares);
            return decision.Tell(id, answer is PaymentRefunded paid && stored > 0 ? paid with { Stored = paid.Amount } : answer);
        }

        return done.Open.Any(share => after.MoneyInFlight.Contains(Tenders.Reference(of, share))) ? decision
            : done.Posted ? decision.Tell(id, PaidBack(order, done))
            : decision.Tell(id, new RefundDeclined(string.Join(' ', done.Open.Order()
                .Select(share => after.Unsettled.GetValueOrDefault($"money {Tenders.Reference(of, share)}")).Distinct()), of,
                done.Shares.Where((_, n) => !done.Open.Contains(n)).Sum(share => share.Amount), done.Amount,
                StoredOf(order, done.Shares.Where((_, n) => !done.Open.Contains(n))),
                done.Credits.IsEmpty ? default : done.Credits));
    }

    /// <summary>What went back to a return, as it is told.</summary>
    private static PaymentRefunded PaidBack(Order order, RefundDone done)
    {
        var shown = done.Shares.Where(share => !Tenders.IsStored(order, share)).Select(share => share.Amount).ToList();
        return new PaymentRefunded(
            "none", done.Amount, order.Needs.Currency, done.Return.ToString(), shown.Count > 1 ? [.. shown] : default,
            Credits: done.Credits.IsEmpty ? default : done.Credits, Stored: StoredOf(order, done.Shares));
    }

    private static decimal StoredOf(Order order, IEnumerable<MoneyShare> shares) =>
        shares.Where(share => Tenders.IsStored(order, share)).Sum(share => share.Amount);
}
