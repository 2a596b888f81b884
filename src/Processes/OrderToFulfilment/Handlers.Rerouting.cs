using System.Collections.Immutable;
using System.Globalization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.OrderToFulfilment.OrderState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.OrderToFulfilment;

/// <summary>Pieces are missing: advice is asked, taken or put to a person; a customer who chose a store is asked first.</summary>
public static partial class Handlers
{
    public static Decision<OrderState> DecideShortage(Order order, PartShort message, Context context) =>
        order.CancelReason.Length > 0
            ? LetMissingGo(order, message, context)
            : GoOn(
                order,
                Queue(order, message, $"{message.Missing.Sum(line => line.Quantity)} pieces missing at {message.Node}. {message.Reason}"),
                message, context);

    /// <summary>
    /// Of an order that was to be cancelled nobody looks for what is missing. A supplier has sent the part without it; whoever else is
    /// short gives back what was found.
    /// </summary>
    private static Decision<OrderState> LetMissingGo(Order order, PartShort message, Context context)
    {
        if (message.Mode != FulfilmentMode.DropShip)
        {
            return ShortWhileCancelling(order, message, context);
        }

        var decision = MissingIsGivenUp(order, message);
        var after = Fold(order, decision.Facts, message);
        var lines = message.Missing.Select(line => line.Line).Distinct()
            .Select(line => new LineChange(line, after.LineOf(line).Wanted)).ToImmutableArray();
        return Finish(
            order, decision.Ask(Notify(order, "order-changed"), ErpWithout(order, lines, order.CancelReason)), message, context);
    }

    /// <summary>A supplier that sends nothing has refused, and its part waits to hear what becomes of it.</summary>
    private static Decision<OrderState> MissingIsGivenUp(Order order, PartShort message)
    {
        var decision = Decide.Stay<OrderState>("Short, and not wanted any more.")
            .With(HeldBy(order, message.Part, Pieces(message.Missing)) is { IsEmpty: false } lines
                ? [new PiecesLeftPart(message.Part, lines, GivenUp: true)] : [])
            .With(WaitedFor(order, message));
        var after = Fold(order, decision.Facts, message);
        return after.Parts.Any(part => part.Case == message.Part && part is { Stage: PartStage.Open, Lines.IsEmpty: true })
            ? decision.Tell(message.Part, new FulfilmentCancelAsked(order.CancelReason))
            : decision;
    }

    /// <summary>It had said that it was short, and what it lacks answers what it was asked for.</summary>
    private static IEnumerable<Fact> WaitedFor(Order order, PartShort message) =>
        order.Recalls.Where(recall => recall.Part == message.Part && recall.Kept).Select(recall => new RecallAnswered(recall.Part));

    /// <summary>
    /// A way round is asked for once, before a late part breaks the promise: at the second step of its ladder, or at the first where the
    /// second would come too late. A supplier that has an order cannot be told to stop, so there is no way round one.
    /// </summary>
    public static Decision<OrderState> NoteLate(Order order, PartLate message, Context context)
    {
        var climbed = new PartClimbed(message.Part, message.Step);
        var part = order.Parts.FirstOrDefault(part => part.Case == message.Part);
        if (part is not { Stage: PartStage.Open, Mode: not FulfilmentMode.DropShip } || order.CancelReason.Length > 0
            || order.WaysSought.Contains(message.Part)
            || (message.Step < 2 && !IsLastStep(order, part, context)))
        {
            return NoteLateOnly(order, message, context);
        }

        ImmutableArray<PartLine> missing = [.. part.Lines.Select(piece => PartLineOf(order, piece))];
        return GoOn(
            order,
            Decide.Stay<OrderState>($"{missing.Sum(line => line.Quantity)} pieces missing at {message.Node}. Picking is late.")
                .With(new ShortageFound(message.Part, message.Node, missing, Late: true), climbed),
            message, context);
    }

