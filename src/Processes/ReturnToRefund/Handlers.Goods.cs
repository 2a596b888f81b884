using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.StoreTasks;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>The goods: on their way, there, looked at, back on the shelf.</summary>
public static partial class Handlers
{
    public static Decision<ReturnState> SendLabel(CustomerReturn state, ReturnLabelled answer, Context context)
    {
        var labelled = Decide.Stay<ReturnState>($"It comes as parcel {answer.Tracking}.").With(new LabelMade(answer.Tracking));
        return state.Customer is { } customer
            ? labelled.Ask(new NotifyCustomer("return-label", state.Needs.Number, customer, [answer.Tracking]))
            : labelled;
    }

    public static Decision<ReturnState> NoteLabel(CustomerReturn state, ReturnLabelled answer, Context context) =>
        Decide.Stay<ReturnState>($"A label was made: {answer.Tracking}.").With(new LabelMade(answer.Tracking));

    /// <summary>No carrier takes it: any store does.</summary>
    public static Decision<ReturnState> OfferDropOff(CustomerReturn state, ReturnLabelRefused answer, Context context)
    {
        var refused = Decide.Stay<ReturnState>($"There is no label: {answer.Reason}");
        return state.Customer is { } customer
            ? refused.Ask(new NotifyCustomer("return-drop-off", state.Needs.Number, customer, [answer.Reason]))
            : refused;
    }

    public static Decision<ReturnState> RemindOrExpire(CustomerReturn state, DeadlinePassed late, Context context)
    {
        if (!state.Reminded)
        {
            var reminded = Decide.Stay<ReturnState>("The customer is reminded.").With(new CustomerRemindedOfReturn());
            return state.Customer is { } customer
                ? reminded.Ask(new NotifyCustomer("return-reminder", state.Needs.Number, customer, []))
                : reminded;
        }

        const string Kept = "The goods did not come: the customer keeps them.";
        return Decide.To(Expired, Kept).Tell(state.Order!.Value, new ReturnRightsReleased(context.Case, Kept));
    }

    public static Decision<ReturnState> Receive(CustomerReturn state, ReturnArrived message, Context context)
    {
        var here = Inspection(
            state with { At = message.Node }, Decide.To(Inspecting, $"The goods came to {message.Node}."), context);
        return here with { Facts = [new GoodsHere(message.Node), .. here.Facts] };
    }

    /// <summary>The customer was quicker than the decision.</summary>
    public static Decision<ReturnState> ArriveUndecided(CustomerReturn state, ReturnArrived message, Context context) =>
        state.At is null
            ? Decide.Stay<ReturnState>($"The goods are at {message.Node} already.").With(new GoodsHere(message.Node))
            : Decide.Again<ReturnState>($"The goods are at {state.At}.");

    /// <summary>Nothing that comes is lost sight of, also when its return was over.</summary>
    public static Decision<ReturnState> ArriveUnasked(CustomerReturn state, ReturnArrived message, Context context)
    {
        if (state.At is not null)
        {
            return Decide.Again<ReturnState>($"The goods are at {state.At}.");
        }

        var why = $"The goods came to {message.Node} after the return was over.";
        var (decision, task) = Numbered(
            state, Decide.Stay<ReturnState>(why).With(new GoodsHere(message.Node)), "STRAY", context);
        return decision.Tell(task, Work(
            state, TaskKind.Resolve, $"Goods of {state.Needs.Number} came late", why, ExceptionCategory.UnexpectedMessage, null, context,
            [new("done", "A new return was made, or they were sent back")]));
    }

    /// <summary>From now on it is an exception: the customer waits for the money.</summary>
    public static Decision<ReturnState> StayInspecting(CustomerReturn state, DeadlinePassed late, Context context) =>
        Decide.Stay<ReturnState>($"The goods still wait to be inspected: late, step {state.Late + 1}.")
            .With(new InspectionLate(state.Late + 1));

    public static Decision<ReturnState> Inspect(CustomerReturn state, ReturnInspected message, Context context)
    {
        var known = new ConditionKnown(message.Sellable, message.Rest, message.Disposed);
        var inspected = state.LookedAt(message);
        var decision = inspected.MissingPieces > 0
            ? Undecided(inspected, $"{inspected.MissingPieces} pieces were not there. {message.Note}".TrimEnd(), context)
            : PaidBack(inspected, Decide.To(
                Refunding, $"{message.Sellable.Sum(line => line.Quantity)} pieces can be sold again. {message.Note}".TrimEnd()), context);
        return decision with { Facts = [known, .. decision.Facts] };
    }

    public static Decision<ReturnState> Restocked(CustomerReturn state, StockSettled answer, Context context) =>
        Decide.To(Posting, "Back on the shelf.").With(new StockTakenBack()).Ask(CreditNote(state, restocked: true));

    public static Decision<ReturnState> RestockDiffers(CustomerReturn state, StockSettleRefused answer, Context context) =>
        Puzzle(state, $"The ledger would not: {answer.Reason}", context);

    public static Decision<ReturnState> Noted(CustomerReturn state, CustomerNotified answer, Context context) =>
        Decide.Stay<ReturnState>($"The customer was told: {answer.Template}.");

    public static Decision<ReturnState> NotNotified(CustomerReturn state, NotificationFailed answer, Context context) =>
        Decide.Stay<ReturnState>($"The customer could not be told ({answer.Template}): {answer.Reason}");

    private static SettleStock BackToStock(CustomerReturn state) =>
        new([.. state.Sellable.GroupBy(line => line.Sku).Select(sku => new StockOrder(
            sku.Key,
            new StockInstruction(
                StockAct.TakeBack, state.At ?? state.Needs.Node, sku.Sum(line => line.Quantity), null, "Returned by a customer.")))]);

    /// <summary>Work for the store where the goods are.</summary>
    private static Decision<ReturnState> Inspection(CustomerReturn state, Decision<ReturnState> decision, Context context)
    {
        var (numbered, task) = Numbered(state, decision, "INSPECT", context);
        var others = string.Join(", ", state.NotTaken.Select(line => $"{line.Pieces} of {line.Sku}"));
        var why = others.Length == 0 ? state.Needs.Reason
            : $"{state.Needs.Reason} Not taken back: {others}. Give to the customer what came along.".TrimStart();
        return numbered.Tell(task, Work(
            state, TaskKind.Inspect, $"Inspect {state.Needs.Number}", why, null, state.At, context, Tasks.Dispositions));
    }
}
