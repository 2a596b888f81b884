using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Map;
using Crossdock.Processes.Policies;
using Crossdock.Processes.Running;
using static Crossdock.Bench.Runtime.MinimalState;

namespace Crossdock.Bench.Runtime;

public enum MinimalState { First, Second, Third, Fourth, Fifth, AwaitingAnswer, Sixth, Seventh, Done }

/// <summary>How far it has come; what it holds beside that is in its messages.</summary>
public sealed record Minimal(int Steps);

public sealed record StepTaken(int Step) : Fact;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StepTaken))]
public sealed partial class MinimalJson : JsonSerializerContext;

/// <summary>
/// The smallest case that does what cases do: five effects in sequence, each asked after the last one's answer is durable, a
/// message from outside by business key, two more effects, the end. Nine rows.
/// </summary>
public static class MinimalCase
{
    public const string Kind = "minimal";

    /// <summary>The size of an answer that a system of record gives: a document number with its lines.</summary>
    public static readonly string Result = new('r', 200);

    public static ProcessCatalogue Catalogue() => new(
        [
            new MappedProcess<Minimal, MinimalState>(
                Map(), new Minimal(0), (state, fact, _) => fact is StepTaken step ? state with { Steps = step.Step } : state,
                (_, _) => new CaseCard("Minimal case"), [new(typeof(StepTaken), "minimal.step-taken")]),
        ],
        MinimalJson.Default);

    public static CaseId Id(long number) => new(Kind, $"M-{number}");

    private static ProcessMap<Minimal, MinimalState> Map() =>
        new ProcessMap<Minimal, MinimalState>("minimal", Kind, version: 1, OwnerGroup.Integration)
        .Begins<LookAgain>((state, _, context) => Ask(First, state, context)).To(First).Asks<CancelSalesOrder>()
        .Step(First, Second).Step(Second, Third).Step(Third, Fourth).Step(Fourth, Fifth)
        .In(Fifth, Waits.OnSystem)
            .On<SalesOrderCancelled>((state, _, _) => Decide.To(AwaitingAnswer, "Waits.").With(new StepTaken(state.Steps + 1)))
            .To(AwaitingAnswer)
            .On<SalesOrderCancelRejected>((_, _, _) => Decide.To(Done, "Refused.")).To(Done)
        .In(AwaitingAnswer, Waits.OnPartner, OwnerGroup.CustomerService, ExceptionCategory.LateShipment)
            .Within(Policy.CustomerAnswer, Hours.Always).Late((_, _, _) => Decide.Stay<MinimalState>("Late."))
            .On<CustomerAnswered>((state, _, context) => Ask(Sixth, state, context)).To(Sixth).Asks<CancelSalesOrder>()
        .Step(Sixth, Seventh)
        .In(Seventh, Waits.OnSystem)
            .On<SalesOrderCancelled>((state, _, _) => Decide.To(Done, "Done.").With(new StepTaken(state.Steps + 1))).To(Done)
            .On<SalesOrderCancelRejected>((_, _, _) => Decide.To(Done, "Refused.")).To(Done)
        .Ends(Done);

    private static ProcessMap<Minimal, MinimalState> Step(
        this ProcessMap<Minimal, MinimalState> map, MinimalState at, MinimalState next) => map
        .In(at, Waits.OnSystem)
            .On<SalesOrderCancelled>((state, _, context) => Ask(next, state, context)).To(next).Asks<CancelSalesOrder>()
            .On<SalesOrderCancelRejected>((_, _, _) => Decide.To(Done, "Refused.")).To(Done);

    private static Decision<MinimalState> Ask(MinimalState next, Minimal state, Context context) =>
        Decide.To(next, "The next step.")
            .With(new StepTaken(state.Steps + 1))
            .Ask(new CancelSalesOrder(context.Case.Key, ImmutableArray<LineChange>.Empty, "step"));
}
