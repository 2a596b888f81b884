using System.Collections.Immutable;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Rehearsal.Simulation.Running;

namespace Crossdock.Rehearsal.Simulation.Retail;

/// <summary>Recommends anything at all with any confidence: advice may be wrong, and nothing may break by it.</summary>
internal sealed class Advisor(Dice dice) : IAdvise
{
    private static readonly RerouteKind[] Kinds =
        [RerouteKind.Ship, RerouteKind.OtherStore, RerouteKind.Wait, RerouteKind.Refund, RerouteKind.Substitute];

    public ValueTask<Message> Advise(AskReroute question, CancellationToken cancel)
    {
        var fate = dice.Of($"advice {question.Order} {question.Node} {question.Missing.Length}");
        return ValueTask.FromResult<Message>(fate.Below(4) == 0
            ? new AdviceUnavailable("Switched off.")
            : new RerouteAdvised(
                "dice", [.. Kinds.OrderBy(kind => fate.Of((long)kind).Below(1_000)).Select(kind => Option(kind, fate))],
                [new AdviceReason("By chance.", 1)]));
    }

    private static RerouteOption Option(RerouteKind kind, Dice fate)
    {
        var node = kind is RerouteKind.Wait or RerouteKind.Refund ? null : fate.Of("node").Any(Town.Nodes);
        var confidence = fate.Of($"confidence {kind}").Below(100) / 100.0;
        var sku = kind == RerouteKind.Substitute ? fate.Of("sku").Any(Town.Skus) : null;
        return new RerouteOption(kind, node, sku, 4.5m, null, CustomerMustAgree: false, confidence, $"{kind} {node}".TrimEnd());
    }
}
