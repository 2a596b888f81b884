using System.Collections.Immutable;

namespace Crossdock.Intelligence.Overview;

/// <summary>Open cases of a cell, and how many of them are at risk or late.</summary>
public sealed record HealthFigures(int Open, int AtRisk, int Late)
{
    public static readonly HealthFigures None = new(0, 0, 0);

    public static HealthFigures operator +(HealthFigures a, HealthFigures b) => new(a.Open + b.Open, a.AtRisk + b.AtRisk, a.Late + b.Late);

    public static HealthFigures Add(HealthFigures left, HealthFigures right) => left + right;
}

/// <summary>A cell of the retailer: one process in one region and channel.</summary>
public sealed record HealthCell(string Process, string? Region, string? Channel, HealthFigures Figures);

public sealed record NodeHealth(string Node, HealthFigures Figures);

/// <summary>Where cases stand and wait, for the sentence that says what costs most.</summary>
public sealed record StateHealth(string Process, string State, string? Region, HealthFigures Figures);

/// <summary>How the retailer stands at an instant. The cells add up to the total.</summary>
/// <param name="Nodes">worst first: by late, then at risk, then open</param>
/// <param name="States">worst first</param>
public sealed record Health(
    DateTimeOffset At,
    HealthFigures Total,
    ImmutableArray<HealthCell> Cells,
    ImmutableArray<NodeHealth> Nodes,
    ImmutableArray<StateHealth> States);

/// <summary>Orders per business minute.</summary>
public sealed record MinuteCount(DateTimeOffset At, int Opened, int Closed);