    /// <summary>By the next step the promise would be broken.</summary>
    private static bool IsLastStep(Order order, Part part, Context context)
    {
        var calendar = context.Calendars.Find(part.Node);
        var next = part.Mode switch
        {
            FulfilmentMode.ShipFromDc => context.Now + context.Policy.Read(Policy.WarehousePickTime),
            FulfilmentMode.Kerbside => calendar.Due(context.Now, context.Policy.Read(Policy.KerbsidePickTime)),
            _ => calendar.Due(context.Now, context.Policy.Read(Policy.PickTime)),
        };
        return next >= order.Promise;
    }

    public static Decision<OrderState> NoteLateOnly(Order order, PartLate message, Context context) =>
        Decide.Stay<OrderState>($"{message.Part} is late at {message.Node}, step {message.Step}.")
            .With(new PartClimbed(message.Part, message.Step));

    public static Decision<OrderState> QueueShortage(Order order, PartShort message, Context context) =>
        Queue(order, message, "Another part is short; decided next.");

    public static Decision<OrderState> TakeOrPropose(Order order, RerouteAdvised advice, Context context)
    {
        if (IsLateNoMore(order))
        {
            return AsItWentOn(order, Decide.Stay<OrderState>("It was picked in the meantime and goes on."), advice, context);
        }

        var floor = context.Policy.Read(Policy.RerouteFloor);
        var shown = advice.Options
            .Where(option => option.Confidence >= floor || option.Kind is RerouteKind.Wait or RerouteKind.Refund)
            .Where(option => option.Kind != RerouteKind.Substitute || MayStandIn(order, option)).ToImmutableArray();
        var known = new OptionsKnown(shown);
        var best = shown.FirstOrDefault();
        if (best is null || best.Confidence < context.Policy.Read(Policy.RerouteCeiling))
        {
            return Propose(order, known, "Below the automatic band: put to a person.", context);
        }

        var taken = MustAsk(order, best)
            ? AskCustomer(Fold(order, [known], advice), best, "A customer who chose a store is asked before it changes.")
            : Execute(
                Fold(order, [known], advice), best, consent: false, $"Taken at {best.Confidence:0.00}: {best.Summary}", advice, context);
        return taken with { Facts = [known, .. taken.Facts] };
    }

    public static Decision<OrderState> ProposeBasics(Order order, AdviceUnavailable answer, Context context)
    {
        if (IsLateNoMore(order))
        {
            return AsItWentOn(order, Decide.Stay<OrderState>("It was picked in the meantime and goes on."), answer, context);
        }

        ImmutableArray<RerouteOption> basics =
        [
            new(RerouteKind.Wait, null, null, 0, null, CustomerMustAgree: false, 0, "Wait for stock"),
            new(RerouteKind.Refund, null, null, 0, null, CustomerMustAgree: false, 0, "Do not deliver, do not charge"),
        ];
        return Propose(order, new OptionsKnown(basics), $"No advice: {answer.Reason}", context);
    }

    public static Decision<OrderState> Choose(Order order, RerouteChosen message, Context context)
    {
        var option = order.Options.FirstOrDefault(option => option.Code == message.Choice);
        if (option is null)
        {
            return Decide.TooLate<OrderState>($"{message.Choice} is not among the options now.");
        }

        return MustAsk(order, option)
            ? AskCustomer(order, option, $"Chosen; the customer must agree. {message.Note}".TrimEnd())
            : Execute(order, option, consent: false, $"Chosen: {option.Summary.TrimEnd('.')}. {message.Note}".TrimEnd(), message, context);
    }

    public static Decision<OrderState> StayRerouting(Order order, DeadlinePassed late, Context context) =>
        Decide.Stay<OrderState>("Nobody has decided about the missing pieces yet.");

