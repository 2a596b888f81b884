using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Fulfilment;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using static Crossdock.Processes.OrderToFulfilment.OrderState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>What parts report: picked, ready, shipped and paid, delivered and booked, or ended otherwise.</summary>
public static partial class Handlers
{
    public static Policy<TimeSpan> WatchOf(Order order) => order.Unassigned > 0 ? Policy.BackOrderLook : Policy.FulfilmentWatch;

    public static Decision<OrderState> NotePicked(Order order, PartPicked message, Context context) =>
        Decide.Stay<OrderState>($"{message.Part} is picked whole.").With(new PartMoved(message.Part, PartStage.Picked));

    public static Decision<OrderState> NoteReady(Order order, PartReady message, Context context) =>
        Decide.Stay<OrderState>($"{message.Part} is ready at {message.Node}.").With(new PartMoved(message.Part, PartStage.Picked));

    /// <summary>Payment is captured per shipment, when the goods leave.</summary>
    public static Decision<OrderState> CaptureShipped(Order order, PartShipped message, Context context)
    {
        if (order.Parts.Any(part => part.Case == message.Part && part.Stage == PartStage.Done))
        {
            return Decide.Again<OrderState>($"{message.Part} was delivered before.");
        }

        var decision = Decide.Stay<OrderState>($"{message.Part} left, tracking {message.Tracking}.")
            .With(new PartMoved(message.Part, PartStage.Shipped));
        return Capture(order, decision, message.Part, message.Lines);
    }

    public static Decision<OrderState> BookDelivered(Order order, PartDelivered message, Context context)
    {
        if (order.Parts.FirstOrDefault(part => part.Case == message.Part) is not { Stage: not PartStage.Done } part)
        {
            return Decide.Again<OrderState>($"{message.Part} was delivered before.");
        }

        var decision = Decide.Stay<OrderState>($"{message.Part}: {message.Lines.Sum(line => line.Picked)} pieces reached the customer.")
            .With(new PiecesDelivered(message.Part, message.Lines, context.Now), new DeliveryAsked(message.Part.ToString()))
            // It was to come back, and the customer had it before.
            .With(order.Recalls.Any(recall => recall.Part == message.Part && recall.Returns) ? [new RecallAnswered(message.Part)] : [])
            .Ask(new PostDelivery(
                order.Number, part.Node, message.Part.ToString(), order.Needs.Currency,
                PiecePrices.Gross(order, message.Lines), message.Lines));
        return Finish(order, Capture(order, decision, message.Part, message.Lines), message, context);
    }

    /// <summary>From where nothing is being decided: what was still to be decided about the part is not any more.</summary>
    public static Decision<OrderState> EndPartAndGoOn(Order order, PartEnded message, Context context)
    {
        var decision = EndPart(order, message, context);
        return decision.Outcome != Outcome.Applied ? decision : GoOn(
            order,
            order.Shortages.Any(missing => missing.Part == message.Part && missing.Late)
                ? decision.With(new LateShortageDropped(message.Part)) : decision,
            message, context);
    }

    public static Decision<OrderState> EndPart(Order order, PartEnded message, Context context)
    {
        if (order.Parts.FirstOrDefault(part => part.Case == message.Part) is not { Stage: not PartStage.Done } part)
        {
            return Decide.Again<OrderState>($"{message.Part} ended before.");
        }

        var unwanted = UnwantedOf(order, part, message);
        var givenUp = message.End is PartEnd.NotCollected or PartEnd.CameBack || order.CancelReason.Length > 0
            || order.GivenUp.Contains(message.Part);
        var gone = order.CancelReason.Length > 0 ? WholeOf(order, message) : message.Returned;
        ImmutableArray<PickedLine> lost = givenUp ? gone : unwanted ?? [];
        var wanted = gone.Without(lost);
        var decision = Decide.Stay<OrderState>($"{message.Part} ended: {message.Reason}")
            .With(lost.IsEmpty ? [] : [new PiecesLeftPart(message.Part, lost, GivenUp: true)])
            .With(wanted.IsEmpty ? [] : [new PiecesLeftPart(message.Part, wanted, GivenUp: false)])
            .With(new PartMoved(message.Part, PartStage.Done))
            .With(unwanted is not { } back ? [] : order.CancelReason.Length > 0 ? [new RecallAnswered(message.Part)]
                : AnswerOf(order, message, back));
        var cost = message.End == PartEnd.CameBack ? PiecePrices.Returned(order, message.Returned) : 0;
        if (cost > 0)
        {
            decision = IsBeingCharged(order, part)
                ? decision.With(new PartRefundDue(message.Part, cost)) : PayBack(order, decision, part, cost, context);
        }

        var after = Fold(order, decision.Facts, message);
        if (lost.Length > 0)
        {
            decision = decision.Ask(
                Notify(order, message.End switch
                {
                    PartEnd.NotCollected => "not-collected",
                    PartEnd.CameBack => "came-back",
                    _ when unwanted is not null || order.CancelReason.Length > 0 => "order-changed",
                    _ => "pieces-not-available",
                }),
                ErpWithout(order, [.. lost.Select(line => new LineChange(line.Line, after.LineOf(line.Line).Wanted))],
                    message.Reason));
        }

        if (wanted.Length > 0)
        {
            decision = decision.Ask(Find(after, after.SendFrom));
        }

        return unwanted is null ? decision : GiveUpRest(order, decision, message);
    }

