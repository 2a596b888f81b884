using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using static Crossdock.Processes.Fulfilment.PartState;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Processes.Fulfilment;

/// <summary>
/// What was picked for a customer who comes: laid where whoever hands it over finds it, and only then is the customer told.
/// </summary>
public static partial class Handlers
{
    public static Decision<PartState> Stage(FulfilmentPart part, Staged message, Context context) =>
        Ready(part with { Place = message.Place }, Decide.To(ReadyForPickup, $"It lies at {message.Place}."), context)
            .With(new PartStaged(message.Place));

    public static Decision<PartState> LateAtStaging(FulfilmentPart part, DeadlinePassed late, Context context) =>
        Climb(part, context, ExceptionCategory.LateShipment, "the store manager");

    public static Decision<PartState> HandOver(FulfilmentPart part, HandedOver message, Context context) =>
        Decide.To(Collected, $"Handed over to {message.To}.").Ask(StockOf(part, part.Expected, StockAct.HandOver, "Collected."))
            .Tell(part.Needs.Order, new PartDelivered(context.Case, part.Expected));

    /// <summary>
    /// The customer had it before the store heard that it goes back: its phone had no network. What was handed over is the customer's.
    /// </summary>
    public static Decision<PartState> HandOverAfterAll(FulfilmentPart part, HandedOver message, Context context)
    {
        if (part.Ships || !part.WrittenOff.IsEmpty)
        {
            return Decide.TooLate<PartState>("It was never ready to be handed over.");
        }

        var decision = HandOver(part, message, context) with { Because = $"Handed over to {message.To} before it was to go back." };
        decision = decision.With(new PartHandedOverAfterAll(message.To.Length > 0 ? message.To : "the customer"));
        return part.Task is { } task ? decision.Tell(task, new TaskWithdrawn("The customer has it.")) : decision;
    }

    /// <summary>Two people say two things about the same goods: somebody has to look.</summary>
    public static Decision<PartState> HandedOverAndPutBack(FulfilmentPart part, HandedOver message, Context context)
    {
        return part.Ships || part.EndReason.Length == 0 || part.HandedOverTo.Length > 0
            ? Decide.TooLate<PartState>("It is no longer to be handed over.")
            : AskWhich(part, message.To, "Where the customer has it, it is neither charged nor off the books.", context);
    }

    /// <summary>Or the other way round.</summary>
    public static Decision<PartState> PutBackAndHandedOver(FulfilmentPart part, PutBack message, Context context) =>
        part.HandedOverTo.Length == 0
            ? Decide.TooLate<PartState>("It is back on the shelf already.")
            : AskWhich(part, part.HandedOverTo, "Where it is on the shelf, it was charged and is off the books.", context);

    private static Decision<PartState> AskWhich(FulfilmentPart part, string to, string harm, Context context) => AskAside(
        part, "HANDED", $"{part.Needs.Order.Key} was handed over and put back",
        $"One says it was handed over to {to}, another that it is on the shelf. {harm}", ExceptionCategory.StockVariance, context);

    private static Decision<PartState> ForCollection(FulfilmentPart part, string because, Context context) =>
        context.Policy.Read(Policy.StagePickups)
            ? OpenTask(
                part, Decide.To(Staging, because), TaskKind.Stage, "Stage",
                LinesOf(part.Lines, part, context).Select(line => line with { Shelf = "" }), context)
            : Ready(part, Decide.To(ReadyForPickup, because), context);

    private static Decision<PartState> Ready(FulfilmentPart part, Decision<PartState> decision, Context context)
    {
        var lines = LinesOf(part.Lines, part, context);
        return OpenTask(
                part, decision, TaskKind.HandOver, "Hand over",
                part.Place.Length == 0 ? lines : lines.Select(line => line with { Shelf = part.Place }), context)
            .Ask(new NotifyCustomer(
                "ready-for-pickup", part.Needs.Order.Key, part.Needs.Customer,
                [context.Network.Find(part.Needs.Node)?.Name ?? part.Needs.Node]))
            .Tell(part.Needs.Order, new PartReady(context.Case, part.Needs.Node));
    }
}
