using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.ReturnToRefund.ReturnState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.ReturnToRefund;

/// <summary>A return that is not taken: the customer is told, and has back what they brought.</summary>
public static partial class Handlers
{
    public static Decision<ReturnState> Refuse(CustomerReturn state, ReturnRefused message, Context context)
    {
        if (state.MoneyMoved)
        {
            return Decide.TooLate<ReturnState>("Money went back already; what does not agree is settled instead.");
        }

        var refused = HasGoods(state) ? GiveBack(state, message.Reason, context) : Decide.To(Refused, message.Reason);
        refused = state.Task is { } task ? refused.Tell(task, new TaskWithdrawn(message.Reason)) : refused;
        refused = state.Customer is { } customer
            ? refused.Ask(new NotifyCustomer(
                "return-refused", state.Needs.Number, customer, [message.Reason, .. HasGoods(state) ? [PlaceOf(state, context)] : Nowhere]))
            : refused;
        return state.Order is { } order && !state.Rights.IsEmpty
            ? refused.Tell(order, new ReturnRightsReleased(context.Case, message.Reason))
            : refused;
    }

    public static Decision<ReturnState> HandBack(CustomerReturn state, HandedOver message, Context context) =>
        Decide.To(Refused, $"The goods went back to {message.To}.");

    /// <summary>Once they are reminded; after that the goods are the store's to do away with.</summary>
    public static Decision<ReturnState> RemindToFetch(CustomerReturn state, DeadlinePassed late, Context context)
    {
        if (!state.RemindedToFetch)
        {
            var reminded = Decide.Stay<ReturnState>("The customer is reminded to fetch the goods.").With(new CustomerRemindedToFetch());
            return state.Customer is { } customer
                ? reminded.Ask(new NotifyCustomer("return-to-fetch", state.Needs.Number, customer, [PlaceOf(state, context)]))
                : reminded;
        }

        var given = Decide.To(Refused, "Nobody fetched the goods: they are the store's to do away with, and in no stock.");
        return state.Task is { } task ? given.Tell(task, new TaskWithdrawn("Nobody fetched them: do away with them.")) : given;
    }

    private static readonly string[] Nowhere = [];

    /// <summary>Of what was asked something lies with us, and is not ours.</summary>
    private static bool HasGoods(CustomerReturn state) => state is { At: not null, Restocked: false }
        && (!state.Inspected || !state.Found.IsEmpty);

    private static string PlaceOf(CustomerReturn state, Context context) => context.Network.Find(state.At!)?.Name ?? state.At!;

    private static Decision<ReturnState> GiveBack(CustomerReturn state, string reason, Context context)
    {
        var (decision, task) = Numbered(
            state, Decide.To(GivingBack, $"{reason} The goods are to go back to the customer."), "BACK", context);
        return decision.Tell(task, Work(
            state, TaskKind.HandOver, $"Give back the goods of {state.Needs.Number}", reason, null, state.At, context, []) with
        {
            Budget = context.Policy.Read(Policy.ReturnToFetch),
        });
    }
}