    public static Decision<OrderState> Remind(Order order, DeadlinePassed late, Context context)
    {
        var reminded = Decide.Stay<OrderState>($"Reminder {order.Reminders + 1}.").With(new CustomerReminded());
        if (order.Reminders != context.Policy.Read(Policy.CustomerReminders))
        {
            return order.Reminders > context.Policy.Read(Policy.CustomerReminders)
                ? Decide.Stay<OrderState>("Customer service has it; the customer is still silent.")
                : reminded.Ask(Notify(order, "please-decide", order.Offered?.Summary ?? "", OfferOf(order)));
        }

        var task = CaseId.Task($"CALL-{order.Number}-{order.Tasks + 1}");
        var call = Work(
            order, TaskKind.Contact, $"Call the customer of {order.Number}", order.Offered?.Summary ?? "Pieces are missing.",
            ExceptionCategory.StockShortage, context, [],
            [
                new($"answer:Agree:{OfferOf(order)}", "Customer agrees"), new($"answer:Wait:{OfferOf(order)}", "Customer will wait"),
                new($"answer:Refuse:{OfferOf(order)}", "Refund the pieces"),
            ]);
        // Whose the shortage is does not speak to customers, unless the retailer says so.
        var owner = context.Policy.OwnerOf(ExceptionCategory.StockShortage, OwnerGroup.CustomerService);
        return reminded.With(new TaskAsked(task)).Tell(task, call with { Owner = owner });
    }

    /// <summary>
    /// An answer to what was offered before agrees to nothing that is offered now. Whoever was to call does not any more.
    /// </summary>
    public static Decision<OrderState> HearCustomer(Order order, CustomerAnswered message, Context context)
    {
        if (message.Offer is { } offer && offer != OfferOf(order))
        {
            return Decide.TooLate<OrderState>($"It answers what was offered before. What is asked now: {order.Offered?.Summary}");
        }

        var decision = Answered(order, message, context);
        return decision.Outcome == Outcome.Applied ? WithdrawLast(order, decision, "CALL", "The customer has answered.") : decision;
    }

    private static string OfferOf(Order order) => order.Asked.ToString(CultureInfo.InvariantCulture);

    private static Decision<OrderState> Answered(Order order, CustomerAnswered message, Context context) => message.Answer switch
    {
        CustomerAnswer.Agree => Execute(order, order.Offered!, consent: true, "The customer agrees.", message, context),
        CustomerAnswer.Wait =>
            Execute(order, Plain(RerouteKind.Wait), consent: false, "The customer will wait.", message, context),
        CustomerAnswer.Refuse =>
            Execute(order, Plain(RerouteKind.Refund), consent: false, "The customer wants the money back.", message, context),
        _ => throw new InvalidOperationException($"No way to hear {message.Answer}."),
    };

    /// <summary>One SKU for another, and not for a part that is late: what that one has is what was ordered.</summary>
    private static bool MayStandIn(Order order, RerouteOption option) =>
        order.Needs.AcceptsSubstitutes && option is { Sku: not null, Node: not null }
        && order.Shortages[0] is { Late: false, Missing: [{ } only] } && order.LineOf(only.Line).InsteadOf is null;

    private static RerouteOption Plain(RerouteKind kind) => new(kind, null, null, 0, null, false, 1, kind.ToString());

    /// <summary>
    /// A customer who chose a store is never silently moved: not to shipping, not to another store. Nobody is silently given another date
    /// or another thing: what the advice says the customer must agree to is asked.
    /// </summary>
    private static bool MustAsk(Order order, RerouteOption option) =>
        option.Kind is RerouteKind.Ship or RerouteKind.OtherStore or RerouteKind.Substitute
        && (option.CustomerMustAgree || order.PickupOnly || option.Kind == RerouteKind.Substitute);

    private static AskReroute AskFor(Order order, Context context)
    {
        var shortage = order.Shortages[0];
        return new AskReroute(
            CaseId.Order(order.Number), order.Needs.Region, order.PickupOnly ? order.Needs.Wish : DeliveryWish.Ship, shortage.Node,
            order.Needs.AcceptsSubstitutes, order.Promise ?? order.Needs.PlacedAt, order.Needs.Currency, shortage.Missing,
            TermsOf(context.Policy));
    }

