using System.Collections.Immutable;
using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>One system Crossdock works with: what waits for it and how it answers.</summary>
public sealed record SystemRow(
    string System, int Waiting, int Retrying, string Circuit, double? MedianMilliseconds, long Attempts, long Failures, string? Reason)
{
    /// <summary>By name; those that only wait and those that only answered before are there too.</summary>
    public static ImmutableArray<SystemRow> Of(IReadOnlyList<OutboundQueue> queues, IReadOnlyList<SystemFigures> figures) =>
    [
        .. queues.Select(queue => queue.System).Union(figures.Select(figure => figure.System)).Order()
            .Select(system => (
                System: system,
                Queue: queues.FirstOrDefault(queue => queue.System == system),
                Figures: figures.FirstOrDefault(figure => figure.System == system)))
            .Select(row => new SystemRow(
                row.System, row.Queue?.Waiting ?? 0, row.Queue?.Retrying ?? 0, row.Queue?.Circuit ?? "closed",
                row.Figures?.MedianMilliseconds, row.Figures?.Attempts ?? 0, row.Figures?.Failures ?? 0,
                row.Queue?.LatestReason)),
    ];
}
