using Crossdock.Rehearsal.Simulation.Laws;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>
/// The door for those who run a simulation that was loaded beside the one they know: in words that every copy of it shares.
/// </summary>
public static class Lives
{
    /// <summary>The seed that first breaks the law, and how; null when none of them does.</summary>
    /// <param name="law">a <see cref="Law"/> by its name; empty for any</param>
    /// <param name="mostSteps">a life that takes more is given up as stuck</param>
    public static string? FirstHarm(ulong first, int seeds, string law, long mostSteps)
    {
        for (var seed = first; seed < first + (ulong)seeds; seed++)
        {
            var result = Trial.Run(Scenario.Of(seed) with { MostSteps = mostSteps });
            if (result.Harms.FirstOrDefault(harm => law.Length == 0 || harm.Law.ToString() == law) is { } harm)
            {
                return $"seed {seed}: {harm}";
            }
        }

        return null;
    }
}
