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
