using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Crossdock.Rehearsal.Simulation.Laws;

namespace Crossdock.Rehearsal.Simulation;

/// <summary>A seed that came to harm.</summary>
public sealed record HarmedSeed(ulong Seed, IReadOnlyList<Harm> Harms);

/// <summary>The figures of many lives, as the JSON report holds them.</summary>
/// <param name="FaultsByKind">how often each kind struck; what never did was not tried</param>
/// <param name="Hash">over the journals of all lives: the same seeds give the same, wherever they are tried</param>
/// <param name="TimesLife">simulated time by the time it took</param>
public sealed record SimulationReport(
    ulong FirstSeed, int Seeds, int Orders, long Rows, long Steps, long Faults, IReadOnlyDictionary<string, int> FaultsByKind,
    double SimulatedDays, double WallSeconds, double SeedsPerSecond, double TimesLife, string Hash,
    IReadOnlyList<HarmedSeed> Harmed);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(SimulationReport))]
internal sealed partial class SimulationJson : JsonSerializerContext;

/// <summary>Tries one seed after the other.</summary>
internal sealed class SimulationRun(TimeProvider wall)
{
    public SimulationReport Play(ulong first, int seeds, Scenario scenario, Action<TrialResult> harmed, CancellationToken cancel)
    {
        var (began, done, orders, rows, steps, passed) = (wall.GetTimestamp(), 0, 0, 0L, 0L, TimeSpan.Zero);
        var (found, kinds) = (new List<HarmedSeed>(), new SortedDictionary<string, int>(StringComparer.Ordinal));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (; done < seeds && !cancel.IsCancellationRequested; done++)
        {
            var result = Trial.Run(scenario with { Seed = first + (ulong)done });
            (orders, rows) = (orders + result.Orders.Count, rows + result.Rows);
            (steps, passed) = (steps + result.Steps, passed + result.Passed);
            hash.AppendData(Convert.FromHexString(result.Hash));
            foreach (var fault in result.Struck)
            {
                kinds[fault.Kind.ToString()] = kinds.GetValueOrDefault(fault.Kind.ToString()) + 1;
            }

            if (result.Harms.Count > 0)
            {
                found.Add(new HarmedSeed(result.Scenario.Seed, result.Harms));
                harmed(result);
            }
        }

        var took = wall.GetElapsedTime(began).TotalSeconds;
        return new SimulationReport(
            first, done, orders, rows, steps, kinds.Values.Sum(), kinds, passed.TotalDays, took, done / took, passed.TotalSeconds / took,
            Convert.ToHexString(hash.GetHashAndReset()), found);
    }
}