    private static WayTerms TermsOf(Policies.PolicyReader policy) => new(
        policy.Read(Policy.ShipCostDc), policy.Read(Policy.ShipCostStore), policy.Read(Policy.ShipCostDistance),
        policy.Read(Policy.ShipCostRegion), policy.Read(Policy.RerouteCostStore), policy.Read(Policy.RerouteCostDistance),
        policy.Read(Policy.RerouteCostWait), policy.Read(Policy.RerouteCostRefund), policy.Read(Policy.RerouteLostMargin),
        policy.Read(Policy.RerouteFillDays), policy.Read(Policy.RerouteNear), policy.Read(Policy.PickTime));

    private static Decision<OrderState> Propose(Order order, OptionsKnown options, string because, Context context)
    {
        var shortage = order.Shortages[0];
        var task = CaseId.Task($"REROUTE-{order.Number}-{order.Tasks + 1}");
        var pieces = shortage.Missing.Sum(line => line.Quantity);
        var lacking = pieces == 1 ? "1 piece" : $"{pieces} pieces";
        return Decide.Stay<OrderState>(because).With(options, new TaskAsked(task)).Tell(task, Work(
            order, TaskKind.Approve, $"Reroute {order.Number}: {lacking} missing at {shortage.Node}", because,
            ExceptionCategory.StockShortage, context, StoreTasks.Tasks.LinesOf(context, shortage.Node, shortage.Missing),
            [.. options.Options.Select(option => new TaskChoice($"reroute:{option.Code}", option.Summary))]));
    }

    /// <summary>While the customer thinks about a substitute its price is asked for; a quicker answer takes the price ordered.</summary>
    private static Decision<OrderState> AskCustomer(Order order, RerouteOption option, string because)
    {
        var decision = Decide.To(AskingCustomer, because).With(new CustomerAsked(option))
            .Ask(Notify(order, "please-decide", option.Summary, OfferOf(order with { Asked = order.Asked + 1 })));
        var missing = order.Shortages[0].Missing;
        return option is { Kind: RerouteKind.Substitute, Sku: { } sku } && missing is [var only]
            && Substitution.Pricing(order, [(only.Line, only.Quantity, sku)]) is var (asked, prices)
            ? decision.With(asked).Ask(prices)
            : decision;
    }

    private static Decision<OrderState> Execute(
        Order order, RerouteOption option, bool consent, string because, Message message, Context context)
    {
        var shortage = order.Shortages[0];
        var refund = option.Kind == RerouteKind.Refund;
        var from = option.Kind is RerouteKind.Ship or RerouteKind.OtherStore or RerouteKind.Substitute ? option.Node : null;
        // Pieces of another part may still have to come from where it was decided for them.
        var sends = from ?? (order.Unassigned > 0 ? order.SendFrom : null);
        var decision = Decide.To(Fulfilling, because)
            .With(new ShortageDecided(
                option.Kind, consent && option.Kind == RerouteKind.Ship,
                consent && option.Kind == RerouteKind.OtherStore ? from : null, sends))
            .With(option.Kind == RerouteKind.Wait && order.AvoidNodes.Contains(shortage.Node) ? [new NodeTrusted(shortage.Node)] : []);
        decision = shortage.Late ? TakeFromLatePart(order, decision, shortage, option, because)
            : TakeFromPart(decision, shortage, refund, because);
        decision = option.Kind == RerouteKind.Substitute ? StandIn(order, decision, shortage, option, message) : decision;
        var lacking = shortage.Late ? LackingToo(order, shortage) : shortage.Missing;
        if (refund && shortage.Late && !lacking.IsEmpty)
        {
            decision = decision.With(
                new ShortagesDropped(shortage.Part), new PiecesLeftPart(shortage.Part, Pieces(lacking), GivenUp: true));
        }

        var after = Fold(order, decision.Facts, message);
        if (refund && !lacking.IsEmpty)
        {
            var lines = lacking.Select(line => line.Line).Distinct()
                .Select(line => new LineChange(line, after.LineOf(line).Wanted)).ToImmutableArray();
            decision = decision.Ask(Notify(order, "pieces-not-available"), ErpWithout(order, lines, "pieces missing"));
        }

        if (after.Shortages.Length > 0)
        {
            var next = GoOn(order, decision, message, context);
            return next.To == Fulfilling && sends is not null && !shortage.Late && after.Unassigned > 0
                ? next.Ask(Find(after, sends)) : next;
        }

        if (sends is not null && !shortage.Late && after.Unassigned > 0)
        {
            decision = decision.Ask(Find(after, sends));
        }

        return Finish(order, decision, message, context);
    }

