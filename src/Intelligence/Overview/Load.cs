using Crossdock.Contracts.Ports;

namespace Crossdock.Intelligence.Overview;

/// <summary>
/// Open cases of a slice, those near their time and those past it. A case is late when its promise or its state's deadline has
/// passed, at risk when one of them is nearer than <see cref="OverviewReader.AtRiskWithin"/>, and never both.
/// </summary>
public readonly record struct Load(int Open, int AtRisk, int Late)
{
    public static Load operator +(Load a, Load b) => new(a.Open + b.Open, a.AtRisk + b.AtRisk, a.Late + b.Late);

    public static Load Add(Load left, Load right) => left + right;

    public static Load Of(IEnumerable<HeadCount> counts) =>
        counts.Aggregate(default(Load), (sum, count) => sum + new Load(count.Open, count.AtRisk, count.Late));

    public int Figure(string figure) => figure switch { "open" => Open, "risk" => AtRisk, _ => Late };
}
