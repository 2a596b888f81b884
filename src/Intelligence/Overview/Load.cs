using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>
/// Open cases of a slice, those near their time and those past it. A case is late when its promise or its state's deadline has
/// passed, at risk when one of them is no further than <see cref="OverviewReader.AtRiskWithin"/>, and never both. The deadline of a state
/// that waits for a time is its plan, and makes nothing late.
/// </summary>
public readonly record struct Load(int Open, int AtRisk, int Late)
{
    public static Load operator +(Load a, Load b) => new(a.Open + b.Open, a.AtRisk + b.AtRisk, a.Late + b.Late);

    public static Load Add(Load left, Load right) => left + right;

    public static Load Of(IEnumerable<HeadCount> counts) =>
        counts.Aggregate(default(Load), (sum, count) => sum + new Load(count.Open, count.AtRisk, count.Late));

    /// <summary>Of an open case that is looked at by itself.</summary>
    public static Load Of(CaseHead head, DateTimeOffset now)
    {
        var clock = head.ClockAt(now, OverviewReader.AtRiskWithin);
        return new Load(1, clock == Clock.AtRisk ? 1 : 0, clock == Clock.Late ? 1 : 0);
    }

    public int Figure(string figure) => figure switch { "open" => Open, "risk" => AtRisk, _ => Late };
}