    /// <summary>While somebody is asked about a late part it may go on by itself: that answers the question.</summary>
    internal static ProcessMap<Order, OrderState>.Handler<TMessage> WhileAsked<TMessage>(
        ProcessMap<Order, OrderState>.Handler<TMessage> inner, Func<TMessage, CaseId> part)
        where TMessage : Message => (order, message, context) =>
        {
            var decision = inner(order, message, context);
            var after = Fold(order, decision.Facts, message);
            // Before there is advice nobody was asked, and what is advised then would be taken for the next one.
            return decision.Outcome == Outcome.Applied && IsLateNoMore(after) && after.Shortages[0].Part == part(message)
                && (after.Offered is not null || !after.Options.IsEmpty)
                ? AsItWentOn(order, decision, message, context)
                : decision;
        };

    /// <summary>What is to be decided now is about a part that was late, and was picked since.</summary>
    private static bool IsLateNoMore(Order order) => order.Shortages is [{ Late: true } first, ..]
        && order.Parts.Any(part => part.Case == first.Part && part.Stage != PartStage.Open);

    /// <summary>Nobody is asked any more, and nothing is promised to the customer that would not come.</summary>
    private static Decision<OrderState> AsItWentOn(Order order, Decision<OrderState> decision, Message message, Context context)
    {
        const string Why = "It was picked in the meantime.";
        var late = order.Shortages[0].Part;
        var left = (decision with { To = Fulfilling }).With(new LateShortageDropped(late), new QuestionDropped());
        return GoOn(
            order, WithdrawLast(order, WithdrawLast(order, left, "REROUTE", Why), "CALL", Why), message, context);
    }

    /// <summary>What a late part turned out not to have, while somebody thought about its being late.</summary>
    private static ImmutableArray<PartLine> LackingToo(Order order, Shortage late) =>
        order.Parts.Any(part => part.Case == late.Part && part.Stage == PartStage.Open)
            ? [.. order.Shortages.Skip(1).Where(one => one.Part == late.Part).SelectMany(one => one.Missing)]
            : [];

    private static ImmutableArray<PickedLine> Pieces(ImmutableArray<PartLine> lines) =>
        [.. lines.Select(line => new PickedLine(line.Line, line.Sku, line.Quantity))];

    private static Decision<OrderState> TakeFromPart(
        Decision<OrderState> decision, Shortage shortage, bool refund, string because)
    {
        var lines = Pieces(shortage.Missing);
        return decision.With(new PiecesLeftPart(shortage.Part, lines, refund))
            .Tell(shortage.Part, new FulfilmentLinesDropped(lines, because));
    }

    /// <summary>The missing pieces become a line of something else, and the ERP hears it.</summary>
    private static Decision<OrderState> StandIn(
        Order order, Decision<OrderState> decision, Shortage shortage, RerouteOption option, Message message)
    {
        var missing = shortage.Missing[0];
        var instead = Substitution.Of(order, missing.Line, missing.Quantity, option.Sku!);
        var after = Fold(order, [.. decision.Facts, instead], message);
        return decision.With(instead).Ask(Substitution.ErpInstead(after, [instead]));
    }

    /// <summary>A late part still has its pieces: it gives them back itself, and they are sourced anew when it has.</summary>
    private static Decision<OrderState> TakeFromLatePart(
        Order order, Decision<OrderState> decision, Shortage shortage, RerouteOption option, string because)
    {
        var picked = order.Parts.Any(part => part.Case == shortage.Part && part.Stage != PartStage.Open);
        if (picked)
        {
            return decision with { Because = "It was picked in the meantime and goes on." };
        }

        return option.Kind == RerouteKind.Wait ? decision : decision.Tell(shortage.Part, new FulfilmentCancelAsked(because));
    }
}