    /// <summary>
    /// What the customer wants no more of what comes back, where the end of the part is its answer: it was asked to give up all that it
    /// had, or was on its way back when it was asked. Null where it was not asked, or has answered and is heard of that later.
    /// </summary>
    private static ImmutableArray<PickedLine>? UnwantedOf(Order order, Part part, PartEnded message)
    {
        if (message.End != PartEnd.Cancelled || order.Recalls.FirstOrDefault(recall => recall.Part == message.Part) is not { } recall)
        {
            return null;
        }

        var answers = recall.Returns || recall.Lines.SequenceEqual(part.Lines)
            || message.Returned.Sum(line => line.Picked) == part.Lines.Sum(line => line.Picked);
        return answers ? message.Returned.AtMost(recall.Lines) : null;
    }

    private static Fact[] AnswerOf(Order order, PartEnded message, ImmutableArray<PickedLine> back) =>
        order.Recalls.First(recall => recall.Part == message.Part).Lines.Without(back) is { IsEmpty: false } rest
            ? [new RecallLeft(message.Part, rest)] : [new RecallAnswered(message.Part)];

    /// <summary>
    /// Ends the order where nothing is open any more. Only where the state may settle: elsewhere the decision stands as it is.
    /// </summary>
    internal static Decision<OrderState> Finish(Order order, Decision<OrderState> decision, Message message, Context context)
    {
        var after = Fold(order, decision.Facts, message);
        if (!after.AllDelivered || after.Shortages.Length > 0)
        {
            return decision;
        }

        decision = PostageBack(order, decision, message, context);
        after = Fold(order, decision.Facts, message);
        if (!after.MoneySettled)
        {
            return decision with { To = Settling };
        }

        if (after.Unclaimed is { } tender && after.Unsettled.IsEmpty)
        {
            return decision.With(new Awaits(Pending.Void)).Ask(new VoidAuthorisation(tender.Authorisation)) with { To = Settling };
        }

        // With no answer outstanding nothing would ever move it on from Settling.
        return !after.Pending.IsEmpty ? decision with { To = Settling }
            : after.Unsettled.IsEmpty ? decision with { To = EndOf(after) }
            : Puzzle(after, decision, context);
    }

    /// <summary>
    /// Each tender gets back what it paid for these pieces, and no more; where a return has taken that already, what another has left.
    /// </summary>
    private static Decision<OrderState> PayBack(
        Order order, Decision<OrderState> decision, Part part, decimal cost, Context context)
    {
        var (paid, how) = (PaidFor(order, part), context.Policy.Read(Policy.RefundOrder));
        var owed = Math.Min(cost, paid.Sum(share => share.Amount));
        var first = Tenders.GiveBack(
            [.. paid.Select(share => share with { Amount = Math.Min(share.Amount, order.Tenders[share.Tender].Refundable) })], owed, how);
        var taken = first.ToLookup(share => share.Tender, share => share.Amount);
        var then = Tenders.GiveBack(
            [.. order.Tenders.Select((tender, n) => new MoneyShare(n, tender.Refundable - taken[n].Sum()))],
            owed - first.Sum(share => share.Amount), how);
        ImmutableArray<MoneyShare> shares =
        [
            .. first.Concat(then).GroupBy(share => share.Tender).OrderBy(tender => tender.Key)
                .Select(tender => new MoneyShare(tender.Key, tender.Sum(share => share.Amount))),
        ];
        return decision.With(new PartRefundStarted(part.Case, shares)).Ask(Refunds(order, Tenders.RefundOf(part.Case), shares));
    }

    /// <summary>What was owed for a part that came back meanwhile goes back when it is known what was charged for it.</summary>
    private static Decision<OrderState> PayBackWhatIsDue(
        Order order, Decision<OrderState> decision, string reference, Message answer, Context context)
    {
        var after = Fold(order, decision.Facts, answer);
        var of = Tenders.Parse(reference).Of;
        return after.Parts.FirstOrDefault(part => part.Case.ToString() == of) is { RefundDue: > 0 } part && !IsBeingCharged(after, part)
            ? PayBack(after, decision, part, part.RefundDue, context)
            : decision;
    }

    /// <summary>The provider has not said of every share of it whether it was taken.</summary>
    private static bool IsBeingCharged(Order order, Part part) => part.Refund.IsEmpty
        && ChargesOf(part).Any(order.MoneyInFlight.Contains);

    /// <summary>What the tenders paid for a part; a capture that was refused paid nothing.</summary>
    private static ImmutableArray<MoneyShare> PaidFor(Order order, Part part) =>
        [.. part.Shares.Where((_, n) => !order.Unsettled.ContainsKey($"money {Tenders.Reference(part.Case.ToString(), n)}"))];

    /// <summary>The first capture carries postage and the like; one that would be nothing is not asked for.</summary>
    private static Decision<OrderState> Capture(
        Order order, Decision<OrderState> decision, CaseId part, ImmutableArray<PickedLine> lines)
    {
        var known = order.Parts.FirstOrDefault(other => other.Case == part);
        if (known is null or { Captured: true })
        {
            return decision;
        }

        var extras = order.Parts.Any(other => other.Captured) ? 0 : PiecePrices.Extras(order);
        var shares = Tenders.Charge(order, PiecePrices.Due(order, lines) + extras);
        return shares.IsEmpty
            ? decision
            : decision
                .With(new CaptureAsked(
                    part, shares.Sum(share => share.Amount), Tenders.Kept(shares), PiecePrices.Counted(order, lines)))
                .Ask(Captures(order, part.ToString(), shares));
    }

    private static IEnumerable<CapturePayment> Captures(Order order, string of, ImmutableArray<MoneyShare> shares) =>
        shares.Select((share, n) => new CapturePayment(
            order.Tenders[share.Tender].Authorisation, share.Amount, order.Needs.Currency, Tenders.Reference(of, n)));
}
