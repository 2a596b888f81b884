using System.Globalization;
using Crossdock.Estate.Wire;
using Crossdock.Rehearsal.Crash.Harms;

namespace Crossdock.Rehearsal.Crash;

/// <summary>Which harm comes in which round, and when in it: by the seed alone, whatever the machine does.</summary>
public sealed class Plan(IReadOnlyList<Harm> harms, Seeded chance)
{
    /// <summary>Every kind once, then every kind once more in another order, and so on: no kind is left to luck.</summary>
    public Harm HarmOf(int round)
    {
        var turn = (round - 1) / harms.Count;
        return harms
            .OrderBy(harm => chance.Unit("order", $"{turn.ToString(CultureInfo.InvariantCulture)}/{harm.Name}"))
            .ThenBy(harm => harm.Name, StringComparer.Ordinal)
            .ElementAt((round - 1) % harms.Count);
    }

    public Moment MomentOf(int round) => new(chance, round);

    /// <summary>How long the load has been left in peace before this harm.</summary>
    public TimeSpan PeaceBefore(int round) => MomentOf(round).Between(0.3, 2.5, "peace");
}
